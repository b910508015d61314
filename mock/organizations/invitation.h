/*
 * invitation.h - what all invitations share.
 */
#pragma once

#include "mock/call.h"
#include "model/organizations_api.h"

enum { INVITATION_DAYS = 15 }; /* an invitation is open (recorded) */

/* The form of a target, before anything is looked up (recorded). */
enum api_status invitation_check_target(struct call *call,
					const struct organizations_handshake_party *target);
