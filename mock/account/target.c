#include <string.h>

#include "mock/account/account.h"
#include "mock/database.h"
#include "mock/organizations/lookup.h"

#define ACCOUNT_SERVICE "account.amazonaws.com"

struct information {
	const char *id;
	const char *name;
	const char *state;
	int64_t created_ms;
};

static const struct database_column information_columns[] = {
	{ "id", offsetof(struct information, id), COLUMN_TEXT },
	{ "name", offsetof(struct information, name), COLUMN_TEXT },
	{ "state", offsetof(struct information, state), COLUMN_TEXT },
	{ "created_ms", offsetof(struct information, created_ms), COLUMN_INTEGER },
	{ NULL },
};

static const struct database_row information_row = { sizeof(struct information),
						     information_columns };

static enum api_status deny(struct call *call)
{
	return call_fail(call, &account_access_denied,
			 "User: %s is not authorized to perform: account:%s", call->principal->arn,
			 call->operation->name);
}

static bool is_member(struct call *call, const char *account_id)
{
	static const char member[] = "SELECT 1 FROM account a"
				     " JOIN organization o ON o.id = a.organization_id"
				     " WHERE a.id = :id AND o.id = :organization"
				     " AND o.management_account_id <> a.id";

	return database_exists(
		call, member,
		DATABASE_VALUES(database_text("id", account_id),
				database_text("organization", call->principal->organization_id)));
}

enum api_status account_check_target(struct call *call, const char *account_id)
{
	const struct principal *caller = call->principal;

	if (!account_id)
		return API_OK;
	/* One's own account is reached without the parameter only (documented). */
	if (!caller->organization_id || strcmp(account_id, caller->account_id) == 0)
		return deny(call);
	if (!caller->is_management_account &&
	    !lookup_is_delegated(call, caller->account_id, ACCOUNT_SERVICE))
		return deny(call);
	if (!lookup_has_service_access(call, caller->organization_id, ACCOUNT_SERVICE) ||
	    !is_member(call, account_id))
		return deny(call);
	return API_OK;
}

enum api_status account_get_account_information(struct call *call,
						const struct account_get_account_information_in *in,
						struct account_get_account_information_out *out)
{
	static const char by_id[] = "SELECT id, name, state, created_ms FROM account"
				    " WHERE id = :id";
	const char *id = in->account_id ? in->account_id : call->principal->account_id;
	struct information information;

	if (account_check_target(call, in->account_id) != API_OK)
		return API_FAILED;
	if (!database_row(call, by_id, DATABASE_VALUES(database_text("id", id)), &information_row,
			  &information))
		return deny(call);
	out->account_id = information.id;
	out->account_name = information.name;
	out->account_created_date = api_timestamp(information.created_ms);
	/* Account Management has no PENDING_CLOSURE; such an account is suspended. */
	out->account_state = strcmp(information.state, "PENDING_CLOSURE") == 0 ? "SUSPENDED"
									       : information.state;
	return API_OK;
}
