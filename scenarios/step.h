/*
 * step.h - one step of a scenario.
 *
 * A step has exactly one of these members, which says what it does; mattockd has
 * checked that, and all else that could be wrong with it, when it read the file:
 *
 *   run      ["command", "argument", ...] as a caller
 *   call     "organizations:MoveAccount", one call as a caller, with "input"
 *   control  "POST /_mattock/reset", a request to the control interface, with "body";
 *            with "save" the answer becomes a file in the scenario's folder
 *   write    "exclude.json", a file in the scenario's folder, with "text" or "json"
 */
#pragma once

#include <signal.h>

#include "client/rehearse/server.h"
#include "scenarios/artifacts.h"
#include "scenarios/target.h"
#include "scenarios/verdict.h"
#include "wire/json_reader.h"

/* What the steps of one scenario share. */
struct step_context {
	struct verdict *verdict;
	const struct server *server;              /* NULL: the environment leads to the target */
	struct target_permission permission;      /* at the target */
	const char *file;                         /* of the scenario, for errors */
	const char *folder;                       /* commands run in it */
	const char *default_caller;               /* of steps that name none */
	const char *region;                       /* likewise */
	const volatile sig_atomic_t *interrupted; /* see struct process_command */
	struct artifacts *artifacts;
	int *exit_status; /* gets that of a step's command; NULL: nobody asks */
};

/* The caller that the step names, or the default one. */
const char *step_caller(const struct step_context *context, const struct json_value *step);

/*
 * Does what the step says and checks what it expects. False if it could not
 * be done at all; the fault then names its place in the file.
 */
MUST_USE bool step_run(const struct step_context *context, const struct json_value *step,
		       const char *name, struct fault *fault);

/* The kind "call", with the client's own way to call; see step_call.c. */
MUST_USE bool step_call(const struct step_context *context, const struct json_value *step,
			const char *name, struct fault *fault);
