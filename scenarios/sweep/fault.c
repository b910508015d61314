#include "scenarios/sweep/fault.h"

#include <inttypes.h>
#include <string.h>

#include "wire/json_writer.h"

static bool lists_no_such_entity(const struct api_operation *operation)
{
	const struct api_error *error = api_error_by_code(operation->service, "NoSuchEntity");

	return error && api_operation_throws(operation, error);
}

static bool answers_in_pages(const struct api_operation *operation)
{
	return operation->paging.input_token && operation->paging.output_token;
}

/* A write is made on the state as it is; what STS issues comes of what it saw. */
static bool looks_at_state(const struct api_operation *operation)
{
	return !operation->is_write || strcmp(operation->service->name, "sts") == 0;
}

/* A minute is longer than a client waits that was told not to wait long. */
const struct sweep_fault sweep_faults[] = {
	{ .letter = 'a',
	  .name = "denied",
	  .meaning = "refused: AccessDenied",
	  .action = "{\"error\": \"AccessDenied\"}",
	  .action_for_json = "{\"error\": \"AccessDeniedException\"}" },
	{ .letter = 'b',
	  .name = "no-such-entity",
	  .meaning = "refused: NoSuchEntity, where the operation has it",
	  .action = "{\"error\": \"NoSuchEntity\"}",
	  .is_possible = lists_no_such_entity,
	  .looks_true = true },
	{ .letter = 'c',
	  .name = "throttled",
	  .meaning = "throttled, and so ever after",
	  .action = "{\"error\": \"Throttling\"}",
	  .action_for_json = "{\"error\": \"TooManyRequestsException\"}",
	  .length = SWEEP_FOREVER,
	  .waits = true },
	{ .letter = 'd',
	  .name = "unavailable",
	  .meaning = "503 ServiceUnavailable, and so ever after",
	  .action = "{\"error\": \"ServiceUnavailable\"}",
	  .length = SWEEP_FOREVER,
	  .waits = true },
	{ .letter = 'e',
	  .name = "expired",
	  .meaning = "the credentials expire with this call",
	  .action = "{\"credentialExpired\": true}" },
	{ .letter = 'f',
	  .name = "revoked",
	  .meaning = "the credentials are unknown from this call on",
	  .action = "{\"sessionRevoked\": true}" },
	{ .letter = 'g',
	  .name = "skewed",
	  .meaning = "the service's clock is 20 minutes ahead for this call",
	  .action = "{\"clockSkew\": 1200000}",
	  .is_before_caller = true },
	{ .letter = 'h',
	  .name = "reset",
	  .meaning = "the connection is reset before the work, and so ever after",
	  .action = "{\"reset\": \"before\"}",
	  .length = SWEEP_FOREVER,
	  .waits = true },
	{ .letter = 'i',
	  .name = "lost",
	  .meaning = "the work is done, and the connection reset before the answer",
	  .action = "{\"commitThenFail\": \"reset\"}" },
	{ .letter = 'j',
	  .name = "half-closed",
	  .meaning = "the server closes its half unanswered, and so ever after",
	  .action = "{\"halfClose\": 60000}",
	  .length = SWEEP_FOREVER,
	  .waits = true },
	{ .letter = 'k',
	  .name = "late",
	  .meaning = "the answer comes after a minute",
	  .action = "{\"latency\": 60000}",
	  .waits = true },
	{ .letter = 'l',
	  .name = "stalled",
	  .meaning = "the answer's header, then nothing for a minute",
	  .action = "{\"stall\": 60000}",
	  .waits = true },
	{ .letter = 'm',
	  .name = "dribbled",
	  .meaning = "the answer comes in pieces of 64 bytes, 10 ms apart",
	  .action = "{\"dribble\": {\"everyMs\": 10, \"bytes\": 64}}",
	  .looks_true = true },
	{ .letter = 'n',
	  .name = "truncated",
	  .meaning = "the connection ends after 100 bytes of the answer's body",
	  .action = "{\"truncate\": 100}" },
	{ .letter = 'o',
	  .name = "shortened",
	  .meaning = "a Content-Length that leaves out the body's last 60 bytes",
	  .action = "{\"wrongLength\": -60}" },
	{ .letter = 'p',
	  .name = "garbage",
	  .meaning = "512 random bytes for the body",
	  .action = "{\"garbage\": {\"bytes\": 512}}" },
	{ .letter = 'q',
	  .name = "empty",
	  .meaning = "200 with nothing but a line break for a body",
	  .action = "{\"garbage\": {\"text\": \"\\n\"}}" },
	{ .letter = 'r',
	  .name = "hollow",
	  .meaning = "200 with a body that is well-formed and says nothing",
	  .action = "{\"garbage\": {\"text\": \"<Response></Response>\"}}",
	  .action_for_json = "{\"garbage\": {\"text\": \"{}\"}}" },
	{ .letter = 's',
	  .name = "wrong-type",
	  .meaning = "the answer says that it is text/html",
	  .action = "{\"wrongType\": \"text/html\"}",
	  .looks_true = true },
	{ .letter = 't',
	  .name = "page",
	  .meaning = "a proxy's HTML page with 502",
	  .action = "{\"page\": 502}" },
	{ .letter = 'u',
	  .name = "portal",
	  .meaning = "a proxy's HTML page with 200",
	  .action = "{\"page\": 200}" },
	{ .letter = 'v',
	  .name = "redirect",
	  .meaning = "a redirect to another place",
	  .action = "{\"redirect\": \"http://127.0.0.1:9/\"}" },
	{ .letter = 'w',
	  .name = "empty-page",
	  .meaning = "a list's page with nothing on it, and a token to go on",
	  .action = "{\"emptyPage\": true}",
	  .is_possible = answers_in_pages,
	  .looks_true = true },
	{ .letter = 'x',
	  .name = "stale",
	  .meaning = "the state as it was before the scenario's steps",
	  .action = "{\"stale\": 86400000}",
	  .is_possible = looks_at_state,
	  .looks_true = true },
};

