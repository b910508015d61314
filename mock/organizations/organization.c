/*
 * organization.c - an organization begins, is shown and ends.
 */
#include <string.h>

#include "mock/arn.h"
#include "mock/ids.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/policy_type.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/role.h"

static const struct organizations_organization *organization_shape(
	struct call *call, const struct lookup_organization *organization)
{
	static const char email[] = "SELECT email FROM account WHERE id = :id";
	/* Whatever is enabled, AWS names SCPs here and nothing else (recorded). */
	static const struct organizations_policy_type_summary scp = { "SERVICE_CONTROL_POLICY",
								      "ENABLED" };
	const char *management = organization->management_account_id;
	struct organizations_organization *shape =
		arena_new(call->arena, struct organizations_organization);
	struct organizations_policy_type_summary *types =
		arena_new(call->arena, struct organizations_policy_type_summary);

	*types = scp;
	*shape = (struct organizations_organization){
		.id = organization->id,
		.arn = arn_organization(call, management, organization->id),
		.feature_set = organization->feature_set,
		.master_account_arn = lookup_arn(call, organization, "account", management),
		.master_account_id = management,
		.master_account_email = database_string(
			call, email, DATABASE_VALUES(database_text("id", management))),
		.available_policy_types = { true, membership_has_all_features(organization),
					    types },
	};
	return shape;
}

static void insert(struct call *call, const struct lookup_organization *organization)
{
	static const char sql[] =
		"INSERT INTO organization (id, management_account_id, feature_set, root_id,"
		" created_ms) VALUES (:id, :management, :feature_set, :root_id, :created_ms)";

	database_run(
		call, sql,
		DATABASE_VALUES(database_text("id", organization->id),
				database_text("management", organization->management_account_id),
				database_text("feature_set", organization->feature_set),
				database_text("root_id", organization->root_id),
				database_integer("created_ms", organization->created_ms)));
}

/* The management account is shown as INVITED; its service-linked role is recorded. */
enum api_status organizations_create_organization(
	struct call *call, const struct organizations_create_organization_in *in,
	struct organizations_create_organization_out *out)
{
	const char *account_id = call->principal->account_id;
	struct lookup_organization organization;

	if (lookup_organization_of(call, account_id, &organization))
		return refuse(call, &organizations_already_in_organization);
	organization = (struct lookup_organization){
		.id = ids_new(call, IDS_ORGANIZATION),
		.management_account_id = account_id,
		.feature_set = in->feature_set ? in->feature_set : "ALL",
		.root_id = ids_new(call, IDS_ROOT),
		.created_ms = call->now_ms,
	};
	insert(call, &organization);
	membership_begin(call, &organization, account_id, "INVITED", call->now_ms);
	role_create_service_linked(call, account_id);
	if (membership_has_all_features(&organization) && quota_get(call, QUOTA_SCP_AT_START))
		policy_type_enable(call, &organization, "SERVICE_CONTROL_POLICY");
	out->organization = organization_shape(call, &organization);
	return API_OK;
}

enum api_status organizations_describe_organization(
	struct call *call, const struct organizations_describe_organization_in *in,
	struct organizations_describe_organization_out *out)
{
	struct lookup_organization organization;

	UNUSED(in);
	if (!membership_require(call, &organization))
		return API_FAILED;
	out->organization = organization_shape(call, &organization);
	return API_OK;
}

/* What an organization owns, children before what they refer to. */
static const char *const removals[] = {
	"DELETE FROM policy_attachment WHERE organization_id = :id",
	"DELETE FROM organization_policy WHERE organization_id = :id",
	"DELETE FROM policy_type WHERE organization_id = :id",
	"DELETE FROM delegated_administrator WHERE organization_id = :id",
	"DELETE FROM service_access WHERE organization_id = :id",
	"DELETE FROM organization_feature WHERE organization_id = :id",
	"DELETE FROM create_account_request WHERE organization_id = :id",
	"DELETE FROM resource_policy WHERE organization_id = :id",
	"DELETE FROM responsibility_transfer WHERE organization_id = :id",
	"DELETE FROM handshake WHERE organization_id = :id",
	"DELETE FROM organizational_unit WHERE organization_id = :id",
	("UPDATE account SET organization_id = NULL, parent_id = NULL, joined_method = NULL,"
	 " joined_ms = NULL WHERE organization_id = :id"),
	"DELETE FROM organization WHERE id = :id",
};

/* The tags of everything in it: their ARNs begin with the management account. */
static void remove_tags(struct call *call, const char *management_account_id)
{
	static const char sql[] = "DELETE FROM tag WHERE resource_arn >= :begin || ':' AND "
				  "resource_arn < :begin || ';'";
	const char *begin = arena_printf(call->arena, "arn:%s:organizations::%s",
					 arn_partition(call), management_account_id);

	database_run(call, sql, DATABASE_VALUES(database_text("begin", begin)));
}

/* OUs and policies go with the organization; accounts, also closed ones, must go first (assumed).
 */
enum api_status organizations_delete_organization(
	struct call *call, const struct organizations_delete_organization_in *in,
	struct organizations_delete_organization_out *out)
{
	static const char creating[] = "SELECT 1 FROM create_account_request"
				       " WHERE state = 'IN_PROGRESS' AND organization_id = :id";
	struct lookup_organization organization;

	UNUSED(in);
	UNUSED(out);
	if (!membership_require(call, &organization))
		return API_FAILED;
	const struct database_value *values = DATABASE_VALUES(database_text("id", organization.id));

	if (membership_count(call, &organization) > 1 || database_exists(call, creating, values))
		return refuse(call, &organizations_organization_not_empty);
	for (size_t i = 0; i < ARRAY_LEN(removals); i++)
		database_run(call, removals[i], values);
	remove_tags(call, organization.management_account_id);
	return API_OK;
}
