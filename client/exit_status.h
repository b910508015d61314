/*
 * exit_status.h - what `mattock` ends with.
 *
 * Scripts branch on these numbers, so they never change their meaning.
 */
#pragma once

#include "wire/fault.h"

enum exit_status {
	EXIT_DONE = 0,          /* done, nothing outstanding */
	EXIT_ERROR = 1,         /* no result: something failed */
	EXIT_USAGE = 2,         /* the command line, a setting or a file is wrong */
	EXIT_FINDINGS = 3,      /* looked everywhere, and there is something to act on */
	EXIT_PARTIAL = 4,       /* part of it failed, or is unknown */
	EXIT_REFUSED = 5,       /* a guard, a gate or a policy refused */
	EXIT_STALE = 6,         /* the plan is stale, changed or of another organization */
	EXIT_LOCKED = 7,        /* another run holds the lock */
	EXIT_INTERRUPTED = 130, /* a signal stopped it; it can be resumed */
};

/* The status of a command that failed with @fault. */
enum exit_status exit_status_of_fault(const struct fault *fault);

/*
 * The graver of two results of one run. Usage, interrupted, locked, error, stale,
 * refused, partial, findings, done: in this order.
 */
enum exit_status exit_status_worse(enum exit_status left, enum exit_status right);
