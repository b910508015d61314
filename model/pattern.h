/*
 * pattern.h - the contract's regular expressions, as AWS wrote them.
 *
 * A pattern must match a whole text. Each is compiled when it is first used
 * and kept in a cache, which its owner may use from one thread at a time.
 */
#pragma once

#include "wire/base.h"

struct pattern_cache;

/* Freed with pattern_cache_free. */
struct pattern_cache *pattern_cache_new(void);

void pattern_cache_free(struct pattern_cache *cache);

/*
 * Whether the whole text matches. Its address identifies a pattern, which
 * must live as long as the cache. A text that is not UTF-8 matches nothing,
 * nor does one that takes more than a bounded number of steps to decide.
 */
bool pattern_matches(struct pattern_cache *cache, const char *pattern, const char *text);
