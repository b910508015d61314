/*
 * responsibility_transfer.c - inviting to a transfer, looking at it, ending it.
 */
#include <string.h>
#include <time.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/invitation.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tag.h"
#include "mock/organizations/transfer.h"

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

static struct tm calendar(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm time;

	gmtime_r(&seconds, &time);
	return time;
}

/* 23:59:59 of the last day of the month. */
static int64_t end_of_month(int64_t ms)
{
	struct tm time = calendar(ms);
	struct tm next = { .tm_year = time.tm_year, .tm_mon = time.tm_mon + 1, .tm_mday = 1 };

	return ((int64_t)timegm(&next) - 1) * 1000;
}

/* A month begins at midnight UTC, and there must be a day left to accept before it (documented). */
static enum api_status check_start(struct call *call, int64_t start_ms)
{
	struct tm time = calendar(start_ms);

	if (start_ms % day_ms != 0)
		return refuse_input(call, "START_DATE_NOT_BEGINNING_OF_DAY");
	if (time.tm_mday != 1)
		return refuse_input(call, "START_DATE_NOT_BEGINNING_OF_MONTH");
	if (start_ms - day_ms <= call->now_ms)
		return refuse_input(call, "START_DATE_TOO_EARLY");
	return API_OK;
}

static bool is_own(struct call *call, const struct lookup_organization *organization,
		   const char *party)
{
	static const char sql[] =
		"SELECT 1 FROM account WHERE id = :id AND (id = :party OR email = :party)";

	return database_exists(
		call, sql,
		DATABASE_VALUES(database_text("id", organization->management_account_id),
				database_text("party", party)));
}

