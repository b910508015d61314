/*
 * survey.h - an audit as the commands make one: selection, caller, sessions.
 */
#pragma once

#include "client/command.h"
#include "client/rollout/audit.h"
#include "client/rollout/audit_read.h"
#include "wire/fault.h"

/* What is audited, and who wants to know of each account at once. */
struct survey {
	struct invocation *invocation;
	size_t first_word;              /* of the command line, which chooses the accounts, or: */
	struct audit_account *accounts; /* their ids, names and paths; NULL: the command line's */
	size_t account_count;
	const char *organization_id;     /* whose accounts they are; NULL: not known */
	const struct audit_watch *watch; /* NULL: nobody; skipped accounts are told first */
};

/*
 * Audits; the command line chooses every account if it names none.
 * FAULT_INTERRUPTED if a signal stopped it: then *out_audit has what was seen
 * before, and the rest is unknown.
 */
MUST_USE bool survey_make(const struct survey *survey, struct audit *out_audit,
			  struct fault *fault);

/* As survey_make, for the command line's accounts from word @first_word on, unwatched. */
MUST_USE bool survey_run(struct invocation *invocation, size_t first_word, struct audit *out_audit,
			 struct fault *fault);

/* As survey_make, for these accounts, unwatched. */
MUST_USE bool survey_accounts(struct invocation *invocation, struct audit_account *accounts,
			      size_t count, struct audit *out_audit, struct fault *fault);

/* The status an audit ends with: findings, partial or done. */
enum exit_status survey_status(const struct audit *audit);
