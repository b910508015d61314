/*
 * apply_check.h - the look at an account just before its first delete.
 */
#pragma once

#include "client/rollout/apply_account.h"

/*
 * Looks at the account with the session that will delete and compares it with
 * the plan: what is absent is gone, what a gate refuses or what changed is
 * held. False if the account could not be seen, so that nothing may be deleted.
 */
MUST_USE bool apply_check(struct apply_work *work);
