/*
 * record.h - the expectations of a scenario, made of what just happened.
 */
#pragma once

#include <signal.h>

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

struct record_options {
	const char *scenario; /* path */
	const char *out;      /* path of the new scenario */
	const char *caller;   /* of the command; NULL: the scenario's first */
	char *const *command; /* NULL-terminated; NULL: the scenario's own steps */
	const volatile sig_atomic_t *interrupted; /* as in struct process_command */
};

/*
 * Runs the command or the steps against a server of its own and writes @out: the scenario with
 * each step's status and calls, and at the end the root credentials that are left.
 */
MUST_USE bool record_run(struct arena *arena, const struct record_options *options,
			 struct fault *fault);
