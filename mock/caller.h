/*
 * caller.h - the credentials of a key id and the principal they stand for.
 */
#pragma once

#include "mock/call.h"

/* Everything lives in the call's arena. */
struct caller {
	const char *secret;
	const char *token;         /* NULL for a long-term key */
	int64_t expires_ms;        /* of a session; 0 for a long-term key */
	bool is_inactive;          /* a key that was made inactive */
	bool is_issuer_gone;       /* the session's user or role was deleted */
	const char *account_state; /* "ACTIVE", ... */
	int64_t last_used_ms;      /* of a long-term key */
	const char *last_used_service, *last_used_region;
	struct principal principal;
};

/* Finds a key or a session, also an inactive or expired one; false if there is none. */
MUST_USE bool caller_find(struct call *call, const char *access_key_id, struct caller *out_caller);
