/*
 * message.h - the text of AccessDenied.
 *
 * "User: P is not authorized to perform: S:A on resource: R" and, for most
 * actions, the reason. Organizations answers one fixed text instead and keeps
 * this one for its log.
 */
#pragma once

#include "policy/evaluate.h"

/*
 * The text for a decision that denied. The ARN of a managed policy follows an
 * explicit deny by SCP, RCP, boundary, session or identity policy when the
 * caller's organization or account owns it (documented). Owned by @arena.
 */
const char *policy_message(struct arena *arena, const struct policy_request *request,
			   const struct policy_decision *decision);