const size_t sweep_fault_count = ARRAY_LEN(sweep_faults);

const struct sweep_fault *sweep_fault_by_name(const char *name)
{
	for (size_t i = 0; i < sweep_fault_count; i++)
		if (strcmp(sweep_faults[i].name, name) == 0)
			return &sweep_faults[i];
	return NULL;
}

static const char *action_of(const struct sweep_fault *fault, const struct api_operation *operation)
{
	enum api_protocol protocol = operation->service->protocol;
	bool is_json = protocol == API_JSON || protocol == API_REST_JSON;

	if (fault->is_possible && !fault->is_possible(operation))
		return NULL;
	return is_json && fault->action_for_json ? fault->action_for_json : fault->action;
}

static void write_match(struct json_writer *json, const struct sweep_fault *fault,
			const struct sweep_call *call)
{
	bool has_account = call->account && !fault->is_before_caller;
	uint64_t nth = has_account ? call->nth : call->nth_of_operation;
	bool is_forever = fault->length == SWEEP_FOREVER;

	json_open_object(json);
	json_key(json, "operation");
	json_string(json, call->operation);
	if (has_account) {
		json_key(json, "account");
		json_string(json, call->account);
	}
	if (!is_forever || nth > 1) {
		json_key(json, is_forever ? "after" : "nth");
		json_integer(json, (int64_t)(is_forever ? nth - 1 : nth));
	}
	json_close_object(json);
}

const char *sweep_fault_rules(struct arena *arena, const struct sweep_fault *fault,
			      const struct sweep_call *call)
{
	const struct api_operation *operation = api_operation_by_full_name(call->operation);
	const char *action = operation ? action_of(fault, operation) : NULL;
	struct json_writer json;
	struct buffer text;

	if (!action)
		return NULL;
	buffer_init(&text, arena, 256);
	json_writer_init(&json, &text, false);
	json_open_array(&json);
	json_open_object(&json);
	json_key(&json, "name");
	json_string(&json, SWEEP_RULE);
	json_key(&json, "match");
	write_match(&json, fault, call);
	json_key(&json, "do");
	json_raw(&json, action);
	json_close_object(&json);
	json_close_array(&json);
	return text.data;
}
