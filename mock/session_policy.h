/*
 * session_policy.h - what a session may do at most.
 */
#pragma once

#include "mock/call.h"
#include "mock/policy_cache.h"

/*
 * The inline and managed session policies of the caller's session as one
 * pooled set; of an AssumeRoot session its task policy. NULL: the session has
 * none and is not limited. A federated user without any has an empty set,
 * which allows nothing (documented). Managed ones are read anew each time
 * (recorded).
 */
const struct policy_set *session_policy_set(struct call *call, struct policy_cache *cache);

/* The ARN of the user behind the caller's federated session. */
const char *session_policy_issuer(struct call *call);
