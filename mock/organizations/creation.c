#include "mock/organizations/creation.h"

#include <string.h>

#include "mock/ids.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/role.h"
#include "mock/organizations/tag.h"

/* A request as the database has it. Its account's id is chosen at once and shown at success. */
struct request_row {
	const char *id, *organization_id, *account_name, *email, *role_name, *tags;
	const char *state, *failure_reason, *account_id;
	int64_t requested_ms, completed_ms, due_ms;
};

#define MEMBER(name, kind)                                      \
	{                                                       \
#name, offsetof(struct request_row, name), kind \
	}

static const struct database_row request_form = {
	.size = sizeof(struct request_row),
	.columns =
		(const struct database_column[]){
			MEMBER(id, COLUMN_TEXT),
			MEMBER(organization_id, COLUMN_TEXT),
			MEMBER(account_name, COLUMN_TEXT),
			MEMBER(email, COLUMN_TEXT),
			MEMBER(role_name, COLUMN_TEXT),
			MEMBER(tags, COLUMN_TEXT),
			MEMBER(state, COLUMN_TEXT),
			MEMBER(failure_reason, COLUMN_TEXT),
			MEMBER(account_id, COLUMN_TEXT),
			MEMBER(requested_ms, COLUMN_INTEGER),
			MEMBER(completed_ms, COLUMN_INTEGER),
			MEMBER(due_ms, COLUMN_INTEGER),
			{ NULL, 0, COLUMN_TEXT },
		},
};

static void create(struct call *call, struct request_row *request)
{
	static const char insert[] = "INSERT INTO account (id, name, email, state, created_ms)"
				     " VALUES (:id, :name, :email, 'ACTIVE', :created_ms)";
	static const char find[] = "SELECT management_account_id FROM organization WHERE id = :id";
	struct lookup_organization organization;
	const char *management = database_string(
		call, find, DATABASE_VALUES(database_text("id", request->organization_id)));

	if (!lookup_organization_of(call, management, &organization) ||
	    database_run(call, insert,
			 DATABASE_VALUES(database_text("id", request->account_id),
					 database_text("name", request->account_name),
					 database_text("email", request->email),
					 database_integer("created_ms", request->due_ms))) < 0) {
		request->account_id = NULL;
		request->failure_reason = "EMAIL_ALREADY_EXISTS";
		return;
	}
	membership_begin(call, &organization, request->account_id, "CREATED", request->due_ms);
	role_create_access(call, request->account_id, management, request->role_name);
	role_create_service_linked(call, request->account_id);
	tag_put_json(call, lookup_arn(call, &organization, "account", request->account_id),
		     request->tags);
}

static void complete(struct call *call, struct request_row *request)
{
	static const char sql[] =
		"UPDATE create_account_request SET state = :state, account_id = :account_id,"
		" failure_reason = :failure_reason, completed_ms = due_ms WHERE id = :id";

	create(call, request);
	database_run(call, sql,
		     DATABASE_VALUES(database_text("state", request->failure_reason ? "FAILED"
										    : "SUCCEEDED"),
				     database_text("account_id", request->account_id),
				     database_text("failure_reason", request->failure_reason),
				     database_text("id", request->id)));
}

void organizations_settle(struct call *call, int64_t now_ms)
{
	static const char due[] = "SELECT * FROM create_account_request"
				  " WHERE state = 'IN_PROGRESS' AND due_ms <= :now_ms"
				  " ORDER BY due_ms, id";
	static const char closing[] = "SELECT 1 FROM account"
				      " WHERE state = 'PENDING_CLOSURE' AND closed_ms <= :now_ms";
	static const char close[] = "UPDATE account SET state = 'CLOSED'"
				    " WHERE state = 'PENDING_CLOSURE' AND closed_ms <= :now_ms";
	const struct database_value *values = DATABASE_VALUES(database_integer("now_ms", now_ms));
	struct request_row *requests = NULL;
	size_t count = database_rows(call, due, values, &request_form, &requests);

	for (size_t i = 0; i < count; i++)
		complete(call, &requests[i]);
	if (database_exists(call, closing, values))
		database_run(call, close, values);
}

