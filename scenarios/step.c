#include "scenarios/step.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/process.h"
#include "client/rehearse/environment.h"
#include "scenarios/expectation.h"
#include "wire/json_writer.h"

extern char **environ;

const char *step_caller(const struct step_context *context, const struct json_value *step)
{
	const char *caller = json_get_string(step, "caller");

	return caller ? caller : context->default_caller;
}

/* The arguments of a step's "run" list. */
static char **step_arguments(struct arena *arena, const struct json_value *list)
{
	char **arguments = arena_array(arena, list->len + 1, sizeof(*arguments));
	size_t used = 0;

	for (const struct json_value *item = list->first; item; item = item->next)
		arguments[used++] = arena_strdup(arena, item->text ? item->text : "");
	return arguments;
}

/* At the target it is the caller's own. */
static char *const *environment_of(const struct step_context *context,
				   const struct json_value *step)
{
	if (!context->server)
		return environ;
	return environment_for_command(
		context->verdict->arena, environ,
		&(struct environment_place){ context->server->url, context->server->credentials,
					     step_caller(context, step), context->region });
}

static bool run_command(const struct step_context *context, const struct json_value *step,
			const char *name, struct fault *fault)
{
	struct arena *arena = context->verdict->arena;
	const struct json_value *list = json_get(step, "run");
	const struct json_value *expect = json_get(step, "expect");
	struct process_command command = { .captures_output = true,
					   .folder = context->folder,
					   .interrupted = context->interrupted,
					   .input = json_get_string(step, "stdin") };
	struct process_result result;

	command.arguments = step_arguments(arena, list);
	command.environment = environment_of(context, step);
	if (!process_run(arena, &command, &result, fault))
		return false;
	if (context->interrupted && *context->interrupted)
		return fault_set(fault, FAULT_INTERRUPTED, "stopped by a signal");
	artifacts_add(context->artifacts, command.arguments, &result);
	if (context->exit_status)
		*context->exit_status = result.exit_status;
	expectation_check_command(context->verdict, name, expect, &result);
	return true;
}

static const char *json_text(struct arena *arena, const struct json_value *value)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 256);
	json_writer_init(&json, &text, true);
	json_tree(&json, value);
	buffer_add_char(&text, '\n');
	return text.data;
}

/* A file in the scenario's folder. */
static bool put_file(const struct step_context *context, const struct json_value *file_name,
		     const char *text, struct fault *fault)
{
	const char *path;
	FILE *file;

	path = arena_printf(context->verdict->arena, "%s/%s", context->folder, file_name->text);
	file = fopen(path, "wb");
	if (!file)
		return fault_set_errno(fault, errno, "%s", path);
	if (fputs(text, file) == EOF || fclose(file) != 0)
		return fault_set_errno(fault, errno, "%s", path);
	return true;
}

static bool ask_control(const struct step_context *context, const struct json_value *step,
			const char *name, struct fault *fault)
{
	struct arena *arena = context->verdict->arena;
	const struct json_value *request = json_get(step, "control");
	const struct json_value *body = json_get(step, "body");
	const struct json_value *save = json_get(step, "save");
	const char *blank = strchr(request->text, ' ');
	struct server_message message = { .body = body ? json_text(arena, body) : "{}" };
	const struct json_value *answer;

	UNUSED(name);
	message.method = arena_strndup(arena, request->text, (size_t)(blank - request->text));
	message.path = blank + 1;
	if (!server_post(arena, context->server, &message, fault, &answer))
		return fault_prefix(fault, "%s:%u:%u", context->file, request->line,
				    request->column);
	return !save || put_file(context, save, json_text(arena, answer), fault);
}

static bool write_file(const struct step_context *context, const struct json_value *step,
		       const char *name, struct fault *fault)
{
	struct arena *arena = context->verdict->arena;
	const struct json_value *file_name = json_get(step, "write");
	const struct json_value *json = json_get(step, "json");
	const char *text = json ? json_text(arena, json) : json_get_string(step, "text");

	UNUSED(name);
	return put_file(context, file_name, text, fault);
}

static const struct kind {
	const char *member;
	bool (*run)(const struct step_context *context, const struct json_value *step,
		    const char *name, struct fault *fault);
} kinds[] = {
	{ "run", run_command },
	{ "call", step_call },
	{ "control", ask_control },
	{ "write", write_file },
};

static const struct kind *kind_of(const struct json_value *step)
{
	size_t i = 0;

	while (!json_get(step, kinds[i].member) && i + 1 < ARRAY_LEN(kinds))
		i++;
	return &kinds[i];
}

bool step_run(const struct step_context *context, const struct json_value *step, const char *name,
	      struct fault *fault)
{
	struct verdict *verdict = context->verdict;
	const struct json_value *expect = json_get(step, "expect");
	const char *own_name = json_get_string(step, "name"), *why_not = NULL;
	uint64_t before = 0;

	if (own_name)
		name = arena_printf(verdict->arena, "%s: %s", name, own_name);
	if (!context->server)
		why_not = target_why_not(verdict->arena, &context->permission, step,
					 context->default_caller);
	if (why_not) {
		verdict_skip(verdict, name, why_not);
		return true;
	}
	if ((context->server &&
	     !expectation_begin(verdict->arena, context->server, fault, &before)) ||
	    !kind_of(step)->run(context, step, name, fault))
		return false;
	expectation_check_files(verdict, name, expect, context->folder);
	if (context->server)
		expectation_check_server(verdict, name, expect,
					 &(struct expectation_scope){ context->server, before });
	else
		target_skip_server_checks(verdict, name, expect);
	return true;
}
