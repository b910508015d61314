#include "mock/organizations/policy_type.h"

#include <string.h>

#include "mock/organizations/attachment.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/refusal.h"

void policy_type_enable(struct call *call, const struct lookup_organization *organization,
			const char *type)
{
	static const char sql[] = "INSERT INTO policy_type (organization_id, type, status)"
				  " VALUES (:organization_id, :type, 'ENABLED')";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization->id),
				     database_text("type", type)));
	attachment_add_default_everywhere(call, organization, type);
}

static const struct database_row type_form = {
	.size = sizeof(struct organizations_policy_type_summary),
	.columns =
		(const struct database_column[]){
			{ "type", offsetof(struct organizations_policy_type_summary, type),
			  COLUMN_TEXT },
			{ "status", offsetof(struct organizations_policy_type_summary, status),
			  COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* The root as answers show it, its enabled types sorted by name. */
static struct organizations_root root_shape(struct call *call,
					    const struct lookup_organization *organization)
{
	static const char sql[] = "SELECT type, status FROM policy_type"
				  " WHERE organization_id = :organization_id ORDER BY type";
	struct organizations_root root = {
		.id = organization->root_id,
		.arn = lookup_arn(call, organization, "root", organization->root_id),
		.name = "Root",
		.policy_types.is_set = true,
	};

	root.policy_types.len = database_rows(
		call, sql, DATABASE_VALUES(database_text("organization_id", organization->id)),
		&type_form, &root.policy_types.items);
	return root;
}

static const struct organizations_root *root_copy(struct call *call,
						  const struct lookup_organization *organization)
{
	struct organizations_root *root = arena_new(call->arena, struct organizations_root);

	*root = root_shape(call, organization);
	return root;
}

/* The answer says PENDING_ENABLE for RCPs, which are in force from then on (recorded). */
static void show_pending(const struct organizations_root *root, const char *type)
{
	for (size_t i = 0; i < root->policy_types.len; i++)
		if (strcmp(root->policy_types.items[i].type, type) == 0 &&
		    strcmp(type, "RESOURCE_CONTROL_POLICY") == 0)
			root->policy_types.items[i].status = "PENDING_ENABLE";
}

enum api_status organizations_enable_policy_type(
	struct call *call, const struct organizations_enable_policy_type_in *in,
	struct organizations_enable_policy_type_out *out)
{
	struct lookup_organization organization;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (strcmp(in->root_id, organization.root_id) != 0)
		return refuse(call, &organizations_root_not_found);
	if (!membership_has_all_features(&organization))
		return refuse(call, &organizations_policy_type_not_available_for_organization);
	if (lookup_policy_type(call, organization.id, in->policy_type))
		return refuse(call, &organizations_policy_type_already_enabled);
	policy_type_enable(call, &organization, in->policy_type);
	out->root = root_copy(call, &organization);
	show_pending(out->root, in->policy_type);
	return API_OK;
}

/* Detaches every policy of the type, so that enabling it again starts from nothing (recorded). */
enum api_status organizations_disable_policy_type(
	struct call *call, const struct organizations_disable_policy_type_in *in,
	struct organizations_disable_policy_type_out *out)
{
	static const char sql[] = "DELETE FROM policy_type"
				  " WHERE organization_id = :organization_id AND type = :type";
	struct lookup_organization organization;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (strcmp(in->root_id, organization.root_id) != 0)
		return refuse(call, &organizations_root_not_found);
	if (!lookup_policy_type(call, organization.id, in->policy_type))
		return refuse(call, &organizations_policy_type_not_enabled);
	attachment_clear_type(call, &organization, in->policy_type);
	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization.id),
				     database_text("type", in->policy_type)));
	out->root = root_copy(call, &organization);
	return API_OK;
}

enum api_status organizations_list_roots(struct call *call,
					 const struct organizations_list_roots_in *in,
					 struct organizations_list_roots_out *out)
{
	struct lookup_organization organization;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, organization.id, &page))
		return API_FAILED;
	struct organizations_root *root = arena_new(call->arena, struct organizations_root);

	*root = root_shape(call, &organization);
	out->roots = (struct organizations_roots){ true, 1, root };
	return API_OK;
}
