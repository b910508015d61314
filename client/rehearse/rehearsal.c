#include "client/rehearse/rehearsal.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/process.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "client/rehearse/server.h"
#include "client/rollout/plan_file.h"

extern char **environ;

/* Whether the plan deletes anything in the account. */
static bool is_planned(const struct plan *plan, const char *account_id)
{
	for (size_t i = 0; i < plan->account_count; i++)
		if (plan->accounts[i].decision == PLAN_DELETE &&
		    strcmp(plan->accounts[i].id, account_id) == 0)
			return true;
	return false;
}

/* Tags choose accounts, which a plan has done; other policies than these two bind no root. */
static bool bears_on(const struct plan *plan, const struct json_value *gap)
{
	const char *of = json_get_string(gap, "of"), *type = json_get_string(gap, "type");
	const char *account = json_get_string(gap, "account");

	if (of && strcmp(of, "tags") == 0)
		return false;
	if (type && !strstr(type, "_CONTROL_POLICY"))
		return false;
	return !account || is_planned(plan, account);
}

bool rehearsal_check(struct arena *arena, struct rehearsal *rehearsal, struct fault *fault)
{
	const char *id = json_get_string(json_get(rehearsal->snapshot, "organization"), "id");
	const struct json_value *list = json_get(rehearsal->snapshot, "unknown");

	if (!id || strcmp(id, rehearsal->plan->organization_id) != 0)
		return fault_set(
			fault, FAULT_STALE,
			"the plan is for organization %s, and %s describes %s; of a "
			"snapshot with pseudonyms make a plan of its own with `mattock run`",
			rehearsal->plan->organization_id, rehearsal->snapshot_file.name,
			id ? id : "one without an id");
	if (!list || list->kind != JSON_ARRAY)
		return true;
	rehearsal->unknown = arena_array(arena, list->len + 1, sizeof(*rehearsal->unknown));
	for (const struct json_value *gap = list->first; gap; gap = gap->next) {
		const char *of = json_get_string(gap, "of");

		if (of && strcmp(of, "root") == 0 && !json_get(gap, "account"))
			return fault_set(fault, FAULT_REFUSED,
					 "%s has no root credentials; make the snapshot with "
					 "--credentials or --audit FILE",
					 rehearsal->snapshot_file.name);
		if (bears_on(rehearsal->plan, gap))
			rehearsal->unknown[rehearsal->unknown_count++] = gap;
	}
	return true;
}

/* The first caller of the scenario. */
static const char *profile(const struct rehearsal *rehearsal)
{
	const struct json_value *callers = json_get(rehearsal->snapshot, "callers");

	return callers && callers->first ? callers->first->key : "admin";
}

static bool take_outcome(struct arena *arena, struct rehearsal *rehearsal,
			 const struct process_result *result, struct fault *fault)
{
	const struct input input = { "the rehearsal's outcome", result->out, strlen(result->out) };

	rehearsal->exit_status = result->exit_status;
	rehearsal->errors = result->errors;
	rehearsal->has_outcome = input.len > 0;
	return !rehearsal->has_outcome || saved_parse(arena, &input, &rehearsal->outcome, fault);
}

/* What the real apply is told besides is told to the rehearsed one. */
static const enum option_id passed_on[] = {
	OPTION_PROTECT_FILE, OPTION_CANARY, OPTION_WAVE,        OPTION_MAX_FAILURES,
	OPTION_ON_STALE,     OPTION_ORDER,  OPTION_VERIFY_WAIT,
};

/* mattock apply PLAN --yes --output json, and the options of the real one. */
static char **apply_arguments(const struct invocation *invocation, const char *self,
			      const char *plan_path)
{
	const char *const fixed[] = { self, "apply", plan_path, "--yes", "--output", "json" };
	struct arena *arena = invocation->arena;
	size_t count = ARRAY_LEN(fixed), used = 0;
	char **arguments;

	for (size_t i = 0; i < ARRAY_LEN(passed_on); i++)
		count += 2 * options_all(&invocation->options, passed_on[i])->count;
	arguments = arena_array(arena, count + 1, sizeof(*arguments));
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		arguments[used++] = arena_strdup(arena, fixed[i]);
	for (size_t i = 0; i < ARRAY_LEN(passed_on); i++) {
		const struct option_values *values =
			options_all(&invocation->options, passed_on[i]);

		for (size_t k = 0; k < values->count; k++) {
			arguments[used++] =
				arena_printf(arena, "--%s", option_row(passed_on[i])->name);
			arguments[used++] = arena_strdup(arena, values->items[k]);
		}
	}
	return arguments;
}

static bool run_apply(struct invocation *invocation, struct rehearsal *rehearsal,
		      const struct server *server, const char *plan_path, struct fault *fault)
{
	struct arena *arena = invocation->arena;
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct process_command command = {
		.environment = environment_for_command(
			arena, environ,
			&(struct environment_place){ server->url, server->credentials,
						     profile(rehearsal),
						     environment_region(rehearsal->snapshot) }),
		.captures_output = true,
		.interrupted = invocation->interrupted,
		.limit_ms = INT32_MAX,
	};
	struct process_result result;

	if (len <= 0)
		return fault_set(fault, FAULT_SYSTEM, "cannot find the program mattock itself");
	self[len] = '\0';
	command.arguments = apply_arguments(invocation, self, plan_path);
	if (!process_run(arena, &command, &result, fault))
		return false;
	if (invocation_is_interrupted(invocation))
		return fault_set(fault, FAULT_INTERRUPTED, "stopped; only the mock was changed");
	return take_outcome(arena, rehearsal, &result, fault);
}

/* The plan is copied: its journal, which is also its lock, must not stand beside the real one. */
static bool run_inside(struct invocation *invocation, struct rehearsal *rehearsal,
		       const char *folder, struct fault *fault)
{
	const char *plan_path = arena_printf(invocation->arena, "%s/plan", folder);
	const char *scenario_path = arena_printf(invocation->arena, "%s/scenario", folder);
	struct server server;
	bool is_run;

	if (!durable_write_file(invocation->arena, plan_path, rehearsal->plan_file.text, fault) ||
	    !durable_write_file(invocation->arena, scenario_path, rehearsal->snapshot_file.text,
				fault) ||
	    !server_start(invocation->arena,
			  &(struct server_options){ .scenario = scenario_path, .folder = folder },
			  &server, fault))
		return false;
	is_run = run_apply(invocation, rehearsal, &server, plan_path, fault);
	server_stop(&server);
	return is_run;
}

bool rehearsal_run(struct invocation *invocation, struct rehearsal *rehearsal, struct fault *fault)
{
	const char *folder;
	bool is_run;

	if (!folder_make(invocation->arena, &folder, fault))
		return false;
	is_run = run_inside(invocation, rehearsal, folder, fault);
	folder_remove(folder);
	return is_run;
}
