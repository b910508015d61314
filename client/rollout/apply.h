/*
 * apply.h - carries out a plan, account by account.
 *
 * For each account: a fresh look with the very session that will delete, the
 * gates again, then the deletes in the order of their kinds, each journalled
 * before it is sent, and last an audit by a session of its own. An answer
 * that was lost is never guessed: the account is read again.
 */
#pragma once

#include "client/client.h"
#include "client/command.h"
#include "client/progress.h"
#include "client/rollout/audit.h"
#include "client/rollout/journal.h"
#include "client/rollout/plan.h"

enum apply_result {
	APPLY_NOT_REACHED = 0, /* the run was stopped before it */
	APPLY_DELETED,
	APPLY_GONE,    /* was not there any more */
	APPLY_HELD,    /* a gate or a change since the plan held it back */
	APPLY_FAILED,  /* AWS refused, or it could not be tried */
	APPLY_UNKNOWN, /* it may or may not be gone */
	APPLY_RESULTS,
};

struct apply_item {
	const struct plan_item *planned;
	enum apply_result result;
	const char *why;  /* held, failed, unknown: why; else NULL */
	const char *note; /* done, with something to know; else NULL */
};

struct apply_account {
	const struct plan_account *planned;
	struct apply_item *items; /* of the planned items those to delete, in order */
	size_t item_count;
	size_t unplanned;           /* credentials that came after the plan; left alone */
	bool is_verified;           /* the audit afterwards saw everything */
	struct audit_account after; /* that audit */
};

struct apply {
	const struct plan *plan;
	struct apply_account *accounts; /* those with anything to delete */
	size_t account_count;
	bool is_interrupted;
};

struct apply_run {
	struct client *caller;
	struct arena *arena;
	struct journal *journal;
	size_t parallel;
	struct progress *progress;
	const char *own_access_key_id;
	const struct invocation *invocation; /* asked whether to stop between accounts */
	/* Why an account must not be touched now, or NULL; asked once before its session. */
	const char *(*objection)(const void *context, const char *account_id);
	const void *objection_context;
};

struct apply_totals {
	size_t items[APPLY_RESULTS];
	size_t item_count;
	size_t accounts_done, accounts_open; /* verified without planned credentials, or not */
	size_t unplanned;
};

/* The accounts and items of a plan that are to be deleted, nothing done yet. */
struct apply apply_prepare(struct arena *arena, const struct plan *plan);

/* Carries it out. False only if the journal could not be written: then nothing more was sent. */
MUST_USE bool apply_run(const struct apply_run *run, struct apply *apply, struct fault *fault);

struct apply_totals apply_totals(const struct apply *apply);

/* "deleted", "gone", "held", "failed", "unknown", "not reached". */
const char *apply_result_name(enum apply_result result);
