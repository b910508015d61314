/*
 * survey.h - an audit as the commands make one: selection, caller, sessions.
 */
#pragma once

#include "client/command.h"
#include "client/rollout/audit.h"
#include "wire/fault.h"

/*
 * Audits the accounts that the command line chooses, from word @first_word on;
 * all of them if it chooses none. FAULT_INTERRUPTED if a signal stopped it.
 */
MUST_USE bool survey_run(struct invocation *invocation, size_t first_word, struct audit *out_audit,
			 struct fault *fault);

/* Audits the accounts of that many ids, for verify PLAN. */
MUST_USE bool survey_accounts(struct invocation *invocation, struct audit_account *accounts,
			      size_t count, struct audit *out_audit, struct fault *fault);

/* The status an audit ends with: findings, partial or done. */
enum exit_status survey_status(const struct audit *audit);
