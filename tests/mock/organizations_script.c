#include "tests/mock/organizations_script.h"

#include <stdlib.h>
#include <string.h>

#include "mock/handlers.h"
#include "mock/organizations/creation.h"
#include "model/check.h"
#include "model/codec.h"
#include "model/organizations_api.h"
#include "wire/buffer.h"
#include "wire/json_reader.h"

enum { SAVED_MAX = 32 };

struct script {
	struct handlers_fixture handlers;
	struct arena *arena;
	struct pattern_cache *patterns;
	struct saved {
		const char *name, *value;
	} saved[SAVED_MAX];
	size_t saved_count;
};

static const char *value_of(struct script *script, const char *name, size_t len)
{
	for (size_t i = 0; i < script->saved_count; i++)
		if (strlen(script->saved[i].name) == len &&
		    memcmp(script->saved[i].name, name, len) == 0)
			return script->saved[i].value;
	return NULL;
}

/* Puts saved values for {NAME}; other braces stay. */
static const char *filled(struct script *script, const char *text)
{
	struct buffer out;

	buffer_init(&out, script->arena, 128);
	for (const char *at = text; at && *at; at++) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		const char *value = end ? value_of(script, at + 1, (size_t)(end - at - 1)) : NULL;

		if (value) {
			buffer_add_text(&out, value);
			at = end;
		} else {
			buffer_add_char(&out, *at);
		}
	}
	return out.data;
}

static const char *quoted(struct script *script, const char *text)
{
	char *copy = arena_strdup(script->arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return filled(script, copy);
}

/* The member of a path such as "Roots.0.Id". */
static const struct json_value *at_path(const struct json_value *value, char *path)
{
	char *rest = NULL;

	for (char *part = strtok_r(path, ".", &rest); part && value;
	     part = strtok_r(NULL, ".", &rest)) {
		if (value->kind == JSON_ARRAY) {
			long index = strtol(part, NULL, 10);

			value = value->first;
			while (value && index-- > 0)
				value = value->next;
		} else {
			value = json_get(value, part);
		}
	}
	return value;
}

static void save(struct script *script, const char *what, const char *body)
{
	const struct json_value *root = NULL;
	struct fault fault = { 0 };
	char *rest = NULL;
	char *list = arena_strdup(script->arena, what);

	assert_true(json_read(script->arena, body, strlen(body), &fault, &root));
	for (char *item = strtok_r(list, " ", &rest); item; item = strtok_r(NULL, " ", &rest)) {
		char *path = strchr(item, '=');

		*path++ = '\0';
		const struct json_value *value = at_path(root, path);

		if (!value || !value->text)
			fail_msg("nothing to save as %s in %s", item, body);
		assert_in_range(script->saved_count, 0, SAVED_MAX - 1);
		script->saved[script->saved_count++] = (struct saved){ item, value->text };
	}
}

/* Runs the stages between reading and writing that do not need a server. */
static enum api_status run_stages(struct script *script, const struct http_request *request,
				  void *output)
{
	struct call *call = &script->handlers.call;
	const struct api_operation *operation = call->operation;
	void *input = arena_alloc(script->arena, operation->input_size);
	struct api_problem problem = { 0 };

	organizations_settle(call, call->now_ms);
	if (!codec_read_request(script->arena, operation, request, input, &problem) ||
	    !check_input(script->patterns, script->arena, operation, input, &problem)) {
		call->error = (struct call_error){ .code = problem.code,
						   .message = problem.message,
						   .reason = problem.reason,
						   .http_status = problem.http_status };
		return API_FAILED;
	}
	return handlers_run(operation, call, input, output);
}

/* The answer's body, or NULL with the call's error set. */
static const char *run(struct script *script, const struct script_step *step)
{
	struct call *call = &script->handlers.call;
	const char *body = step->input ? quoted(script, step->input) : "{}";
	struct http_request request = { .method = "POST", .path = "/", .query = "" };
	struct http_response response = { 0 };

	call->operation = api_operation_by_name(&organizations_api, step->operation);
	assert_non_null(call->operation);
	call->error = (struct call_error){ 0 };
	request.body = body;
	request.body_len = strlen(body);
	void *output = arena_alloc(script->arena, call->operation->output_size);

	database_begin(call->database);
	enum api_status status = run_stages(script, &request, output);

	if (database_problem(call->database))
		fail_msg("%s", database_problem(call->database));
	if (status != API_OK) {
		if (status == API_NOT_IMPLEMENTED)
			fail_msg("%s has no handler", step->operation);
		database_rollback(call->database);
		return NULL;
	}
	assert_true(database_commit(call->database));
	codec_write_response(script->arena, call->operation, output, "id", &response);
	return arena_strndup(script->arena, response.body, response.body_len);
}

static void expect_refusal(struct script *script, const struct script_step *step, const char *body)
{
	const struct call_error *error = &script->handlers.call.error;
	const char *expected = step->expect + 1;
	bool has_message = strstr(expected, ": ") != NULL;
	bool has_reason = strcspn(expected, " ") < strcspn(expected, ":");

	if (body)
		fail_msg("%s was to be refused: %s", step->operation, body);
	const char *actual = error->code;

	if (has_reason && error->reason)
		actual = arena_printf(script->arena, "%s %s", actual, error->reason);
	if (has_message)
		actual = arena_printf(script->arena, "%s: %s", actual, error->message);
	if (strcmp(actual, filled(script, expected)) != 0)
		fail_msg("%s: expected %s, was %s (%s)", step->operation, filled(script, expected),
			 actual, error->message);
}

static void expect_answer(struct script *script, const struct script_step *step, const char *body)
{
	const struct call_error *error = &script->handlers.call.error;

	if (!body)
		fail_msg("%s: %s %s: %s", step->operation, error->code,
			 error->reason ? error->reason : "", error->message);
	if (!step->expect)
		return;
	const char *from = body;
	const char *part = quoted(script, step->expect);

	while (*part) {
		const char *end = strstr(part, " .. ");
		size_t len = end ? (size_t)(end - part) : strlen(part);
		const char *found = strstr(from, arena_strndup(script->arena, part, len));

		if (!found)
			fail_msg("%s: no %.*s in %s", step->operation, (int)len, part, body);
		from = found + len;
		part += end ? len + 4 : len;
	}
}

static void run_step(struct script *script, const struct script_step *step)
{
	struct handlers_fixture *handlers = &script->handlers;

	if (strcmp(step->operation, "later") == 0) {
		handlers->call.now_ms += strtoll(step->input, NULL, 10);
		return;
	}
	if (strcmp(step->operation, "given") == 0) {
		handlers_given(handlers, filled(script, step->input));
		return;
	}
	handlers->principal.account_id = step->caller ? filled(script, step->caller)
						      : HANDLERS_ACCOUNT;
	const char *body = run(script, step);

	if (step->expect && step->expect[0] == '!') {
		expect_refusal(script, step, body);
		return;
	}
	expect_answer(script, step, body);
	if (step->save)
		save(script, step->save, body);
}

void script_body(void **state)
{
	struct fixture *fixture = *state;
	const struct script_row *row = fixture->row;
	struct script *script = arena_new(&fixture->arena, struct script);

	script->arena = &fixture->arena;
	script->patterns = pattern_cache_new();
	handlers_start(&script->handlers, &fixture->arena);
	assert_true(database_commit(script->handlers.database));
	for (const struct script_step *step = row->steps; step->operation; step++)
		run_step(script, step);
	database_begin(script->handlers.database);
	handlers_stop(&script->handlers);
	pattern_cache_free(script->patterns);
}
