/*
 * predict.h - what a root session of an account will be allowed, before it is taken.
 *
 * Pure: the same snapshot, settings and time give the same answer. Every
 * action that a task policy leaves is decided as AWS would (policy/), with
 * the service control policies of the account and its resource control
 * policies. Whether the session can be had at all, with the features on and a
 * caller that may, is not looked at: `mattock status` shows that.
 */
#pragma once

#include "client/predict/snapshot.h"
#include "client/predict/task_actions.h"

enum predict_answer { PREDICT_ALLOW, PREDICT_DENY, PREDICT_UNKNOWN };

struct predict_settings {
	const char *partition; /* "aws" */
	const char *region;    /* of buckets and queues */
	const char *name;      /* of the bucket or queue; NULL: any */
	int64_t now_ms;
};

/* What keeps an action from being allowed. */
struct predict_blocker {
	enum snapshot_type type;
	const struct snapshot_node *node;         /* where it is attached */
	const struct snapshot_policy *policy;     /* NULL: nothing there allows the action */
	const struct policy_statement *statement; /* that denies; NULL: not read, or none allows */
	const char *doubt; /* what it turns on that is not known; NULL: certain */
};

struct predict_action {
	const char *name;
	const char *resource;
	enum predict_answer answer;
	bool is_withheld; /* AWS's task policy itself keeps it back: it does not count */
	const struct policy_context *context;
	struct predict_blocker *blockers; /* all of them; those that are certain first */
	size_t blocker_count;
};

struct predict_task {
	enum client_task task;
	enum predict_answer answer; /* deny if any action is denied, else unknown if any is */
	const char *why;            /* no policy decides: what does; else NULL, with actions */
	struct predict_action *actions;
	size_t action_count;
};

/* Predicts; everything lives in @arena. */
struct predict_task predict_task(struct arena *arena, const struct snapshot *snapshot,
				 const struct organization_account *account, enum client_task task,
				 const struct predict_settings *settings);

/* Who takes the root session, in a member account that SCPs bind. */
struct predict_caller {
	const struct organization_account *account;
	const char *arn;        /* as GetCallerIdentity says it */
	const char *issuer_arn; /* of a session: its role; else NULL */
};

/* An AssumeRoot that he wants to make. */
struct predict_request {
	const struct predict_caller *caller;
	const char *target; /* the account's id */
	enum client_task task;
};

/* What the SCPs of the caller's own account say to it; nothing else is looked at. */
struct predict_action predict_assume_root(struct arena *arena, const struct snapshot *snapshot,
					  const struct predict_request *asked,
					  const struct predict_settings *settings);

/* "allow", "deny", "unknown". */
const char *predict_answer_name(enum predict_answer answer);

/*
 * Whether exempting root sessions (Null aws:AssumedRoot "true") in every
 * statement that denies would allow the action: nothing else is in its way.
 */
bool predict_is_lifted(const struct predict_action *action);
