/*
 * explain.h - which statements stand in the way of which actions.
 *
 * One statement usually denies many actions of many tasks, so an explanation
 * is a list of causes with the actions of each.
 */
#pragma once

#include "client/predict/predict.h"
#include "wire/buffer.h"

struct explain_cause {
	struct predict_blocker blocker;
	const struct policy_context *context;     /* of an action that it blocks */
	struct buffer actions[CLIENT_TASK_COUNT]; /* their names: "iam:GetUser, iam:..." */
	size_t counts[CLIENT_TASK_COUNT];
	struct explain_cause *next;
};

struct explanation {
	const struct predict_task *tasks;
	size_t task_count;
	struct explain_cause *causes; /* in the order in which they were met */
	size_t cause_count;
	size_t denied_count; /* actions that are denied for certain */
	size_t lifted_count; /* of them, those that exempting root sessions would allow */
};

/* The actions of a task that count: those that AWS's task policy does not withhold. */
size_t explain_counted(const struct predict_task *task);

/* Gathers the causes of all tasks. */
struct explanation explain_tasks(struct arena *arena, const struct predict_task *tasks,
				 size_t task_count);

/* The explanation as lines for people. */
const char *explain_text(struct arena *arena, const struct explanation *explanation);
