/*
 * all.h - many scenarios, several at a time, each in a namespace or with a server of its own.
 */
#pragma once

#include "scenarios/outcome.h"
#include "scenarios/run.h"

struct all {
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
 * Fails as jobs_run does.
 */
MUST_USE bool all_run(struct arena *arena, const struct all *all, struct fault *fault,
		      struct outcome *out_outcomes);

/* Runs one scenario in this process. */
struct outcome all_run_one(struct arena *arena, const struct run_options *options);
