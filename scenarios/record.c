#include "scenarios/record.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "model/api.h"
#include "scenarios/expectation.h"
#include "scenarios/file.h"
#include "scenarios/step.h"
#include "wire/json_writer.h"

/* What is recorded: the scenario that is read, and the one that is written. */
struct recording {
	const struct record_options *options;
	struct arena *arena;
	const struct json_value *scenario;
	const char *folder;
	struct server server;
	struct json_writer json;
	struct buffer text;
};

/* Calls that are alike: their operation and how they were answered. */
struct calls {
	const char *operation, *error;
	int64_t status, times;
	struct calls *next;
};

static struct calls *calls_like(struct arena *arena, struct calls **first, const char *operation,
				const struct json_value *entry)
{
	const char *error = json_get_string(json_get(entry, "error"), "code");
	struct calls **end = first;
	int64_t status = 0;

	if (!json_to_integer(json_get(entry, "status"), &status))
		status = 0;
	for (; *end; end = &(*end)->next)
		if (strcmp((*end)->operation, operation) == 0 && (*end)->status == status &&
		    strcmp((*end)->error ? (*end)->error : "", error ? error : "") == 0)
			return *end;
	*end = arena_new(arena, struct calls);
	**end = (struct calls){ .operation = operation, .error = error, .status = status };
	return *end;
}

/* In the order in which each kind came first. */
static bool read_calls(struct recording *recording, uint64_t after, struct calls **out_first,
		       struct fault *fault)
{
	const struct json_value *journal, *list;

	*out_first = NULL;
	if (!server_read(recording->arena, &recording->server,
			 arena_printf(recording->arena, "/_mattock/requests?after=%" PRIu64, after),
			 fault, &journal))
		return false;
	list = json_get(journal, "requests");
	for (const struct json_value *entry = list ? list->first : NULL; entry;
	     entry = entry->next) {
		const char *operation = json_get_string(entry, "operation");

		if (operation)
			calls_like(recording->arena, out_first, operation, entry)->times++;
	}
	return true;
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_number(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_integer(json, number);
}

static void write_calls(struct json_writer *json, const struct calls *first)
{
	json_key(json, "calls");
	json_open_array(json);
	for (const struct calls *calls = first; calls; calls = calls->next) {
		json_open_object(json);
		write_text(json, "operation", calls->operation);
		if (calls->error)
			write_text(json, "error", calls->error);
		else
			write_number(json, "status", calls->status);
		write_number(json, "times", calls->times);
		json_close_object(json);
	}
	json_close_array(json);
}

static bool is_change(const struct calls *calls)
{
	const struct api_operation *operation = api_operation_by_full_name(calls->operation);

	return !calls->error && operation && operation->is_write;
}

/* Reads of one moment come in any order; what is changed first is told by the command. */
static void write_sequence(struct json_writer *json, const struct calls *first)
{
	bool has_any = false;

	for (const struct calls *calls = first; calls; calls = calls->next) {
		if (!is_change(calls))
			continue;
		if (!has_any) {
			json_key(json, "sequence");
			json_open_array(json);
		}
		has_any = true;
		json_open_object(json);
		write_text(json, "operation", calls->operation);
		json_close_object(json);
	}
	if (has_any)
		json_close_array(json);
}

static void write_expectations(struct recording *recording, const struct json_value *step,
			       const struct calls *first, const int *exit_status)
{
	struct json_writer *json = &recording->json;

	json_key(json, "expect");
	json_open_object(json);
	if (json_get(step, "run"))
		write_number(json, "exit", *exit_status);
	if (json_get(step, "call") && first && first->error)
		write_text(json, "error", first->error);
	if (json_get(step, "run")) {
		write_calls(json, first);
		write_sequence(json, first);
	}
	json_close_object(json);
}

static const char *first_caller(const struct recording *recording)
{
	const struct json_value *callers = json_get(recording->scenario, "callers");

	if (recording->options->caller)
		return recording->options->caller;
	return callers && callers->first ? callers->first->key : "admin";
}

/* Does the step, whatever it expected so far, and writes it with what came of it. */
static bool record_step(struct recording *recording, const struct json_value *step,
			struct fault *fault)
{
	struct verdict verdict = { .arena = recording->arena };
	struct artifacts artifacts;
	int exit_status = 0;
	const struct step_context context = {
		.verdict = &verdict,
		.server = &recording->server,
		.file = recording->options->scenario,
		.folder = recording->folder,
		.default_caller = first_caller(recording),
		.region = environment_region(recording->scenario),
		.interrupted = recording->options->interrupted,
		.artifacts = &artifacts,
		.exit_status = &exit_status,
	};
	struct calls *first;
	uint64_t before;

