/*
 * harness.h - the commands of the harness.
 *
 * Each reads its own command line with getopt_long, whose messages begin with
 * argv[0], "mattock NAME", and returns the status to exit with.
 */
#pragma once

#include <signal.h>

/* The statuses that mattock-run has of its own; docs/exit-codes.md. */
enum { HARNESS_DONE = 0, HARNESS_ERROR = 1, HARNESS_USAGE = 2, HARNESS_INTERRUPTED = 130 };

/* Becomes the number of the signal that asked us to stop. */
extern volatile sig_atomic_t harness_interrupted;

/* Says what is wrong with the command line of "mattock NAME". Returns HARNESS_USAGE. */
int harness_usage_error(const char *name, const char *message);

/*
 * What getopt_long found and "mattock NAME" has no case for: 'v' shows the
 * version; anything else is wrong. Returns the status to exit with.
 */
int harness_other_option(const char *name, int option);

int harness_env(int argc, char **argv);
int harness_record(int argc, char **argv);
int harness_run(int argc, char **argv);
int harness_scenario(int argc, char **argv);
int harness_sweep(int argc, char **argv);
