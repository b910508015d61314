#include "scenarios/target.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/confirm.h"
#include "model/api.h"
#include "model/sts_client.h"

/*
 * Commands that change nothing at AWS, whatever their options are. What is not
 * named here is taken for one that does: a new command is safe before it is listed.
 */
static const char *const looking[] = {
	"mattock whoami",
	"mattock status",
	"mattock accounts",
	"mattock delegate ls",
	"mattock preflight",
	"mattock can-i",
	"mattock explain scp",
	"mattock explain error",
	"mattock what-if",
	"mattock policy check",
	"mattock policy eval",
	"mattock policy show",
	"mattock snapshot",
	"mattock rehearse",
	"mattock drift",
	"mattock diff",
	"mattock report",
	"mattock audit",
	"mattock plan",
	"mattock show",
	"mattock verify",
	"cat",
	"cmp",
	"grep",
	"head",
	"tail",
	"test",
	"true",
	"wc",
};

/* Whether the first arguments are these words. */
static bool begins_with(const struct json_value *arguments, const char *words)
{
	const struct json_value *argument = arguments->first;

	for (; *words; argument = argument->next) {
		size_t len = strcspn(words, " ");

		if (!argument || !argument->text || strlen(argument->text) != len ||
		    strncmp(argument->text, words, len) != 0)
			return false;
		words += len + strspn(words + len, " ");
	}
	return true;
}

static bool only_looks(const struct json_value *arguments)
{
	for (size_t i = 0; i < ARRAY_LEN(looking); i++)
		if (begins_with(arguments, looking[i]))
			return true;
	return false;
}

static bool is_write(const char *name)
{
	const struct api_operation *operation = api_operation_by_full_name(name);

	return !operation || operation->is_write;
}

const char *target_why_not(struct arena *arena, const struct target_permission *permission,
			   const struct json_value *step, const char *default_caller)
{
	const struct json_value *command = json_get(step, "run"), *call = json_get(step, "call");
	const char *caller = json_get_string(step, "caller");

	if (json_get(step, "control"))
		return "only a mock has a control interface";
	if (caller && strcmp(caller, default_caller) != 0)
		return arena_printf(arena, "the environment stands for %s and not for %s",
				    default_caller, caller);
	if (permission->allows_writes || json_get(step, "write"))
		return NULL;
	if ((command && !only_looks(command)) || (call && is_write(call->text)))
		return "it may change something, which --allow-writes permits";
	return NULL;
}

void target_skip_server_checks(struct verdict *verdict, const char *name,
			       const struct json_value *expect)
{
	static const char *const members[] = { "calls", "never", "sequence", "state", "faults" };

	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (json_get(expect, members[i]))
			verdict_skip(verdict,
				     arena_printf(verdict->arena, "%s: %s", name, members[i]),
				     "only a mock can tell");
}

/* Who the environment leads to. */
static bool identify(struct arena *arena, struct sts_get_caller_identity_out *out_identity,
		     struct fault *fault)
{
	const struct client_system_options options = { .environment = environment_system(),
						       .clock = clock_system(),
						       .parallel = 1 };
	const struct sts_get_caller_identity_in in = { 0 };
	struct client_system *system = NULL;
	struct client client = { 0 };
	bool is_known = client_system_new(&options, &system, fault) &&
			client_open(system, arena, "us-east-1", &client, fault) &&
			sts_get_caller_identity(&client, &in, out_identity, fault);

	client_done(&client);
	client_system_free(system);
	return is_known;
}

bool target_confirm(struct arena *arena, const char *scenario,
		    const volatile sig_atomic_t *interrupted, struct fault *fault)
{
	struct invocation invocation = { .arena = arena,
					 .environment = environment_system(),
					 .input = stdin,
					 .terminal = stderr,
					 .interrupted = interrupted };
	struct sts_get_caller_identity_out identity;

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return fault_set(fault, FAULT_REFUSED,
				 "--allow-writes asks on a terminal, and there is none");
	if (!identify(arena, &identity, fault))
		return false;
	if (!identity.account)
		return fault_set(fault, FAULT_SERVICE, "STS did not say which account this is");
	return confirm(&invocation,
		       arena_printf(arena,
				    "The steps of %s may change account %s as %s. What they delete "
				    "cannot be brought back.",
				    scenario, identity.account,
				    identity.arn ? identity.arn : "an unknown caller"),
		       identity.account, fault);
}