	artifacts_begin(&artifacts, recording->arena, NULL, NULL);
	if (!expectation_begin(recording->arena, &recording->server, fault, &before) ||
	    !step_run(&context, step, "record", fault) ||
	    !read_calls(recording, before, &first, fault))
		return false;
	json_open_object(&recording->json);
	for (const struct json_value *member = step->first; member; member = member->next) {
		if (strcmp(member->key, "expect") == 0)
			continue;
		json_key(&recording->json, member->key);
		json_tree(&recording->json, member);
	}
	write_expectations(recording, step, first, &exit_status);
	json_close_object(&recording->json);
	return true;
}

/* The command as a step. */
static bool command_step(struct recording *recording, const struct json_value **out_steps,
			 struct fault *fault)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, recording->arena, 256);
	json_writer_init(&json, &text, false);
	json_open_array(&json);
	json_open_object(&json);
	if (recording->options->caller)
		write_text(&json, "caller", recording->options->caller);
	json_key(&json, "run");
	json_open_array(&json);
	for (char *const *word = recording->options->command; *word; word++)
		json_string(&json, *word);
	json_close_array(&json);
	json_close_object(&json);
	json_close_array(&json);
	return json_read(recording->arena, text.data, text.len, fault, out_steps);
}

static void write_list(struct json_writer *json, const char *key, const struct json_value *list,
		       const char *const *members)
{
	json_key(json, key);
	json_open_array(json);
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		json_open_object(json);
		for (const char *const *member = members; *member; member++)
			if (json_get_string(item, *member))
				write_text(json, *member, json_get_string(item, *member));
		json_close_object(json);
	}
	json_close_array(json);
}

/* Ids repeat only if the scenario has a seed. */
static void write_account(struct recording *recording, const struct json_value *account)
{
	static const char *const no_id[] = { "status", NULL }, *const with_id[] = { "id", "status",
										    NULL };
	static const char *const device[] = { "kind", NULL };
	struct json_writer *json = &recording->json;
	const char *const *members = json_get(recording->scenario, "seed") ? with_id : no_id;
	const struct json_value *root = json_get(account, "root");
	const struct json_value *password = json_get(root, "password");

	json_open_object(json);
	write_text(json, "id", json_get_string(account, "id"));
	json_key(json, "root");
	json_open_object(json);
	json_key(json, "password");
	if (password && password->kind == JSON_OBJECT) {
		json_open_object(json);
		json_close_object(json);
	} else {
		json_null(json);
	}
	write_list(json, "keys", json_get(root, "keys"), members);
	write_list(json, "certificates", json_get(root, "certificates"), members);
	write_list(json, "mfa", json_get(root, "mfa"), device);
	json_close_object(json);
	json_close_object(json);
}

static bool record_end(struct recording *recording, struct fault *fault)
{
	struct json_writer *json = &recording->json;
	const struct json_value *state, *accounts;

	if (!server_read(recording->arena, &recording->server, "/_mattock/state", fault, &state))
		return false;
	accounts = json_get(state, "accounts");
	json_key(json, "expect");
	json_open_object(json);
	json_key(json, "state");
	json_open_object(json);
	json_key(json, "accounts");
	json_open_array(json);
	for (const struct json_value *account = accounts ? accounts->first : NULL; account;
	     account = account->next)
		if (json_get(account, "root"))
			write_account(recording, account);
	json_close_array(json);
	json_close_object(json);
	json_close_object(json);
	return true;
}

static bool record_all(struct recording *recording, struct fault *fault)
{
	struct json_writer *json = &recording->json;
	const struct json_value *steps = json_get(recording->scenario, "steps");

	if (recording->options->command && !command_step(recording, &steps, fault))
		return false;
	if (!steps || steps->kind != JSON_ARRAY || !steps->first)
		return fault_set(fault, FAULT_USAGE, "%s has no steps; name a command: -- COMMAND",
				 recording->options->scenario);
	json_open_object(json);
	for (const struct json_value *member = recording->scenario->first; member;
	     member = member->next) {
		if (strcmp(member->key, "steps") == 0 || strcmp(member->key, "expect") == 0)
			continue;
		json_key(json, member->key);
		json_tree(json, member);
	}
	json_key(json, "steps");
	json_open_array(json);
	for (const struct json_value *step = steps->first; step; step = step->next)
		if (!record_step(recording, step, fault))
			return false;
	json_close_array(json);
	if (!record_end(recording, fault))
		return false;
	json_close_object(json);
	buffer_add_char(&recording->text, '\n');
	return true;
}

bool record_run(struct arena *arena, const struct record_options *options, struct fault *fault)
{
	struct recording recording = { .options = options, .arena = arena };
	struct server_options server = { .scenario = options->scenario };
	const char *text = file_read(arena, options->scenario, fault);
	bool is_recorded;

	if (!text || !json_read(arena, text, strlen(text), fault, &recording.scenario))
		return false;
	if (access(options->out, F_OK) == 0)
		return fault_set(fault, FAULT_INPUT, "%s is there already; name a new file",
				 options->out);
	if (!folder_make(arena, &recording.folder, fault))
		return false;
	server.folder = recording.folder;
	buffer_init(&recording.text, arena, 16 * 1024);
	json_writer_init(&recording.json, &recording.text, true);
	is_recorded = server_start(arena, &server, &recording.server, fault);
	if (is_recorded) {
		is_recorded = record_all(&recording, fault);
		server_stop(&recording.server);
	}
	folder_remove(recording.folder);
	return is_recorded && durable_write_file(arena, options->out, recording.text.data, fault);
}
