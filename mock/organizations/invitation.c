/*
 * invitation.c - beginning a handshake: an invitation, or all features.
 */
#include "mock/organizations/invitation.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/ids.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/handshake.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tag.h"

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

enum { FEATURES_DAYS = 90 }; /* documented */

/* Something, an at sign, something with a dot inside: the contract's pattern for e-mails. */
static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');
	const char *dot = at ? strrchr(at, '.') : NULL;

	return at && at != text && dot && dot > at + 1 && dot[1] != '\0' &&
	       !strpbrk(text, " \t\r\n") && !strchr(at + 1, '@') && strlen(text) >= 6;
}

enum api_status invitation_check_target(struct call *call,
					const struct organizations_handshake_party *target)
{
	if (!target->type ||
	    (strcmp(target->type, "ACCOUNT") != 0 && strcmp(target->type, "EMAIL") != 0))
		return refuse_input(call, "INVALID_PARTY_TYPE_TARGET");
	if (strcmp(target->type, "ACCOUNT") == 0 && (!target->id || !arn_is_account_id(target->id)))
		return refuse_input(call, "INVALID_PATTERN");
	if (strcmp(target->type, "EMAIL") == 0 && (!target->id || !is_email(target->id)))
		return refuse_input(call, "INVALID_EMAIL_ADDRESS_TARGET");
	return API_OK;
}

struct handshake_row invitation_begin(struct call *call,
				      const struct lookup_organization *organization,
				      const struct organizations_handshake_party *target)
{
	return (struct handshake_row){
		.id = ids_new(call, IDS_HANDSHAKE),
		.organization_id = organization->id,
		.state = "OPEN",
		.party_type = target->type,
		.party = target->id,
		.resource_type = target->type,
		.resource = target->id,
		.requested_ms = call->now_ms,
		.expires_ms = call->now_ms + INVITATION_DAYS * day_ms,
	};
}

static bool is_invited(struct call *call, const struct lookup_organization *organization,
		       const char *party)
{
	static const char sql[] = "SELECT 1 FROM handshake WHERE party = :party"
				  " AND organization_id = :organization_id AND action = 'INVITE'"
				  " AND state IN ('OPEN', 'REQUESTED') AND expires_ms > :now_ms";

	return database_exists(call, sql,
			       DATABASE_VALUES(database_text("party", party),
					       database_text("organization_id", organization->id),
					       database_integer("now_ms", call->now_ms)));
}

static int64_t sent_lately(struct call *call, const struct lookup_organization *organization)
{
	static const char sql[] = "SELECT count(*) FROM handshake"
				  " WHERE organization_id = :organization_id AND action = 'INVITE'"
				  " AND requested_ms > :since";

	return database_number(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization->id),
					       database_integer("since", call->now_ms - day_ms)),
			       0);
}

/* An account named by its id may not be in an organization; one named by e-mail may (recorded). */
static enum api_status check_invitation(struct call *call,
					const struct lookup_organization *organization,
					const struct organizations_handshake_party *target)
{
	struct lookup_organization other;

	if (handshake_is_migrating(call, organization->id))
		return refuse_handshake(call, "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES");
	if (strcmp(target->type, "ACCOUNT") == 0 &&
	    lookup_organization_of(call, target->id, &other))
		return refuse_handshake(call, "ALREADY_IN_AN_ORGANIZATION");
	if (is_invited(call, organization, target->id))
		return refuse(call, &organizations_duplicate_handshake);
	if (membership_count(call, organization) >= quota_get(call, QUOTA_ACCOUNTS))
		return refuse_handshake(call, "ACCOUNT_NUMBER_LIMIT_EXCEEDED");
	if (sent_lately(call, organization) >= quota_get(call, QUOTA_INVITATIONS_PER_DAY))
		return refuse_handshake(call, "HANDSHAKE_RATE_LIMIT_EXCEEDED");
	return API_OK;
}

enum api_status organizations_invite_account_to_organization(
	struct call *call, const struct organizations_invite_account_to_organization_in *in,
	struct organizations_invite_account_to_organization_out *out)
{
	struct lookup_organization organization;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (invitation_check_target(call, in->target) != API_OK || !tag_check(call, &in->tags) ||
	    check_invitation(call, &organization, in->target) != API_OK)
		return API_FAILED;
	struct handshake_row row = invitation_begin(call, &organization, in->target);

	row.action = "INVITE";
	row.notes = in->notes;
	row.tags = tag_to_json(call, &in->tags);
	handshake_insert(call, &row);
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}

/* Every member that was invited has to agree; those that were created need not (documented). */
static void ask_members(struct call *call, const struct lookup_organization *organization,
			const struct handshake_row *parent)
{
	static const char sql[] =
		"SELECT " ACCOUNT_COLUMNS " FROM account"
		" WHERE organization_id = :organization_id"
		" AND account.joined_method = 'INVITED' AND account.id <> :management";
	struct account_row *accounts = NULL;
	size_t count = database_rows(
		call, sql,
		DATABASE_VALUES(database_text("organization_id", organization->id),
				database_text("management", organization->management_account_id)),
		&account_form, &accounts);

	for (size_t i = 0; i < count; i++)
		handshake_insert(call, &(struct handshake_row){
					       .id = ids_new(call, IDS_HANDSHAKE),
					       .organization_id = organization->id,
					       .parent_id = parent->id,
					       .action = "APPROVE_ALL_FEATURES",
					       .state = "OPEN",
					       .party_type = "ACCOUNT",
					       .party = accounts[i].id,
					       .requested_ms = parent->requested_ms,
					       .expires_ms = parent->expires_ms,
				       });
}

enum api_status organizations_enable_all_features(
	struct call *call, const struct organizations_enable_all_features_in *in,
	struct organizations_enable_all_features_out *out)
{
	struct lookup_organization organization;

	UNUSED(in);
	if (!membership_require(call, &organization))
		return API_FAILED;
	if (membership_has_all_features(&organization))
		return refuse_handshake(call, "ORGANIZATION_ALREADY_HAS_ALL_FEATURES");
	if (handshake_is_migrating(call, organization.id))
		return refuse_handshake(call,
					"ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION");
	struct handshake_row row = {
		.id = ids_new(call, IDS_HANDSHAKE),
		.organization_id = organization.id,
		.action = "ENABLE_ALL_FEATURES",
		.state = "REQUESTED",
		.party_type = "ORGANIZATION",
		.party = organization.id,
		.requested_ms = call->now_ms,
		.expires_ms = call->now_ms + FEATURES_DAYS * day_ms,
	};

	handshake_insert(call, &row);
	ask_members(call, &organization, &row);
	out->handshake = handshake_copy(call, &row);
	return API_OK;
}
