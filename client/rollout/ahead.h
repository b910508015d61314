/*
 * ahead.h - accounts are looked at while the list of them still comes in.
 *
 * AWS lists 20 accounts a page and a page only after the one before it, so
 * that the list of 10,000 accounts takes longer than many a bucket needs for
 * their sessions. Each account that is sure to be audited is begun with as
 * soon as it is known; the result waits here until the audit asks for it.
 */
#pragma once

#include "client/organization.h"
#include "client/rollout/audit_read.h"

struct ahead_account;

struct ahead {
	const struct audit_run *run;
	struct ahead_account **accounts; /* owned */
	size_t count, next, running;
	bool is_stopped;             /* nothing more is begun */
	struct fiber_event *is_over; /* of who waits until nothing is under way; or NULL */
};

/* How far the look at an account has come. */
enum ahead_state { AHEAD_NOT_BEGUN, AHEAD_UNDER_WAY, AHEAD_READ };

/* @run must outlive it. Release with ahead_end(). */
void ahead_init(struct ahead *ahead, const struct audit_run *run);

/* For struct organization_listener: begins to look at the account when its turn comes. */
void ahead_begin(void *ahead, const struct organization_account *account);

/* Begins nothing more. What is under way goes on. */
void ahead_stop(struct ahead *ahead);

/* Waits for what is under way. */
void ahead_wait(struct ahead *ahead);

/*
 * Once it is stopped: how far it came with account->id. Of an account that was read, fills what
 * was seen and leaves the rest; once only for each.
 */
enum ahead_state ahead_take(struct ahead *ahead, struct audit_account *account);

/* Stops it, waits, and forgets the results. */
void ahead_end(struct ahead *ahead);
