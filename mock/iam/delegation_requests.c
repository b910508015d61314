#include <string.h>

#include "mock/iam/delegation_request.h"
#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/ids.h"
#include "model/json.h"
#include "wire/buffer.h"

/* The operations on requests for access; delegation_request.h says what such a request is. */

enum {
	REQUESTS_MAX = 1000,       /* of one provider (ours) */
	ROOT_SESSION_S = 4 * 3600, /* a root user may accept (documented) */
};

static enum api_status check_request(struct call *call,
				     const struct iam_create_delegation_request_in *in)
{
	const struct database_value *values =
		DATABASE_VALUES(database_text("requestor", call->principal->account_id));

	if (strncmp(in->notification_channel, "arn:", 4) != 0 ||
	    !strstr(in->notification_channel, ":sns:"))
		return call_fail(call, &iam_invalid_input,
				 "The notification channel must be the ARN of an SNS topic.");
	if (database_exists(call,
			    "SELECT 1 FROM delegation_request WHERE requestor_id = :requestor"
			    " AND workflow_id = :workflow",
			    DATABASE_VALUES(database_text("requestor", call->principal->account_id),
					    database_text("workflow", in->requestor_workflow_id))))
		return call_fail(call, &iam_entity_already_exists,
				 "A delegation request with the workflow id %s already exists.",
				 in->requestor_workflow_id);
	if (database_number(call,
			    "SELECT count(*) FROM delegation_request"
			    " WHERE requestor_id = :requestor",
			    values, 0) >= REQUESTS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for DelegationRequestsPerAccount: %d",
				 REQUESTS_MAX);
	return API_OK;
}

static const char *permissions_text(struct call *call,
				    const struct iam_delegation_permission *permissions)
{
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, call->arena, 256);
	json_writer_init(&json, &out, false);
	json_write_structure(call->arena, &json, &iam_delegation_permission_shape, permissions);
	return out.data;
}

/* The template is believed: AWS has those that providers have registered (ours). */
IAM_HANDLER(create_delegation_request)
{
	static const char sql[] =
		"INSERT INTO delegation_request (id, requestor_id, owner_account_id, description,"
		" request_message, permissions, workflow_id, redirect_url, channel, session_s,"
		" is_sent_by_owner_only, state, created_ms, updated_ms) VALUES (:id, :requestor,"
		" :owner, :description, :message, :permissions, :workflow, :redirect, :channel,"
		" :session, :by_owner, 'UNASSIGNED', :now, :now)";

	IAM_TRY(check_request(call, in));
	out->delegation_request_id = ids_new(call, IDS_UUID);
	out->console_deep_link = arena_printf(
		call->arena, "https://console.aws.amazon.com/iam/home#/delegation-requests/%s",
		out->delegation_request_id);
	database_run(call, sql,
		     DATABASE_VALUES(
			     database_text("id", out->delegation_request_id),
			     database_text("requestor", call->principal->account_id),
			     database_text("owner", in->owner_account_id),
			     database_text("description", in->description),
			     database_text("message", in->request_message),
			     database_text("permissions", permissions_text(call, in->permissions)),
			     database_text("workflow", in->requestor_workflow_id),
			     database_text("redirect", in->redirect_url),
			     database_text("channel", in->notification_channel),
			     database_integer("session", in->session_duration.value),
			     database_integer("by_owner", in->only_send_by_owner.is_set &&
								  in->only_send_by_owner.value),
			     database_integer("now", call->now_ms)));
	return API_OK;
}

/* What permissions a request comes to stands in its template, so nobody can be sure (ours). */
IAM_HANDLER(get_delegation_request)
{
	struct iam_delegation_request *shape =
		arena_new(call->arena, struct iam_delegation_request);
	struct iam_delegation_row row;

	IAM_TRY(iam_delegation_find(call, in->delegation_request_id, &row));
	*shape = iam_delegation_shape(call, &row);
	out->delegation_request = shape;
	if (in->delegation_permission_check.is_set && in->delegation_permission_check.value) {
		out->permission_check_status = "COMPLETE";
		out->permission_check_result = "UNSURE";
	}
	return API_OK;
}

IAM_HANDLER(list_delegation_requests)
{
	struct iam_delegation_row *rows = NULL;
	struct iam_page page;

	IAM_PAGE_OPEN(page);
	size_t count = iam_delegation_list(call, in->owner_id, &page, &rows);

	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_delegation_request *items = arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = iam_delegation_shape(call, &rows[i]);
	IAM_LIST(out->delegation_requests, items, count);
	return API_OK;
}

/* Which states a step leads from, " A B ", and to which (documented). */
struct step {
	const char *from, *to;
};

/* The code and the text of a step that is not possible are assumed. */
static enum api_status begin_step(struct call *call, const char *id, const struct step *step,
				  struct iam_delegation_row *out_row)
{
	IAM_TRY(iam_delegation_find(call, id, out_row));
	if (!strstr(step->from, arena_printf(call->arena, " %s ", out_row->state)))
		return call_fail_common(call, 400, "InvalidInput",
					"The delegation request is in state %s.", out_row->state);
	out_row->state = step->to;
	return API_OK;
}

IAM_HANDLER(associate_delegation_request)
{
	static const struct step step = { " UNASSIGNED ", "ASSIGNED" };
	struct iam_delegation_row row;

	IAM_TRY(begin_step(call, in->delegation_request_id, &step, &row));
	row.owner_account_id = call->principal->account_id;
	row.owner_id = call->principal->arn;
	iam_delegation_store(call, &row);
	return API_OK;
}

IAM_HANDLER(update_delegation_request)
{
	static const struct step step = { " ASSIGNED PENDING_APPROVAL ", "PENDING_APPROVAL" };
	struct iam_delegation_row row;

	IAM_TRY(begin_step(call, in->delegation_request_id, &step, &row));
	row.notes = in->notes;
	iam_delegation_store(call, &row);
	return API_OK;
}

IAM_HANDLER(accept_delegation_request)
{
	static const struct step step = { " ASSIGNED PENDING_APPROVAL ", "ACCEPTED" };
	const struct principal *caller = call->principal;
	struct iam_delegation_row row;

	IAM_TRY(begin_step(call, in->delegation_request_id, &step, &row));
	if (strcmp(caller->unique_id, caller->account_id) == 0 && row.session_s > ROOT_SESSION_S)
		return call_fail_common(call, 403, "AccessDenied",
					"A root user can accept delegation requests of at most 4 "
					"hours.");
	row.approver_id = caller->arn;
	iam_delegation_store(call, &row);
	return API_OK;
}

IAM_HANDLER(reject_delegation_request)
{
	static const struct step step = { " ASSIGNED PENDING_APPROVAL ACCEPTED ", "REJECTED" };
	struct iam_delegation_row row;

	IAM_TRY(begin_step(call, in->delegation_request_id, &step, &row));
	row.rejection_reason = in->notes;
	iam_delegation_store(call, &row);
	return API_OK;
}

/* The token goes to nobody: there are neither topics nor an exchange for it. */
IAM_HANDLER(send_delegation_token)
{
	static const struct step step = { " ACCEPTED ", "FINALIZED" };
	struct iam_delegation_row row;

	IAM_TRY(begin_step(call, in->delegation_request_id, &step, &row));
	if (row.is_sent_by_owner_only && strcmp(row.owner_id, call->principal->arn) != 0)
		return call_fail_common(call, 403, "AccessDenied",
					"The token of this delegation request can be sent by its "
					"owner only.");
	iam_delegation_store(call, &row);
	return API_OK;
}
