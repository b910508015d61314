#include "mock/injection/bucket.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

struct bucket {
	char *key; /* NULL: the slot is free */
	double tokens;
	int64_t at_ms; /* when it had them */
};

/* Open addressing; never more than half full. */
struct bucket_table {
	struct bucket *slots;
	size_t slot_count, used;
};

static struct bucket *slots_new(size_t count)
{
	struct bucket *slots = calloc(count, sizeof(*slots));

	if (!slots)
		abort();
	return slots;
}

struct bucket_table *bucket_table_new(void)
{
	struct bucket_table *table = calloc(1, sizeof(*table));

	if (!table)
		abort();
	table->slots = slots_new(FIRST_SLOTS);
	table->slot_count = FIRST_SLOTS;
	return table;
}

void bucket_table_free(struct bucket_table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->slot_count; i++)
		free(table->slots[i].key);
	free(table->slots);
	free(table);
}

/* FNV-1a: keys are made of account ids and names, nobody chooses them to collide. */
static size_t hash(const char *key)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (; *key; key++)
		hash = (hash ^ (uint8_t)*key) * UINT64_C(1099511628211);
	return (size_t)hash;
}

/* The key's slot, or the free one where it belongs. */
static struct bucket *slot_of(struct bucket *slots, size_t count, const char *key)
{
	size_t index = hash(key) & (count - 1);

	while (slots[index].key && strcmp(slots[index].key, key) != 0)
		index = (index + 1) & (count - 1);
	return &slots[index];
}

static void refill(struct bucket *bucket, const struct bucket_rate *rate, int64_t now_ms)
{
	if (now_ms <= bucket->at_ms)
		return;
	bucket->tokens += (double)(now_ms - bucket->at_ms) / 1000 * rate->rate;
	if (bucket->tokens > rate->burst)
		bucket->tokens = rate->burst;
	bucket->at_ms = now_ms;
}

/* Forgets full buckets and makes room; the keys that stay find new places. */
static void rebuild(struct bucket_table *table, const struct bucket_rate *rate, int64_t now_ms)
{
	struct bucket *old = table->slots;
	size_t old_count = table->slot_count, kept = 0;

	for (size_t i = 0; i < old_count; i++) {
		if (!old[i].key)
			continue;
		refill(&old[i], rate, now_ms);
		if (old[i].tokens >= rate->burst) {
			free(old[i].key);
			old[i].key = NULL;
		} else {
			kept++;
		}
	}
	while (table->slot_count < 4 * (kept + 1))
		table->slot_count *= 2;
	table->slots = slots_new(table->slot_count);
	for (size_t i = 0; i < old_count; i++) {
		if (old[i].key)
			*slot_of(table->slots, table->slot_count, old[i].key) = old[i];
	}
	table->used = kept;
	free(old);
}

static struct bucket *bucket_of(struct bucket_table *table, const char *key,
				const struct bucket_rate *rate, int64_t now_ms)
{
	struct bucket *bucket = slot_of(table->slots, table->slot_count, key);

	if (bucket->key)
		return bucket;
	if ((table->used + 1) * 2 > table->slot_count) {
		rebuild(table, rate, now_ms);
		if (table->used >= BUCKETS_MAX)
			key = "";
		bucket = slot_of(table->slots, table->slot_count, key);
		if (bucket->key)
			return bucket;
	}
	*bucket = (struct bucket){ strdup(key), rate->burst, now_ms };
	if (!bucket->key)
		abort();
	table->used++;
	return bucket;
}

bool bucket_take(struct bucket_table *table, const char *key, const struct bucket_rate *rate,
		 int64_t now_ms)
{
	struct bucket *bucket = bucket_of(table, key, rate, now_ms);

	refill(bucket, rate, now_ms);
	if (bucket->tokens < 1)
		return false;
	bucket->tokens -= 1;
	return true;
}

bool bucket_is_known(const struct bucket_table *table, const char *key)
{
	return slot_of(table->slots, table->slot_count, key)->key;
}
