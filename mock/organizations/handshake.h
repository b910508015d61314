/*
 * handshake.h - agreements between an organization and an account.
 *
 * An INVITE asks an account to join, a TRANSFER_RESPONSIBILITY the owner of
 * another organization to let this one pay its bills (transfer.h). ENABLE_ALL_FEATURES is the
 * organization's agreement with itself and waits for the APPROVE_ALL_FEATURES
 * of every member that was invited; its party is the organization.
 */
#pragma once

#include "mock/database.h"
#include "mock/organizations/lookup.h"
#include "model/organizations_api.h"

/* A handshake as the database has it. */
struct handshake_row {
	const char *id, *organization_id, *parent_id, *action, *state;
	const char *party_type, *party;       /* who has to agree: ACCOUNT, EMAIL, ORGANIZATION */
	const char *resource_type, *resource; /* the same as it was first named */
	const char *notes, *tags;
	int64_t requested_ms, expires_ms;
};

extern const struct database_row handshake_form;

/* What a caller is to a handshake. */
enum handshake_side { HANDSHAKE_STRANGER, HANDSHAKE_SENDER, HANDSHAKE_RECIPIENT };

/* The handshake of an id; one that ran out has the state EXPIRED. The call does not fail. */
MUST_USE bool handshake_find(struct call *call, const char *id, struct handshake_row *out_row);

/* Gives a row that was read the state it has by now. */
void handshake_refresh(struct call *call, struct handshake_row *row);

/* What the caller's account is to it. */
enum handshake_side handshake_side(struct call *call, const struct handshake_row *row);

/* Stores a new handshake. */
void handshake_insert(struct call *call, const struct handshake_row *row);

/* A handshake as answers show it. */
struct organizations_handshake handshake_shape(struct call *call, const struct handshake_row *row);

/* The same, in the call's arena. */
const struct organizations_handshake *handshake_copy(struct call *call,
						     const struct handshake_row *row);

/* Whether the organization has begun to enable all features and is not done. */
bool handshake_is_migrating(struct call *call, const char *organization_id);
