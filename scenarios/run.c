#include "scenarios/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/process.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "client/rehearse/server.h"
#include "scenarios/expectation.h"
#include "scenarios/file.h"
#include "scenarios/step.h"
#include "wire/json_reader.h"

extern char **environ;

/* What one scenario needs while it runs. */
struct run {
	const struct run_options *options;
	struct verdict *verdict;
	const struct json_value *scenario; /* NULL without a file */
	const char *name;
	const char *folder;
	struct server server;
};

static bool read_scenario(struct run *run, const char *path, struct fault *fault)
{
	const char *text = file_read(run->verdict->arena, path, fault);

	if (!text)
		return false;
	return json_read(run->verdict->arena, text, strlen(text), fault, &run->scenario) ||
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
		.server = &run->server,
		.file = run->options->scenario,
		.folder = run->folder,
		.default_caller = first_caller(run),
		.interrupted = run->options->interrupted,
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

/* What must be true at the end; all calls of the scenario count. */
static void check_end(struct run *run)
{
	const struct json_value *expect = json_get(run->scenario, "expect");
	const struct expectation_scope scope = { .server = &run->server };

	expectation_check_files(run->verdict, run->name, expect, run->folder);
	expectation_check_server(run->verdict, run->name, expect, &scope);
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
		check_end(run);
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
	is_run = run_inside(&run, out_status, fault);
	drop_folder(&run);
	return is_run;
}
