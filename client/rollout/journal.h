/*
 * journal.h - what a run was about to do and what came of it.
 *
 * One JSON object a line, beside the plan. A write is journalled and synced
 * before it is sent, its outcome after. Each line carries the digest of the
 * line before it, so that a changed or lost line is seen. Whoever holds the
 * journal holds the lock on the plan: two runs of one plan are refused.
 *
 * A last line without its line break was cut off by a crash. It was never
 * synced, so nothing was sent on its ground, and it is taken off.
 */
#pragma once

#include "client/rollout/credential.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/clock.h"
#include "wire/digest.h"
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
	JOURNAL_EVENTS,
};

/* The last that is known of one call of an earlier run. */
struct journal_record {
	const char *account_id;
	const char *operation;
	const char *id; /* "" of the password */
	size_t line;    /* from 1 */
	enum journal_event event;
};

struct journal {
	int file;      /* -1: closed */
	int broken_by; /* errno of a write that failed: nothing is written after it; 0: none */
	struct clock clock;
	bool is_resumed;                /* an earlier run left entries */
	char head[SHA256_HEX_LEN + 1];  /* digest of the last line */
	struct journal_record *records; /* of earlier runs, sorted; see journal_find() */
	size_t record_count;
};

/* What is written. NULL texts are left out. */
struct journal_entry {
	enum journal_event event;
	const char *account_id;
	const char *operation; /* of AWS: "DeleteAccessKey" */
	const struct credential *credential;
	const char *request_id; /* of AWS's answer */
	const char *text;       /* an error, for people */
};

struct journal_options {
	const char *path;
	const char *plan_digest; /* of the plan that is carried out */
	const char *caller_arn;  /* who runs it */
	struct clock clock;
	bool must_exist; /* only an earlier run may be gone on with */
};

/*
 * Opens or makes the journal and locks it. FAULT_LOCKED names the run that has
 * it. FAULT_STALE: it belongs to another plan, or a line of it was changed.
 * FAULT_REFUSED: it must exist and does not. Records live in @arena.
 */
MUST_USE bool journal_open(struct arena *arena, const struct journal_options *options,
			   struct journal *out_journal, struct fault *fault);

/*
 * Appends an entry and waits until it is durable. A false means: do not go on
 * deleting. From then on every call fails, because a part of a line may be
 * there that nothing may stand behind.
 */
MUST_USE bool journal_write(struct journal *journal, const struct journal_entry *entry,
			    struct fault *fault);

/* The last that earlier runs knew of this call, or NULL: none of them began it. */
const struct journal_record *journal_find(const struct journal *journal, const char *account_id,
					  const char *operation,
					  const struct credential *credential);

/* Gives the lock back. */
void journal_close(struct journal *journal);

/* "start", "intent", ... */
const char *journal_event_name(enum journal_event event);
