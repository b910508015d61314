/*
 * rehearsal.h - a plan carried out on a mock of its own.
 *
 * The very command that would be used, `mattock apply`, runs as a process
 * that knows nothing but the mock: neither AWS settings nor credentials of
 * ours reach it.
 */
#pragma once

#include "client/predict/input.h"
#include "client/report/saved.h"
#include "client/rollout/plan.h"

struct rehearsal {
	const struct plan *plan;
	struct input plan_file, snapshot_file;
	const struct json_value *snapshot; /* the scenario */
	int exit_status;                   /* what apply ended with */
	const char *errors;                /* what it said */
	bool has_outcome;                  /* the next member is filled */
	struct saved outcome;
	const struct json_value **unknown; /* of the snapshot, what bears on the plan */
	size_t unknown_count;
};

/*
 * Finds what the snapshot does not know and the plan depends on. FAULT_STALE if the
 * snapshot is of another organization, FAULT_REFUSED if it has no root credentials.
 */
MUST_USE bool rehearsal_check(struct arena *arena, struct rehearsal *rehearsal,
			      struct fault *fault);

/* Runs it. False if there is no outcome at all: the mock could not start, or a signal came. */
MUST_USE bool rehearsal_run(struct invocation *invocation, struct rehearsal *rehearsal,
			    struct fault *fault);
