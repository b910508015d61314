/*
 * account.c - the accounts of an organization: reading and moving them.
 */
#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tree.h"

/* As for accounts in creation: with a clock that stands still a closure is due when it was seen. */
static void hasten(struct call *call, const char *id)
{
	static const char sql[] = "UPDATE account SET closed_ms = :now_ms WHERE id = :id"
				  " AND state = 'PENDING_CLOSURE' AND closed_ms = :due_ms";

	database_run(call, sql,
		     DATABASE_VALUES(
			     database_integer("now_ms", call->now_ms), database_text("id", id),
			     database_integer("due_ms",
					      call->now_ms + quota_get(call, QUOTA_CLOSURE_MS))));
}

enum api_status organizations_describe_account(struct call *call,
					       const struct organizations_describe_account_in *in,
					       struct organizations_describe_account_out *out)
{
	struct lookup_organization organization;
	struct account_row account;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!membership_account(call, &organization, in->account_id, &account))
		return refuse(call, &organizations_account_not_found);
	struct organizations_account *shape = arena_new(call->arena, struct organizations_account);
	struct membership_place place;

	if (strcmp(account.state, "PENDING_CLOSURE") == 0)
		hasten(call, account.id);
	place = membership_place(call, &organization, account.parent_id);
	*shape = membership_shape(call, &place, &account);
	out->account = shape;
	return API_OK;
}

static struct organizations_accounts shapes(struct call *call,
					    const struct lookup_organization *organization,
					    const struct account_row *rows, size_t count)
{
	struct organizations_account *items = arena_array(call->arena, count, sizeof(*items));
	struct membership_place place = { NULL, NULL };
	const char *parent_id = "";

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].parent_id, parent_id) != 0) {
			parent_id = rows[i].parent_id;
			place = membership_place(call, organization, parent_id);
		}
		items[i] = membership_shape(call, &place, &rows[i]);
	}
	return (struct organizations_accounts){ true, count, items };
}

enum api_status organizations_list_accounts(struct call *call,
					    const struct organizations_list_accounts_in *in,
					    struct organizations_list_accounts_out *out)
{
	/* In the order of the ids themselves: the index by organization would look each up. */
	static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account"
				  " WHERE +organization_id = :scope AND account.id > :after"
				  " ORDER BY account.id LIMIT :limit";
	struct lookup_organization organization;
	struct account_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, organization.id, &page))
		return API_FAILED;
	size_t count = page_rows(call, &page, sql, &account_form, &rows);

	out->next_token = page.next_token;
	out->accounts = shapes(call, &organization, rows, count);
	return API_OK;
}

enum api_status organizations_list_accounts_for_parent(
	struct call *call, const struct organizations_list_accounts_for_parent_in *in,
	struct organizations_list_accounts_for_parent_out *out)
{
	static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account"
				  " WHERE parent_id = :scope AND account.id > :after"
				  " ORDER BY account.id LIMIT :limit";
	struct lookup_organization organization;
	struct account_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, in->parent_id, &page))
		return API_FAILED;
	if (!tree_is_parent(call, &organization, in->parent_id))
		return refuse(call, &organizations_parent_not_found);
	size_t count = page_rows(call, &page, sql, &account_form, &rows);

	out->next_token = page.next_token;
	out->accounts = shapes(call, &organization, rows, count);
	return API_OK;
}

/*
 * An account that is not below the source parent does not exist, even if it
 * is elsewhere (recorded). The order of the other checks is assumed.
 */
enum api_status organizations_move_account(struct call *call,
					   const struct organizations_move_account_in *in,
					   struct organizations_move_account_out *out)
{
	static const char sql[] = "UPDATE account SET parent_id = :parent_id WHERE id = :id";
	struct lookup_organization organization;
	struct account_row account;

	UNUSED(out);
	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!tree_is_parent(call, &organization, in->source_parent_id))
		return refuse(call, &organizations_source_parent_not_found);
	if (!tree_is_parent(call, &organization, in->destination_parent_id))
		return refuse(call, &organizations_destination_parent_not_found);
	if (!membership_account(call, &organization, in->account_id, &account) ||
	    strcmp(account.parent_id, in->source_parent_id) != 0)
		return refuse(call, &organizations_account_not_found);
	if (strcmp(in->source_parent_id, in->destination_parent_id) == 0)
		return refuse(call, &organizations_duplicate_account);
	database_run(call, sql,
		     DATABASE_VALUES(database_text("parent_id", in->destination_parent_id),
				     database_text("id", account.id)));
	return API_OK;
}
