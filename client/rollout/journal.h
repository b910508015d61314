/*
 * journal.h - what a run was about to do and what came of it.
 *
 * One JSON object a line, beside the plan. A write is journalled and fsynced
 * before it is sent, its outcome after. Whoever holds the journal holds the
 * lock on the plan: two runs of one plan are refused.
 */
#pragma once

#include "client/rollout/credential.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/clock.h"
#include "wire/fault.h"

enum { JOURNAL_MAX = 256 * 1024 * 1024 };

enum journal_event {
	JOURNAL_START,  /* a run began */
	JOURNAL_INTENT, /* this delete will be sent now */
	JOURNAL_DONE,   /* AWS said yes */
	JOURNAL_GONE,   /* it was not there any more */
	JOURNAL_FAILED, /* AWS said no */
	JOURNAL_LOST,   /* no answer; the outcome was read again afterwards */
	JOURNAL_END,    /* the run ended by itself */
};

struct journal {
	int file; /* -1: closed */
	struct clock clock;
	bool is_resumed; /* an earlier run left entries */
};

/* What is written. NULL texts are left out. */
struct journal_entry {
	enum journal_event event;
	const char *plan_digest;
	const char *account_id;
	const struct credential *credential;
	const char *text; /* an error, for people */
};

struct journal_options {
	const char *path;
	const char *plan_digest; /* of the plan that is carried out */
	struct clock clock;
};

/*
 * Opens or makes the journal and locks it. FAULT_LOCKED: another run has it.
 * FAULT_STALE: it belongs to another plan.
 */
MUST_USE bool journal_open(struct arena *arena, const struct journal_options *options,
			   struct journal *out_journal, struct fault *fault);

/* Appends an entry and waits until it is durable. A false means: do not go on writing. */
MUST_USE bool journal_write(struct journal *journal, const struct journal_entry *entry,
			    struct fault *fault);

/* Whether an earlier run journalled the intent to delete this credential. */
bool journal_has_intent(struct arena *arena, const struct journal *journal, const char *account_id,
			const struct credential *credential);

/* Gives the lock back. */
void journal_close(struct journal *journal);
