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
#include "scenarios/sweep/findings.h"
#include "scenarios/sweep/matrix.h"

enum { GOES_ON = -1, FOUND = 3 };
enum { LIMIT_S = 60, LIMIT_MAX_S = 3600 };

static const char usage[] =
	"Usage: mattock sweep [--scenario FILE] [--caller NAME] [--fault NAME]...\n"
	"                     [--call CALL]... [--clean PATTERN] [--clean-status N]\n"
	"                     [--accept OUTCOME]... [--jobs N] [--limit SECONDS]\n"
	"                     [--json FILE] [--junit FILE] -- COMMAND [ARGUMENT...]\n"
	"\n"
	"Runs COMMAND inside the scenario, after the scenario's steps, and lists its\n"
	"calls. Then runs it again for each call and each fault, in a world that begins\n"
	"the same, with that call going wrong in that way, and prints what came of it,\n"
	"and each finding with the command that repeats it.\n"
	"\n"
	"  --scenario FILE    the scenario; the default account without it\n"
	"  --caller NAME      profile of the command; the default is the first caller\n"
	"  --fault NAME       only this fault; repeatable\n"
	"  --call CALL        only this call, as OPERATION[@ACCOUNT][/N]; repeatable\n"
	"  --clean PATTERN    with a line of output like that the command says that all\n"
	"                     is clean; an extended regular expression\n"
	"  --clean-status N   it says so by ending with N; with --clean, by both; the\n"
	"                     default is 0, unless it ends so though something is there\n"
	"  --accept OUTCOME   repeated, falseClean, hang or crash is no finding\n"
	"  --jobs N           runs at a time, up to 64; the default is one a processor,\n"
	"                     and more that only wait\n"
	"  --limit SECONDS    a run that takes longer hangs (60)\n"
	"  --json FILE        also write all of it to FILE as JSON; - is standard output\n"
	"                     and then there is no matrix\n"
	"  --junit FILE       also write each cell to FILE as a test case, for CI\n"
	"  --help, --version\n"
	"\n"
	"The faults:\n"
	"\n";

static const char usage_end[] =
	"\n"
	"Ends with 0; with 3 if a run repeated a write, said clean falsely, hung or\n"
	"crashed; with 1 if runs could not be made.\n";

struct arguments {
	struct sweep sweep;
	struct arena *arena;
	const char *json, *junit;
};

static int usage_error(const char *message)
{
	return harness_usage_error("sweep", message);
}

/* Reads a number of an option; @message says what it must be. */
static int read_number(const char *text, const char *message, long min, long max, long *out_number)
{
	char *end;

	*out_number = strtol(text, &end, 10);
	return *end || end == text || *out_number < min || *out_number > max ? usage_error(message)
									     : GOES_ON;
}

static int set_scenario(struct arguments *arguments, const char *text)
{
	arguments->sweep.world.file = text;
	return GOES_ON;
}

static int set_caller(struct arguments *arguments, const char *text)
{
	arguments->sweep.world.caller = arguments->sweep.world.wanted_caller = text;
	return GOES_ON;
}

static int add_fault(struct arguments *arguments, const char *text)
{
	struct sweep *sweep = &arguments->sweep;
	const struct sweep_fault *fault = sweep_fault_by_name(text);

	if (!fault)
		return usage_error("--fault: there is no fault of that name");
	for (size_t i = 0; i < sweep->fault_count; i++)
		if (sweep->faults[i] == fault)
			return GOES_ON;
	sweep->faults[sweep->fault_count++] = fault;
	return GOES_ON;
}

static int add_call(struct arguments *arguments, const char *text)
{
	struct sweep *sweep = &arguments->sweep;
	struct fault fault;

	if (sweep->filter_count == SWEEP_FILTERS_MAX)
		return usage_error("--call: at most 64 of them");
	if (sweep_call_filter_read(arguments->arena, text, &fault,
				   &sweep->filters[sweep->filter_count++]))
		return GOES_ON;
	return usage_error(arena_printf(arguments->arena, "--call: %s", fault.message));
}

static int set_clean(struct arguments *arguments, const char *text)
{
	struct fault fault;

	return claim_set_pattern(&arguments->sweep.claim, text, &fault)
		       ? GOES_ON
		       : usage_error(fault.message);
}

static int set_clean_status(struct arguments *arguments, const char *text)
{
	long number;
	int status =
		read_number(text, "--clean-status must be a number from 0 to 255", 0, 255, &number);

	arguments->sweep.claim.status = (int)number;
	arguments->sweep.claim.has_status = true;
	return status;
}

static int add_accepted(struct arguments *arguments, const char *text)
{
	enum sweep_outcome outcome = sweep_outcome_by_name(text);

	if (outcome == SWEEP_OUTCOME_COUNT || !sweep_is_finding(&arguments->sweep, outcome))
		return usage_error("--accept must be repeated, falseClean, hang or crash");
	arguments->sweep.is_accepted[outcome] = true;
	return GOES_ON;
}

static int set_jobs(struct arguments *arguments, const char *text)
{
	arguments->sweep.is_strict = true;
	return jobs_parse(text, &arguments->sweep.parallel)
		       ? GOES_ON
		       : usage_error("--jobs must be a number from 1 to 64");
}

