/*
 * root_job.h - one small piece of work with a root session of each selected account.
 */
#pragma once

#include "client/command.h"

struct root_job_result {
	const char *result; /* "allowed" */
	const char *note;   /* or NULL */
	enum table_style style;
};

/* Where the work is done. */
struct root_job_place {
	struct client *root;   /* the session */
	struct client *caller; /* who opened it */
	const char *account_id;
};

struct root_job {
	const char *kind; /* of the document, and the word that confirms: "recover" */
	const char *what; /* "allows password recovery for the root user of" */
	const char *footer;
	enum client_task task;
	/* Does it; texts live in the arena of the session. */
	bool (*work)(const struct root_job_place *place, struct root_job_result *out_result,
		     struct fault *fault);
};

/*
 * Selects the accounts of the command line, asks, and does the work in each:
 * a row for each account, also for those that are left out, protected or
 * failed. Protected accounts (--protect-file) are refused.
 */
MUST_USE bool root_job_run(struct invocation *invocation, const struct root_job *job,
			   struct fault *fault);
