#include "policy/context.h"

#include <string.h>
#include <strings.h>

enum { FIRST_CAPACITY = 32, SLOTS_PER_ENTRY = 4, MAX_ENTRIES = 8192 };

struct policy_key policy_key_of(const char *name, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)name[i];

		if (byte >= 'A' && byte <= 'Z')
			byte = (unsigned char)(byte + 'a' - 'A');
		hash = (hash ^ byte) * 16777619u;
	}
	return (struct policy_key){ name, (uint32_t)len, hash };
}

static bool keys_equal(const struct policy_key *one, const struct policy_key *other)
{
	/* Most documents write a key as the server does. */
	return one->hash == other->hash && one->len == other->len &&
	       (memcmp(one->name, other->name, one->len) == 0 ||
		strncasecmp(one->name, other->name, one->len) == 0);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint16_t *slot_of(const struct policy_context *context, const struct policy_key *key)
{
	uint32_t mask = context->capacity * SLOTS_PER_ENTRY - 1;
	uint32_t at = key->hash & mask;

	while (context->slots[at] &&
	       !keys_equal(&context->entries[context->slots[at] - 1].key, key))
		at = (at + 1) & mask;
	return &context->slots[at];
}

static void grow(struct policy_context *context, uint32_t capacity)
{
	const struct policy_context_entry *old = context->entries;

	context->capacity = capacity;
	context->slots = arena_array(context->arena, (size_t)capacity * SLOTS_PER_ENTRY,
				     sizeof(*context->slots));
	context->entries = arena_array(context->arena, capacity, sizeof(*context->entries));
	for (uint32_t i = 0; i < context->count; i++) {
		context->entries[i] = old[i];
		*slot_of(context, &context->entries[i].key) = (uint16_t)(i + 1);
	}
}

void policy_context_init(struct policy_context *context, struct arena *arena)
{
	*context = (struct policy_context){ .arena = arena };
	grow(context, FIRST_CAPACITY);
}

void policy_context_init_late(struct policy_context *context, struct arena *arena,
			      void (*fill)(struct policy_context *context, void *owner),
			      void *owner)
{
	*context = (struct policy_context){
		.arena = arena,
		.unfilled = context,
		.fill = fill,
		.owner = owner,
	};
}

void policy_context_fill(const struct policy_context *context)
{
	struct policy_context *unfilled = context->unfilled;

	if (!unfilled)
		return;
	unfilled->unfilled = NULL;
	grow(unfilled, FIRST_CAPACITY);
	unfilled->fill(unfilled, unfilled->owner);
}

static void add(struct policy_context *context, const struct policy_context_entry *entry)
{
	uint16_t *slot = slot_of(context, &entry->key);

	if (*slot) {
		context->entries[*slot - 1] = *entry;
		return;
	}
	/* A request cannot carry this many keys; what is over the bound is not seen. */
	if (context->count == MAX_ENTRIES)
		return;
	if (context->count == context->capacity) {
		grow(context, context->capacity * 2);
		slot = slot_of(context, &entry->key);
	}
	context->entries[context->count++] = *entry;
	*slot = (uint16_t)context->count;
}

void policy_context_add(struct policy_context *context, const char *key, const char *value)
{
	if (value)
		add(context, &(struct policy_context_entry){
				     .key = policy_key_of(key, strlen(key)),
				     .value = value,
				     .value_count = 1,
			     });
}

void policy_context_add_list(struct policy_context *context, const char *key,
			     const char *const *values, size_t count)
{
	add(context, &(struct policy_context_entry){
			     .key = policy_key_of(key, strlen(key)),
			     .values = values,
			     .value_count = (uint32_t)count,
			     .multivalued = true,
		     });
}

void policy_context_add_tag(struct policy_context *context, const char *prefix, const char *tag_key,
			    const char *value)
{
	policy_context_add(context, arena_printf(context->arena, "%s%s", prefix, tag_key), value);
}

const struct policy_context_entry *policy_context_find(const struct policy_context *context,
						       const struct policy_key *key)
{
	uint16_t index;

	if (!context)
		return NULL;
	policy_context_fill(context);
	if (!context->count)
		return NULL;
	index = *slot_of(context, key);
	if (!index || !context->entries[index - 1].value_count)
		return NULL;
	return &context->entries[index - 1];
}

const struct policy_context_entry *policy_context_get(const struct policy_context *context,
						      const char *name)
{
	struct policy_key key = policy_key_of(name, strlen(name));

	return policy_context_find(context, &key);
}
