/*
 * handshake_list.c - the handshakes an organization sent or an account got.
 */
#include "mock/organizations/handlers.h"
#include "mock/organizations/handshake.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/refusal.h"

/* What chooses the items of both lists. */
struct selection {
	const char *sql;
	const char *owner; /* an organization's or an account's id */
	const struct organizations_handshake_filter *filter;
	const char *token;
	struct api_integer max_results;
};

/* The rows of a page are found by this key: requests of one millisecond are told apart. */
#define KEY "printf('%016d %s', requested_ms, handshake.id)"

static enum api_status list(struct call *call, const struct selection *selection,
			    struct organizations_handshakes *out_handshakes,
			    const char **out_next_token)
{
	const struct organizations_handshake_filter none = { 0 };
	const struct organizations_handshake_filter *filter = selection->filter ? selection->filter
										: &none;
	struct handshake_row *rows = NULL;
	struct page page;

	if (filter->action_type && filter->parent_handshake_id)
		return refuse_input(call, "MAX_LIMIT_EXCEEDED_FILTER");
	const char *scope =
		arena_printf(call->arena, "%s %s %s", selection->owner,
			     filter->action_type ? filter->action_type : "",
			     filter->parent_handshake_id ? filter->parent_handshake_id : "");

	if (!page_open(call, selection->token, selection->max_results, scope, &page))
		return API_FAILED;
	size_t count = database_rows(
		call, selection->sql,
		DATABASE_VALUES(database_text("owner", selection->owner),
				database_text("action", filter->action_type),
				database_text("parent_id", filter->parent_handshake_id),
				database_text("after", page.after),
				database_integer("limit", page.limit)),
		&handshake_form, &rows);

	if (page_cut(&page, &count))
		*out_next_token = page_token(call, &page,
					     arena_printf(call->arena, "%016lld %s",
							  (long long)rows[count - 1].requested_ms,
							  rows[count - 1].id));
	struct organizations_handshake *items = arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++) {
		handshake_refresh(call, &rows[i]);
		items[i] = handshake_shape(call, &rows[i]);
	}
	*out_handshakes = (struct organizations_handshakes){ true, count, items };
	return API_OK;
}

enum api_status organizations_list_handshakes_for_account(
	struct call *call, const struct organizations_list_handshakes_for_account_in *in,
	struct organizations_list_handshakes_for_account_out *out)
{
	static const char sql[] =
		"SELECT handshake.* FROM account JOIN handshake"
		" ON handshake.party IN (account.id, account.email) WHERE account.id = :owner"
		" AND (:action IS NULL OR action = :action)"
		" AND (:parent_id IS NULL OR handshake.parent_id = :parent_id)"
		" AND " KEY " > :after ORDER BY requested_ms, handshake.id LIMIT :limit";
	const struct selection selection = {
		.sql = sql,
		.owner = call->principal->account_id,
		.filter = in->filter,
		.token = in->next_token,
		.max_results = in->max_results,
	};

	return list(call, &selection, &out->handshakes, &out->next_token);
}

enum api_status organizations_list_handshakes_for_organization(
	struct call *call, const struct organizations_list_handshakes_for_organization_in *in,
	struct organizations_list_handshakes_for_organization_out *out)
{
	static const char sql[] = "SELECT * FROM handshake WHERE organization_id = :owner"
				  " AND (:action IS NULL OR action = :action)"
				  " AND (:parent_id IS NULL OR parent_id = :parent_id)"
				  " AND " KEY
				  " > :after ORDER BY requested_ms, handshake.id LIMIT :limit";
	struct lookup_organization organization;

	if (!membership_require(call, &organization))
		return API_FAILED;
	const struct selection selection = {
		.sql = sql,
		.owner = organization.id,
		.filter = in->filter,
		.token = in->next_token,
		.max_results = in->max_results,
	};

	return list(call, &selection, &out->handshakes, &out->next_token);
}
