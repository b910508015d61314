/*
 * task.h - the five task policies of AssumeRoot.
 *
 * They only deny: the power of a root session is the root user's own, less
 * what its task policy takes away. Names, ARNs, ids, dates, Sids and lists are
 * recorded; the descriptions are worded here.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

enum { POLICY_TASK_COUNT = 5 };

struct policy_task {
	const char *name;    /* "IAMAuditRootUserCredentials" */
	const char *arn;     /* arn:aws:iam::aws:policy/root-task/NAME */
	const char *id;      /* ANPA... */
	const char *created; /* ISO 8601; the date of the last update is the same */
	const char *feature; /* that must be on: "RootCredentialsManagement", "RootSessions" */
	const char *description;
	const char *document; /* in "aws": version v1, the default and only one */
};

extern const struct policy_task policy_tasks[POLICY_TASK_COUNT];

/* Its document as a partition has it; other partitions than "aws" are assumed to be alike. */
const char *policy_task_document(struct arena *arena, const struct policy_task *task,
				 const char *partition);

/* The task policy of that ARN, of any partition, or NULL. */
const struct policy_task *policy_task_find(const char *arn);
