#include "mock/answers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * The answer of one question: the rows, then their texts, then the key's
 * bytes. The rows' pointers lead into the block itself.
 */
struct answers_slot {
	const char *sql; /* NULL: empty */
	const struct database_row *form;
	size_t most;
	uint64_t hash;
	uint64_t changed; /* of its tables, when it was read */
	uint64_t wanted;  /* the hash of the last question that was not the one kept */
	size_t count;     /* of rows */
	size_t rows_len;  /* bytes of the block before the key */
	size_t key_len;
	char *block;
};

static bool add_bytes(struct answers_key *key, const void *data, size_t len)
{
	if (len > sizeof(key->bytes) - key->len)
		return false;
	memcpy(key->bytes + key->len, data, len);
	key->len += len;
	return true;
}

static bool add_value(struct answers_key *key, const struct database_value *value)
{
	char kind = (char)('0' + value->kind);

	if (!add_bytes(key, &kind, 1))
		return false;
	if (value->kind == DATABASE_TEXT)
		return add_bytes(key, value->text, strlen(value->text) + 1);
	return value->kind == DATABASE_NULL ||
	       add_bytes(key, &value->integer, sizeof(value->integer));
}

/* Eight bytes at a time; the last ones with those before them. */
static uint64_t hash_of(const struct answers_key *key)
{
	uint64_t hash = (uint64_t)(uintptr_t)key->sql ^ key->len << 48 ^ key->most << 40;
	uint64_t word = 0;
	size_t i = 0;

	for (; i + sizeof(word) <= key->len; i += sizeof(word)) {
		memcpy(&word, key->bytes + i, sizeof(word));
		hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
		hash ^= hash >> 29;
	}
	word = 0;
	memcpy(&word, key->bytes + i, key->len - i);
	hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
	return hash ^ hash >> 32;
}

void answers_key(struct answers_key *key, const char *sql, const struct database_row *form,
		 size_t most, const struct database_value *values)
{
	key->sql = sql;
	key->form = form;
	key->most = most;
	key->len = 0;
	add_bytes(key, "?", 1); /* a question without parameters has a key too */
	for (; values->name; values++) {
		if (!add_value(key, values)) {
			key->len = 0;
			return;
		}
	}
	key->hash = hash_of(key);
}

static bool is_same(const struct answers_slot *slot, const struct answers_key *key)
{
	return slot->hash == key->hash && slot->sql == key->sql && slot->form == key->form &&
	       slot->most == key->most && slot->key_len == key->len &&
	       memcmp(slot->block + slot->rows_len, key->bytes, key->len) == 0;
}

static struct answers_slot *slot_of(const struct answers *answers, const struct answers_key *key)
{
	return &answers->slots[key->hash & (ANSWERS_SLOTS - 1)];
}

/* Adds @distance to every text of the rows. */
static void move_texts(char *rows, size_t count, const struct database_row *form,
		       ptrdiff_t distance)
{
	for (const struct database_column *column = form->columns; column->name; column++) {
		char *at = rows + column->offset;

		if (column->kind != COLUMN_TEXT)
			continue;
		for (size_t i = 0; i < count; i++, at += form->size) {
			char **text = (char **)(void *)at;

			*text = *text ? *text + distance : NULL;
		}
	}
}

bool answers_find(const struct answers *answers, const struct answers_key *key, uint64_t changed,
		  struct arena *arena, struct answers_rows *out_rows)
{
	const struct answers_slot *slot;
	char *copy;

	if (!answers->slots || !key->len)
		return false;
	slot = slot_of(answers, key);
	if (!slot->sql || slot->changed != changed || !is_same(slot, key))
		return false;
	copy = arena_alloc(arena, slot->rows_len);
	if (slot->rows_len)
		memcpy(copy, slot->block, slot->rows_len);
	move_texts(copy, slot->count, key->form, copy - slot->block);
	*out_rows = (struct answers_rows){ copy, slot->count };
	return true;
}

/* The bytes that rows and texts take in one block. */
static size_t size_of(const struct answers_rows *rows, const struct database_row *form)
{
	size_t size = rows->count * form->size;

	for (const struct database_column *column = form->columns; column->name; column++) {
		const char *at = (const char *)rows->rows + column->offset;

		for (size_t i = 0; column->kind == COLUMN_TEXT && i < rows->count;
		     i++, at += form->size) {
			const char *text = *(const char *const *)(const void *)at;

			size += text ? strlen(text) + 1 : 0;
		}
	}
	return size;
}

/* Rows and texts into @block, which has room for both. */
static void pack(const struct answers_rows *rows, const struct database_row *form, char *block)
{
	size_t rows_len = rows->count * form->size;
	char *end = block + rows_len;

	if (rows_len)
		memcpy(block, rows->rows, rows_len);
	for (const struct database_column *column = form->columns; column->name; column++) {
		char *at = block + column->offset;

		for (size_t i = 0; column->kind == COLUMN_TEXT && i < rows->count;
		     i++, at += form->size) {
			char **text = (char **)(void *)at;

			if (!*text)
				continue;
			*text = memcpy(end, *text, strlen(*text) + 1);
			end += strlen(end) + 1;
		}
	}
}

static void fill(struct answers_slot *slot, const struct answers_key *key, uint64_t changed,
		 const struct answers_rows *rows, size_t rows_len)
{
	char *block = malloc(rows_len + key->len);

	if (!block)
		abort();
	pack(rows, key->form, block);
	memcpy(block + rows_len, key->bytes, key->len);
	free(slot->block);
	*slot = (struct answers_slot){
		.sql = key->sql,
		.form = key->form,
		.most = key->most,
		.hash = key->hash,
		.changed = changed,
		.wanted = key->hash,
		.count = rows->count,
		.rows_len = rows_len,
		.key_len = key->len,
		.block = block,
	};
}

void answers_offer(struct answers *answers, const struct answers_key *key, uint64_t changed,
		   const struct answers_rows *rows)
{
	struct answers_slot *slot;
	size_t rows_len;

	if (!key->len)
		return;
	if (!answers->slots) {
		answers->slots = calloc(ANSWERS_SLOTS, sizeof(*answers->slots));
		if (!answers->slots)
			abort();
	}
	slot = slot_of(answers, key);
	/* What is asked once in a long list must not drive out what all requests ask. */
	if (slot->wanted != key->hash) {
		slot->wanted = key->hash;
		return;
	}
	rows_len = size_of(rows, key->form);
	if (rows_len <= ANSWERS_ROWS_MAX)
		fill(slot, key, changed, rows, rows_len);
}

void answers_done(struct answers *answers)
{
	for (size_t i = 0; answers->slots && i < ANSWERS_SLOTS; i++)
		free(answers->slots[i].block);
	free(answers->slots);
	*answers = (struct answers){ NULL };
}
