#include "mock/journal_entry.h"

#include <assert.h>
#include <string.h>

#include "mock/injection/action.h"
#include "mock/parameters.h"
#include "wire/clock.h"
#include "wire/json_writer.h"
#include "wire/utf8.h"

/* What a peer sends need not be UTF-8; JSON has to be. */
static void add_text(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, utf8_is_valid(text, strlen(text)) ? text : "(not UTF-8)");
}

void journal_entry_operation(const struct exchange *exchange, size_t size, char *out_text)
{
	const struct api_operation *operation = exchange->operation;

	out_text[0] = '\0';
	if (!operation)
		return;
	assert(strlen(operation->service->name) + strlen(operation->name) + 2 <= size);
	stpcpy(stpcpy(stpcpy(out_text, operation->service->name), ":"), operation->name);
}

static void add_principal(struct json_writer *json, const struct principal *principal)
{
	char issued[CLOCK_ISO_LEN + 1];

	json_key(json, "principal");
	json_open_object(json);
	add_text(json, "arn", principal->arn);
	add_text(json, "accountId", principal->account_id);
	add_text(json, "accessKeyId", principal->access_key_id);
	add_text(json, "taskPolicyArn", principal->task_policy_arn);
	add_text(json, "userId", principal->user_id);
	if (principal->kind == PRINCIPAL_ROLE_SESSION)
		add_text(json, "roleArn", principal->policy_arn);
	if (principal->issued_ms) {
		clock_format_iso(principal->issued_ms, issued);
		add_text(json, "issuedAt", issued);
	}
	if (principal->mfa_ms) {
		json_key(json, "hasMfa");
		json_boolean(json, true);
	}
	json_close_object(json);
}

static void add_details(struct json_writer *json, const struct exchange *exchange)
{
	if (exchange->operation && exchange->input) {
		json_key(json, "parameters");
		parameters_write(json, exchange->operation->input, exchange->input);
	}
	if (exchange->output && exchange->operation->is_write && !exchange->call.error.code) {
		json_key(json, "response");
		parameters_write(json, exchange->operation->output, exchange->output);
	}
	add_text(json, "canonicalRequest", exchange->canonical_request);
	add_text(json, "stringToSign", exchange->string_to_sign);
}

static void add_error(struct json_writer *json, const struct exchange *exchange)
{
	const struct call_error *error = &exchange->call.error;

	json_key(json, "error");
	json_open_object(json);
	add_text(json, "code", error->code);
	add_text(json, "reason", error->reason);
	add_text(json, "message", error->message);
	if (strcmp(error->code, "AccessDeniedException") == 0)
		add_text(json, "inTrail", exchange->trail_message);
	json_close_object(json);
}

/* The rules that fired, and whether the work was kept whatever the answer says. */
static void add_faults(struct json_writer *json, const struct exchange *exchange)
{
	if (exchange->hits.count == 0)
		return;
	json_key(json, "faults");
	json_open_array(json);
	for (size_t i = 0; i < exchange->hits.count; i++) {
		json_open_object(json);
		add_text(json, "rule", exchange->hits.rules[i]->name);
		add_text(json, "action", exchange->hits.rules[i]->action->name);
		json_close_object(json);
	}
	json_close_array(json);
	json_key(json, "committed");
	json_boolean(json, exchange->is_committed);
}

void journal_entry_write(const struct exchange *exchange, uint64_t number, bool has_details,
			 struct buffer *out_json)
{
	const struct call *call = &exchange->call;
	char time[CLOCK_ISO_LEN + 1];
	char operation[96];
	struct json_writer json;

	clock_format_iso(call->now_ms, time);
	journal_entry_operation(exchange, sizeof(operation), operation);
	buffer_init(out_json, call->arena, 1024);
	json_writer_init(&json, out_json, false);
	json_open_object(&json);
	json_key(&json, "number");
	json_integer(&json, (int64_t)number);
	add_text(&json, "time", time);
	add_text(&json, "requestId", call->request_id);
	add_text(&json, "operation", operation[0] ? operation : NULL);
	add_text(&json, "method", exchange->request->http.method);
	add_text(&json, "path", exchange->request->http.path);
	add_text(&json, "region", call->region);
	add_text(&json, "sourceIp", call->source_ip);
	add_text(&json, "userAgent", call->user_agent);
	if (exchange->principal.arn)
		add_principal(&json, &exchange->principal);
	if (has_details)
		add_details(&json, exchange);
	json_key(&json, "status");
	json_integer(&json, exchange->response.status);
	if (call->error.code)
		add_error(&json, exchange);
	add_faults(&json, exchange);
	json_close_object(&json);
}
