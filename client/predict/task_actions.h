/*
 * task_actions.h - what a root session may do, task by task, and on what.
 *
 * The actions are those that the task policies leave (policy/task.h); the
 * resources are those that AWS authorizes them on.
 */
#pragma once

#include "client/client.h"

/* What an action is authorized on. */
enum task_resource {
	TASK_ON_ROOT,    /* the root user */
	TASK_ON_NOTHING, /* "*": the action has no resource */
	TASK_ON_MFA,     /* a virtual MFA device, whatever its name */
	TASK_ON_BUCKET,
	TASK_ON_QUEUE,
	TASK_RESOURCES,
};

struct task_action {
	const char *name; /* "iam:ListAccessKeys" */
	enum task_resource resource;
};

enum { TASK_ACTIONS_MAX = 11 };

struct task_actions {
	const struct task_action *actions;
	size_t count;
};

/* In the order of the task policy. */
struct task_actions task_actions_of(enum client_task task);

/*
 * The task of that name: "audit". FAULT_USAGE lists the names, or says the way for what AWS
 * leaves to the root user itself: "s3-mfa-delete".
 */
MUST_USE bool task_find(const char *name, enum client_task *out_task, struct fault *fault);
