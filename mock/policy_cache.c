#include "mock/policy_cache.h"

#include <stdlib.h>
#include <string.h>

#include "mock/database.h"
#include "mock/organizations/lookup.h"

enum {
	FIRST_SLOTS = 1024,
	ENTRIES_MAX = 65536,
	BYTES_MAX = 256 * 1024 * 1024,
};

/* One thing kept, by its kind and the text that names it. */
struct entry {
	const char *kind; /* compared by address */
	const char *key;
	uint64_t hash;
	const void *value;
	struct entry *next;
};

struct policy_cache {
	struct arena arena; /* of everything kept, entries too */
	struct entry **slots;
	size_t slot_count, entry_count;
	uint64_t version;
};

static const char kind_document[] = "document";
static const char kind_managed[] = "managed policy";
static const char kind_identity[] = "identity policies";
static const char kind_place[] = "place";

/* A type's name at Organizations is also the kind of what is kept. */
static const char *const types[] = {
	[POLICY_CACHE_SCP] = "SERVICE_CONTROL_POLICY",
	[POLICY_CACHE_RCP] = "RESOURCE_CONTROL_POLICY",
};

struct policy_cache *policy_cache_new(void)
{
	struct policy_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		abort();
	cache->slot_count = FIRST_SLOTS;
	cache->slots = calloc(cache->slot_count, sizeof(struct entry *));
	if (!cache->slots)
		abort();
	return cache;
}

void policy_cache_free(struct policy_cache *cache)
{
	if (!cache)
		return;
	arena_done(&cache->arena);
	free(cache->slots);
	free(cache);
}

void policy_cache_refresh(struct policy_cache *cache, struct call *call)
{
	uint64_t version = database_version(call->database);

	if (version == cache->version && cache->entry_count < ENTRIES_MAX &&
	    cache->arena.used < BYTES_MAX)
		return;
	memset(cache->slots, 0, cache->slot_count * sizeof(struct entry *));
	cache->entry_count = 0;
	cache->version = version;
	arena_reset(&cache->arena);
}

/* FNV-1a. */
static uint64_t hash_of(const char *kind, const char *key)
{
	uint64_t hash = 14695981039346656037u ^ (uint64_t)(uintptr_t)kind;

	for (; *key; key++)
		hash = (hash ^ (uint8_t)*key) * 1099511628211u;
	return hash ^ hash >> 32;
}

static struct entry *find(struct policy_cache *cache, const char *kind, const char *key)
{
	uint64_t hash = hash_of(kind, key);
	struct entry *entry = cache->slots[hash % cache->slot_count];

	while (entry &&
	       (entry->hash != hash || entry->kind != kind || strcmp(entry->key, key) != 0))
		entry = entry->next;
	return entry;
}

static void grow(struct policy_cache *cache)
{
	size_t count = cache->slot_count * 2;
	struct entry **slots = calloc(count, sizeof(struct entry *));

	if (!slots)
		abort();
	for (size_t i = 0; i < cache->slot_count; i++) {
		struct entry *next;

		for (struct entry *entry = cache->slots[i]; entry; entry = next) {
			next = entry->next;
			entry->next = slots[entry->hash % count];
			slots[entry->hash % count] = entry;
		}
	}
	free(cache->slots);
	cache->slots = slots;
	cache->slot_count = count;
}

static void keep(struct policy_cache *cache, const char *kind, const char *key, const void *value)
{
	struct entry *entry = arena_new(&cache->arena, struct entry);
	struct entry **slot;

	if (cache->entry_count++ >= cache->slot_count)
		grow(cache);
	*entry = (struct entry){ kind, arena_strdup(&cache->arena, key), hash_of(kind, key), value,
				 NULL };
	slot = &cache->slots[entry->hash % cache->slot_count];
	entry->next = *slot;
	*slot = entry;
}

/* A call whose rows are read into the cache's memory instead of the request's. */
static struct call reader(struct policy_cache *cache, const struct call *call)
{
	struct call reading = *call;

	reading.arena = &cache->arena;
	return reading;
}

const struct policy_document *policy_cache_document(struct policy_cache *cache, const char *text)
{
	const struct policy_document *document = NULL;
	const struct entry *kept = text ? find(cache, kind_document, text) : NULL;
	struct fault fault;

	if (!text)
		return NULL;
	if (kept)
		return kept->value;
	if (!policy_document_parse(&cache->arena, text, strlen(text), &fault, &document))
		document = NULL;
	keep(cache, kind_document, text, document);
	return document;
}

/* A policy as rows give it. */
struct row {
	const char *arn; /* NULL: inline */
	const char *name;
	const char *document;
};

static const struct database_column row_columns[] = {
	{ "arn", offsetof(struct row, arn), COLUMN_TEXT },
	{ "name", offsetof(struct row, name), COLUMN_TEXT },
	{ "document", offsetof(struct row, document), COLUMN_TEXT },
	{ NULL },
};

static const struct database_row row_form = { sizeof(struct row), row_columns };

static struct policy_source source_of(struct policy_cache *cache, const struct row *row)
{
	return (struct policy_source){
		.arn = row->arn,
		.name = row->name,
		.document = policy_cache_document(cache, row->document),
	};
}