int64_t organizations_next_due(struct call *call)
{
	static const char sql[] =
		"SELECT min(due) FROM (SELECT min(due_ms) AS due FROM create_account_request"
		" WHERE state = 'IN_PROGRESS' UNION ALL SELECT min(closed_ms) FROM account"
		" WHERE state = 'PENDING_CLOSURE')";

	return database_number(call, sql, DATABASE_NO_VALUES, INT64_MAX);
}

/* A request that is not over has neither account nor completion time (recorded). */
static struct organizations_create_account_status status_shape(const struct request_row *request)
{
	struct organizations_create_account_status status = {
		.id = request->id,
		.account_name = request->account_name,
		.state = request->state,
		.requested_timestamp = api_timestamp(request->requested_ms),
		.failure_reason = request->failure_reason,
	};

	if (request->completed_ms) {
		status.completed_timestamp = api_timestamp(request->completed_ms);
		status.account_id = request->account_id;
	}
	return status;
}

static const struct organizations_create_account_status *status_copy(
	struct call *call, const struct request_row *request)
{
	struct organizations_create_account_status *status =
		arena_new(call->arena, struct organizations_create_account_status);

	*status = status_shape(request);
	return status;
}

static void insert_request(struct call *call, const struct request_row *request)
{
	static const char sql[] =
		"INSERT INTO create_account_request (id, organization_id, account_name, email,"
		" role_name, tags, state, account_id, requested_ms, due_ms) VALUES (:id,"
		" :organization_id, :account_name, :email, :role_name, :tags, :state, :account_id,"
		" :requested_ms, :due_ms)";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("id", request->id),
				     database_text("organization_id", request->organization_id),
				     database_text("account_name", request->account_name),
				     database_text("email", request->email),
				     database_text("role_name", request->role_name),
				     database_text("tags", request->tags),
				     database_text("state", request->state),
				     database_text("account_id", request->account_id),
				     database_integer("requested_ms", request->requested_ms),
				     database_integer("due_ms", request->due_ms)));
}

/* Accounts and requests that will become accounts count; e-mails in progress must differ. */
static enum api_status check_creation(struct call *call,
				      const struct lookup_organization *organization,
				      const char *email)
{
	static const char same[] = "SELECT 1 FROM create_account_request"
				   " WHERE state = 'IN_PROGRESS' AND email = :email";
	static const char pending[] =
		"SELECT count(*) FROM create_account_request WHERE state = 'IN_PROGRESS'"
		" AND organization_id = :organization_id";
	int64_t in_progress = database_number(
		call, pending, DATABASE_VALUES(database_text("organization_id", organization->id)),
		0);

	if (database_exists(call, same, DATABASE_VALUES(database_text("email", email))))
		return refuse(call, &organizations_concurrent_modification);
	if (membership_count(call, organization) + in_progress >= quota_get(call, QUOTA_ACCOUNTS))
		return refuse_constraint(call, "ACCOUNT_NUMBER_LIMIT_EXCEEDED");
	if (in_progress >= quota_get(call, QUOTA_CREATIONS))
		return refuse(call, &organizations_too_many_requests);
	return API_OK;
}

enum api_status organizations_create_account(struct call *call,
					     const struct organizations_create_account_in *in,
					     struct organizations_create_account_out *out)
{
	struct lookup_organization organization;

	if (!membership_require(call, &organization) || !tag_check(call, &in->tags))
		return API_FAILED;
	enum api_status status = check_creation(call, &organization, in->email);

	if (status != API_OK)
		return status;
	struct request_row request = {
		.id = ids_new(call, IDS_CREATE_ACCOUNT_REQUEST),
		.organization_id = organization.id,
		.account_name = in->account_name,
		.email = in->email,
		.role_name = in->role_name ? in->role_name : "OrganizationAccountAccessRole",
		.tags = tag_to_json(call, &in->tags),
		.state = "IN_PROGRESS",
		.account_id = ids_new(call, IDS_ACCOUNT),
		.requested_ms = call->now_ms,
		.due_ms = call->now_ms + quota_get(call, QUOTA_CREATION_MS),
	};

