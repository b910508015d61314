#include "mock/caller_cache.h"

#include <stdlib.h>
#include <string.h>

#include "mock/database.h"

enum {
	SLOTS = 2 * CALLER_CACHE_MAX, /* a power of two */
	BYTES_MAX = 4 * 1024 * 1024,  /* also looking for keys that nobody has takes some */
};

struct slot {
	const char *access_key_id; /* NULL: the slot is free */
	const struct caller *caller;
};

struct caller_cache {
	struct arena arena; /* of ids and callers */
	uint64_t version;   /* of the state they were read from */
	size_t count;
	struct slot slots[SLOTS];
};

struct caller_cache *caller_cache_new(void)
{
	struct caller_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		abort();
	return cache;
}

static void forget(struct caller_cache *cache)
{
	if (cache->arena.used == 0)
		return;
	memset(cache->slots, 0, sizeof(cache->slots));
	arena_wipe(&cache->arena);
	cache->count = 0;
}

void caller_cache_free(struct caller_cache *cache)
{
	if (!cache)
		return;
	forget(cache);
	arena_done(&cache->arena);
	free(cache);
}

static struct slot *slot_of(struct caller_cache *cache, const char *access_key_id)
{
	uint32_t hash = 2166136261u;
	size_t i;

	for (const char *at = access_key_id; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	i = hash & (SLOTS - 1);
	while (cache->slots[i].access_key_id &&
	       strcmp(cache->slots[i].access_key_id, access_key_id) != 0)
		i = (i + 1) & (SLOTS - 1);
	return &cache->slots[i];
}

/* Reads the caller into the cache's own memory; false if there is none. */
static bool fill(struct caller_cache *cache, struct call *call, const char *access_key_id,
		 struct slot *slot)
{
	struct caller *caller = arena_new(&cache->arena, struct caller);
	struct call own = *call;

	own.arena = &cache->arena;
	if (!caller_find(&own, access_key_id, caller))
		return false;
	slot->access_key_id = caller->principal.access_key_id;
	slot->caller = caller;
	cache->count++;
	return true;
}

bool caller_cache_find(struct caller_cache *cache, struct call *call, const char *access_key_id,
		       struct caller *out_caller)
{
	uint64_t version = database_topic_version(call->database, DATABASE_CALLERS);
	struct slot *slot;

	if (!cache)
		return caller_find(call, access_key_id, out_caller);
	if (version != cache->version || cache->count == CALLER_CACHE_MAX ||
	    cache->arena.used > BYTES_MAX)
		forget(cache);
	cache->version = version;
	slot = slot_of(cache, access_key_id);
	if (!slot->access_key_id && !fill(cache, call, access_key_id, slot))
		return false;
	*out_caller = *slot->caller;
	return true;
}
