#include "scenarios/sweep/world.h"

#include <string.h>

#include "client/process.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "scenarios/expectation.h"
#include "scenarios/step.h"
#include "scenarios/sweep/fault.h"
#include "wire/utf8.h"

extern char **environ;

/* One run while it is under way. */
struct trial {
	struct arena *arena;
	const struct sweep_world *world;
	struct server space; /* the namespace, which is asked as a server is */
	struct sweep_run *run;
};

static bool open_space(struct trial *trial, struct fault *fault)
{
	const struct server_namespace wanted = {
		.from = "default",
		.credentials = arena_printf(trial->arena, "%s/credentials", trial->run->folder),
	};

	if (!server_open_namespace(trial->arena, &trial->world->server, &wanted, &trial->space,
				   fault))
		return false;
	trial->run->url = trial->space.url;
	return true;
}

static bool set_rules(const struct trial *trial, const char *rules, struct fault *fault)
{
	const struct server_message message = { .method = "POST",
						.path = "/_mattock/faults",
						.body = rules };
	const struct json_value *answer;

	return !rules || server_post(trial->arena, &trial->space, &message, fault, &answer);
}

static const struct verdict_check *first_failure(const struct verdict *verdict)
{
	for (const struct verdict_check *check = verdict->first; check; check = check->next)
		if (!check->holds)
			return check;
	return NULL;
}

/* The scenario's steps; what they expect must hold, or the command would begin elsewhere. */
static bool prepare(const struct trial *trial, struct fault *fault)
{
	const struct sweep_world *world = trial->world;
	const struct json_value *steps = json_get(world->scenario, "steps");
	struct verdict verdict = { .arena = trial->arena };
	struct artifacts none = { 0 };
	const struct step_context context = {
		.verdict = &verdict,
		.server = &trial->space,
		.file = world->file,
		.folder = trial->run->folder,
		.default_caller = world->caller,
		.region = environment_region(world->scenario),
		.interrupted = world->interrupted,
		.artifacts = &none,
	};
	const struct verdict_check *failed;

	for (const struct json_value *step = steps ? steps->first : NULL; step; step = step->next)
		if (!step_run(&context, step, "step", fault))
			return false;
	failed = first_failure(&verdict);
	return !failed || fault_set(fault, FAULT_INPUT,
				    "the scenario's steps do not come to what they expect: not "
				    "\"%s\"; %s",
				    failed->name, failed->explanation ? failed->explanation : "");
}

/* Commands write what they like; what is kept is text. */
static const char *as_text(struct arena *arena, const char *bytes)
{
	struct buffer text;

	buffer_init(&text, arena, strlen(bytes) + 1);
	utf8_add_repaired(&text, bytes, strlen(bytes));
	return text.data;
}

static bool run_command(const struct trial *trial, struct fault *fault)
{
	const struct sweep_world *world = trial->world;
	struct sweep_run *run = trial->run;
	const struct environment_place place = { trial->space.url, trial->space.credentials,
						 world->caller,
						 environment_region(world->scenario) };
	const struct process_command command = {
		.arguments = world->command,
		.environment = environment_for_command(trial->arena, environ, &place),
		.folder = run->folder,
		.captures_output = true,
		.is_apart = true,
		.interrupted = world->interrupted,
		.limit_ms = world->limit_ms,
	};
	struct process_result result;

	if (!process_run(trial->arena, &command, &result, fault))
		return false;
	if (world->interrupted && *world->interrupted)
		return fault_set(fault, FAULT_INTERRUPTED, "stopped by a signal");
	run->status = result.exit_status;
	run->is_hanging = result.is_timed_out;
	run->out = as_text(trial->arena, result.out);
	run->errors = as_text(trial->arena, result.errors);
	return true;
}

static bool look(const struct trial *trial, struct fault *fault)
{
	struct sweep_run *run = trial->run;
	const struct json_value *page, *rule;
	int64_t fired = 0;

	if (!server_read(trial->arena, &trial->space, "/_mattock/requests", fault, &page))
		return false;
	run->requests = json_get(page, "requests");
	if (!server_read(trial->arena, &trial->space, "/_mattock/faults", fault, &page))
		return false;
	rule = json_get(page, "faults");
	for (rule = rule ? rule->first : NULL; rule; rule = rule->next) {
		const char *name = json_get_string(rule, "name");

		if (name && strcmp(name, SWEEP_RULE) == 0)
			run->has_fired = json_to_integer(json_get(rule, "fired"), &fired) &&
					 fired > 0;
	}
	return server_read(trial->arena, &trial->space, "/_mattock/state", fault, &run->state);
}

static bool run_inside(const struct trial *trial, const char *rules, struct fault *fault)
{
	return set_rules(trial, rules, fault) && prepare(trial, fault) &&
	       expectation_begin(trial->arena, &trial->space, fault, &trial->run->prepared) &&
	       run_command(trial, fault) && look(trial, fault);
}

bool sweep_world_run(struct arena *arena, const struct sweep_world *world, const char *rules,
		     struct sweep_run *out_run, struct fault *fault)
{
	struct trial trial = { .arena = arena, .world = world, .run = out_run };
	bool is_run;

	*out_run = (struct sweep_run){ 0 };
	if (!folder_make(arena, &out_run->folder, fault))
		return false;
	is_run = open_space(&trial, fault) && run_inside(&trial, rules, fault);
	server_stop(&trial.space);
	folder_remove(out_run->folder);
	return is_run;
}
