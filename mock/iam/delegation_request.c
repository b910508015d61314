#include "mock/iam/delegation_request.h"

#include <string.h>

#include "mock/iam/paging.h"
#include "model/json.h"

#define TEXT(member)                                                              \
	{                                                                         \
#member, offsetof(struct iam_delegation_row, member), COLUMN_TEXT \
	}
#define NUMBER(member)                                                               \
	{                                                                            \
#member, offsetof(struct iam_delegation_row, member), COLUMN_INTEGER \
	}

static const struct database_row form = {
	.size = sizeof(struct iam_delegation_row),
	.columns =
		(const struct database_column[]){
			TEXT(key),
			TEXT(id),
			TEXT(requestor_id),
			TEXT(requestor_name),
			TEXT(owner_account_id),
			TEXT(owner_id),
			TEXT(approver_id),
			TEXT(description),
			TEXT(request_message),
			TEXT(permissions),
			TEXT(redirect_url),
			TEXT(state),
			TEXT(notes),
			TEXT(rejection_reason),
			NUMBER(session_s),
			NUMBER(created_ms),
			NUMBER(updated_ms),
			NUMBER(expires_ms),
			{ "is_sent_by_owner_only",
			  offsetof(struct iam_delegation_row, is_sent_by_owner_only),
			  COLUMN_BOOLEAN },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* Nobody's request waits a day, every other state a week (documented). */
#define REQUESTS                                                                              \
	"SELECT printf('%016d %s', d.created_ms, d.id) AS key, d.id, d.requestor_id,"         \
	" substr(a.name, 1, 30) AS requestor_name, d.owner_account_id, d.owner_id,"           \
	" d.approver_id, d.description, d.request_message, d.permissions, d.redirect_url,"    \
	" iif(d.updated_ms + d.wait_ms <= :now, 'EXPIRED', d.state) AS state, d.notes,"       \
	" d.rejection_reason, d.session_s, d.created_ms, d.updated_ms,"                       \
	" d.updated_ms + d.wait_ms AS expires_ms, d.is_sent_by_owner_only FROM (SELECT *,"    \
	" iif(state = 'UNASSIGNED', 86400000, 604800000) AS wait_ms FROM delegation_request)" \
	" AS d JOIN account AS a ON a.id = d.requestor_id "

enum api_status iam_delegation_find(struct call *call, const char *id,
				    struct iam_delegation_row *out_row)
{
	static const char sql[] = REQUESTS "WHERE d.id = :id"
					   " AND coalesce(d.owner_account_id, :account) = :account";

	if (!database_row(call, sql,
			  DATABASE_VALUES(database_text("id", id),
					  database_text("account", call->principal->account_id),
					  database_integer("now", call->now_ms)),
			  &form, out_row))
		return call_fail(call, &iam_no_such_entity,
				 "The delegation request with id %s cannot be found.", id);
	return API_OK;
}

size_t iam_delegation_list(struct call *call, const char *owner_id, const struct iam_page *page,
			   struct iam_delegation_row **out_rows)
{
	static const char sql[] = REQUESTS
		"WHERE d.owner_account_id = :account AND d.owner_id IS NOT NULL"
		" AND (:owner IS NULL OR d.owner_id = :owner) AND key > :after"
		" ORDER BY key LIMIT :limit";

	return database_rows(call, sql,
			     DATABASE_VALUES(database_text("account", call->principal->account_id),
					     database_text("owner", owner_id),
					     database_text("after", page->after),
					     database_integer("limit", page->fetch),
					     database_integer("now", call->now_ms)),
			     &form, out_rows);
}

void iam_delegation_store(struct call *call, const struct iam_delegation_row *row)
{
	static const char sql[] =
		"UPDATE delegation_request SET state = :state, owner_account_id = :owner_account,"
		" owner_id = :owner, approver_id = :approver, notes = :notes,"
		" rejection_reason = :reason, updated_ms = :now WHERE id = :id";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("state", row->state),
				     database_text("owner_account", row->owner_account_id),
				     database_text("owner", row->owner_id),
				     database_text("approver", row->approver_id),
				     database_text("notes", row->notes),
				     database_text("reason", row->rejection_reason),
				     database_integer("now", call->now_ms),
				     database_text("id", row->id)));
}

static const struct iam_delegation_permission *permissions_of(struct call *call, const char *text)
{
	struct iam_delegation_permission *permissions =
		arena_new(call->arena, struct iam_delegation_permission);
	const struct json_value *value = NULL;
	struct fault fault;

	if (!json_read(call->arena, text, strlen(text), &fault, &value) ||
	    !json_read_structure(call->arena, value, &iam_delegation_permission_shape, &fault,
				 permissions))
		return NULL;
	return permissions;
}

struct iam_delegation_request iam_delegation_shape(struct call *call,
						   const struct iam_delegation_row *row)
{
	return (struct iam_delegation_request){
		.delegation_request_id = row->id,
		.owner_account_id = row->owner_account_id,
		.description = row->description,
		.request_message = row->request_message,
		.permissions = permissions_of(call, row->permissions),
		.owner_id = row->owner_id,
		.approver_id = row->approver_id,
		.state = row->state,
		.expiration_time = api_timestamp(row->expires_ms),
		.requestor_id = row->requestor_id,
		.requestor_name = row->requestor_name,
		.create_date = api_timestamp(row->created_ms),
		.session_duration = api_integer(row->session_s),
		.redirect_url = row->redirect_url,
		.notes = row->notes,
		.rejection_reason = row->rejection_reason,
		.only_send_by_owner = api_boolean(row->is_sent_by_owner_only),
		.updated_time = api_timestamp(row->updated_ms),
	};
}
