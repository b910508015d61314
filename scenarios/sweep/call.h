/*
 * call.h - the calls of a command, as its run without a fault shows them.
 *
 * A call has a name: the operation, the account of its caller, and which of
 * the operation's calls by that account it is, as in
 * "iam:GetUser@222222222222/2".
 */
#pragma once

#include "scenarios/sweep/world.h"

enum { SWEEP_CALLS_MAX = 4096 };

struct sweep_call {
	const char *operation;     /* "iam:GetUser" */
	const char *account;       /* of the caller; NULL if it was not known */
	uint64_t nth;              /* of the operation's calls by that account, from 1 */
	uint64_t nth_of_operation; /* of all its calls */
	const char *parameters;    /* JSON */
};

/* Some of them; what is NULL or 0 says nothing. */
struct sweep_call_filter {
	const char *operation; /* with its service, "iam:GetUser", or without */
	const char *account;
	uint64_t nth;
};

/* All that a command makes, in their order. */
struct sweep_calls {
	const struct sweep_call *items;
	size_t count;
};

/*
 * Lists the calls that the command of @run made; those of the steps before it
 * only count. FAULT_INPUT if there is none, or more than SWEEP_CALLS_MAX.
 */
MUST_USE bool sweep_calls_list(struct arena *arena, const struct sweep_run *run,
			       struct fault *fault, struct sweep_calls *out_calls);

/* The call's name; without "@" if its account is not known. */
const char *sweep_call_name(struct arena *arena, const struct sweep_call *call);

/* Reads OPERATION[@ACCOUNT][/N], the name of a call or the beginning of one. */
MUST_USE bool sweep_call_filter_read(struct arena *arena, const char *text, struct fault *fault,
				     struct sweep_call_filter *out_filter);

bool sweep_call_filter_takes(const struct sweep_call_filter *filter, const struct sweep_call *call);

/* Whether an entry of the run's journal is one that the command made. */
bool sweep_call_is_of_command(const struct sweep_run *run, const struct json_value *entry);
