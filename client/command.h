/*
 * command.h - the commands of `mattock`.
 *
 * To add a command:
 *
 *  1. Write `bool command_NAME(struct invocation *, struct fault *)` in
 *     client/commands/NAME.c (or your own folder) and declare it in
 *     client/commands.h.
 *  2. Add one row to the table of the folder (table.c): name ("delegate add"
 *     has two words), arguments, summary, details, options, run.
 *  3. Add the file to client/meson.build.
 *
 * What the function does:
 *
 *  - reads its words from invocation->arguments, as many as the row allows,
 *    and its options with options_text(&invocation->options, OPTION_...);
 *  - gets its AWS client with invocation_client();
 *  - shows one struct output_document with output_document(&invocation->output, ...);
 *  - says anything else with notice_say(&invocation->notice, ...): never prints;
 *  - on failure fills @fault and returns false: main prints it once and ends
 *    with exit_status_of_fault();
 *  - on success returns true; invocation->status says how it went (EXIT_DONE
 *    unless it is raised with invocation_raise()).
 *
 * Everything in invocation->arena lives until the program ends.
 */
#pragma once

#include <signal.h>
#include <stdio.h>

#include "client/call_log.h"
#include "client/client.h"
#include "client/config.h"
#include "client/environment.h"
#include "client/exit_status.h"
#include "client/notice.h"
#include "client/option.h"
#include "client/output.h"
#include "client/progress.h"
#include "wire/clock.h"

enum {
	COMMAND_OPTIONS_MAX = 24,
	PARALLEL_DEFAULT = 10,
	PARALLEL_MAX = 1000,
	DEADLINE_MAX_S = 7 * 24 * 3600
};

struct command;

/* One run of one command. */
struct invocation {
	const struct command *command;
	struct arena *arena;
	struct options options;
	const char *const *arguments; /* the words behind the command's name */
	size_t argument_count;
	struct environment environment;
	struct clock clock; /* the time of day; AWS's, see client_clock(), once there is a client */
	struct output output;
	struct notice notice;                     /* for people, on standard error */
	struct notice debug;                      /* with --debug */
	FILE *input;                              /* standard input, for confirm() */
	FILE *terminal;                           /* standard error, for progress and confirm() */
	size_t parallel;                          /* accounts at a time */
	int64_t deadline_s;                       /* of the run; 0: none */
	enum exit_status status;                  /* of a run without fault */
	const volatile sig_atomic_t *interrupted; /* see invocation_is_interrupted() */
	struct call_log calls;                    /* private, as are system and client */
	struct client_system *system;
	struct client client;
	struct progress *progress; /* of the run that draws one now; else NULL */
};

struct command {
	const char *name;      /* "delegate add" */
	const char *arguments; /* "ACCOUNT...", or "" */
	const char *summary;   /* one line */
	const char *details;   /* paragraphs of help, or NULL */
	size_t argument_min, argument_max;
	enum option_id options[COMMAND_OPTIONS_MAX]; /* besides the global ones */
	bool (*run)(struct invocation *invocation, struct fault *fault);
};

/* Commands that the help lists under one heading. */
struct command_group {
	const char *title;
	const struct command *commands; /* ends with a row whose name is NULL */
};

/* All groups, in the order of the help; ends with a row whose title is NULL. */
extern const struct command_group command_groups[];

/* The command at this place among all, from 0; NULL behind the last. */
const struct command *command_at(size_t index);

/*
 * The command named by the first words and, in *out_used, how many they are.
 * FAULT_USAGE names an unknown one and suggests another.
 */
MUST_USE bool command_find(const struct command_line *line, const struct command **out_command,
			   size_t *out_used, struct fault *fault);

/* FAULT_USAGE if the line has options or a number of words the command does not take. */
MUST_USE bool command_check(const struct command *command, const struct command_line *line,
			    size_t used, struct fault *fault);

/*
 * The client for the caller that --profile, the environment and the files
 * name. Made at the first call; owned by the invocation.
 */
MUST_USE bool invocation_client(struct invocation *invocation, struct client **out_client,
				struct fault *fault);

/* Ends what invocation_client() made. False if the file of --calls is not whole. */
MUST_USE bool invocation_done(struct invocation *invocation, struct fault *fault);

/*
 * Whether a signal asked the run to stop: begin nothing new, end what is
 * under way, and fail with FAULT_INTERRUPTED. The second signal kills.
 */
bool invocation_is_interrupted(const struct invocation *invocation);

/*
 * Begins a line of progress on the terminal, which notes do not write into;
 * silent where nothing can be drawn. @progress is borrowed until the end.
 */
void invocation_progress_begin(struct invocation *invocation, struct progress *progress,
			       const char *what, size_t total);

/* Takes the line away. */
void invocation_progress_end(struct invocation *invocation, struct progress *progress);

/* Makes the run's status the graver of what it is and @status. */
void invocation_raise(struct invocation *invocation, enum exit_status status);
