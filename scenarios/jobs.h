/*
 * jobs.h - many scenarios, several at a time.
 *
 * Each scenario runs in a process of its own, in a namespace or with a server
 * of its own, so that none can be in another's way; only the outcome comes back.
 */
#pragma once

#include "scenarios/outcome.h"
#include "scenarios/run.h"

enum { JOBS_MAX = 64 };

struct jobs {
	struct run_options run; /* of every scenario; its member scenario is not used */
	const char *const *scenarios;
	size_t count;
	size_t parallel; /* at a time, 1 to JOBS_MAX */
	/* Told of each outcome in the order of the scenarios, as soon as that is possible. */
	void (*show)(void *context, const struct outcome *outcome);
	void *context;
};

/*
 * Runs all; @out_outcomes has a place for each, and the texts live in @arena.
 * False if processes cannot be had, or FAULT_INTERRUPTED after a signal, which
 * the processes that run get too.
 */
MUST_USE bool jobs_run(struct arena *arena, const struct jobs *jobs, struct fault *fault,
		       struct outcome *out_outcomes);

/* Runs one scenario in this process. */
struct outcome jobs_run_one(struct arena *arena, const struct run_options *options);
