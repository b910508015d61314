#include "mock/organizations/attachment.h"

#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/policy.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tree.h"

/* What AWS attaches by itself to whatever a type is enabled for (documented). */
static const struct {
	const char *type, *policy_id;
} defaults[] = {
	{ "SERVICE_CONTROL_POLICY", "p-FullAWSAccess" },
	{ "RESOURCE_CONTROL_POLICY", "p-RCPFullAWSAccess" },
};

static int64_t add(struct call *call, const struct lookup_organization *organization,
		   const char *policy_id, const char *target_id)
{
	static const char sql[] =
		"INSERT INTO policy_attachment (organization_id, policy_id, target_id)"
		" VALUES (:organization_id, :policy_id, :target_id)";

	return database_run(call, sql,
			    DATABASE_VALUES(database_text("organization_id", organization->id),
					    database_text("policy_id", policy_id),
					    database_text("target_id", target_id)));
}

void attachment_add_defaults(struct call *call, const struct lookup_organization *organization,
			     const char *target_id)
{
	for (size_t i = 0; i < ARRAY_LEN(defaults); i++)
		if (lookup_policy_type(call, organization->id, defaults[i].type))
			add(call, organization, defaults[i].policy_id, target_id);
}

void attachment_add_default_everywhere(struct call *call,
				       const struct lookup_organization *organization,
				       const char *type)
{
	static const char units[] =
		"INSERT INTO policy_attachment (organization_id, policy_id, target_id)"
		" SELECT organization_id, :policy_id, id FROM organizational_unit"
		" WHERE organization_id = :organization_id";
	static const char accounts[] =
		"INSERT INTO policy_attachment (organization_id, policy_id, target_id)"
		" SELECT organization_id, :policy_id, id FROM account"
		" WHERE organization_id = :organization_id";

	for (size_t i = 0; i < ARRAY_LEN(defaults); i++) {
		if (strcmp(defaults[i].type, type) != 0)
			continue;
		const struct database_value *values =
			DATABASE_VALUES(database_text("organization_id", organization->id),
					database_text("policy_id", defaults[i].policy_id));

		add(call, organization, defaults[i].policy_id, organization->root_id);
		database_run(call, units, values);
		database_run(call, accounts, values);
	}
}

void attachment_clear_target(struct call *call, const struct lookup_organization *organization,
			     const char *target_id)
{
	static const char sql[] =
		"DELETE FROM policy_attachment"
		" WHERE organization_id = :organization_id AND target_id = :target_id";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization->id),
				     database_text("target_id", target_id)));
}

void attachment_clear_type(struct call *call, const struct lookup_organization *organization,
			   const char *type)
{
	static const char sql[] =
		"DELETE FROM policy_attachment WHERE organization_id = :organization_id"
		" AND policy_id IN (SELECT id FROM organization_policy"
		" WHERE organization_id IN (:organization_id, '') AND type = :type)";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization->id),
				     database_text("type", type)));
}

static int64_t count_on_target(struct call *call, const struct lookup_organization *organization,
			       const char *target_id, const char *type)
{
	static const char sql[] = "SELECT count(*) FROM policy_attachment AS attachment"
				  " JOIN organization_policy AS policy"
				  " ON policy.organization_id IN (attachment.organization_id, '')"
				  " AND policy.id = attachment.policy_id"
				  " WHERE attachment.organization_id = :organization_id"
				  " AND attachment.target_id = :target_id AND policy.type = :type";

	return database_number(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization->id),
					       database_text("target_id", target_id),
					       database_text("type", type)),
			       0);
}

static bool is_attached(struct call *call, const struct lookup_organization *organization,
			const char *policy_id, const char *target_id)
{
	static const char sql[] =
		"SELECT 1 FROM policy_attachment WHERE organization_id = :organization_id"
		" AND target_id = :target_id AND policy_id = :policy_id";

	return database_exists(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization->id),
					       database_text("policy_id", policy_id),
					       database_text("target_id", target_id)));
}

static int64_t most_on_target(struct call *call, const char *type)
{
	if (strcmp(type, "SERVICE_CONTROL_POLICY") == 0)
		return quota_get(call, QUOTA_SCPS_PER_TARGET);
	if (strcmp(type, "RESOURCE_CONTROL_POLICY") == 0)
		return quota_get(call, QUOTA_RCPS_PER_TARGET);
	return quota_get(call, QUOTA_OTHERS_PER_TARGET);
}

/* The order of the checks is assumed: policy, target, type, duplicate, number. */
enum api_status organizations_attach_policy(struct call *call,
					    const struct organizations_attach_policy_in *in,
					    struct organizations_attach_policy_out *out)
{
	struct lookup_organization organization;
	struct policy_row policy;

	UNUSED(out);
	if (!policy_require(call, in->policy_id, &organization, &policy))
		return API_FAILED;
	if (tree_kind(call, &organization, in->target_id) == TREE_NONE)
		return refuse(call, &organizations_target_not_found);
	if (!lookup_policy_type(call, organization.id, policy.type))
		return refuse(call, &organizations_policy_type_not_enabled);
	if (is_attached(call, &organization, policy.id, in->target_id))
		return refuse(call, &organizations_duplicate_policy_attachment);
	if (count_on_target(call, &organization, in->target_id, policy.type) >=
	    most_on_target(call, policy.type))
		return refuse_constraint(call, "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
	add(call, &organization, policy.id, in->target_id);
	return API_OK;
}

enum api_status organizations_detach_policy(struct call *call,
					    const struct organizations_detach_policy_in *in,
					    struct organizations_detach_policy_out *out)
{
	static const char sql[] =
		"DELETE FROM policy_attachment WHERE organization_id = :organization_id"
		" AND target_id = :target_id AND policy_id = :policy_id";
	struct lookup_organization organization;
	struct policy_row policy;

	UNUSED(out);
	if (!policy_require(call, in->policy_id, &organization, &policy))
		return API_FAILED;
	if (tree_kind(call, &organization, in->target_id) == TREE_NONE)
		return refuse(call, &organizations_target_not_found);
	if (!is_attached(call, &organization, policy.id, in->target_id))
		return refuse(call, &organizations_policy_not_attached);
	if (strcmp(policy.id, "p-RCPFullAWSAccess") == 0)
		return refuse_input(call, "NON_DETACHABLE_POLICY");
	if (strcmp(policy.type, "SERVICE_CONTROL_POLICY") == 0 &&
	    count_on_target(call, &organization, in->target_id, policy.type) == 1)
		return refuse_constraint(call, "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization.id),
				     database_text("policy_id", policy.id),
				     database_text("target_id", in->target_id)));
	return API_OK;
}
