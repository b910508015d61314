/*
 * agreement.c - how a handshake ends: accepted, declined or cancelled.
 */
#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/handshake.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/role.h"
#include "mock/organizations/tag.h"
#include "mock/organizations/transfer.h"

/*
 * Finds a handshake that the caller may bring to an end as @side. A caller it
 * does not concern is told that it does not exist (assumed).
 */
static enum api_status open(struct call *call, const char *id, enum handshake_side side,
			    const char *state, struct handshake_row *out_row)
{
	if (!handshake_find(call, id, out_row) ||
	    handshake_side(call, out_row) == HANDSHAKE_STRANGER)
		return refuse(call, &organizations_handshake_not_found);
	bool is_own = strcmp(out_row->party_type, "ORGANIZATION") == 0;

	if (!is_own && handshake_side(call, out_row) != side)
		return refuse(call, &organizations_access_denied);
	if (strcmp(out_row->state, state) == 0)
		return refuse(call, &organizations_handshake_already_in_state);
	if (strcmp(out_row->state, "OPEN") != 0 && strcmp(out_row->state, "REQUESTED") != 0)
		return refuse(call, &organizations_invalid_handshake_transition);
	return API_OK;
}

static void store(struct call *call, struct handshake_row *row, const char *state)
{
	static const char sql[] = "UPDATE handshake SET state = :state, party_type = :party_type,"
				  " party = :party WHERE id = :id";

	row->state = state;
	database_run(call, sql,
		     DATABASE_VALUES(database_text("state", row->state),
				     database_text("party_type", row->party_type),
				     database_text("party", row->party),
				     database_text("id", row->id)));
	if (strcmp(row->action, "TRANSFER_RESPONSIBILITY") == 0)
		transfer_follow(call, row);
}

static bool find_organization(struct call *call, const char *organization_id,
			      struct lookup_organization *out_organization)
{
	static const char sql[] = "SELECT management_account_id FROM organization WHERE id = :id";
	const char *management =
		database_string(call, sql, DATABASE_VALUES(database_text("id", organization_id)));

	return management && lookup_organization_of(call, management, out_organization);
}

/*
 * AWS marks the handshake accepted even when the account is in an
 * organization already (recorded); here a call that fails changes nothing.
 */
static enum api_status join(struct call *call, struct handshake_row *row)
{
	const char *account_id = call->principal->account_id;
	struct lookup_organization organization;

	if (lookup_organization_of(call, account_id, &organization))
		return refuse_handshake(call, "ALREADY_IN_AN_ORGANIZATION");
	if (!find_organization(call, row->organization_id, &organization))
		return refuse(call, &organizations_handshake_not_found);
	if (membership_count(call, &organization) >= quota_get(call, QUOTA_ACCOUNTS))
		return refuse_handshake(call, "ACCOUNT_NUMBER_LIMIT_EXCEEDED");
	membership_begin(call, &organization, account_id, "INVITED", call->now_ms);
	role_create_service_linked(call, account_id);
	tag_put_json(call, lookup_arn(call, &organization, "account", account_id), row->tags);
	row->party_type = "ACCOUNT";
	row->party = account_id;
	return API_OK;
}

/* All members that were asked must have agreed first (documented). */
static enum api_status enable_all_features(struct call *call, struct handshake_row *row)
{
	static const char waiting[] = "SELECT 1 FROM handshake"
				      " WHERE parent_id = :id AND state <> 'ACCEPTED'";
	static const char sql[] = "UPDATE organization SET feature_set = 'ALL' WHERE id = :id";

	if (database_exists(call, waiting, DATABASE_VALUES(database_text("id", row->id))))
		return refuse(call, &organizations_invalid_handshake_transition);
	database_run(call, sql, DATABASE_VALUES(database_text("id", row->organization_id)));
	return API_OK;
}

enum api_status organizations_accept_handshake(struct call *call,
					       const struct organizations_accept_handshake_in *in,
					       struct organizations_accept_handshake_out *out)
{
	struct handshake_row row;
	enum api_status status =
		open(call, in->handshake_id, HANDSHAKE_RECIPIENT, "ACCEPTED", &row);

	if (status == API_OK && strcmp(row.action, "INVITE") == 0)
		status = join(call, &row);
	if (status == API_OK && strcmp(row.action, "ENABLE_ALL_FEATURES") == 0)
		status = enable_all_features(call, &row);
	if (status == API_OK && strcmp(row.action, "TRANSFER_RESPONSIBILITY") == 0)
		status = transfer_accept(call, &row);
	if (status != API_OK)
		return status;
	store(call, &row, "ACCEPTED");
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}

enum api_status organizations_decline_handshake(struct call *call,
						const struct organizations_decline_handshake_in *in,
						struct organizations_decline_handshake_out *out)
{
	struct handshake_row row;
	enum api_status status =
		open(call, in->handshake_id, HANDSHAKE_RECIPIENT, "DECLINED", &row);

	if (status != API_OK)
		return status;
	store(call, &row, "DECLINED");
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}

enum api_status organizations_cancel_handshake(struct call *call,
					       const struct organizations_cancel_handshake_in *in,
					       struct organizations_cancel_handshake_out *out)
{
	struct handshake_row row;
	enum api_status status = open(call, in->handshake_id, HANDSHAKE_SENDER, "CANCELED", &row);

	if (status != API_OK)
		return status;
	store(call, &row, "CANCELED");
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}

enum api_status organizations_describe_handshake(
	struct call *call, const struct organizations_describe_handshake_in *in,
	struct organizations_describe_handshake_out *out)
{
	struct handshake_row row;

	if (!handshake_find(call, in->handshake_id, &row) ||
	    handshake_side(call, &row) == HANDSHAKE_STRANGER)
		return refuse(call, &organizations_handshake_not_found);
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}
