/*
 * caller_cache.h - callers that were looked up before.
 *
 * Most requests are signed with a key that has signed before, and nothing
 * about it has changed since. A caller found here lives until the next search.
 */
#pragma once

#include "mock/caller.h"

struct caller_cache;

enum { CALLER_CACHE_MAX = 1024 }; /* callers kept */

/* An empty cache. Free with caller_cache_free, which wipes the secrets in it. */
struct caller_cache *caller_cache_new(void);
void caller_cache_free(struct caller_cache *cache);

/* As caller_find. @cache may be NULL. */
MUST_USE bool caller_cache_find(struct caller_cache *cache, struct call *call,
				const char *access_key_id, struct caller *out_caller);
