#include "wire/sigv4_keys.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_LEN = 255 };

/*
 * A slot holds the one key whose name hashes to it. The name is everything
 * the key is made from, so that a changed secret never finds the old key; it
 * takes the old key's place, since the secret is not hashed.
 */
struct slot {
	size_t name_len;   /* 0: empty */
	size_t secret_len; /* with its end, at the end of the name */
	char name[NAME_MAX_LEN];
	struct hmac_key key;
};

struct sigv4_keys {
	size_t slot_count;
	size_t derived;
	struct slot spare; /* for a name that is too long to be kept */
	struct slot slots[];
};

struct sigv4_keys *sigv4_keys_new(size_t slot_count)
{
	struct sigv4_keys *keys = calloc(1, sizeof(*keys) + slot_count * sizeof(keys->slots[0]));

	if (!keys)
		abort();
	keys->slot_count = slot_count;
	return keys;
}

void sigv4_keys_clear(struct sigv4_keys *keys)
{
	secret_wipe(&keys->spare, sizeof(keys->spare));
	/* A slot that was never used is not touched, so that it takes no memory. */
	for (size_t i = 0; i < keys->slot_count; i++)
		if (keys->slots[i].name_len)
			secret_wipe(&keys->slots[i], sizeof(keys->slots[i]));
}

void sigv4_keys_free(struct sigv4_keys *keys)
{
	if (!keys)
		return;
	sigv4_keys_clear(keys);
	free(keys);
}

/* Adds a text and its end; false if it does not fit. */
static bool name_add(struct slot *slot, const char *text)
{
	size_t len = strlen(text) + 1;

	if (len > sizeof(slot->name) - slot->name_len)
		return false;
	memcpy(slot->name + slot->name_len, text, len);
	slot->name_len += len;
	return true;
}

static bool name_make(struct slot *slot, const struct sigv4_scope *scope,
		      const struct sigv4_credentials *credentials)
{
	slot->name_len = 0;
	slot->secret_len = strlen(credentials->secret) + 1;
	return name_add(slot, credentials->access_key_id) && name_add(slot, scope->date) &&
	       name_add(slot, scope->region) && name_add(slot, scope->service) &&
	       name_add(slot, credentials->secret);
}

static size_t name_hash(const struct slot *slot)
{
	uint64_t hash = 14695981039346656037U;

	for (size_t i = 0; i < slot->name_len - slot->secret_len; i++)
		hash = (hash ^ (uint8_t)slot->name[i]) * 1099511628211U;
	return (size_t)(hash ^ hash >> 32);
}

const struct hmac_key *sigv4_keys_get(struct sigv4_keys *keys, const struct sigv4_scope *scope,
				      const struct sigv4_credentials *credentials)
{
	struct slot *spare = &keys->spare;
	struct slot *slot;

	if (!name_make(spare, scope, credentials)) {
		keys->derived++;
		spare->key = sigv4_signing_key(scope, credentials->secret);
		return &spare->key;
	}
	slot = &keys->slots[name_hash(spare) % keys->slot_count];
	if (slot->name_len != spare->name_len ||
	    memcmp(slot->name, spare->name, spare->name_len) != 0) {
		keys->derived++;
		secret_wipe(slot, sizeof(*slot));
		memcpy(slot->name, spare->name, spare->name_len);
		slot->name_len = spare->name_len;
		slot->key = sigv4_signing_key(scope, credentials->secret);
	}
	secret_wipe(spare->name, spare->name_len);
	return &slot->key;
}

size_t sigv4_keys_derived(const struct sigv4_keys *keys)
{
	return keys->derived;
}
