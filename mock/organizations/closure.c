/*
 * closure.c - accounts that are closed or leave.
 */
#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"

enum { CLOSURES_MAX = 1000 }; /* in 30 days, however large the organization is (documented) */

static const int64_t closure_window_ms = INT64_C(30) * 24 * 60 * 60 * 1000;

/* The higher of the quota and a fifth of the members, at most a thousand (documented). */
static int64_t closures_allowed(struct call *call, const struct lookup_organization *organization)
{
	int64_t allowed = (membership_count(call, organization) - 1) / 5;
	int64_t least = quota_get(call, QUOTA_CLOSURES);

	if (allowed < least)
		allowed = least;
	return allowed < CLOSURES_MAX ? allowed : CLOSURES_MAX;
}

static int64_t closures_lately(struct call *call, const struct lookup_organization *organization)
{
	static const char sql[] =
		"SELECT count(*) FROM account"
		" WHERE organization_id = :organization_id AND closed_ms > :since";

	return database_number(
		call, sql,
		DATABASE_VALUES(database_text("organization_id", organization->id),
				database_integer("since", call->now_ms - closure_window_ms)),
		0);
}

/* The order of the checks is assumed: account, management, state, quota. */
enum api_status organizations_close_account(struct call *call,
					    const struct organizations_close_account_in *in,
					    struct organizations_close_account_out *out)
{
	static const char sql[] = "UPDATE account SET state = 'PENDING_CLOSURE',"
				  " closed_ms = :closed_ms WHERE id = :id";
	struct lookup_organization organization;
	struct account_row account;

	UNUSED(out);
	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!membership_account(call, &organization, in->account_id, &account))
		return refuse(call, &organizations_account_not_found);
	if (strcmp(account.id, organization.management_account_id) == 0)
		return refuse_constraint(call, "CANNOT_CLOSE_MANAGEMENT_ACCOUNT");
	if (strcmp(account.state, "PENDING_CLOSURE") == 0)
		return refuse(call, &organizations_conflict);
	if (strcmp(membership_status(account.state), "SUSPENDED") == 0)
		return refuse(call, &organizations_account_already_closed);
	if (closures_lately(call, &organization) >= closures_allowed(call, &organization))
		return refuse_constraint(call, "CLOSE_ACCOUNT_QUOTA_EXCEEDED");
	database_run(
		call, sql,
		DATABASE_VALUES(database_integer("closed_ms",
						 call->now_ms + quota_get(call, QUOTA_CLOSURE_MS)),
				database_text("id", account.id)));
	return API_OK;
}

/*
 * Takes a member out, whoever asks. A created account must be some days old
 * (documented); that it has a payment method by then is assumed.
 */
static enum api_status leave(struct call *call, const struct lookup_organization *organization,
			     const char *account_id)
{
	struct account_row account;

	if (!membership_account(call, organization, account_id, &account))
		return refuse(call, &organizations_account_not_found);
	if (strcmp(account.id, organization->management_account_id) == 0)
		return refuse(call, &organizations_master_cannot_leave_organization);
	if (lookup_is_delegated(call, account.id, NULL))
		return refuse_constraint(call, "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
	if (strcmp(account.joined_method, "CREATED") == 0 &&
	    call->now_ms - account.joined_ms < quota_get(call, QUOTA_LEAVE_WAIT_MS))
		return refuse_constraint(call, "WAIT_PERIOD_ACTIVE");
	membership_end(call, organization, account.id);
	return API_OK;
}

enum api_status organizations_remove_account_from_organization(
	struct call *call, const struct organizations_remove_account_from_organization_in *in,
	struct organizations_remove_account_from_organization_out *out)
{
	struct lookup_organization organization;

	UNUSED(out);
	if (!membership_require(call, &organization))
		return API_FAILED;
	return leave(call, &organization, in->account_id);
}

enum api_status organizations_leave_organization(
	struct call *call, const struct organizations_leave_organization_in *in,
	struct organizations_leave_organization_out *out)
{
	struct lookup_organization organization;

	UNUSED(in);
	UNUSED(out);
	if (!membership_require(call, &organization))
		return API_FAILED;
	return leave(call, &organization, call->principal->account_id);
}
