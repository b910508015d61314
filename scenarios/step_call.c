/*
 * step_call.c - a step that is one call to AWS's API.
 *
 * It is made as the client makes its own, so that whatever changes between
 * two commands (an account moves, a key is used) needs no other tool.
 */
#include <string.h>

#include "client/client.h"
#include "model/api.h"
#include "model/iam_client.h"
#include "model/json.h"
#include "scenarios/expectation.h"
#include "scenarios/step.h"
#include "wire/json_writer.h"

/*
 * A client that is the step's caller and reaches the scenario's server only;
 * without a server it is whoever the environment says.
 */
static bool open_client(const struct step_context *context, const struct json_value *step,
			struct client_system **out_system, struct client *out_client,
			struct fault *fault)
{
	struct arena *arena = context->verdict->arena;
	const struct server *server = context->server;
	const char **pairs = arena_array(arena, 5, sizeof(*pairs)); /* name, value, ..., NULL */
	const char *region = json_get_string(step, "region");
	const struct client_system_options options = {
		.environment = server ? environment_fixed(pairs) : environment_system(),
		.clock = clock_system(),
		.profile = server ? step_caller(context, step) : NULL,
		.endpoint_url = server ? server->url : NULL,
		.parallel = 1,
	};

	pairs[0] = "AWS_SHARED_CREDENTIALS_FILE";
	pairs[1] = server ? server->credentials : NULL;
	pairs[2] = "AWS_CONFIG_FILE";
	pairs[3] = server ? arena_printf(arena, "%s.config", server->credentials) : NULL;
	return client_system_new(&options, out_system, fault) &&
	       client_open(*out_system, arena, region ? region : context->region, out_client,
			   fault);
}

static const char *answer_text(struct arena *arena, const struct api_operation *operation,
			       const void *out)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 1024);
	json_writer_init(&json, &text, true);
	json_write_structure(arena, &json, operation->output, out);
	return text.data;
}

static bool make_call(const struct step_context *context, const struct json_value *step,
		      const struct api_operation *operation, struct expectation_answer *out_answer,
		      struct fault *fault)
{
	struct arena *arena = context->verdict->arena;
	const struct json_value *input = json_get(step, "input");
	void *in = arena_alloc(arena, operation->input_size);
	void *out = arena_alloc(arena, operation->output_size);
	struct client_system *system = NULL;
	struct client client = { 0 };
	bool is_made = (!input || json_read_input(arena, input, operation, fault, in)) &&
		       open_client(context, step, &system, &client, fault);

	if (is_made && client_call(&client, operation, in, out, fault))
		out_answer->text = answer_text(arena, operation, out);
	else if (is_made && fault->kind == FAULT_SERVICE)
		*out_answer = (struct expectation_answer){
			.error = arena_strdup(arena, fault->code),
			.text = arena_strdup(arena, fault->message),
		};
	else
		is_made = false;
	client_done(&client);
	client_system_free(system);
	return is_made;
}

bool step_call(const struct step_context *context, const struct json_value *step, const char *name,
	       struct fault *fault)
{
	const struct json_value *called = json_get(step, "call");
	const struct api_operation *operation = api_operation_by_full_name(called->text);
	struct expectation_answer answer = { 0 };

	if (!make_call(context, step, operation, &answer, fault))
		return fault_prefix(fault, "%s:%u:%u", context->file, called->line, called->column);
	expectation_check_answer(context->verdict, name, json_get(step, "expect"), &answer);
	return true;
}
