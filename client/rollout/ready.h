/*
 * ready.h - whether root sessions can be had at all, said before any is tried.
 *
 * AWS answers several causes with one and the same text; what can be known
 * beforehand is said by its name instead.
 */
#pragma once

#include "client/caller.h"
#include "client/client.h"
#include "client/preflight/check.h"
#include "client/root_access.h"
#include "wire/fault.h"

enum ready_feature { READY_CREDENTIALS_MANAGEMENT, READY_ROOT_SESSIONS };

/*
 * Identifies the caller and checks: not root, in an organization, management
 * account or delegated administrator for IAM, trusted access on, the feature
 * on. What cannot be read does not refuse: AWS decides then. FAULT_REFUSED
 * says what is missing and which command mends it.
 */
MUST_USE bool ready_check(struct client *client, enum ready_feature feature,
			  struct caller *out_caller, struct fault *fault);

/* The caller: not root, in an organization, the management account or a delegate. */
void ready_add_caller(const struct caller *caller, struct check_list *list);

/* Trusted access and the feature. */
void ready_add_feature(const struct root_access *access, enum ready_feature feature,
		       struct check_list *list);

/*
 * What keeps sessions for @feature from everybody now, and what to do about it; NULL if nothing
 * is seen to be off. A switch that cannot be read is not called off. Text in the client's arena.
 */
const char *ready_switched_off(struct client *client, enum ready_feature feature);
