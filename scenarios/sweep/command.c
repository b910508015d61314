/*
 * command.c - `mattock sweep`: runs a command again and again inside a
 * scenario, each time with another call going wrong in another way.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/rehearse/folder.h"
#include "scenarios/file.h"
#include "scenarios/harness.h"
#include "scenarios/jobs.h"
#include "scenarios/sweep/matrix.h"

enum { GOES_ON = -1, FOUND = 3 };
enum { LIMIT_S = 60, LIMIT_MAX_S = 3600 };

static const char usage[] =
	"Usage: mattock sweep [--scenario FILE] [--caller NAME] [--fault NAME]...\n"
	"                     [--jobs N] [--limit SECONDS] [--json FILE]\n"
	"                     -- COMMAND [ARGUMENT...]\n"
	"\n"
	"Runs COMMAND inside the scenario, after the scenario's steps, and lists its\n"
	"calls. Then runs it again for each call and each fault, in a world that begins\n"
	"the same, with that call going wrong in that way, and prints what came of it.\n"
	"\n"
	"  --scenario FILE    the scenario; the default account without it\n"
	"  --caller NAME      profile of the command; the default is the first caller\n"
	"  --fault NAME       only this fault; repeatable\n"
	"  --jobs N           runs at a time, up to 64; the default is one a processor\n"
	"  --limit SECONDS    a run that takes longer hangs (60)\n"
	"  --json FILE        also write all of it to FILE as JSON; - is standard output\n"
	"                     and then there is no matrix\n"
	"  --help, --version\n"
	"\n"
	"The faults:\n"
	"\n";

static const char usage_end[] =
	"\n"
	"Ends with 0, with 3 if a run hung or crashed, with 1 if runs could "
	"not be made.\n";

static const struct option options[] = {
	{ "scenario", required_argument, NULL, 's' },
	{ "caller", required_argument, NULL, 'c' },
	{ "fault", required_argument, NULL, 'f' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "limit", required_argument, NULL, 'l' },
	{ "json", required_argument, NULL, 'o' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

struct arguments {
	struct sweep sweep;
	const char *json;
};

static int usage_error(const char *message)
{
	return harness_usage_error("sweep", message);
}

static int show_help(void)
{
	fputs(usage, stdout);
	for (size_t i = 0; i < sweep_fault_count; i++)
		printf("  %-14s  %s\n", sweep_faults[i].name, sweep_faults[i].meaning);
	fputs(usage_end, stdout);
	return HARNESS_DONE;
}

static int add_fault(struct sweep *sweep, const char *name)
{
	const struct sweep_fault *fault = sweep_fault_by_name(name);

	if (!fault)
		return usage_error("--fault: there is no fault of that name");
	for (size_t i = 0; i < sweep->fault_count; i++)
		if (sweep->faults[i] == fault)
			return GOES_ON;
	sweep->faults[sweep->fault_count++] = fault;
	return GOES_ON;
}

static int read_limit(struct sweep *sweep, const char *text)
{
	char *end;
	long limit_s = strtol(text, &end, 10);

	if (*end || end == text || limit_s < 1 || limit_s > LIMIT_MAX_S)
		return usage_error("--limit must be a number from 1 to 3600");
	sweep->world.limit_ms = limit_s * 1000;
	return GOES_ON;
}

/* What one option says; GOES_ON, or the status to exit with at once. */
static int read_option(int option, struct arguments *arguments)
{
	switch (option) {
	case 's':
		arguments->sweep.world.file = optarg;
		return GOES_ON;
	case 'c':
		arguments->sweep.world.caller = optarg;
		return GOES_ON;
	case 'f':
		return add_fault(&arguments->sweep, optarg);
	case 'j':
		return jobs_parse(optarg, &arguments->sweep.parallel)
			       ? GOES_ON
			       : usage_error("--jobs must be a number from 1 to 64");
	case 'l':
		return read_limit(&arguments->sweep, optarg);
	case 'o':
		arguments->json = optarg;
		return GOES_ON;
	case 'h':
		return show_help();
	default:
		return harness_other_option("sweep", option);
	}
}

static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	struct sweep *sweep = &arguments->sweep;
	int option, status = GOES_ON;

	sweep->parallel = jobs_default();
	sweep->world.limit_ms = LIMIT_S * 1000;
	while (status == GOES_ON && (option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		status = read_option(option, arguments);
	if (status != GOES_ON)
		return status;
	if (optind == argc)
		return usage_error("name a command to run: -- COMMAND");
	sweep->world.command = argv + optind;
	if (sweep->fault_count == 0)
		for (size_t i = 0; i < sweep_fault_count; i++)
			sweep->faults[sweep->fault_count++] = &sweep_faults[i];
	return GOES_ON;
}

static bool read_scenario(struct arena *arena, struct sweep_world *world, struct fault *fault)
{
	const struct json_value *callers;
	const char *text = world->file ? file_read(arena, world->file, fault) : "{}";

	if (!text)
		return false;
	if (!json_read(arena, text, strlen(text), fault, &world->scenario))
		return fault_prefix(fault, "%s", world->file);
	callers = json_get(world->scenario, "callers");
	if (!world->caller)
		world->caller = callers && callers->first ? callers->first->key : "admin";
	return true;
}

static bool run_inside(struct arena *arena, struct arguments *arguments, struct fault *fault)
{
	struct sweep *sweep = &arguments->sweep;
	struct server_options wanted = { .scenario = sweep->world.file };
	const char *first;
	bool is_run;

	if (!read_scenario(arena, &sweep->world, fault) ||
	    !folder_make(arena, &wanted.folder, fault))
		return false;
	is_run = server_start(arena, &wanted, &sweep->world.server, fault) &&
		 sweep_run(arena, sweep, fault);
	server_stop(&sweep->world.server);
	folder_remove(wanted.folder);
	first = is_run ? sweep_first_fault(sweep) : NULL;
	if (first)
		return fault_set(fault, FAULT_SYSTEM, "a run could not be made: %s", first);
	return is_run;
}

static bool show(struct arena *arena, const struct arguments *arguments, struct fault *fault)
{
	const struct sweep *sweep = &arguments->sweep;

	if (!sweep->is_steady)
		fprintf(stderr, "mattock sweep: two runs without a fault differ, so that \"another "
				"output\" says little\n");
	if (!arguments->json || strcmp(arguments->json, "-") != 0)
		matrix_write(arena, sweep, stdout);
	return !arguments->json || matrix_write_json(arena, sweep, arguments->json, fault);
}

static int run(struct arguments *arguments)
{
	ARENA_AUTO(arena);
	struct sweep *sweep = &arguments->sweep;
	struct fault fault;

	sweep->world.interrupted = &harness_interrupted;
	sweep->shows_progress = isatty(STDERR_FILENO);
	if (!run_inside(&arena, arguments, &fault) || !show(&arena, arguments, &fault)) {
		fprintf(stderr, "mattock sweep: %s\n", fault.message);
		return harness_interrupted ? HARNESS_INTERRUPTED : HARNESS_ERROR;
	}
	if (fflush(stdout) != 0)
		return HARNESS_ERROR;
	return sweep_count(sweep, SWEEP_HANG) + sweep_count(sweep, SWEEP_CRASH) ? FOUND
										: HARNESS_DONE;
}

int harness_sweep(int argc, char **argv)
{
	struct arguments arguments = { 0 };
	int status = read_arguments(argc, argv, &arguments);

	return status == GOES_ON ? run(&arguments) : status;
}
