/*
 * apply_account.h - one account of a plan, from the fresh look to the audit afterwards.
 */
#pragma once

#include "client/rollout/apply.h"

/* Carries out one account. False only if the journal could not be written. */
MUST_USE bool apply_account_run(const struct apply_run *run, const struct plan *plan,
				struct apply_account *account, struct fault *fault);
