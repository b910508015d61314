/*
 * sweep.h - a command with every call that it makes, and every fault.
 *
 * The command runs once as it is. For each call that the journal then shows
 * and each fault it runs again, in a world that begins the same, with that
 * call going wrong in that way. What comes of each is a cell of a matrix.
 */
#pragma once

#include "scenarios/sweep/fault.h"
#include "scenarios/sweep/world.h"

enum { SWEEP_FAULTS_MAX = 64, SWEEP_CALLS_MAX = 4096 };

enum sweep_outcome {
	SWEEP_NOT_POSSIBLE, /* the operation never does that, or the call was not made */
	SWEEP_SAME,         /* the status and the output of the run without faults */
	SWEEP_CHANGED,      /* its status, and another output */
	SWEEP_STATUS,       /* another status */
	SWEEP_HANG,         /* killed at the limit */
	SWEEP_CRASH,        /* ended by a signal that says of a bug */
	SWEEP_OUTCOME_COUNT,
};

struct sweep_cell {
	enum sweep_outcome outcome;
	int status;
	const char *fault; /* why it could not be run; NULL: it was */
	const char *json;  /* all of it, as sweep_json.h describes; NULL if it could not be run */
};

struct sweep {
	struct sweep_world world;
	const struct sweep_fault *faults[SWEEP_FAULTS_MAX];
	size_t fault_count;
	size_t parallel;
	bool shows_progress; /* on standard error, if that is a terminal */

	/* What sweep_run fills. */
	struct sweep_run baseline;
	bool is_steady; /* a second run without faults was the same */
	const struct sweep_call *calls;
	size_t call_count;
	struct sweep_cell *cells; /* of each call all faults, one behind the other */
};

/* Runs all; texts live in @arena. False if nothing came of it, as by a signal. */
MUST_USE bool sweep_run(struct arena *arena, struct sweep *sweep, struct fault *fault);

/* How many cells came to @outcome. */
size_t sweep_count(const struct sweep *sweep, enum sweep_outcome outcome);

/* Why the first cell that could not be run was not; NULL if all were. */
const char *sweep_first_fault(const struct sweep *sweep);

/* An outcome in a word: "same", "hang". */
const char *sweep_outcome_name(enum sweep_outcome outcome);
