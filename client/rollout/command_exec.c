/*
 * command_exec.c - exec: runs a command with a root session in its environment only.
 */
#include <ctype.h>
#include <string.h>

#include "client/confirm.h"
#include "client/organization.h"
#include "client/predict/task_actions.h"
#include "client/process.h"
#include "client/rollout/commands.h"
#include "client/rollout/ready.h"
#include "client/rollout/session.h"
#include "wire/clock.h"

enum { VARIABLES_MAX = 24 };

#define ENDPOINT_VARIABLE "AWS_ENDPOINT_URL"

/* Settings of the caller that name no identity. */
static const char *const kept[] = {
	"AWS_CA_BUNDLE=",    "AWS_USE_FIPS_ENDPOINT=", "AWS_USE_DUALSTACK_ENDPOINT=",
	"AWS_MAX_ATTEMPTS=", "AWS_RETRY_MODE=",        "AWS_PAGER="
};

/* The services that the client knows. */
static const char *const services[] = { "sts", "iam", "s3", "sqs", "organizations", "account" };

/* The environment of the child, in an arena that is wiped. */
struct child {
	struct arena *arena;
	char **variables;
	size_t count;
};

/* Endpoints of the caller's environment hold where the client took them, too. */
static bool takes_endpoints(const struct client *root)
{
	const struct endpoint_settings *settings = &root->system->endpoints;

	return !settings->url && !endpoint_ignores_configured(settings);
}

static bool is_kept(const struct client *root, const char *variable)
{
	if (strncmp(variable, "AWS_", 4) != 0)
		return true;
	if (!strncmp(variable, ENDPOINT_VARIABLE, strlen(ENDPOINT_VARIABLE)))
		return takes_endpoints(root);
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		if (strncmp(variable, kept[i], strlen(kept[i])) == 0)
			return true;
	return false;
}

/* In place of what the caller's environment has by that name: of two, a child may take either. */
static void set(struct child *child, const char *name, const char *value)
{
	size_t len = strlen(name), i = 0;

	while (i < child->count &&
	       (strncmp(child->variables[i], name, len) != 0 || child->variables[i][len] != '='))
		i++;
	child->variables[i] = arena_printf(child->arena, "%s=%s", name, value);
	child->count += i == child->count;
}

/* A setting that sends requests elsewhere holds for the session too: it is from there. */
static bool set_endpoints(struct child *child, const struct client *root, struct fault *fault)
{
	const char *url = root->system->endpoints.url;

	if (url)
		set(child, ENDPOINT_VARIABLE, url);
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		const struct endpoint_wanted wanted = { services[i], root->region.name };
		char *name = arena_printf(child->arena, ENDPOINT_VARIABLE "_%s", services[i]);
		struct endpoint endpoint;

		if (!endpoint_resolve(&root->system->endpoints, child->arena, &wanted, &endpoint,
				      fault))
			return false;
		for (char *at = name; *at; at++)
			*at = (char)toupper((unsigned char)*at);
		if (strcmp(endpoint.source, ENDPOINT_OF_AWS) != 0)
			set(child, name, endpoint.url);
	}
	return true;
}

/* What the caller's profile says of the way to AWS: the child has no profile. */
static void set_way(struct child *child, const struct client_system *system)
{
	static const struct {
		const char *setting, *variable;
	} switches[] = {
		{ "use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT" },
		{ "use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT" },
	};

	if (system->ca_bundle)
		set(child, "AWS_CA_BUNDLE", system->ca_bundle);
	for (size_t i = 0; i < ARRAY_LEN(switches); i++)
		if (!environment_get(&system->environment, switches[i].variable) &&
		    config_is_true(&system->config, system->endpoints.profile, switches[i].setting))
			set(child, switches[i].variable, "true");
}

