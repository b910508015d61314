/*
 * target.h - what is known beforehand of the accounts that a job works on.
 */
#pragma once

#include "client/predict/predict.h"
#include "client/preflight/check.h"
#include "client/preflight/job.h"
#include "client/selection.h"

struct target_question {
	const struct job *job;
	const struct snapshot *snapshot; /* NULL: it could not be read, for @why */
	const char *why;
	const struct predict_settings *settings;
	const struct selection_result *selected;
	const struct option_values *tested_domains; /* whose mail was seen to arrive */
};

/* States, and what is left out. */
void target_check_states(const struct target_question *question, struct check_list *list);

/*
 * For each account every statement of SCPs and RCPs that keeps an action of
 * the job's tasks from it, by name, Sid and place; one check for all accounts
 * that nothing stands in the way of.
 */
void target_check_policies(const struct target_question *question, struct check_list *list);

/* The mail domains of the root users. What nobody tested is unknown. */
void target_check_mailboxes(const struct target_question *question, struct check_list *list);

/*
 * The SCPs that bind the caller in his own account. @caller is NULL if he is
 * in the management account, which none bind.
 */
void target_check_caller(const struct target_question *question,
			 const struct predict_caller *caller, struct check_list *list);
