/*
 * sweep.h - a command with every call that it makes, and every fault.
 *
 * The command runs once as it is. For each call that the journal then shows
 * and each fault it runs again, in a world that begins the same, with that
 * call going wrong in that way. What comes of each is a cell of a matrix.
 */
#pragma once

#include "scenarios/sweep/call.h"
#include "scenarios/sweep/claim.h"
#include "scenarios/sweep/fault.h"
#include "scenarios/sweep/world.h"

enum { SWEEP_FAULTS_MAX = 64, SWEEP_FILTERS_MAX = 64 };

enum sweep_outcome {
	SWEEP_NOT_POSSIBLE, /* the operation never does that, or the call was not made */
	SWEEP_SAME,         /* the status and the output of the run without faults */
	SWEEP_CHANGED,      /* its status, and another output */
	SWEEP_STATUS,       /* another status */
	SWEEP_REPEATED, /* it sent a write again that was done; from here on they are findings */
	SWEEP_FALSE,    /* it says what is not so, or what it did not see */
	SWEEP_HANG,     /* killed at the limit */
	SWEEP_CRASH,    /* ended by a signal, or given up by its runtime */
	SWEEP_NOT_RUN,  /* a signal stopped the sweep before */
	SWEEP_OUTCOME_COUNT,
};

struct sweep_cell {
	enum sweep_outcome outcome;
	int status;
	const char *why;   /* what is wrong, of a finding */
	const char *fault; /* why it could not be run; NULL: it was */
	const char *json;  /* all of it, as cell.h describes; NULL if it could not be run */
};

struct sweep {
	struct sweep_world world;
	const struct sweep_fault *faults[SWEEP_FAULTS_MAX];
	size_t fault_count;
	struct sweep_call_filter filters[SWEEP_FILTERS_MAX]; /* only such calls; none: all */
	size_t filter_count;
	bool is_accepted[SWEEP_OUTCOME_COUNT]; /* such an outcome is no finding */
	struct claim claim;
	size_t parallel;
	bool is_strict;      /* never more than that, also of those that wait */
	bool shows_progress; /* on standard error, if that is a terminal */

	/* What sweep_run fills. */
	struct sweep_run baseline;
	const char *baseline_why; /* what is wrong with it; NULL: nothing */
	bool is_steady;           /* a second run without faults wrote the same */
	bool is_settled;          /* and left the same */
	bool is_stopped;          /* a signal came; cells may be missing */
	const struct sweep_call *calls;
	size_t call_count;
	struct sweep_cell *cells; /* of each call all faults, one behind the other */
};

/* Runs all; texts live in @arena. False if nothing came of it, also before a signal. */
MUST_USE bool sweep_run(struct arena *arena, struct sweep *sweep, struct fault *fault);

/* How many cells came to @outcome. */
size_t sweep_count(const struct sweep *sweep, enum sweep_outcome outcome);

/* Whether it is one that a command should not come to, and that is not accepted. */
bool sweep_is_finding(const struct sweep *sweep, enum sweep_outcome outcome);

/* How many findings there are, with that of the run without a fault. */
size_t sweep_count_findings(const struct sweep *sweep);

/* Why the first cell that could not be run was not; NULL if all were. */
const char *sweep_first_fault(const struct sweep *sweep);

/* An outcome in a word: "same", "falseClean". */
const char *sweep_outcome_name(enum sweep_outcome outcome);

/* The outcome of that name; SWEEP_OUTCOME_COUNT if there is none. */
enum sweep_outcome sweep_outcome_by_name(const char *name);
