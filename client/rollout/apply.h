/*
 * apply.h - carries out a plan, account by account.
 *
 * For each account: a fresh look with the very session that will delete, the
 * gates again, then the deletes in the order of their kinds, each journalled
 * before it is sent, and last an audit by a session of its own. An answer
 * that was lost is never guessed: the account is read again.
 *
 * The first accounts, the canary, go one at a time; the rest follows in
 * waves. Too many failures stop the run, and what it did not reach says so.
 */
#pragma once

#include "client/client.h"
#include "client/command.h"
#include "client/progress.h"
#include "client/rollout/audit.h"
#include "client/rollout/journal.h"
#include "client/rollout/plan.h"

enum {
	APPLY_CANARY_DEFAULT = 1,
	APPLY_FAILURES_DEFAULT = 5,
	APPLY_ACCOUNTS_MAX = 50000, /* as many as an organization can have */
	APPLY_VERIFY_WAIT_S_DEFAULT = 60,
	APPLY_VERIFY_WAIT_S_MAX = 3600,
};

enum apply_result {
	APPLY_NOT_REACHED = 0, /* the run was stopped before it */
	APPLY_DELETED,
	APPLY_GONE,    /* was not there any more */
	APPLY_HELD,    /* a gate or a change since the plan held it back */
	APPLY_FAILED,  /* AWS refused, or it could not be tried */
	APPLY_UNKNOWN, /* it may or may not be gone */
	APPLY_CLEARED, /* a dry run: nothing stands in the way of its deletion */
	APPLY_RESULTS,
};

/* What a change since the plan does to the rest of the run. */
enum apply_on_stale {
	APPLY_STALE_HOLD, /* the account is held, the others go on */
	APPLY_STALE_STOP, /* no further account is begun */
};

/* Keys and certificates go first: they work by themselves. */
enum apply_order {
	APPLY_PASSWORD_LAST, /* the way back in stays until all else is gone */
	APPLY_MFA_LAST,      /* no password is without its device, not for a moment */
	APPLY_ORDERS,
};

struct apply_settings {
	size_t canary;          /* accounts to carry out one at a time first; 0: none */
	size_t wave;            /* accounts in a wave; 0: all in one */
	size_t failures_max;    /* more failed accounts than this stop the run */
	int64_t verify_wait_ms; /* how long a delete may take to show */
	enum apply_on_stale on_stale;
	enum apply_order order;
	bool is_dry_run; /* looks and decides, and sends no write */
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
	const char *drift;            /* what changed since the plan; NULL: nothing */
	struct credential *unplanned; /* that came after the plan; left alone */
	size_t unplanned_count;
	const char *over_why; /* the whole run could not go on in its midst: why; or NULL */
	bool is_denied;       /* AWS gave no session for it, so nothing was sent */
	bool is_verified;     /* the audit afterwards saw everything */
	bool is_told;         /* to who watches the run */
};

struct apply {
	const struct plan *plan;
	struct apply_account *accounts; /* those with anything to delete */
	size_t account_count;
	bool is_interrupted;
	bool is_dry_run;
	const char *stopped_why;  /* the run stopped itself; NULL: it did not */
	const char *journal_head; /* digest of the journal's last line; NULL: none was written */
};

/* Why an account must not be touched now. */
struct apply_objection {
	const char *why; /* NULL: it may */
	bool is_drift;   /* it changed since the plan */
};

/* Who wants to know of each account as soon as it was carried out. */
struct apply_watch {
	void (*on_account)(void *context, const struct apply_account *account);
	void *context;
};

struct apply_run {
	struct client *caller;
	struct arena *arena;
	struct journal *journal; /* NULL in a dry run */
	struct apply_settings settings;
	size_t parallel;
	struct progress *progress;
	const char *own_access_key_id;
	const struct invocation *invocation; /* asked whether to stop between accounts */
	/* Asked once for each account, before its session. */
	struct apply_objection (*objection)(const void *context,
					    const struct plan_account *account);
	const void *objection_context;
	struct apply_watch watch;
};

struct apply_totals {
	size_t items[APPLY_RESULTS];
	size_t item_count;
	size_t accounts_done, accounts_open;     /* verified without planned credentials, or not */
	size_t accounts_failed, accounts_denied; /* of those that failed, without a session */
	size_t accounts_drifted;
	size_t accounts_refused; /* something is held for another reason than a change or a failure
				  */
	size_t unplanned;
};

struct apply_settings apply_settings_default(void);

/* The accounts and items of a plan that are to be deleted, nothing done yet. */
struct apply apply_prepare(struct arena *arena, const struct plan *plan, enum apply_order order);

/* Carries it out. False only if the journal could not be written: then nothing more was sent. */
MUST_USE bool apply_run(const struct apply_run *run, struct apply *apply, struct fault *fault);

/* Whether everything planned for the account is gone, seen by the audit afterwards. */
bool apply_account_is_done(const struct apply_account *account);

/* Whether anything about the account failed or is unknown; what was held did not fail. */
bool apply_account_has_failed(const struct apply_account *account);

struct apply_totals apply_totals(const struct apply *apply);

/* "deleted", "gone", "held", "failed", "unknown", "not reached", "would be deleted". */
const char *apply_result_name(enum apply_result result);
