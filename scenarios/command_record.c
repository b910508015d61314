/*
 * command_record.c - `mattock record`: a scenario that expects what just happened.
 */
#include <getopt.h>
#include <stdio.h>

#include "scenarios/harness.h"
#include "scenarios/record.h"

enum { GOES_ON = -1 };

static const char usage[] =
	"Usage: mattock record --scenario FILE -o NEW [--caller NAME]\n"
	"                      [-- COMMAND [ARGUMENT...]]\n"
	"\n"
	"Runs COMMAND inside the scenario, or the scenario's own steps, and writes NEW:\n"
	"the scenario with what just happened as its expectations. Each step expects its\n"
	"exit status, its calls with their answers and counts, and the order of its first\n"
	"changes; the end expects the root credentials that are left.\n"
	"`mattock run --scenario NEW` then says whether it happens again.\n"
	"\n"
	"  --scenario FILE    the scenario\n"
	"  -o, --out NEW      the file to write, which must not be there\n"
	"  --caller NAME      profile of the command; the default is the first caller\n"
	"  --help, --version\n";

static const struct option options[] = {
	{ "scenario", required_argument, NULL, 's' }, { "out", required_argument, NULL, 'o' },
	{ "caller", required_argument, NULL, 'c' },   { "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },        { NULL, 0, NULL, 0 },
};

static int usage_error(const char *message)
{
	return harness_usage_error("record", message);
}

static int read_option(int option, struct record_options *record)
{
	switch (option) {
	case 's':
		record->scenario = optarg;
		return GOES_ON;
	case 'o':
		record->out = optarg;
		return GOES_ON;
	case 'c':
		record->caller = optarg;
		return GOES_ON;
	case 'h':
		fputs(usage, stdout);
		return HARNESS_DONE;
	default:
		return harness_other_option("record", option);
	}
}

static int run(const struct record_options *record)
{
	ARENA_AUTO(arena);
	struct fault fault;

	if (record_run(&arena, record, &fault)) {
		printf("Wrote %s. Next: mattock run --scenario %s\n", record->out, record->out);
		return HARNESS_DONE;
	}
	fprintf(stderr, "mattock record: %s\n", fault.message);
	if (fault.kind == FAULT_INTERRUPTED)
		return HARNESS_INTERRUPTED;
	return fault.kind == FAULT_USAGE ? HARNESS_USAGE : HARNESS_ERROR;
}

int harness_record(int argc, char **argv)
{
	struct record_options record = { .interrupted = &harness_interrupted };
	int option, status = GOES_ON;

	while (status == GOES_ON && (option = getopt_long(argc, argv, "+o:", options, NULL)) != -1)
		status = read_option(option, &record);
	if (status != GOES_ON)
		return status;
	if (!record.scenario || !record.out)
		return usage_error("--scenario FILE and -o NEW must be given");
	if (optind < argc)
		record.command = argv + optind;
	return run(&record);
}
