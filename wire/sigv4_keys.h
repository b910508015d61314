/*
 * sigv4_keys.h - signing keys that were derived before.
 *
 * Deriving a key takes four HMACs, more than everything else in a
 * verification together. A cache belongs to one thread. It is bounded, and a
 * key that makes room for another is wiped.
 */
#pragma once

#include "wire/sigv4.h"

struct sigv4_keys;

/* An empty cache for @slot_count keys, at least 1. Freed by sigv4_keys_free. */
struct sigv4_keys *sigv4_keys_new(size_t slot_count);

/* Wipes and frees it. NULL is allowed. */
void sigv4_keys_free(struct sigv4_keys *keys);

/* Forgets and wipes every key. */
void sigv4_keys_clear(struct sigv4_keys *keys);

/*
 * The signing key of these credentials in that scope, derived if it is not
 * there yet. Valid until the next call on the same cache.
 */
const struct hmac_key *sigv4_keys_get(struct sigv4_keys *keys, const struct sigv4_scope *scope,
				      const struct sigv4_credentials *credentials);

/* How many keys were derived since the cache was made: for tests and statistics. */
size_t sigv4_keys_derived(const struct sigv4_keys *keys);
