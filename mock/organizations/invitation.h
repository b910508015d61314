/*
 * invitation.h - what all invitations share.
 */
#pragma once

#include "mock/organizations/handshake.h"

enum { INVITATION_DAYS = 15 }; /* an invitation is open (recorded) */

/* The form of a target, before anything is looked up (recorded). */
enum api_status invitation_check_target(struct call *call,
					const struct organizations_handshake_party *target);

/* An open handshake with the one who is invited, for INVITATION_DAYS. */
struct handshake_row invitation_begin(struct call *call,
				      const struct lookup_organization *organization,
				      const struct organizations_handshake_party *target);
