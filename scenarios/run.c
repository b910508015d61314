#include "scenarios/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/process.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "client/rehearse/server.h"
#include "scenarios/expectation.h"
#include "wire/json_reader.h"

extern char **environ;

enum { SCENARIO_MAX = 100 * 1024 * 1024 };

/* What one scenario needs while it runs. */
struct run {
	const struct run_options *options;
	struct verdict *verdict;
	const struct json_value *scenario; /* NULL without a file */
	const char *name;
	const char *folder;
	struct server server;
};

static bool read_file(struct arena *arena, const char *path, struct fault *fault,
		      const struct json_value **out_value)
{
	FILE *file = fopen(path, "rb");
	char *data;
	long size;
	bool is_read;

	if (!file)
		return fault_set_errno(fault, errno, "%s", path);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	if (size < 0 || size > SCENARIO_MAX) {
		fclose(file);
		return fault_set(fault, FAULT_INPUT, "%s: not a file of at most %d bytes", path,
				 SCENARIO_MAX);
	}
	data = arena_alloc(arena, (size_t)size + 1);
	is_read = fread(data, 1, (size_t)size, file) == (size_t)size;
	fclose(file);
	if (!is_read)
		return fault_set_errno(fault, errno, "%s", path);
	if (!json_read(arena, data, (size_t)size, fault, out_value))
		return fault_prefix(fault, "%s", path);
	return true;
}

static const char *first_caller(const struct run *run)
{
	const struct json_value *callers = json_get(run->scenario, "callers");

	if (run->options->caller)
		return run->options->caller;
	return callers && callers->first ? callers->first->key : "admin";
}

/* The arguments of a step's "run" list. */
static char **step_arguments(struct arena *arena, const struct json_value *list)
{
	char **arguments = arena_array(arena, list->len + 1, sizeof(*arguments));
	size_t used = 0;

	for (const struct json_value *item = list->first; item; item = item->next)
		arguments[used++] = arena_strdup(arena, item->text);
	return arguments;
}

static bool run_process(struct run *run, const struct process_command *command,
			struct process_result *out_result, struct fault *fault)
{
	if (!process_run(run->verdict->arena, command, out_result, fault))
		return false;
	return !command->interrupted || !*command->interrupted ||
	       fault_set(fault, FAULT_INTERRUPTED, "stopped by a signal");
}

static bool run_step(struct run *run, const struct json_value *step, struct fault *fault)
{
	struct arena *arena = run->verdict->arena;
	const struct json_value *list = json_get(step, "run");
	const char *caller = json_get_string(step, "caller");
	const char *name = json_get_string(step, "name");
	struct process_command command = { .captures_output = true,
					   .folder = run->folder,
					   .interrupted = run->options->interrupted,
					   .input = json_get_string(step, "stdin") };
	struct process_result result;

	if (!list || list->kind != JSON_ARRAY || !list->first)
		return fault_set(fault, FAULT_INPUT,
				 "%s:%u:%u: a step needs \"run\": [\"command\", \"argument\", ...]",
				 run->options->scenario, step->line, step->column);
	command.arguments = step_arguments(arena, list);
	command.environment = environment_for_command(arena, environ, run->server.url,
						      run->server.credentials,
						      caller ? caller : first_caller(run));
	if (!run_process(run, &command, &result, fault))
		return false;
	name = arena_printf(arena, "%s: %s", run->name, name ? name : command.arguments[0]);
	expectation_check_command(run->verdict, name, json_get(step, "expect"), &result);
	expectation_check_server(run->verdict, name, json_get(step, "expect"), &run->server);
	return true;
}

static bool run_steps(struct run *run, struct fault *fault)
{
	const struct json_value *steps = json_get(run->scenario, "steps");

	if (!steps || steps->kind != JSON_ARRAY || !steps->first)
		return fault_set(
			fault, FAULT_USAGE, "%s has no steps; name a command to run: -- COMMAND",
			run->options->scenario ? run->options->scenario : "the default account");
	for (const struct json_value *step = steps->first; step; step = step->next)
		if (!run_step(run, step, fault))
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
		.environment = environment_for_command(arena, environ, run->server.url,
						       run->server.credentials, first_caller(run)),
		.keeps_input = true,
		.captures_output = json_get(expect, "stdout") || json_get(expect, "stderr"),
		.interrupted = run->options->interrupted,
		.limit_ms = INT32_MAX,
	};
	struct process_result result;

	if (!run_process(run, &command, &result, fault))
		return false;
	fputs(result.out, stdout);
	fputs(result.errors, stderr);
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

static bool run_inside(struct run *run, int *out_status, struct fault *fault)
{
	bool is_run;

	if (!server_start(run->verdict->arena, run->options->scenario, run->folder, &run->server,
			  fault))
		return false;
	is_run = run->options->command ? run_command(run, out_status, fault)
				       : run_steps(run, fault);
	if (is_run)
		expectation_check_server(run->verdict, run->name, json_get(run->scenario, "expect"),
					 &run->server);
	server_stop(&run->server);
	return is_run;
}

bool run_scenario(const struct run_options *options, struct verdict *verdict, int *out_status,
		  struct fault *fault)
{
	struct run run = { .options = options, .verdict = verdict };
	bool is_run;

	*out_status = 0;
	if (options->scenario &&
	    !read_file(verdict->arena, options->scenario, fault, &run.scenario))
		return false;
	run.name = json_get_string(run.scenario, "name");
	if (!run.name)
		run.name = options->scenario ? options->scenario : "scenario";
	if (!folder_make(verdict->arena, &run.folder, fault))
		return false;
	is_run = run_inside(&run, out_status, fault);
	drop_folder(&run);
	return is_run;
}
