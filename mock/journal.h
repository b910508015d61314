/*
 * journal.h - what was asked and what was answered.
 *
 * A ring of the last requests, bounded in number and in bytes. An entry is written while a request
 * waits, so it is kept as records, which become JSON when somebody reads them. Nothing that is
 * secret can be found here: parameters that the contract calls sensitive are left out before an
 * entry is made. Of the oldest entries the messages are not kept.
 */
#pragma once

#include "wire/base.h"
#include "wire/buffer.h"

struct exchange;
struct journal;
struct journal_message;

/* A refusal that had an authorization id. Texts are the journal's. */
struct journal_refusal {
	const char *account_id, *organization_id; /* of the caller; the second may be "" */
	const char *region;                       /* of its signature */
	const char *details;                      /* see authorization_details.h */
	unsigned asked;                           /* how often it was looked up before */
};

enum {
	JOURNAL_ENTRIES = 20000,
	JOURNAL_BYTES = 64 * 1024 * 1024,          /* of all entries; the oldest give way */
	JOURNAL_MESSAGE_BYTES = JOURNAL_BYTES / 2, /* of these, of all messages */
	JOURNAL_ENTRY_MAX = 64 * 1024, /* bytes of an entry; a longer one is kept without details */
};

/* An empty journal. Free with journal_free. */
struct journal *journal_new(void);
void journal_free(struct journal *journal);

/* Adds the answered exchange. */
void journal_add(struct journal *journal, const struct exchange *exchange);

/* Forgets all entries; numbers begin again at 1. */
void journal_clear(struct journal *journal);

/* The refusal with that authorization id, which counts as asked for; false if it is not kept. */
MUST_USE bool journal_find_refusal(struct journal *journal, const char *authorization_id,
				   struct journal_refusal *out_refusal);

/* Numbers of the oldest and the newest entry kept; the first is above the last if there is none. */
uint64_t journal_first(const struct journal *journal);
uint64_t journal_last(const struct journal *journal);

/* Changes when all entries are forgotten. */
uint64_t journal_generation(const struct journal *journal);

/* The operation of a kept entry, "" if it had none; and the entry as JSON, in @arena. */
const char *journal_operation(const struct journal *journal, uint64_t number);
struct buffer journal_entry(const struct journal *journal, uint64_t number, struct arena *arena);

/* The messages of a kept entry; false if they are no longer kept. Lists are in @arena. */
MUST_USE bool journal_messages(const struct journal *journal, uint64_t number, struct arena *arena,
			       struct journal_message *out_message);

/* Shows the JSON of each entry with a number above @after to @visit, oldest first. */
void journal_walk(const struct journal *journal, uint64_t after,
		  void (*visit)(void *context, const char *json, size_t len), void *context);