	insert_request(call, &request);
	out->create_account_status = status_copy(call, &request);
	return API_OK;
}

/* There is one partition here, so no account is enabled for the other one (assumed). */
enum api_status organizations_create_gov_cloud_account(
	struct call *call, const struct organizations_create_gov_cloud_account_in *in,
	struct organizations_create_gov_cloud_account_out *out)
{
	struct lookup_organization organization;

	UNUSED(out);
	if (!membership_require(call, &organization) || !tag_check(call, &in->tags))
		return API_FAILED;
	return refuse_constraint(call, "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED");
}

/*
 * A client polls until the account is there. A clock that stands still would
 * let it wait for ever, so then what was seen once in progress is due.
 */
static void hasten(struct call *call, const char *id)
{
	static const char sql[] = "UPDATE create_account_request SET due_ms = :now_ms"
				  " WHERE id = :id AND state = 'IN_PROGRESS'"
				  " AND requested_ms = :now_ms";

	database_run(
		call, sql,
		DATABASE_VALUES(database_text("id", id), database_integer("now_ms", call->now_ms)));
}

enum api_status organizations_describe_create_account_status(
	struct call *call, const struct organizations_describe_create_account_status_in *in,
	struct organizations_describe_create_account_status_out *out)
{
	static const char sql[] = "SELECT * FROM create_account_request"
				  " WHERE id = :id AND organization_id = :organization_id";
	struct lookup_organization organization;
	struct request_row request;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!database_row(call, sql,
			  DATABASE_VALUES(database_text("id", in->create_account_request_id),
					  database_text("organization_id", organization.id)),
			  &request_form, &request))
		return refuse(call, &organizations_create_account_status_not_found);
	hasten(call, request.id);
	out->create_account_status = status_copy(call, &request);
	return API_OK;
}

static bool has_state(const struct organizations_create_account_states *states, const char *state)
{
	for (size_t i = 0; i < states->len; i++)
		if (strcmp(states->items[i], state) == 0)
			return true;
	return false;
}

/* The states asked for as ",A,B,", which SQL can search; all of them if none is named. */
static const char *wanted_states(struct call *call,
				 const struct organizations_create_account_states *states)
{
	static const char *const all[] = { "IN_PROGRESS", "SUCCEEDED", "FAILED" };
	const char *text = ",";

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (states->len == 0 || has_state(states, all[i]))
			text = arena_printf(call->arena, "%s%s,", text, all[i]);
	return text;
}

/* Oldest first. A page token carries time and id: requests of one millisecond are told apart. */
enum api_status organizations_list_create_account_status(
	struct call *call, const struct organizations_list_create_account_status_in *in,
	struct organizations_list_create_account_status_out *out)
{
	static const char sql[] =
		"SELECT * FROM create_account_request WHERE organization_id = :organization_id"
		" AND instr(:states, ',' || state || ',') > 0"
		" AND printf('%016d %s', requested_ms, id) > :after"
		" ORDER BY requested_ms, id LIMIT :limit";
	struct lookup_organization organization;
	struct request_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	const char *states = wanted_states(call, &in->states);

	if (!page_open(call, in->next_token, in->max_results, states, &page))
		return API_FAILED;
	size_t count = database_rows(
		call, sql,
		DATABASE_VALUES(database_text("organization_id", organization.id),
				database_text("states", states), database_text("after", page.after),
				database_integer("limit", page.limit)),
		&request_form, &rows);

	if (page_cut(&page, &count)) {
		const struct request_row *last = &rows[count - 1];

		out->next_token = page_token(call, &page,
					     arena_printf(call->arena, "%016lld %s",
							  (long long)last->requested_ms, last->id));
	}
	struct organizations_create_account_status *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = status_shape(&rows[i]);
	out->create_account_statuses =
		(struct organizations_create_account_statuses){ true, count, items };
	return API_OK;
}
