/*
 * normalize.h - the form in which AWS keeps a document that was written.
 */
#pragma once

#include "policy/check.h"
#include "wire/arena.h"

/*
 * The text as Organizations stores it (recorded): RCPs and delegation policies
 * compact, members in their order, a missing Version put first as
 * "2008-10-17". An RCP keeps its statements in a list; a delegation policy
 * names an account by its root's ARN, which is @partition's ("aws"). Other uses, SCPs among them,
 * and texts that are no JSON object, come back as they are. Owned by @arena.
 */
const char *policy_normalize(struct arena *arena, enum policy_use use, const char *partition,
			     const char *text, size_t len);
