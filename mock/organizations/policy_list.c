/*
 * policy_list.c - which policies there are, and what is attached to what.
 */
#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/policy.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tree.h"

static struct organizations_policies summaries(struct call *call,
					       const struct lookup_organization *organization,
					       const struct policy_row *rows, size_t count)
{
	struct organizations_policy_summary *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = policy_summary(call, organization, &rows[i]);
	return (struct organizations_policies){ true, count, items };
}

enum api_status organizations_list_policies(struct call *call,
					    const struct organizations_list_policies_in *in,
					    struct organizations_list_policies_out *out)
{
	static const char sql[] =
		"SELECT " POLICY_COLUMNS " FROM organization_policy AS policy"
		" WHERE organization_id IN (:organization_id, '') AND type = :type"
		" AND id > :after ORDER BY id LIMIT :limit";
	struct lookup_organization organization;
	struct policy_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	const char *scope = arena_printf(call->arena, "%s %s", organization.id, in->filter);

	if (!page_open(call, in->next_token, in->max_results, scope, &page))
		return API_FAILED;
	size_t count =
		database_rows(call, sql,
			      DATABASE_VALUES(database_text("organization_id", organization.id),
					      database_text("type", in->filter),
					      database_text("after", page.after),
					      database_integer("limit", page.limit)),
			      &policy_form, &rows);

	if (page_cut(&page, &count))
		out->next_token = page_token(call, &page, rows[count - 1].id);
	out->policies = summaries(call, &organization, rows, count);
	return API_OK;
}

enum api_status organizations_list_policies_for_target(
	struct call *call, const struct organizations_list_policies_for_target_in *in,
	struct organizations_list_policies_for_target_out *out)
{
	static const char sql[] =
		"SELECT " POLICY_COLUMNS ", attachment.position AS position"
		" FROM policy_attachment AS attachment JOIN organization_policy AS policy"
		" ON policy.organization_id IN (attachment.organization_id, '')"
		" AND policy.id = attachment.policy_id"
		" WHERE attachment.organization_id = :organization_id"
		" AND attachment.target_id = :target_id AND policy.type = :type"
		" AND attachment.position > :after ORDER BY attachment.position LIMIT :limit";
	struct lookup_organization organization;
	struct policy_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	const char *scope = arena_printf(call->arena, "%s %s", in->target_id, in->filter);

	if (!page_open(call, in->next_token, in->max_results, scope, &page))
		return API_FAILED;
	if (tree_kind(call, &organization, in->target_id) == TREE_NONE)
		return refuse(call, &organizations_target_not_found);
	size_t count =
		database_rows(call, sql,
			      DATABASE_VALUES(database_text("organization_id", organization.id),
					      database_text("target_id", in->target_id),
					      database_text("type", in->filter),
					      database_integer("after", page_number(&page)),
					      database_integer("limit", page.limit)),
			      &policy_form, &rows);

	if (page_cut(&page, &count))
		out->next_token = page_token_number(call, &page, rows[count - 1].position);
	out->policies = summaries(call, &organization, rows, count);
	return API_OK;
}

struct target_row {
	const char *id;
	int64_t position;
};

static const struct database_row target_form = {
	.size = sizeof(struct target_row),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct target_row, id), COLUMN_TEXT },
			{ "position", offsetof(struct target_row, position), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

static struct organizations_policy_targets target_shapes(
	struct call *call, const struct lookup_organization *organization,
	const struct target_row *rows, size_t count)
{
	struct organizations_policy_target_summary *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++) {
		enum tree_kind kind = tree_kind(call, organization, rows[i].id);

		items[i] = (struct organizations_policy_target_summary){
			.target_id = rows[i].id,
			.arn = tree_arn(call, organization, kind, rows[i].id),
			.name = tree_name(call, kind, rows[i].id),
			.type = tree_kind_name(kind),
		};
	}
	return (struct organizations_policy_targets){ true, count, items };
}

enum api_status organizations_list_targets_for_policy(
	struct call *call, const struct organizations_list_targets_for_policy_in *in,
	struct organizations_list_targets_for_policy_out *out)
{
	static const char sql[] =
		"SELECT target_id AS id, position FROM policy_attachment"
		" WHERE organization_id = :organization_id AND policy_id = :policy_id"
		" AND position > :after ORDER BY position LIMIT :limit";
	struct lookup_organization organization;
	struct target_row *rows = NULL;
	struct policy_row policy;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, in->policy_id, &page))
		return API_FAILED;
	if (!policy_find(call, &organization, in->policy_id, &policy))
		return refuse(call, &organizations_policy_not_found);
	size_t count =
		database_rows(call, sql,
			      DATABASE_VALUES(database_text("organization_id", organization.id),
					      database_text("policy_id", policy.id),
					      database_integer("after", page_number(&page)),
					      database_integer("limit", page.limit)),
			      &target_form, &rows);

	if (page_cut(&page, &count))
		out->next_token = page_token_number(call, &page, rows[count - 1].position);
	out->targets = target_shapes(call, &organization, rows, count);
	return API_OK;
}
