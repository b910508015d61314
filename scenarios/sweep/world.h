/*
 * world.h - one run of a command in a world of its own.
 *
 * Each run has a namespace that is a fork of the server's first one, a
 * private folder, and the scenario's steps before the command, so that it
 * begins as every other run does.
 */
#pragma once

#include <signal.h>

#include "client/rehearse/server.h"
#include "wire/json_reader.h"

/* What all runs share. */
struct sweep_world {
	struct server server;
	const char *file;                  /* the scenario's path; NULL: the default account */
	const struct json_value *scenario; /* NULL without a file */
	char *const *command;              /* NULL-terminated */
	const char *wanted_caller;         /* NULL: the scenario's first one */
	const char *caller;                /* profile of the command */
	int64_t limit_ms;                  /* a command that takes longer hangs */
	const volatile sig_atomic_t *interrupted;
};

/* What came of one run. Texts live in the arena. */
struct sweep_run {
	int status; /* of the command, as a shell has it */
	bool is_hanging;
	const char *out, *errors;          /* what it wrote */
	const char *folder, *url;          /* of this run alone; gone by now */
	uint64_t prepared;                 /* the number of the last request before the command */
	bool has_fired;                    /* the rule, if there was one */
	const struct json_value *requests; /* the journal, also what the steps did */
	const struct json_value *state;    /* at the end */
};

/*
 * Runs the command with the fault rules @rules (JSON; NULL: none). False if it
 * could not be run or prepared: a step failed, or the server did.
 */
MUST_USE bool sweep_world_run(struct arena *arena, const struct sweep_world *world,
			      const char *rules, struct sweep_run *out_run, struct fault *fault);
