/*
 * main.c - mattock-run: runs a command, or a scenario's own steps, inside a
 * scenario and says whether everything was as the scenario expects.
 */
#include <curl/curl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/run.h"
#include "scenarios/verdict.h"

enum { EXIT_OK = 0, EXIT_ERROR = 1, EXIT_USAGE = 2, EXIT_INTERRUPTED = 130, SCENARIOS_MAX = 1000 };

static volatile sig_atomic_t interrupted; /* the signal that asked us to stop */

static void on_signal(int number)
{
	interrupted = number;
}

/* A signal must not leave a server or a folder behind; all that follows it takes seconds. */
static void catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		sigaction(numbers[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int status_of_fault(const struct fault *fault)
{
	if (fault->kind == FAULT_INTERRUPTED)
		return EXIT_INTERRUPTED;
	return fault->kind == FAULT_USAGE ? EXIT_USAGE : EXIT_ERROR;
}

static const char usage[] =
	"Usage: mattock run [--scenario FILE]... [--caller NAME] [--keep]\n"
	"                   [-- COMMAND [ARGUMENT...]]\n"
	"\n"
	"Starts mattockd with the scenario on a free port, runs COMMAND inside it (or the\n"
	"scenario's own steps), checks the scenario's expectations, and stops the server.\n"
	"\n"
	"  --scenario FILE    the scenario; several run one after the other\n"
	"  --caller NAME      profile of the command; the default is the first caller\n"
	"  --keep             keep the private folder with the credentials file; name it\n"
	"  --help, --version\n"
	"\n"
	"Ends with 1 if an expectation does not hold. Otherwise with COMMAND's status, or\n"
	"with 0 if the scenario says which status it expects or its steps were run.\n"
	"The checks of steps are written as TAP.\n";

static const struct option options[] = {
	{ "scenario", required_argument, NULL, 's' }, { "caller", required_argument, NULL, 'c' },
	{ "keep", no_argument, NULL, 'k' },           { "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },        { NULL, 0, NULL, 0 },
};

struct arguments {
	struct run_options run;
	const char *scenarios[SCENARIOS_MAX];
	size_t scenario_count;
};

/* Reads the options; a value >= 0 is the status to exit with at once. */
static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		switch (option) {
		case 's':
			if (arguments->scenario_count == SCENARIOS_MAX)
				return EXIT_USAGE;
			arguments->scenarios[arguments->scenario_count++] = optarg;
			break;
		case 'c':
			arguments->run.caller = optarg;
			break;
		case 'k':
			arguments->run.keeps_folder = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_OK;
		case 'v':
			puts("mattock-run " MATTOCK_VERSION);
			return EXIT_OK;
		default:
			fputs("mattock run: `mattock run --help` lists the options\n", stderr);
			return EXIT_USAGE;
		}
	}
	if (optind < argc)
		arguments->run.command = argv + optind;
	return -1;
}

/* A command's own status counts unless the scenario says which one it expects. */
static int run_all(struct arguments *arguments, struct verdict *verdict)
{
	size_t count = arguments->scenario_count ? arguments->scenario_count : 1;
	int status = 0;

	for (size_t i = 0; i < count; i++) {
		struct fault fault;
		int command_status;

		arguments->run.scenario = arguments->scenarios[i];
		if (!run_scenario(&arguments->run, verdict, &command_status, &fault)) {
			fprintf(stderr, "mattock run: %s\n", fault.message);
			return status_of_fault(&fault);
		}
		if (command_status)
			status = command_status;
	}
	return verdict_end(verdict) ? EXIT_ERROR : status;
}

int main(int argc, char **argv)
{
	ARENA_AUTO(arena);
	struct arguments arguments = { 0 };
	struct verdict verdict = { .arena = &arena };
	int status = read_arguments(argc, argv, &arguments);

	if (status >= 0)
		return status;
	catch_signals();
	arguments.run.interrupted = &interrupted;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	verdict.shows_passes = !arguments.run.command;
	verdict.out = arguments.run.command ? stderr : stdout;
	status = run_all(&arguments, &verdict);
	curl_global_cleanup();
	return status;
}
