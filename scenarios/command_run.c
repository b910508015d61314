/*
 * command_run.c - `mattock run`: runs a command, or a scenario's own steps,
 * inside a scenario and says whether everything was as the scenario expects.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "client/rehearse/folder.h"
#include "client/rehearse/server.h"
#include "scenarios/all.h"
#include "scenarios/harness.h"
#include "scenarios/jobs.h"
#include "scenarios/report.h"

enum { GOES_ON = -1, SCENARIOS_MAX = 1000 };

static const char usage[] =
	"Usage: mattock run [--scenario FILE]... [--caller NAME] [--jobs N]\n"
	"                   [--isolated] [--tap] [--junit FILE]\n"
	"                   [--artifacts FOLDER] [--target aws [--allow-writes]]\n"
	"                   [--keep] [-- COMMAND [ARGUMENT...]]\n"
	"\n"
	"Starts mattockd with the scenario on a free port, runs COMMAND inside it (or the\n"
	"scenario's own steps), checks the scenario's expectations, and stops the server.\n"
	"\n"
	"  --scenario FILE    the scenario; several are namespaces of one server\n"
	"  --caller NAME      profile of the command; the default is the first caller\n"
	"  --jobs N           scenarios at a time; the default is one a processor\n"
	"  --isolated         give each scenario a server of its own\n"
	"  --tap              write every check as TAP, also with a command, whose own\n"
	"                     standard output then goes to standard error\n"
	"  --junit FILE       also write the checks to FILE, as JUnit's XML\n"
	"  --artifacts FOLDER keep each scenario's journal and its commands' output there\n"
	"  --target aws       no mock: run the steps that only look where the environment\n"
	"                     leads, and check their status, output and files\n"
	"  --allow-writes     at the target, also the steps that may change something,\n"
	"                     once the account's id was typed\n"
	"  --keep             keep the private folder with the credentials file; name it\n"
	"  --help, --version\n"
	"\n"
	"Ends with 1 if an expectation does not hold. Otherwise with COMMAND's status, or\n"
	"with 0 if the scenario says which status it expects or its steps were run.\n"
	"The checks of steps are written as TAP.\n";

static const struct option options[] = {
	{ "scenario", required_argument, NULL, 's' },
	{ "caller", required_argument, NULL, 'c' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "isolated", no_argument, NULL, 'i' },
	{ "tap", no_argument, NULL, 't' },
	{ "junit", required_argument, NULL, 'u' },
	{ "artifacts", required_argument, NULL, 'a' },
	{ "target", required_argument, NULL, 'g' },
	{ "allow-writes", no_argument, NULL, 'w' },
	{ "keep", no_argument, NULL, 'k' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

struct arguments {
	struct run_options run;
	const char *scenarios[SCENARIOS_MAX];
	size_t scenario_count;
	size_t jobs;
	bool is_isolated;
	bool is_tap;
	const char *junit;
};

static int usage_error(const char *message)
{
	return harness_usage_error("run", message);
}

static int read_jobs(const char *text, size_t *out_jobs)
{
	return jobs_parse(text, out_jobs) ? GOES_ON
					  : usage_error("--jobs must be a number from 1 to 64");
}

/* Where the text of an option goes; NULL for the others. */
static const char **text_of(struct arguments *arguments, int option)
{
	switch (option) {
	case 'c':
		return &arguments->run.caller;
	case 'u':
		return &arguments->junit;
	case 'a':
		return &arguments->run.artifacts;
	default:
		return NULL;
	}
}

/* What becomes true by an option; NULL for the others. */
static bool *flag_of(struct arguments *arguments, int option)
{
	switch (option) {
	case 'i':
		return &arguments->is_isolated;
	case 't':
		return &arguments->is_tap;
	case 'k':
		return &arguments->run.keeps_folder;
	case 'w':
		return &arguments->run.permission.allows_writes;
	default:
		return NULL;
	}
}

static int read_target(const char *name, struct arguments *arguments)
{
	arguments->run.is_target = strcmp(name, "aws") == 0;
	if (arguments->run.is_target || strcmp(name, "mock") == 0)
		return GOES_ON;
	return usage_error("--target must be mock or aws");
}

/* What one option says; GOES_ON, or the status to exit with at once. */
static int read_option(int option, struct arguments *arguments)
{
	const char **text = text_of(arguments, option);
	bool *flag = flag_of(arguments, option);

	if (text)
		*text = optarg;
	if (flag)
		*flag = true;
	if (text || flag)
		return GOES_ON;
	switch (option) {
	case 's':
		if (arguments->scenario_count == SCENARIOS_MAX)
			return usage_error("more than 1000 scenarios");
		arguments->scenarios[arguments->scenario_count++] = optarg;
		return GOES_ON;
	case 'j':
		return read_jobs(optarg, &arguments->jobs);
	case 'g':
		return read_target(optarg, arguments);
	case 'h':
		fputs(usage, stdout);
		return HARNESS_DONE;
	default:
		return harness_other_option("run", option);
	}
}

