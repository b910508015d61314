/*
 * context.h - the condition keys of a request and their values.
 *
 * Keys are looked up without regard to case. Whether a key is multivalued is
 * a property of the key, not of how many values came (recorded). The context
 * and what it grows into live in the arena of the request; keys and values
 * are borrowed and must live as long as the context.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* The name of a condition key, ready for look-up. */
struct policy_key {
	const char *name; /* as written */
	uint32_t len;
	uint32_t hash; /* of the name in lower case */
};

/* One key of the request with its values, in the order given. */
struct policy_context_entry {
	struct policy_key key;
	const char *value;         /* the only value, when @values is NULL */
	const char *const *values; /* more than one, or none */
	uint32_t value_count;
	bool multivalued;
};

struct policy_context {
	struct arena *arena;
	struct policy_context_entry *entries; /* in the order they were added */
	uint16_t *slots;                      /* hash table: index + 1 of an entry, 0: free */
	uint32_t count;
	uint32_t capacity; /* of entries; there are four times as many slots */

	/* Of a context that is filled when it is first asked; otherwise NULL. */
	struct policy_context *unfilled; /* itself */
	void (*fill)(struct policy_context *context, void *owner);
	void *owner;
};

/* A key of that name. The name is borrowed. */
struct policy_key policy_key_of(const char *name, size_t len);

/* An empty context whose memory comes from @arena. */
void policy_context_init(struct policy_context *context, struct arena *arena);

/*
 * A context that @fill adds the keys to when one is first looked for: most
 * policies ask for none. @owner must live as long as the context, which is
 * not to be copied.
 */
void policy_context_init_late(struct policy_context *context, struct arena *arena,
			      void (*fill)(struct policy_context *context, void *owner),
			      void *owner);

/* Fills a late context now, for those that look at its entries; does nothing to another. */
void policy_context_fill(const struct policy_context *context);

/* Adds a single-valued key. A NULL value adds nothing; a key given again gets the new value. */
void policy_context_add(struct policy_context *context, const char *key, const char *value);

/* Adds a multivalued key. The array of values is borrowed. */
void policy_context_add_list(struct policy_context *context, const char *key,
			     const char *const *values, size_t count);

/* Adds a single-valued key named @prefix followed by @tag_key: "aws:PrincipalTag/", "team". */
void policy_context_add_tag(struct policy_context *context, const char *prefix, const char *tag_key,
			    const char *value);

/* The entry of a key, or NULL. A key without any value is absent. */
const struct policy_context_entry *policy_context_find(const struct policy_context *context,
						       const struct policy_key *key);

/* The same by name. */
const struct policy_context_entry *policy_context_get(const struct policy_context *context,
						      const char *name);

/* The value at @index of an entry. */
static inline const char *policy_context_value(const struct policy_context_entry *entry,
					       size_t index)
{
	return entry->values ? entry->values[index] : entry->value;
}
