#include "mock/last_access.h"

#include <stdlib.h>
#include <string.h>

#include "mock/database.h"
#include "mock/exchange.h"
#include "mock/namespace.h"

enum {
	SLOTS = 256, /* a power of two; a namespace has its own */
	MINUTE_MS = 60 * 1000,
};

struct last_access_filter {
	uint64_t version; /* of the state: after a reset nothing was noted */
	struct {
		uint64_t key; /* of principal, action and region; 0: free */
		int64_t minute;
	} slots[SLOTS];
};

struct last_access_filter *last_access_filter_new(void)
{
	struct last_access_filter *filter = calloc(1, sizeof(*filter));

	if (!filter)
		abort();
	return filter;
}

void last_access_filter_free(struct last_access_filter *filter)
{
	free(filter);
}

/* The action that a call asks for first, as policies name it, in its two parts. */
static void name_action(const struct exchange *exchange, const char **out_service,
			const char **out_action)
{
	const struct api_operation *operation = exchange->operation;

	*out_service = operation->service->signing_name;
	*out_action = operation->name;
	if (operation->authorize_count == 0)
		return;
	const char *text = operation->authorize[0].action;
	size_t service_len = strcspn(text, ":");

	*out_service = arena_strndup(exchange->call.arena, text, service_len);
	*out_action = text + service_len + 1;
}

/* FNV-1a in 64 bits: two keys that are alike by chance would hide one access for a minute. */
static uint64_t add_to_key(uint64_t key, const char *text)
{
	do {
		key = (key ^ (unsigned char)*text) * UINT64_C(1099511628211);
	} while (*text++);
	return key;
}

/* Whether the filter has not seen the key in this minute. */
static bool is_due(struct exchange *exchange, uint64_t key)
{
	struct last_access_filter *filter = exchange->space->accesses;
	uint64_t version = database_topic_version(exchange->space->database, DATABASE_DUE);
	int64_t minute = exchange->call.now_ms / MINUTE_MS;
	size_t slot = key & (SLOTS - 1);

	if (filter->version != version)
		memset(filter->slots, 0, sizeof(filter->slots));
	filter->version = version;
	if (filter->slots[slot].key == key && filter->slots[slot].minute == minute)
		return false;
	filter->slots[slot].key = key;
	filter->slots[slot].minute = minute;
	return true;
}

void last_access_note(struct exchange *exchange)
{
	static const char sql[] =
		"INSERT INTO last_access (owner_id, service, action, last_ms, last_region)"
		" VALUES (:owner, :service, :action, :now, :region)"
		" ON CONFLICT DO UPDATE SET last_ms = :now, last_region = :region";
	const struct principal *principal = &exchange->principal;

	if (!principal->access_key_id || !principal->unique_id)
		return;
	const char *service, *action;

	name_action(exchange, &service, &action);
	if (strcmp(principal->unique_id, principal->account_id) == 0)
		action = "";
	uint64_t key = add_to_key(UINT64_C(14695981039346656037), principal->unique_id);

	key = add_to_key(add_to_key(add_to_key(key, service), action), exchange->call.region);
	if (is_due(exchange, key))
		database_run(&exchange->call, sql,
			     DATABASE_VALUES(database_text("owner", principal->unique_id),
					     database_text("service", service),
					     database_text("action", action),
					     database_integer("now", exchange->call.now_ms),
					     database_text("region", exchange->call.region)));
}
