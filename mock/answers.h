/*
 * answers.h - what statements answered, kept while no table they read has changed.
 *
 * Most reads of a request were made for the request before it: the caller's
 * organization, a setting, whether a feature is on. An answer is kept when it
 * is asked for the second time; a bounded number of them, the newer in the
 * older one's place. Only database.c uses this.
 */
#pragma once

#include "mock/database.h"
#include "wire/arena.h"
#include "wire/base.h"

enum {
	ANSWERS_SLOTS = 512,         /* a power of two */
	ANSWERS_ROWS_MAX = 8 * 1024, /* bytes of an answer; a longer one is not kept */
	ANSWERS_KEY_MAX = 200,       /* bytes of the parameters; as above */
};

/* What was asked: made by answers_key. */
struct answers_key {
	const char *sql;
	const struct database_row *form;
	size_t most; /* rows asked for */
	uint64_t hash;
	size_t len; /* of bytes; 0: it is not one that is kept */
	char bytes[ANSWERS_KEY_MAX];
};

/* Rows, as an array of structs of the key's form. */
struct answers_rows {
	void *rows;
	size_t count;
};

/* A zeroed struct is empty and ready to use; it takes memory with the first answer. */
struct answers {
	struct answers_slot *slots;
};

/* Names a question. */
void answers_key(struct answers_key *key, const char *sql, const struct database_row *form,
		 size_t most, const struct database_value *values);

/*
 * Copies the rows kept for @key into @arena, with their texts. False if there
 * are none, or if they were read before the change @changed, a number that
 * grows with every change of the tables they were read from.
 */
MUST_USE bool answers_find(const struct answers *answers, const struct answers_key *key,
			   uint64_t changed, struct arena *arena, struct answers_rows *out_rows);

/* Offers what was read after @changed. */
void answers_offer(struct answers *answers, const struct answers_key *key, uint64_t changed,
		   const struct answers_rows *rows);

/* Frees all. */
void answers_done(struct answers *answers);
