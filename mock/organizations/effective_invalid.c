/*
 * effective_invalid.c - which accounts' merged policies break a rule, and what of them does.
 */
#include <string.h>

#include "mock/organizations/effective_errors.h"
#include "mock/organizations/effective_policy.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/refusal.h"

/* What is wrong with the policies that come down to a node; returns how many things. */
static size_t find_errors(struct call *call, const struct lookup_organization *organization,
			  const char *node_id, const char *type,
			  struct effective_errors *out_errors)
{
	struct lookup_chain chain = lookup_node_chain(call, organization, node_id, type);
	const char *text = effective_policy_merge(call, &chain, type);
	const struct json_value *policy = NULL;
	struct fault ignored;

	*out_errors = (struct effective_errors){ .arena = call->arena };
	if (json_read(call->arena, text, strlen(text), &ignored, &policy))
		effective_errors_find(type, policy, out_errors);
	return out_errors->count;
}

static bool contributes(struct call *call, const struct effective_error *error,
			const struct lookup_policy *policy)
{
	const struct json_value *document = NULL;
	struct fault ignored;

	return json_read(call->arena, policy->content, strlen(policy->content), &ignored,
			 &document) &&
	       effective_errors_concern(error, document);
}

/* The policies that say something where the error is, from the root down (assumed). */
static struct organizations_policy_ids contributing(struct call *call,
						    const struct lookup_chain *chain,
						    const struct effective_error *error)
{
	struct organizations_policy_ids ids = { .is_set = true };
	size_t count = 0;

	for (size_t i = 0; i < chain->level_count; i++)
		count += chain->levels[i].policy_count;
	ids.items = arena_array(call->arena, count, sizeof(char *));
	for (size_t i = 0; i < chain->level_count; i++) {
		const struct lookup_level *level = &chain->levels[i];

		for (size_t j = 0; j < level->policy_count; j++) {
			if (contributes(call, error, &level->policies[j]))
				ids.items[ids.len++] = level->policies[j].id;
		}
	}
	return ids;
}

enum api_status organizations_list_effective_policy_validation_errors(
	struct call *call,
	const struct organizations_list_effective_policy_validation_errors_in *in,
	struct organizations_list_effective_policy_validation_errors_out *out)
{
	struct lookup_organization organization;
	struct account_row account;
	struct effective_errors errors;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!membership_account(call, &organization, in->account_id, &account))
		return refuse(call, &organizations_account_not_found);
	if (!lookup_policy_type(call, organization.id, in->policy_type))
		return refuse(call, &organizations_effective_policy_not_found);
	if (!page_open(call, in->next_token, in->max_results,
		       arena_printf(call->arena, "%s %s", account.id, in->policy_type), &page))
		return API_FAILED;
	struct lookup_chain chain =
		lookup_node_chain(call, &organization, account.id, in->policy_type);
	size_t total = find_errors(call, &organization, account.id, in->policy_type, &errors);
	size_t first = (size_t)page_number(&page), count = first < total ? total - first : 0;

	out->account_id = account.id;
	out->policy_type = in->policy_type;
	if (total > 0) {
		out->path = lookup_path(call, &organization, account.id);
		out->evaluation_timestamp = api_timestamp(call->now_ms);
	}
	if (page_cut(&page, &count))
		out->next_token = page_token_number(call, &page, (int64_t)(first + count));
	struct organizations_effective_policy_validation_error *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++) {
		const struct effective_error *error = &errors.items[first + i];

		items[i] = (struct organizations_effective_policy_validation_error){
			.error_code = error->code,
			.error_message = error->message,
			.path_to_error = error->path,
			.contributing_policies = contributing(call, &chain, error),
		};
	}
	out->effective_policy_validation_errors =
		(struct organizations_effective_policy_validation_errors){ true, count, items };
	return API_OK;
}

/* An account and the node whose policies come down to it: itself if it has any of its own. */
struct candidate {
	const char *id, *node_id;
};

static const struct database_row candidate_form = {
	.size = sizeof(struct candidate),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct candidate, id), COLUMN_TEXT },
			{ "node_id", offsetof(struct candidate, node_id), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

static const char candidates_sql[] =
	"SELECT account.id AS id, iif(EXISTS (SELECT 1 FROM policy_attachment AS a"
	" JOIN organization_policy AS p ON p.organization_id = a.organization_id"
	" AND p.id = a.policy_id WHERE a.organization_id = :organization"
	" AND a.target_id = account.id AND p.type = :type), account.id, account.parent_id)"
	" AS node_id FROM account WHERE organization_id = :organization AND account.id > :after"
	" ORDER BY account.id";

/* What was found of a node; thousands of accounts may have one parent. */
struct verdict {
	const char *node_id;
	bool is_invalid;
};

struct search {
	struct call *call;
	const struct lookup_organization *organization;
	const char *type;
	struct verdict *verdicts;
	size_t count;
};

static bool is_invalid(struct search *search, const char *node_id)
{
	struct effective_errors errors;

	for (size_t i = search->count; i > 0; i--)
		if (strcmp(search->verdicts[i - 1].node_id, node_id) == 0)
			return search->verdicts[i - 1].is_invalid;
	struct verdict *verdict = &search->verdicts[search->count++];

	verdict->node_id = node_id;
	verdict->is_invalid =
		find_errors(search->call, search->organization, node_id, search->type, &errors) > 0;
	return verdict->is_invalid;
}

/* The accounts of a page and the one behind it, in @candidates; returns how many. */
static size_t keep_invalid(struct search *search, const struct page *page,
			   struct candidate **out_candidates)
{
	size_t found = 0;
	size_t count = database_rows(
		search->call, candidates_sql,
		DATABASE_VALUES(database_text("organization", search->organization->id),
				database_text("type", search->type),
				database_text("after", page->after)),
		&candidate_form, out_candidates);

	search->verdicts = arena_array(search->call->arena, count, sizeof(*search->verdicts));
	for (size_t i = 0; i < count && found < (size_t)page->limit; i++) {
		if (is_invalid(search, (*out_candidates)[i].node_id))
			(*out_candidates)[found++] = (*out_candidates)[i];
	}
	return found;
}

enum api_status organizations_list_accounts_with_invalid_effective_policy(
	struct call *call,
	const struct organizations_list_accounts_with_invalid_effective_policy_in *in,
	struct organizations_list_accounts_with_invalid_effective_policy_out *out)
{
	struct lookup_organization organization;
	struct search search = { call, &organization, in->policy_type, NULL, 0 };
	struct candidate *candidates = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!lookup_policy_type(call, organization.id, in->policy_type))
		return refuse(call, &organizations_effective_policy_not_found);
	if (!page_open(call, in->next_token, in->max_results,
		       arena_printf(call->arena, "%s %s", organization.id, in->policy_type), &page))
		return API_FAILED;
	size_t count = keep_invalid(&search, &page, &candidates);

	if (page_cut(&page, &count))
		out->next_token = page_token(call, &page, candidates[count - 1].id);
	struct organizations_account *items = arena_array(call->arena, count, sizeof(*items));
	struct account_row account;

	for (size_t i = 0; i < count; i++) {
		if (!membership_account(call, &organization, candidates[i].id, &account))
			continue;
		struct membership_place place =
			membership_place(call, &organization, account.parent_id);

		items[i] = membership_shape(call, &place, &account);
	}
	out->accounts = (struct organizations_accounts){ true, count, items };
	out->policy_type = in->policy_type;
	return API_OK;
}
