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

/* The texts of a record, in the order of the JSON. */
enum text {
	TEXT_REQUEST_ID,
	TEXT_OPERATION,
	TEXT_METHOD,
	TEXT_PATH,
	TEXT_REGION,
	TEXT_SOURCE_IP,
	TEXT_USER_AGENT,
	TEXT_ARN,
	TEXT_ACCOUNT_ID,
	TEXT_ACCESS_KEY_ID,
	TEXT_TASK_POLICY_ARN,
	TEXT_USER_ID,
	TEXT_ROLE_ARN,
	TEXT_PARAMETERS, /* JSON, as are the response and the faults */
	TEXT_RESPONSE,
	TEXT_CANONICAL_REQUEST,
	TEXT_STRING_TO_SIGN,
	TEXT_ERROR_CODE,
	TEXT_ERROR_REASON,
	TEXT_ERROR_MESSAGE,
	TEXT_ERROR_IN_TRAIL,
	TEXT_FAULTS,
	TEXTS,
};

static const char *const keys[TEXTS] = {
	[TEXT_REQUEST_ID] = "requestId",
	[TEXT_OPERATION] = "operation",
	[TEXT_METHOD] = "method",
	[TEXT_PATH] = "path",
	[TEXT_REGION] = "region",
	[TEXT_SOURCE_IP] = "sourceIp",
	[TEXT_USER_AGENT] = "userAgent",
	[TEXT_ARN] = "arn",
	[TEXT_ACCOUNT_ID] = "accountId",
	[TEXT_ACCESS_KEY_ID] = "accessKeyId",
	[TEXT_TASK_POLICY_ARN] = "taskPolicyArn",
	[TEXT_USER_ID] = "userId",
	[TEXT_ROLE_ARN] = "roleArn",
	[TEXT_PARAMETERS] = "parameters",
	[TEXT_RESPONSE] = "response",
	[TEXT_CANONICAL_REQUEST] = "canonicalRequest",
	[TEXT_STRING_TO_SIGN] = "stringToSign",
	[TEXT_ERROR_CODE] = "code",
	[TEXT_ERROR_REASON] = "reason",
	[TEXT_ERROR_MESSAGE] = "message",
	[TEXT_ERROR_IN_TRAIL] = "inTrail",
	[TEXT_FAULTS] = "faults",
};

/* What a record begins with; the texts that it has follow, each with its NUL. */
struct head {
	int64_t now_ms, issued_ms;
	int32_t status;
	uint32_t present; /* texts, a bit for each */
	bool has_mfa, is_committed;
};

/* A record being written. */
struct record {
	struct head head;
	struct buffer *out;
};

static void add(struct record *record, enum text which, const char *text)
{
	if (!text)
		return;
	record->head.present |= 1u << which;
	buffer_add(record->out, text, strlen(text) + 1);
}

static void add_principal(struct record *record, const struct principal *principal)
{
	add(record, TEXT_ARN, principal->arn);
	add(record, TEXT_ACCOUNT_ID, principal->account_id);
	add(record, TEXT_ACCESS_KEY_ID, principal->access_key_id);
	add(record, TEXT_TASK_POLICY_ARN, principal->task_policy_arn);
	add(record, TEXT_USER_ID, principal->user_id);
	if (principal->kind == PRINCIPAL_ROLE_SESSION)
		add(record, TEXT_ROLE_ARN, principal->policy_arn);
	record->head.issued_ms = principal->issued_ms;
	record->head.has_mfa = principal->mfa_ms;
}

/* What is not secret of an input or output, as it is: the structs are gone with the request. */
static void add_members(struct record *record, enum text which, const struct api_shape *shape,
			const void *members)
{
	struct json_writer json;

	record->head.present |= 1u << which;
	json_writer_init(&json, record->out, false);
	parameters_write(&json, shape, members);
	buffer_add_char(record->out, '\0');
}

static void add_details(struct record *record, const struct exchange *exchange)
{
	const struct api_operation *operation = exchange->operation;

	if (operation && exchange->input)
		add_members(record, TEXT_PARAMETERS, operation->input, exchange->input);
	if (exchange->output && operation->is_write && !exchange->call.error.code)
		add_members(record, TEXT_RESPONSE, operation->output, exchange->output);
	add(record, TEXT_CANONICAL_REQUEST, exchange->canonical_request);
	add(record, TEXT_STRING_TO_SIGN, exchange->string_to_sign);
}

static void add_error(struct record *record, const struct exchange *exchange)
{
	const struct call_error *error = &exchange->call.error;

	if (!error->code)
		return;
	add(record, TEXT_ERROR_CODE, error->code);
	add(record, TEXT_ERROR_REASON, error->reason);
	add(record, TEXT_ERROR_MESSAGE, error->message);
	if (strcmp(error->code, "AccessDeniedException") == 0)
		add(record, TEXT_ERROR_IN_TRAIL, exchange->trail_message);
}

