/*
 * apply_account.h - one account of a plan, from the fresh look to the audit afterwards.
 */
#pragma once

#include "client/rollout/apply.h"

/* What is passed along while an account is carried out. */
struct apply_work {
	const struct apply_run *run;
	const struct plan *plan;
	struct apply_account *account;
	struct client own;  /* the caller, with the account's own arena */
	struct client root; /* the session that deletes; zeroed: a new one is needed */
	int64_t looked_ms;  /* when it looked at the account, of the monotonic clock; 0: not yet */
	struct arena *seen; /* of what was seen of the account; dropped after it */
};

/* Carries out one account. False only if the journal could not be written. */
MUST_USE bool apply_account_run(const struct apply_run *run, const struct plan *plan,
				struct apply_account *account, struct fault *fault);

/*
 * Whether no account can be gone on with: the caller has to log in again, as @failure says (NULL:
 * nothing failed), or the deadline came. It is noted in the account: what is left is not reached.
 */
bool apply_account_is_over(struct apply_work *work, const struct fault *failure);

/* Gives every item that has no result yet this one. */
void apply_account_settle(struct apply_account *account, enum apply_result result, const char *why);

/* The credential as it was seen, or NULL if it was not. */
const struct credential *apply_account_find(const struct audit_account *seen,
					    const struct credential *wanted);
