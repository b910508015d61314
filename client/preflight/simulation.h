/*
 * simulation.h - asks IAM what the caller's own policies would say.
 */
#pragma once

#include "client/caller.h"

enum simulation_answer { SIMULATION_ALLOWED, SIMULATION_UNKNOWN, SIMULATION_DENIED };

struct simulation_verdict {
	enum simulation_answer answer;
	const char *why; /* not allowed: why */
};

struct simulation {
	struct client *client;
	const char *source_arn; /* of the caller's user or role */
};

/* Every action on every resource. */
struct simulation_calls {
	const char *const *actions;
	size_t action_count;
	const char *const *resources; /* NULL: "*" */
	size_t resource_count;
	const char *task_policy_arn; /* of sts:TaskPolicyArn; NULL: there is none */
};

/* Finds the user or role behind the caller's ARN. FAULT_REFUSED if he is neither. */
MUST_USE bool simulation_open(struct client *client, const struct caller *caller,
			      struct simulation *out_simulation, struct fault *fault);

/*
 * Fills @out_verdicts: for each action, for each resource (one without
 * resources). What AWS does not answer is unknown. False if it may not be
 * asked at all.
 */
MUST_USE bool simulation_run(const struct simulation *simulation,
			     const struct simulation_calls *calls,
			     struct simulation_verdict *out_verdicts, struct fault *fault);
