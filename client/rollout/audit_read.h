/*
 * audit_read.h - looks at an account's root credentials through a root session.
 */
#pragma once

#include "client/client.h"
#include "client/command.h"
#include "client/progress.h"
#include "client/rollout/audit.h"
#include "wire/fault.h"

/*
 * Audits one account, whose id, name and path are set, with a session of its
 * own. Never fails: what could not be seen is unknown and says why. Texts are
 * kept in @arena.
 */
void audit_read_account(struct client *caller, struct arena *arena, struct audit_account *account);

/*
 * Reads every kind of credential with a session that is already there (also a
 * deletion session lists them), without GetAccountSummary.
 */
void audit_read_credentials(struct client *root, struct arena *arena,
			    struct audit_account *account);

/* Called with each account as soon as it was looked at. */
struct audit_watch {
	void (*on_account)(void *context, const struct audit_account *account);
	void *context;
};

/* How audit_read_all goes about it. */
struct audit_run {
	struct client *caller;
	struct arena *arena;
	size_t parallel;
	struct progress *progress;
	const struct invocation *invocation; /* asked whether to stop between accounts */
	const struct audit_watch *watch;     /* NULL: nobody wants to know each account at once */
};

/* Audits all accounts that are not skipped and not read already, @run->parallel at a time. */
void audit_read_all(const struct audit_run *run, struct audit *audit);
