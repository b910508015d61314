/*
 * permission.h - whether the caller's own policies allow the calls of a job.
 *
 * AWS is asked to simulate them (SimulatePrincipalPolicy): it sees the
 * identity policies, the permissions boundary and, of a member account, the
 * SCPs. A session policy of the caller it does not see. Where the simulation
 * may not be had the answer is unknown.
 */
#pragma once

#include "client/caller.h"
#include "client/preflight/check.h"
#include "client/preflight/job.h"

struct permission_question {
	struct client *client;
	const struct caller *caller;
	const struct job *job;
	const char *const *targets; /* account ids */
	size_t target_count;
};

/*
 * Adds a check for each call of the job, and one for AssumeRoot with each
 * task, over all targets.
 */
void permission_check(const struct permission_question *question, struct check_list *list);

/* The same for AssumeRoot alone. */
void permission_check_sessions(const struct permission_question *question, struct check_list *list);
