#include "mock/organizations/role.h"

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/ids.h"

#define SERVICE_ROLE_NAME "AWSServiceRoleForOrganizations"

struct role {
	const char *name, *path, *trust_policy, *description, *policy_arn;
};

static void create(struct call *call, const char *account_id, const struct role *role)
{
	static const char insert[] =
		"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy, "
		"description,"
		" created_ms) VALUES (:id, :account_id, :name, :path, :trust_policy, :description,"
		" :created_ms)";
	static const char exists[] = "SELECT 1 FROM managed_policy WHERE arn = :policy_arn";
	/* Of one row: inserting what a SELECT finds costs four times as much. */
	static const char attach[] = "INSERT INTO managed_attachment (owner_id, policy_arn)"
				     " VALUES (:id, :policy_arn)";
	const char *id = ids_new(call, IDS_ROLE);

	if (database_run(call, insert,
			 DATABASE_VALUES(database_text("id", id),
					 database_text("account_id", account_id),
					 database_text("name", role->name),
					 database_text("path", role->path),
					 database_text("trust_policy", role->trust_policy),
					 database_text("description", role->description),
					 database_integer("created_ms", call->now_ms))) < 0)
		return; /* the account has a role of this name already */
	if (database_exists(call, exists,
			    DATABASE_VALUES(database_text("policy_arn", role->policy_arn))))
		database_run(call, attach,
			     DATABASE_VALUES(database_text("id", id),
					     database_text("policy_arn", role->policy_arn)));
}

void role_create_access(struct call *call, const char *account_id,
			const char *management_account_id, const char *role_name)
{
	const char *trust = ARENA_JOIN(
		call->arena,
		"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
		"\"Principal\":{\"AWS\":\"",
		arn_root_user(call, management_account_id), "\"},\"Action\":\"sts:AssumeRole\"}]}");

	create(call, account_id,
	       &(struct role){
		       .name = role_name,
		       .path = "/",
		       .trust_policy = trust,
		       .policy_arn = arn_iam(call, "aws", "policy", "/", "AdministratorAccess"),
	       });
}

void role_create_service_linked(struct call *call, const char *account_id)
{
	const struct role role = {
		.name = SERVICE_ROLE_NAME,
		.path = "/aws-service-role/organizations.amazonaws.com/",
		.trust_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
				"\"Principal\":{\"Service\":\"organizations.amazonaws.com\"},"
				"\"Action\":\"sts:AssumeRole\"}]}",
		.description = "Service-linked role used by AWS Organizations to enable integration"
			       " of other AWS services with Organizations.",
		.policy_arn = arn_iam(call, "aws", "policy", "/aws-service-role/",
				      "AWSOrganizationsServiceTrustPolicy"),
	};

	create(call, account_id, &role);
}
