/*
 * apply_check.h - the look at an account just before its first delete.
 */
#pragma once

#include "client/rollout/apply_account.h"

enum { APPLY_LOOK_VALID_MS = 20 * 1000 }; /* an account may change meanwhile */

/*
 * Looks at the account with the session that will delete and compares it with
 * the plan: what is absent is gone, what a gate refuses or what changed is
 * held. False if the account could not be seen, so that nothing may be deleted.
 */
MUST_USE bool apply_check(struct apply_work *work);

/*
 * Just before the item's delete: looks once more if that was not done by this
 * session within APPLY_LOOK_VALID_MS. False if the item has a result now and
 * nothing may be sent.
 */
MUST_USE bool apply_check_item(struct apply_work *work, struct apply_item *item);

/*
 * Compares what is there with what the plan knew, and keeps what came up since
 * as the account's drift.
 */
void apply_check_unplanned(struct apply_work *work, const struct audit_account *seen);

/* Why @now is another credential than the planned one of the same name, or NULL. */
const char *apply_check_made_anew(const struct apply_work *work, const struct credential *planned,
				  const struct credential *now);
