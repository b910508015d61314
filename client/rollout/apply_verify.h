/*
 * apply_verify.h - the audit after the last delete of an account.
 */
#pragma once

#include "client/rollout/apply_account.h"

/*
 * Audits the account by a session of its own and corrects the results by what
 * it sees. IAM's lists may show for a while what is deleted: it looks again,
 * for as long as the settings allow, before it says so.
 */
void apply_verify(struct apply_work *work);
