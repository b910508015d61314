/*
 * audit.h - what root credentials the accounts of an organization have.
 *
 * Data only, and the judgements on it: reading is audit_read.c's, showing
 * audit_show.c's. All of it lives in the arena the audit was made with.
 */
#pragma once

#include "client/known.h"
#include "client/rollout/credential.h"
#include "wire/arena.h"
#include "wire/base.h"

/* The path of an account whose organizational unit could not be seen. */
#define AUDIT_PATH_UNKNOWN "?"

/* What an audit says of one kind of credential in one account. */
struct audit_kind {
	enum presence presence;
	uint32_t count;  /* PRESENCE_PRESENT only */
	const char *why; /* PRESENCE_UNKNOWN: what could not be seen and why */
};

/* GetAccountSummary's view of the root user, to check the lists against. */
struct audit_summary {
	bool is_read;
	bool has[CREDENTIAL_KINDS];
	const char *why; /* not read: why */
};

struct audit_account {
	const char *id;
	const char *name;
	/* Of OU names, "/Workloads/Prod"; "/" below the root; AUDIT_PATH_UNKNOWN if not seen. */
	const char *path;
	const char *skipped;       /* why nothing was looked at on purpose; NULL: it was audited */
	const char *protected_why; /* it may be looked at and not changed; NULL: it may */
	const char *mailbox_doubt; /* why nobody can read its root user's mail; NULL: none known */
	struct audit_kind kinds[CREDENTIAL_KINDS];
	struct audit_summary summary;
	bool is_read;         /* somebody looks or looked at it already */
	bool is_contradicted; /* a list and the summary disagree: one of them may be stale */
	struct credential *credentials; /* in the order of their kinds */
	size_t credential_count;
	const char *blocked_by;   /* id of the SCP or RCP that denied a read; NULL: none named */
	const char *blocked_text; /* its name and where it is attached; see blame.h */
};

struct changes;

struct audit {
	const char *organization_id;
	const char *management_account_id;
	const char *caller_arn;
	const char *caller_account_id;
	const char *caller_access_key_id;
	const char *partition; /* "aws" */
	int64_t taken_ms;
	bool is_interrupted; /* a signal stopped it; what was not reached is unknown */
	struct audit_account *accounts;
	size_t account_count;
	const struct changes
		*changes; /* since an earlier audit (client/report/compare.h), or NULL */
};

/* What an account's audit comes to. */
enum audit_verdict {
	AUDIT_CLEAN,   /* looked everywhere, nothing there */
	AUDIT_FOUND,   /* at least one credential is there */
	AUDIT_UNKNOWN, /* nothing seen, but not everything could be looked at */
	AUDIT_SKIPPED,
};

struct audit_totals {
	size_t accounts, clean, found, unknown, skipped;
	size_t unchecked;  /* everything was listed, and the summary could not be read beside it */
	size_t incomplete; /* accounts with anything unknown, also those where something was found
			    */
	size_t credentials[CREDENTIAL_KINDS];
};

/* Says the same @why for every kind: the account could not be looked at. */
void audit_account_unknown(struct audit_account *account, const char *why);

/*
 * Compares the lists with GetAccountSummary. Where they disagree the kind
 * becomes unknown: one of the two was wrong, and nobody can say which.
 */
void audit_account_cross_check(struct arena *arena, struct audit_account *account);

/* Looked at everywhere, nothing seen, nothing to say: as most accounts of an organization are. */
void audit_account_set_clean(struct audit_account *account);

/* Whether audit_account_set_clean() would say of the account all that is known of it. */
bool audit_account_is_plain(const struct audit_account *account);

/* Whether anything about the account is unknown. */
bool audit_account_is_incomplete(const struct audit_account *account);

/*
 * Why GetAccountSummary could not be compared with lists that were all seen; NULL if it was. What
 * the lists show counts, and nothing was there to contradict them.
 */
const char *audit_account_unchecked_why(const struct audit_account *account);

enum audit_verdict audit_account_verdict(const struct audit_account *account);

/* "clean", "present", "unknown", "skipped". */
const char *audit_verdict_name(enum audit_verdict verdict);

/* The first reason for something unknown, or NULL. */
const char *audit_account_why(const struct audit_account *account);

struct audit_totals audit_totals(const struct audit *audit);