static int set_limit(struct arguments *arguments, const char *text)
{
	long limit_s;
	int status = read_number(text, "--limit must be a number from 1 to 3600", 1, LIMIT_MAX_S,
				 &limit_s);

	arguments->sweep.world.limit_ms = limit_s * 1000;
	return status;
}

static int set_json(struct arguments *arguments, const char *text)
{
	arguments->json = text;
	return GOES_ON;
}

static int set_junit(struct arguments *arguments, const char *text)
{
	arguments->junit = text;
	return GOES_ON;
}

static int show_help(struct arguments *arguments, const char *text)
{
	UNUSED(arguments);
	UNUSED(text);
	fputs(usage, stdout);
	for (size_t i = 0; i < sweep_fault_count; i++)
		printf("  %-14s  %s\n", sweep_faults[i].name, sweep_faults[i].meaning);
	fputs(usage_end, stdout);
	return HARNESS_DONE;
}

static int show_version(struct arguments *arguments, const char *text)
{
	UNUSED(arguments);
	UNUSED(text);
	return harness_other_option("sweep", 'v');
}

/* What an option does with its value: GOES_ON, or the status to exit with at once. */
static const struct {
	const char *name;
	int has_value;
	int (*read)(struct arguments *arguments, const char *text);
} rows[] = {
	{ "scenario", required_argument, set_scenario },
	{ "caller", required_argument, set_caller },
	{ "fault", required_argument, add_fault },
	{ "call", required_argument, add_call },
	{ "clean", required_argument, set_clean },
	{ "clean-status", required_argument, set_clean_status },
	{ "accept", required_argument, add_accepted },
	{ "jobs", required_argument, set_jobs },
	{ "limit", required_argument, set_limit },
	{ "json", required_argument, set_json },
	{ "junit", required_argument, set_junit },
	{ "help", no_argument, show_help },
	{ "version", no_argument, show_version },
};

static int read_options(int argc, char **argv, struct arguments *arguments)
{
	struct option options[ARRAY_LEN(rows) + 1] = { 0 };
	int status = GOES_ON, row = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		options[i] = (struct option){ .name = rows[i].name, .has_arg = rows[i].has_value };
	while (status == GOES_ON) {
		int found = getopt_long(argc, argv, "+", options, &row);

		if (found == -1)
			return GOES_ON;
		status = found == 0 ? rows[row].read(arguments, optarg)
				    : harness_other_option("sweep", found);
	}
	return status;
}

static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	struct sweep *sweep = &arguments->sweep;
	int status;

	sweep->parallel = jobs_default();
	sweep->world.limit_ms = LIMIT_S * 1000;
	status = read_options(argc, argv, arguments);
	if (status != GOES_ON)
		return status;
	if (optind == argc)
		return usage_error("name a command to run: -- COMMAND");
	sweep->world.command = argv + optind;
	if (sweep->fault_count == 0)
		for (size_t i = 0; i < sweep_fault_count; i++)
			sweep->faults[sweep->fault_count++] = &sweep_faults[i];
	if (!sweep->claim.pattern && !sweep->claim.has_status)
		sweep->claim.has_status = sweep->claim.is_assumed = true;
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
	bool is_run;

	if (!read_scenario(arena, &sweep->world, fault) ||
	    !folder_make(arena, &wanted.folder, fault))
		return false;
	is_run = server_start(arena, &wanted, &sweep->world.server, fault) &&
		 sweep_run(arena, sweep, fault);
	server_stop(&sweep->world.server);
	folder_remove(wanted.folder);
	return is_run;
}

static bool show(struct arena *arena, const struct arguments *arguments, struct fault *fault)
{
	const struct sweep *sweep = &arguments->sweep;
	const char *first = sweep_first_fault(sweep);

	if (!sweep->is_steady)
		fprintf(stderr, "mattock sweep: two runs without a fault differ, so that \"another "
				"output\" says little\n");
	if (!arguments->json || strcmp(arguments->json, "-") != 0)
		matrix_write(arena, sweep, stdout);
	if (arguments->json && !matrix_write_json(arena, sweep, arguments->json, fault))
		return false;
	if (arguments->junit && !findings_write_junit(arena, sweep, arguments->junit, fault))
		return false;
	return !first || fault_set(fault, FAULT_SYSTEM, "a run could not be made: %s", first);
}

static int run(struct arguments *arguments)
{
	struct sweep *sweep = &arguments->sweep;
	struct fault fault;

	sweep->world.interrupted = &harness_interrupted;
	sweep->shows_progress = isatty(STDERR_FILENO);
	if (!run_inside(arguments->arena, arguments, &fault) ||
	    !show(arguments->arena, arguments, &fault)) {
		fprintf(stderr, "mattock sweep: %s\n", fault.message);
		return harness_interrupted ? HARNESS_INTERRUPTED : HARNESS_ERROR;
	}
	if (fflush(stdout) != 0)
		return HARNESS_ERROR;
	if (sweep->is_stopped)
		return HARNESS_INTERRUPTED;
	return sweep_count_findings(sweep) ? FOUND : HARNESS_DONE;
}

int harness_sweep(int argc, char **argv)
{
	ARENA_AUTO(arena);
	struct arguments arguments = { .arena = &arena };
	int status = read_arguments(argc, argv, &arguments);

	if (status == GOES_ON)
		status = run(&arguments);
	claim_done(&arguments.sweep.claim);
	return status;
}