/* The transfers that this organization has from the one that is invited. */
static enum api_status check_others(struct call *call,
				    const struct lookup_organization *organization,
				    const char *party)
{
	const struct transfer_selection all = { organization, true, NULL, "", -1 };
	struct transfer_row *rows = NULL;
	size_t count = transfer_rows(call, &all, &rows);

	for (size_t i = 0; i < count; i++) {
		bool is_same =
			(rows[i].source_id && strcmp(rows[i].source_id, party) == 0) ||
			(rows[i].source_email && strcasecmp(rows[i].source_email, party) == 0);

		if (is_same && strcmp(rows[i].status, "REQUESTED") == 0)
			return refuse(call, &organizations_duplicate_handshake);
		if (is_same && strcmp(rows[i].status, "ACCEPTED") == 0)
			return refuse_handshake(call, "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS");
	}
	return API_OK;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

enum api_status organizations_invite_organization_to_transfer_responsibility(
	struct call *call,
	const struct organizations_invite_organization_to_transfer_responsibility_in *in,
	struct organizations_invite_organization_to_transfer_responsibility_out *out)
{
	struct lookup_organization organization;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (invitation_check_target(call, in->target) != API_OK || !tag_check(call, &in->tags) ||
	    check_start(call, in->start_timestamp.ms) != API_OK)
		return API_FAILED;
	if (is_own(call, &organization, in->target->id))
		return refuse_handshake(call, "SOURCE_AND_TARGET_CANNOT_MATCH");
	if (check_others(call, &organization, in->target->id) != API_OK)
		return API_FAILED;
	struct handshake_row row = invitation_begin(call, &organization, in->target);

	row.action = "TRANSFER_RESPONSIBILITY";
	row.notes = in->notes;
	row.expires_ms = earlier(row.expires_ms, in->start_timestamp.ms - day_ms);
	handshake_insert(call, &row);
	const char *id = transfer_insert(call, &row, in->source_name, in->start_timestamp.ms);

	tag_put(call, transfer_arn(call, &organization, id), &in->tags);
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}

/* A transfer of either side; others are told that there is none (assumed). */
static enum api_status find(struct call *call, const char *id,
			    struct lookup_organization *out_organization,
			    struct transfer_row *out_row)
{
	if (!membership_require(call, out_organization))
		return API_FAILED;
	if (!transfer_find(call, out_organization, id, out_row))
		return refuse(call, &organizations_responsibility_transfer_not_found);
	return API_OK;
}

static const struct organizations_responsibility_transfer *copy(
	struct call *call, const struct transfer_row *row,
	const struct lookup_organization *organization)
{
	struct organizations_responsibility_transfer *shape =
		arena_new(call->arena, struct organizations_responsibility_transfer);

	*shape = transfer_shape(call, row, organization);
	return shape;
}

enum api_status organizations_describe_responsibility_transfer(
	struct call *call, const struct organizations_describe_responsibility_transfer_in *in,
	struct organizations_describe_responsibility_transfer_out *out)
{
	struct lookup_organization organization;
	struct transfer_row row;

	if (find(call, in->id, &organization, &row) != API_OK)
		return API_FAILED;
	out->responsibility_transfer = copy(call, &row, &organization);
	return API_OK;
}

enum api_status organizations_update_responsibility_transfer(
	struct call *call, const struct organizations_update_responsibility_transfer_in *in,
	struct organizations_update_responsibility_transfer_out *out)
{
	static const char sql[] = "UPDATE responsibility_transfer SET name = :name WHERE id = :id";
	struct lookup_organization organization;
	struct transfer_row row;

	if (find(call, in->id, &organization, &row) != API_OK)
		return API_FAILED;
	database_run(call, sql,
		     DATABASE_VALUES(database_text("name", in->name), database_text("id", row.id)));
	row.name = in->name;
	out->responsibility_transfer = copy(call, &row, &organization);
	return API_OK;
}

/* A transfer ends with a month: this one, if none is named (documented; the last assumed). */
static enum api_status choose_end(struct call *call, const struct transfer_row *row,
				  struct api_timestamp wish, int64_t *out_end_ms)
{
	int64_t from_ms = row->start_ms > call->now_ms ? row->start_ms : call->now_ms;

	*out_end_ms = wish.is_set ? wish.ms : end_of_month(from_ms);
	if (*out_end_ms < call->now_ms)
		return refuse_input(call, "END_DATE_TOO_EARLY");
	if (*out_end_ms / 1000 * 1000 != end_of_month(*out_end_ms))
		return refuse_input(call, "END_DATE_NOT_END_OF_MONTH");
	return API_OK;
}

enum api_status organizations_terminate_responsibility_transfer(
	struct call *call, const struct organizations_terminate_responsibility_transfer_in *in,
	struct organizations_terminate_responsibility_transfer_out *out)
{
	static const char sql[] = "UPDATE responsibility_transfer SET status = 'WITHDRAWN',"
				  " end_ms = :end_ms WHERE id = :id";
	struct lookup_organization organization;
	struct transfer_row row;

	if (find(call, in->id, &organization, &row) != API_OK)
		return API_FAILED;
	if (strcmp(row.status, "WITHDRAWN") == 0)
		return refuse(call, &organizations_responsibility_transfer_already_in_status);
	if (strcmp(row.status, "ACCEPTED") != 0)
		return refuse(call, &organizations_invalid_responsibility_transfer_transition);
	if (choose_end(call, &row, in->end_timestamp, &row.end_ms) != API_OK)
		return API_FAILED;
	database_run(call, sql,
		     DATABASE_VALUES(database_integer("end_ms", row.end_ms),
				     database_text("id", row.id)));
	row.status = "WITHDRAWN";
	out->responsibility_transfer = copy(call, &row, &organization);
	return API_OK;
}

/* One page of either list. */
struct request {
	bool is_inbound;
	const char *id, *next_token;
	struct api_integer max_results;
};

static enum api_status list(struct call *call, const struct request *request,
			    struct organizations_responsibility_transfers *out_transfers,
			    const char **out_next_token)
{
	struct lookup_organization organization;
	struct transfer_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	const char *scope =
		arena_printf(call->arena, "%s %s", organization.id, request->id ? request->id : "");

	if (!page_open(call, request->next_token, request->max_results, scope, &page))
		return API_FAILED;
	const struct transfer_selection selection = { &organization, request->is_inbound,
						      request->id, page.after, page.limit };
	size_t count = transfer_rows(call, &selection, &rows);

	if (request->id && count == 0)
		return refuse(call, &organizations_responsibility_transfer_not_found);
	if (page_cut(&page, &count))
		*out_next_token = page_token(call, &page, rows[count - 1].id);
	struct organizations_responsibility_transfer *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = transfer_shape(call, &rows[i], &organization);
	*out_transfers = (struct organizations_responsibility_transfers){ true, count, items };
	return API_OK;
}

enum api_status organizations_list_inbound_responsibility_transfers(
	struct call *call, const struct organizations_list_inbound_responsibility_transfers_in *in,
	struct organizations_list_inbound_responsibility_transfers_out *out)
{
	const struct request request = { true, in->id, in->next_token, in->max_results };

	return list(call, &request, &out->responsibility_transfers, &out->next_token);
}

enum api_status organizations_list_outbound_responsibility_transfers(
	struct call *call, const struct organizations_list_outbound_responsibility_transfers_in *in,
	struct organizations_list_outbound_responsibility_transfers_out *out)
{
	const struct request request = { false, NULL, in->next_token, in->max_results };

	return list(call, &request, &out->responsibility_transfers, &out->next_token);
}
