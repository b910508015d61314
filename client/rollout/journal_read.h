/*
 * journal_read.h - what earlier runs left in a journal.
 */
#pragma once

#include "client/rollout/journal.h"
#include "wire/json_reader.h"

/* A journal's text, read. */
struct journal_past {
	size_t whole_len;        /* bytes up to and with the last line break */
	const char *plan_digest; /* of the first line; NULL: there is no line */
	char head[SHA256_HEX_LEN + 1];
	struct journal_record *records; /* one a call, in the order of journal_record_compare() */
	size_t record_count;
	/* Of the last run's first line, each NULL if it does not say. */
	const char *host, *caller_arn, *since;
	int64_t process; /* 0: it does not say */
};

/* The digest that the first line carries, which has no line before it. */
extern const char journal_no_digest[SHA256_HEX_LEN + 1];

/*
 * Reads @text, whose last line may be cut off. FAULT_STALE names a line that
 * is no entry or does not follow from the line before it. Texts live in @arena.
 */
MUST_USE bool journal_read(struct arena *arena, const char *text, size_t len,
			   struct journal_past *out_past, struct fault *fault);

/* The order of records: account, operation, id. */
int journal_record_compare(const void *one, const void *other);
