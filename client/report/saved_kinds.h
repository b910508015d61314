/*
 * saved_kinds.h - the accounts of each kind of saved file, as records.
 *
 * Each adds to reading->saved->records. False: the file does not have its
 * form, and the fault names the place.
 */
#pragma once

#include "client/report/saved.h"

struct saved_reading {
	struct arena *arena;
	struct saved *saved;
	struct fault *fault;
};

/* "FILE:LINE:COLUMN: TEXT". Returns false. */
bool saved_refuse(struct saved_reading *reading, const struct json_value *at, const char *text);

MUST_USE bool saved_read_audit_account(struct saved_reading *reading,
				       const struct json_value *account);
MUST_USE bool saved_read_plan_account(struct saved_reading *reading,
				      const struct json_value *account);
MUST_USE bool saved_read_outcome_account(struct saved_reading *reading,
					 const struct json_value *account);

/* All lines of a journal. FAULT_STALE if one was changed; a last one that is cut off is passed
 * over. */
MUST_USE bool saved_read_journal(struct saved_reading *reading, const struct input *input);

/* Keeps every line of the text as JSON. */
MUST_USE bool saved_read_lines(struct saved_reading *reading, const char *text, size_t len);

/* All lines behind the first of what --calls wrote. They are no records. */
MUST_USE bool saved_read_calls(struct saved_reading *reading, const struct input *input);

/*
 * The events of --output jsonl, put together as the document that --output json writes. Refused
 * without the last one: nobody knows what lacks.
 */
MUST_USE bool saved_read_events(struct saved_reading *reading, const struct input *input);

/* A scenario: every value in it is a record, whose kind is its place. */
MUST_USE bool saved_read_snapshot(struct saved_reading *reading);
