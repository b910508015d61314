/*
 * process.h - runs a command and keeps what it writes.
 */
#pragma once

#include <signal.h>

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { PROCESS_OUTPUT_MAX = 256 * 1024 * 1024, PROCESS_LIMIT_MS = 120 * 1000 };

/* What to run. Strings are borrowed. */
struct process_command {
	char *const *arguments;   /* NULL-terminated; the first is looked up in its own PATH */
	char *const *environment; /* NULL-terminated, whole */
	const char *folder;       /* to run in; NULL: here */
	const char *input;        /* for its standard input; NULL: nothing to read */
	bool keeps_input;         /* it reads where we read; @input is not used then */
	bool captures_output;     /* false: it writes where we write */
	bool joins_outputs;       /* and then standard output where standard error goes */
	const char *errors_file;  /* gets standard error of what stays; NULL: ours */
	/* What a terminal sends to our group does not reach it; killed, all it started ends too. */
	bool is_apart;
	int64_t limit_ms; /* killed after that; 0: PROCESS_LIMIT_MS */
	/* Becomes the number of a signal that asks us to stop; NULL: nothing does. */
	const volatile sig_atomic_t *interrupted;
};

struct process_result {
	int exit_status;            /* as a shell has it: 128 + signal when a signal ended it */
	bool is_timed_out;          /* killed at the limit */
	const char *out;            /* standard output, NUL-terminated; "" when not captured */
	const char *errors;         /* standard error, likewise */
	size_t out_len, errors_len; /* of both; there may be a NUL in them */
};

/*
 * Runs the command to its end. False only when it could not be started or
 * watched. When we are interrupted it has 5 s to end before it is killed; an
 * interrupt from the terminal it has got itself, anything else becomes SIGTERM.
 */
MUST_USE bool process_run(struct arena *arena, const struct process_command *command,
			  struct process_result *out_result, struct fault *fault);

/*
 * Starts a program that stays. Its standard output becomes readable at
 * *out_output (the caller closes it); standard error stays ours.
 */
MUST_USE bool process_start(const struct process_command *command, int *out_output, int *out_pid,
			    struct fault *fault);

/* Asks a started program to end (SIGTERM), kills it after 5 s, and waits for it. */
void process_stop(int pid);