/* The rules that fired. They may be gone when somebody reads of them. */
static void add_faults(struct record *record, const struct exchange *exchange)
{
	struct json_writer json;

	if (exchange->hits.count == 0)
		return;
	record->head.present |= 1u << TEXT_FAULTS;
	json_writer_init(&json, record->out, false);
	json_open_array(&json);
	for (size_t i = 0; i < exchange->hits.count; i++) {
		json_open_object(&json);
		add_text(&json, "rule", exchange->hits.rules[i]->name);
		add_text(&json, "action", exchange->hits.rules[i]->action->name);
		json_close_object(&json);
	}
	json_close_array(&json);
	buffer_add_char(record->out, '\0');
}

void journal_entry_write(const struct exchange *exchange, bool has_details,
			 struct buffer *out_record)
{
	const struct call *call = &exchange->call;
	struct record record = { .out = out_record };
	char operation[JOURNAL_NAME_MAX];

	buffer_init(out_record, call->arena, 1024);
	buffer_extend(out_record, sizeof(record.head));
	journal_entry_operation(exchange, sizeof(operation), operation);
	add(&record, TEXT_REQUEST_ID, call->request_id);
	add(&record, TEXT_OPERATION, operation[0] ? operation : NULL);
	add(&record, TEXT_METHOD, exchange->request->http.method);
	add(&record, TEXT_PATH, exchange->request->http.path);
	add(&record, TEXT_REGION, call->region);
	add(&record, TEXT_SOURCE_IP, call->source_ip);
	add(&record, TEXT_USER_AGENT, call->user_agent);
	if (exchange->principal.arn)
		add_principal(&record, &exchange->principal);
	if (has_details)
		add_details(&record, exchange);
	add_error(&record, exchange);
	add_faults(&record, exchange);
	record.head.now_ms = call->now_ms;
	record.head.status = exchange->response.status;
	record.head.is_committed = exchange->is_committed;
	memcpy(out_record->data, &record.head, sizeof(record.head));
}

/* The texts of a record; NULL: it has none of that kind. */
static void take_texts(const char *data, const struct head *head, const char *out_texts[TEXTS])
{
	const char *at = data + sizeof(*head);

	for (unsigned i = 0; i < TEXTS; i++) {
		out_texts[i] = head->present >> i & 1 ? at : NULL;
		at += out_texts[i] ? strlen(at) + 1 : 0;
	}
}

static void show_texts(struct json_writer *json, const char *const texts[TEXTS], enum text first,
		       enum text last)
{
	for (unsigned i = first; i <= last; i++)
		add_text(json, keys[i], texts[i]);
}

static void show_json(struct json_writer *json, const char *const texts[TEXTS], enum text which)
{
	if (!texts[which])
		return;
	json_key(json, keys[which]);
	json_raw(json, texts[which]);
}

static void show_principal(struct json_writer *json, const struct head *head,
			   const char *const texts[TEXTS])
{
	char issued[CLOCK_ISO_LEN + 1];

	if (!texts[TEXT_ARN])
		return;
	json_key(json, "principal");
	json_open_object(json);
	show_texts(json, texts, TEXT_ARN, TEXT_ROLE_ARN);
	if (head->issued_ms) {
		clock_format_iso(head->issued_ms, issued);
		add_text(json, "issuedAt", issued);
	}
	if (head->has_mfa) {
		json_key(json, "hasMfa");
		json_boolean(json, true);
	}
	json_close_object(json);
}

static void show_error(struct json_writer *json, const char *const texts[TEXTS])
{
	if (!texts[TEXT_ERROR_CODE])
		return;
	json_key(json, "error");
	json_open_object(json);
	show_texts(json, texts, TEXT_ERROR_CODE, TEXT_ERROR_IN_TRAIL);
	json_close_object(json);
}

void journal_entry_show(struct json_writer *json, uint64_t number, const char *record)
{
	char time[CLOCK_ISO_LEN + 1];
	const char *texts[TEXTS];
	struct head head;

	memcpy(&head, record, sizeof(head));
	take_texts(record, &head, texts);
	clock_format_iso(head.now_ms, time);
	json_key(json, "number");
	json_integer(json, (int64_t)number);
	add_text(json, "time", time);
	show_texts(json, texts, TEXT_REQUEST_ID, TEXT_USER_AGENT);
	show_principal(json, &head, texts);
	show_json(json, texts, TEXT_PARAMETERS);
	show_json(json, texts, TEXT_RESPONSE);
	show_texts(json, texts, TEXT_CANONICAL_REQUEST, TEXT_STRING_TO_SIGN);
	json_key(json, "status");
	json_integer(json, head.status);
	show_error(json, texts);
	show_json(json, texts, TEXT_FAULTS);
	if (texts[TEXT_FAULTS]) { /* whether the work was kept whatever the answer says */
		json_key(json, "committed");
		json_boolean(json, head.is_committed);
	}
}