const struct policy_source *policy_cache_managed(struct policy_cache *cache, struct call *call,
						 const char *arn)
{
	static const char by_arn[] =
		"SELECT p.arn AS arn, p.name AS name, v.document AS document"
		" FROM managed_policy AS p JOIN managed_policy_version AS v"
		" ON v.policy_arn = p.arn AND v.version = p.default_version WHERE p.arn = :arn";
	const struct entry *kept = find(cache, kind_managed, arn);
	struct call reading = reader(cache, call);
	struct policy_source *source;
	struct row row = { .arn = NULL };

	if (kept)
		return kept->value;
	source = arena_new(&cache->arena, struct policy_source);
	if (database_row(&reading, by_arn, DATABASE_VALUES(database_text("arn", arn)), &row_form,
			 &row))
		*source = source_of(cache, &row);
	keep(cache, kind_managed, arn, source);
	return source;
}

const struct policy_set *policy_cache_identity(struct policy_cache *cache, struct call *call,
					       const char *unique_id)
{
	static const char all[] =
		"WITH owner (id) AS (SELECT :id UNION ALL"
		" SELECT group_id FROM group_member WHERE user_id = :id)"
		" SELECT NULL AS arn, i.name AS name, i.document AS document"
		" FROM owner JOIN inline_policy AS i ON i.owner_id = owner.id UNION ALL"
		" SELECT p.arn, p.name, v.document FROM owner"
		" JOIN managed_attachment AS a ON a.owner_id = owner.id"
		" JOIN managed_policy AS p ON p.arn = a.policy_arn"
		" JOIN managed_policy_version AS v"
		" ON v.policy_arn = p.arn AND v.version = p.default_version"
		" /* scan: of the owner and its groups, which are few */";
	const struct entry *kept = find(cache, kind_identity, unique_id);
	struct call reading = reader(cache, call);
	struct policy_source *sources;
	struct policy_set *set;
	struct row *rows;
	size_t count;

	if (kept)
		return kept->value;
	count = database_rows(&reading, all, DATABASE_VALUES(database_text("id", unique_id)),
			      &row_form, &rows);
	sources = arena_array(&cache->arena, count, sizeof(*sources));
	for (size_t i = 0; i < count; i++)
		sources[i] = source_of(cache, &rows[i]);
	set = arena_new(&cache->arena, struct policy_set);
	*set = (struct policy_set){ sources, count };
	keep(cache, kind_identity, unique_id, set);
	return set;
}

static struct policy_set set_of_level(struct policy_cache *cache, const struct lookup_level *level)
{
	struct policy_source *sources =
		arena_array(&cache->arena, level->policy_count, sizeof(*sources));

	for (size_t i = 0; i < level->policy_count; i++)
		sources[i] = (struct policy_source){
			.arn = level->policies[i].arn,
			.name = level->policies[i].name,
			.document = policy_cache_document(cache, level->policies[i].content),
		};
	return (struct policy_set){ sources, level->policy_count };
}

static void load_levels(struct policy_cache *cache, struct call *reading, const char *account_id,
			const char *type, struct policy_levels *out_levels)
{
	struct lookup_chain chain = lookup_policy_chain(reading, account_id, type);
	struct lookup_organization organization;
	struct policy_level *levels;

	if (!chain.is_enabled || !lookup_organization_of(reading, account_id, &organization))
		return;
	levels = arena_array(&cache->arena, chain.level_count, sizeof(*levels));
	for (size_t i = 0; i < chain.level_count; i++)
		levels[i] = (struct policy_level){
			/* The last level is the account itself, named by the caller's own text. */
			.id = arena_strdup(&cache->arena, chain.levels[i].target_id),
			.path = lookup_path(reading, &organization, chain.levels[i].target_id),
			.policies = set_of_level(cache, &chain.levels[i]),
		};
	*out_levels = (struct policy_levels){ levels, chain.level_count };
}

const struct policy_levels *policy_cache_levels(struct policy_cache *cache, struct call *call,
						const char *account_id, enum policy_cache_type type)
{
	const struct entry *kept = find(cache, types[type], account_id);
	struct call reading = reader(cache, call);
	struct policy_levels *levels;

	if (kept)
		return kept->value;
	levels = arena_new(&cache->arena, struct policy_levels);
	load_levels(cache, &reading, account_id, types[type], levels);
	keep(cache, types[type], account_id, levels);
	return levels;
}

const struct policy_cache_place *policy_cache_place(struct policy_cache *cache, struct call *call,
						    const char *account_id)
{
	const struct entry *kept = find(cache, kind_place, account_id);
	struct call reading = reader(cache, call);
	struct lookup_organization organization;
	struct policy_cache_place *place;
	const char *parent;

	if (kept)
		return kept->value;
	place = arena_new(&cache->arena, struct policy_cache_place);
	if (lookup_organization_of(&reading, account_id, &organization)) {
		parent = lookup_parent(&reading, account_id);
		place->organization_id = organization.id;
		place->management_account_id = organization.management_account_id;
		place->parent_path = parent ? lookup_path(&reading, &organization, parent) : NULL;
	}
	keep(cache, kind_place, account_id, place);
	return place;
}
