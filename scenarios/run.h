/*
 * run.h - one scenario from start to verdict.
 */
#pragma once

#include <signal.h>

#include "client/rehearse/server.h"
#include "scenarios/target.h"
#include "scenarios/verdict.h"
#include "wire/base.h"
#include "wire/fault.h"

struct run_options {
	const char *scenario; /* path of the file; NULL: mattockd's default account */
	char *const *command; /* NULL-terminated; NULL: the scenario's own steps */
	const char *caller;   /* profile for the command; NULL: the scenario's first caller */
	/* The scenario becomes a namespace of it; NULL: it has a server of its own. */
	const struct server *host;
	bool output_is_apart;  /* what the command writes goes to standard error, so that it is not
				  between ours */
	const char *artifacts; /* a folder for what is kept of the run; NULL: nothing is */
	bool is_target;        /* no mock: the environment leads to the target (target.h) */
	struct target_permission permission; /* at the target */
	bool keeps_folder;                   /* the private folder stays and its path is said */
	const volatile sig_atomic_t *interrupted; /* as in struct process_command */
};

/*
 * Starts a server or a namespace with the scenario, runs the command or the steps inside it
 * and checks the expectations. *out_name is the scenario's name, if it has one. *out_status is the
 * command's own exit status; 0 when steps were run or when the scenario says which status it
 * expects. False when the scenario could not be run at all, with FAULT_INTERRUPTED when a signal
 * stopped it.
 */
MUST_USE bool run_scenario(const struct run_options *options, struct verdict *verdict,
			   const char **out_name, int *out_status, struct fault *fault);
