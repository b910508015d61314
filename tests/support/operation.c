#include "tests/support/operation.h"

#include <string.h>

#include "mock/gate.h"
#include "mock/handlers.h"
#include "model/check.h"
#include "model/json.h"

char *operation_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++) {
		if (*at == '\'')
			*at = '"';
	}
	return copy;
}

static void read_input(struct handlers_fixture *handlers, const char *input, void *out_in)
{
	struct arena *arena = handlers->call.arena;
	const char *text = operation_quotes(arena, input);
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	if (!json_read(arena, text, strlen(text), &fault, &value) ||
	    !json_read_structure(arena, value, handlers->call.operation->input, &fault, out_in))
		fail_msg("%s: %s", input, fault.message);
}

static const char *output_text(struct handlers_fixture *handlers, const void *out)
{
	struct buffer text;
	struct json_writer json;

	buffer_init(&text, handlers->call.arena, 256);
	json_writer_init(&json, &text, false);
	json_write_structure(handlers->call.arena, &json, handlers->call.operation->output, out);
	return text.data;
}

static bool is_valid(struct call *call, const void *in, struct api_problem *out_problem)
{
	struct pattern_cache *patterns = pattern_cache_new();
	bool is_good = check_input(patterns, call->arena, call->operation, in, out_problem);

	pattern_cache_free(patterns);
	return is_good;
}

const char *operation_answer(struct handlers_fixture *handlers, const char *service,
			     const char *operation, const char *input)
{
	struct call *call = &handlers->call;
	struct api_problem problem = { 0 };
	enum api_status status;
	void *in, *out;

	call->operation = api_operation_by_name(api_service_by_name(service), operation);
	assert_non_null(call->operation);
	in = arena_alloc(call->arena, call->operation->input_size);
	out = arena_alloc(call->arena, call->operation->output_size);
	read_input(handlers, input, in);
	if (!is_valid(call, in, &problem))
		return arena_printf(call->arena, "%s: %s", problem.code, problem.message);
	status = gate_check(call, in);
	if (status == API_OK)
		status = handlers_run(call->operation, call, in, out);
	if (status == API_NOT_IMPLEMENTED)
		return "not implemented";
	if (status != API_OK)
		return arena_printf(call->arena, "%s: %s", call->error.code, call->error.message);
	return output_text(handlers, out);
}

void operation_expect(struct arena *arena, const char *expected, const char *answer)
{
	const char *text = operation_quotes(arena, expected);
	size_t len = strlen(text);

	if (expected[0] != '{' && expected[0] != '*')
		text = expected; /* AWS's messages have apostrophes */
	if (len > 0 && text[len - 1] == '*' && strncmp(text, answer, len - 1) == 0)
		return;
	if (len > 1 && text[0] == '*' &&
	    strstr(answer, arena_strndup(arena, text + 1, len - 1 - (text[len - 1] == '*'))))
		return;
	assert_string_equal(answer, text);
}

void operation_tell(struct handlers_fixture *handlers, const char *service,
		    const struct operation_story *story)
{
	if (story->given)
		handlers_given(handlers, story->given);
	for (size_t i = 0; i < OPERATION_STEPS && story->steps[i].operation; i++) {
		const struct operation_step *step = &story->steps[i];

		operation_expect(handlers->call.arena, step->answer,
				 operation_answer(handlers, service, step->operation, step->input));
	}
}
