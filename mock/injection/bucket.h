/*
 * bucket.h - token buckets, as AWS throttles with them.
 *
 * A bucket holds up to @burst tokens and gains @rate of them a second. A
 * request that finds a token takes it; one that finds none is throttled and
 * takes nothing. Each key has its bucket; one that is full again is forgotten,
 * so that only callers of the last moments take memory.
 */
#pragma once

#include "wire/base.h"

struct bucket_table;

struct bucket_rate {
	double rate;  /* tokens a second */
	double burst; /* tokens a full bucket has */
};

enum { BUCKETS_MAX = 200000 }; /* more keys than that share one bucket */

/* Free with bucket_table_free. */
struct bucket_table *bucket_table_new(void);
void bucket_table_free(struct bucket_table *table);

/* Takes a token of the bucket @key; false if there is none. Time never runs back. */
bool bucket_take(struct bucket_table *table, const char *key, const struct bucket_rate *rate,
		 int64_t now_ms);

/* Whether a token was ever taken of that key and its bucket is not full again. */
bool bucket_is_known(const struct bucket_table *table, const char *key);
