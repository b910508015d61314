/*
 * job.h - the jobs that can be prepared for, and what each of them needs.
 *
 * docs/policies has the policy that allows exactly a job's calls.
 */
#pragma once

#include "client/client.h"
#include "client/rollout/ready.h"

enum { JOB_CALLS_MAX = 16 };

struct job {
	const char *name;      /* "apply" */
	bool needs_management; /* a delegate is not enough */
	bool has_tasks;        /* takes root sessions: the next members count */
	enum ready_feature feature;
	bool tasks[CLIENT_TASK_COUNT];
	bool needs_mailbox;               /* somebody must be able to read the root user's mail */
	const char *calls[JOB_CALLS_MAX]; /* the caller's own on "*", without AssumeRoot */
};

/* The job of that name; FAULT_USAGE lists the names. */
MUST_USE bool job_find(const char *name, const struct job **out_job, struct fault *fault);

/* Whether the word is a job's name. */
bool job_is_name(const char *word);
