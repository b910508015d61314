#include "scenarios/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/process.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "client/rehearse/server.h"
#include "scenarios/artifacts.h"
#include "scenarios/expectation.h"
#include "scenarios/file.h"
#include "scenarios/step.h"
#include "wire/json_reader.h"

enum { NAMESPACE_NAME_MAX = 63 }; /* docs/server.md */

extern char **environ;

/* What one scenario needs while it runs. */
struct run {
	const struct run_options *options;
	struct verdict *verdict;
	const char *text;                  /* of the scenario's file; NULL without one */
	const struct json_value *scenario; /* likewise */
	const char *name;
	const char *folder;
	struct server server;
	struct artifacts artifacts;
};

static bool read_scenario(struct run *run, const char *path, struct fault *fault)
{
	run->text = file_read(run->verdict->arena, path, fault);
	if (!run->text)
		return false;
	return json_read(run->verdict->arena, run->text, strlen(run->text), fault,
			 &run->scenario) ||
	       fault_prefix(fault, "%s", path);
}

static const char *first_caller(const struct run *run)
{
	const struct json_value *callers = json_get(run->scenario, "callers");

	if (run->options->caller)
		return run->options->caller;
	return callers && callers->first ? callers->first->key : "admin";
}

static bool run_process(struct run *run, const struct process_command *command,
			struct process_result *out_result, struct fault *fault)
{
	if (!process_run(run->verdict->arena, command, out_result, fault))
		return false;
	return !command->interrupted || !*command->interrupted ||
	       fault_set(fault, FAULT_INTERRUPTED, "stopped by a signal");
}

static bool run_steps(struct run *run, struct fault *fault)
{
	const struct json_value *steps = json_get(run->scenario, "steps");
	const struct step_context context = {
		.verdict = run->verdict,
		.server = run->options->is_target ? NULL : &run->server,
		.permission = run->options->permission,
		.file = run->options->scenario,
		.folder = run->folder,
		.default_caller = first_caller(run),
		.region = environment_region(run->scenario),
		.interrupted = run->options->interrupted,
		.artifacts = &run->artifacts,
	};

	if (!steps || steps->kind != JSON_ARRAY || !steps->first)
		return fault_set(
			fault, FAULT_USAGE, "%s has no steps; name a command to run: -- COMMAND",
			run->options->scenario ? run->options->scenario : "the default account");
	for (const struct json_value *step = steps->first; step; step = step->next)
		if (!step_run(&context, step, run->name, fault))
			return false;
	return true;
}

/* What the command writes is kept only where it is to be looked at, and then passed on. */
static bool run_command(struct run *run, int *out_status, struct fault *fault)
{
	struct arena *arena = run->verdict->arena;
	const struct json_value *expect = json_get(run->scenario, "expect");
	struct process_command command = {
		.arguments = run->options->command,
		.environment = environment_for_command(
			arena, environ,
			&(struct environment_place){ run->server.url, run->server.credentials,
						     first_caller(run),
						     environment_region(run->scenario) }),
		.keeps_input = true,
		.joins_outputs = run->options->output_is_apart,
		.captures_output = run->artifacts.folder || json_get(expect, "stdout") ||
				   json_get(expect, "stderr"),
		.interrupted = run->options->interrupted,
		.limit_ms = INT32_MAX,
	};
	struct process_result result;

	if (!run_process(run, &command, &result, fault))
		return false;
	artifacts_add(&run->artifacts, run->options->command, &result);
	fwrite(result.out, 1, result.out_len, run->options->output_is_apart ? stderr : stdout);
	fwrite(result.errors, 1, result.errors_len, stderr);
	if (!json_get(expect, "exit"))
		*out_status = result.exit_status;
	expectation_check_command(run->verdict, run->name, expect, &result);
	return true;
}

static void drop_folder(const struct run *run)
{
	if (run->options->keeps_folder)
		fprintf(stderr, "mattock run: kept %s\n", run->folder);
	else
		folder_remove(run->folder);
}

/* What must be true at the end; all calls of the scenario count. */
static void check_end(struct run *run)
{
	const struct json_value *expect = json_get(run->scenario, "expect");
	const struct expectation_scope scope = { .server = &run->server };

	expectation_check_files(run->verdict, run->name, expect, run->folder);
	if (run->options->is_target)
		target_skip_server_checks(run->verdict, run->name, expect);
	else
		expectation_check_server(run->verdict, run->name, expect, &scope);
}

/* The file's name in the letters that a namespace's may have; NULL if it has no such name. */
static const char *namespace_name(struct arena *arena, const char *path)
{
	char *name = path ? file_base_name(arena, path) : NULL;

	for (char *letter = name; letter && *letter; letter++)
		if (*letter >= 'A' && *letter <= 'Z')
			*letter += 'a' - 'A';
		else if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *letter))
			*letter = '-';
	return name && *name && *name != '-' && strlen(name) <= NAMESPACE_NAME_MAX ? name : NULL;
}

/*
 * A scenario that a shared server refuses is given to one of its own, which
 * says where in the file the mistake is.
 */
static bool open_server(struct run *run, struct fault *fault)
{
	const struct run_options *options = run->options;
	struct arena *arena = run->verdict->arena;
	const struct server_namespace wanted = {
		.name = namespace_name(arena, options->scenario),
		.scenario = run->text,
		.credentials = arena_printf(arena, "%s/credentials", run->folder),
	};

	if (options->host &&
	    server_open_namespace(arena, options->host, &wanted, &run->server, fault))
		return true;
	if (options->host && fault->kind != FAULT_SERVICE)
		return false;
	return server_start(
		arena,
		&(struct server_options){ .scenario = options->scenario, .folder = run->folder },
		&run->server, fault);
}

/* The steps where the caller's own environment leads; asked first if they may change it. */
static bool run_at_target(struct run *run, struct fault *fault)
{
	const struct run_options *options = run->options;

	if (options->scenario &&
	    !server_check(run->verdict->arena, options->scenario, options->interrupted, fault))
		return false;
	if (options->permission.allows_writes &&
	    !target_confirm(run->verdict->arena, run->name, options->interrupted, fault))
		return false;
	if (!run_steps(run, fault))
		return false;
	check_end(run);
	return true;
}

static bool run_inside(struct run *run, int *out_status, struct fault *fault)
{
	bool is_run;

	if (!open_server(run, fault))
		return false;
	is_run = run->options->command ? run_command(run, out_status, fault)
				       : run_steps(run, fault);
	if (is_run) {
		check_end(run);
		is_run = artifacts_write(&run->artifacts, run->verdict->arena, &run->server, fault);
	}
	server_stop(&run->server);
	return is_run;
}

bool run_scenario(const struct run_options *options, struct verdict *verdict, const char **out_name,
		  int *out_status, struct fault *fault)
{
	struct run run = { .options = options, .verdict = verdict };
	bool is_run;

	*out_name = NULL;
	*out_status = 0;
	if (options->scenario && !read_scenario(&run, options->scenario, fault))
		return false;
	*out_name = json_get_string(run.scenario, "name");
	run.name = *out_name;
	if (!run.name)
		run.name = options->scenario ? options->scenario : "scenario";
	if (!folder_make(verdict->arena, &run.folder, fault))
		return false;
	artifacts_begin(&run.artifacts, verdict->arena, options->artifacts, options->scenario);
	is_run = options->is_target ? run_at_target(&run, fault)
				    : run_inside(&run, out_status, fault);
	drop_folder(&run);
	return is_run;
}
