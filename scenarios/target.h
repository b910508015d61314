/*
 * target.h - a scenario's steps against AWS itself, or whatever the caller's
 * environment leads to, instead of a mock.
 *
 * What only looks is done; what may change something is done only if it was
 * allowed; what only a mock can do or tell is skipped, and said to be.
 */
#pragma once

#include <signal.h>

#include "scenarios/verdict.h"
#include "wire/fault.h"
#include "wire/json_reader.h"

/* How far a scenario may go at the target. */
struct target_permission {
	bool allows_writes;
};

/*
 * Why the step is not done at the target, in words; NULL if it is.
 * @default_caller is the one caller that the environment stands for.
 */
const char *target_why_not(struct arena *arena, const struct target_permission *permission,
			   const struct json_value *step, const char *default_caller);

/* Says of the members of @expect that only a mock can tell that they are skipped. */
void target_skip_server_checks(struct verdict *verdict, const char *name,
			       const struct json_value *expect);

/*
 * Asks on the terminal whether the scenario may change the account that the
 * environment leads to; the answer is the account's id. FAULT_REFUSED if not.
 */
MUST_USE bool target_confirm(struct arena *arena, const char *scenario,
			     const volatile sig_atomic_t *interrupted, struct fault *fault);