/* Whether the options go together. */
static int check_arguments(const struct arguments *arguments)
{
	const struct run_options *run = &arguments->run;

	if (run->permission.allows_writes && !run->is_target)
		return usage_error("--allow-writes is for --target aws");
	if (run->is_target && (run->command || run->artifacts || !arguments->scenario_count))
		return usage_error(
			"--target aws needs --scenario, and takes neither --artifacts nor "
			"a command");
	return GOES_ON;
}

static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	int option, status = GOES_ON;

	arguments->jobs = jobs_default();
	while (status == GOES_ON && (option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		status = read_option(option, arguments);
	if (status == GOES_ON && optind < argc)
		arguments->run.command = argv + optind;
	if (status == GOES_ON)
		status = check_arguments(arguments);
	if (!arguments->scenario_count)
		arguments->scenario_count = 1; /* the default account */
	return status;
}

static void show(void *context, const struct outcome *outcome)
{
	struct report_tap *tap = context;

	if (outcome->fault && !tap->shows_passes)
		fprintf(stderr, "mattock run: %s\n", outcome->fault);
	else
		report_tap_add(tap, outcome);
}

/* Commands and questions want the terminal, so they run in this process, one after another. */
static bool run_command(struct arguments *arguments, struct arena *arena, struct report_tap *tap,
			struct outcome *outcomes)
{
	for (size_t i = 0; i < arguments->scenario_count; i++) {
		arguments->run.scenario = arguments->scenarios[i];
		outcomes[i] = all_run_one(arena, &arguments->run);
		if (outcomes[i].why == FAULT_INTERRUPTED)
			return false;
		show(tap, &outcomes[i]);
	}
	return true;
}

static bool run_each(struct arguments *arguments, struct arena *arena, struct report_tap *tap,
		     struct outcome *outcomes)
{
	const struct all all = { .run = arguments->run,
				 .scenarios = arguments->scenarios,
				 .count = arguments->scenario_count,
				 .parallel = arguments->jobs,
				 .show = show,
				 .context = tap };
	struct fault fault;

	if (arguments->run.command || arguments->run.is_target)
		return run_command(arguments, arena, tap, outcomes);
	if (all_run(arena, &all, &fault, outcomes))
		return true;
	fprintf(stderr, "mattock run: %s\n", fault.message);
	return false;
}

/*
 * Several scenarios share a server. If it cannot be started, each tries one of
 * its own and its outcome says why that failed.
 */
static bool run_all(struct arguments *arguments, struct arena *arena, struct report_tap *tap,
		    struct outcome *outcomes)
{
	struct server host = { 0 };
	const char *folder;
	struct fault fault;
	bool is_run;

	if (arguments->is_isolated || arguments->run.is_target || arguments->scenario_count < 2 ||
	    !folder_make(arena, &folder, &fault))
		return run_each(arguments, arena, tap, outcomes);
	if (server_start(arena, &(struct server_options){ .folder = folder }, &host, &fault))
		arguments->run.host = &host;
	is_run = run_each(arguments, arena, tap, outcomes);
	server_stop(&host);
	folder_remove(folder);
	return is_run;
}

/* The gravest of all; a command's own status counts unless the scenario says which it expects. */
static int status_of(const struct outcome *outcomes, size_t count)
{
	int status = HARNESS_DONE;

	for (size_t i = 0; i < count; i++) {
		if (outcomes[i].fault)
			return outcomes[i].why == FAULT_USAGE ? HARNESS_USAGE : HARNESS_ERROR;
		if (!outcome_holds(&outcomes[i]))
			status = HARNESS_ERROR;
		else if (outcomes[i].status && status == HARNESS_DONE)
			status = outcomes[i].status;
	}
	return status;
}

static int run(struct arguments *arguments)
{
	ARENA_AUTO(arena);
	bool is_tap = arguments->is_tap || !arguments->run.command;
	struct report_tap tap = { .out = is_tap ? stdout : stderr, .shows_passes = is_tap };
	size_t count = arguments->scenario_count;
	struct outcome *outcomes = arena_array(&arena, count, sizeof(*outcomes));
	struct fault fault;

	arguments->run.output_is_apart = arguments->is_tap;
	report_tap_begin(&tap);
	if (!run_all(arguments, &arena, &tap, outcomes))
		return harness_interrupted ? HARNESS_INTERRUPTED : HARNESS_ERROR;
	report_tap_end(&tap);
	if (arguments->junit && !report_junit(arguments->junit, outcomes, count, &fault)) {
		fprintf(stderr, "mattock run: %s\n", fault.message);
		return HARNESS_ERROR;
	}
	return status_of(outcomes, count);
}

int harness_run(int argc, char **argv)
{
	struct arguments arguments = { 0 };
	int status = read_arguments(argc, argv, &arguments);

	if (status != GOES_ON)
		return status;
	arguments.run.interrupted = &harness_interrupted;
	return run(&arguments);
}