static bool make_environment(struct child *child, const struct invocation *invocation,
			     const struct client *root, struct fault *fault)
{
	const struct credentials *credentials = root->credentials;
	char *const *own = environment_variables(&invocation->environment, child->arena);
	size_t count = 0;

	while (own[count])
		count++;
	child->variables =
		arena_array(child->arena, count + VARIABLES_MAX + 1, sizeof(*child->variables));
	for (size_t i = 0; i < count; i++)
		if (is_kept(root, own[i]))
			child->variables[child->count++] = own[i];
	set(child, "AWS_ACCESS_KEY_ID", credentials->access_key_id);
	set(child, "AWS_SECRET_ACCESS_KEY", credentials->secret_access_key);
	set(child, "AWS_SESSION_TOKEN", credentials->session_token);
	set(child, "AWS_REGION", root->region.name);
	set(child, "AWS_DEFAULT_REGION", root->region.name);
	set(child, "AWS_EC2_METADATA_DISABLED", "true");
	/* With no profile to fall back to, nothing but the session can be used. */
	set(child, "AWS_CONFIG_FILE", "/dev/null");
	set(child, "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
	set_way(child, root->system);
	return set_endpoints(child, root, fault);
}

static bool run_child(struct invocation *invocation, const struct client *root, struct fault *fault)
{
	struct arena secrets = { 0 }, arena = { 0 };
	struct child child = { .arena = &secrets };
	struct process_command command = { .keeps_input = true,
					   .limit_ms = INT64_MAX / 4,
					   .interrupted = invocation->interrupted };
	struct process_result result;
	char **words = arena_array(&arena, invocation->argument_count, sizeof(*words));
	bool is_run = make_environment(&child, invocation, root, fault);

	for (size_t i = 1; i < invocation->argument_count; i++)
		words[i - 1] = arena_strdup(&arena, invocation->arguments[i]);
	command.arguments = words;
	command.environment = child.variables;
	is_run = is_run && process_run(&arena, &command, &result, fault);
	if (is_run)
		invocation->status = (enum exit_status)result.exit_status;
	arena_wipe(&secrets);
	arena_done(&secrets);
	arena_done(&arena);
	return is_run;
}

static bool ask(const struct invocation *invocation, enum client_task task, struct fault *fault)
{
	const char *account_id = invocation->arguments[0];

	if (task == CLIENT_TASK_AUDIT)
		return true;
	return confirm(invocation,
		       arena_printf(invocation->arena,
				    "This gives %s a root session of account %s that may %s.",
				    invocation->arguments[1], account_id, client_task_name(task)),
		       account_id, fault);
}

static void say_end(struct invocation *invocation, const struct client *root, enum client_task task)
{
	char end[CLOCK_ISO_LEN + 1];

	clock_format_iso(clock_now_ms(&invocation->clock) + client_time_left_ms(root), end);
	notice_say(&invocation->notice,
		   "root session of %s for %s, until %s; whoever has it can use it until then, "
		   "also after the command",
		   invocation->arguments[0], client_task_name(task), end);
}

static enum ready_feature feature_of(enum client_task task)
{
	return task == CLIENT_TASK_UNLOCK_S3 || task == CLIENT_TASK_UNLOCK_SQS
		       ? READY_ROOT_SESSIONS
		       : READY_CREDENTIALS_MANAGEMENT;
}

bool command_exec(struct invocation *invocation, struct fault *fault)
{
	const char *name = options_text(&invocation->options, OPTION_TASK);
	const char *account_id = invocation->arguments[0];
	enum client_task task;
	struct caller caller;
	struct client *client, root;
	bool is_run;

	if (!name)
		return fault_set(fault, FAULT_USAGE,
				 "exec needs --task: audit, delete, "
				 "create-password, unlock-s3 or unlock-sqs");
	if (!organization_is_account_id(account_id))
		return fault_set(fault, FAULT_USAGE, "\"%s\" is not an account id of twelve digits",
				 account_id);
	if (!task_find(name, &task, fault) || !invocation_client(invocation, &client, fault) ||
	    !ready_check(client, feature_of(task), &caller, fault) ||
	    !organization_check_member(client, &caller.organization, account_id, fault) ||
	    !ask(invocation, task, fault) || !session_open(client, account_id, task, &root, fault))
		return false;
	say_end(invocation, &root, task);
	is_run = run_child(invocation, &root, fault);
	client_done(&root);
	return is_run;
}
