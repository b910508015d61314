/* Actions that put something else in the place of an answer. */
#include <string.h>
#include <strings.h>

#include "mock/exchange.h"
#include "mock/injection/action.h"

enum { GARBAGE_MAX = 16 * 1024 * 1024, GARBAGE_BYTES = 512 };

struct content {
	const char *text, *type, *location;
	int64_t bytes, by, status;
};

#define MEMBER(name) offsetof(struct content, name)

/* The answer's header without the fields of its body. */
static void replace_body(struct exchange *exchange, const char *type, const char *body, size_t len)
{
	struct http_response *response = &exchange->response;
	struct http_headers headers = { 0 };

	for (size_t i = 0; i < response->headers.count; i++) {
		const struct http_header *header = &response->headers.items[i];

		if (strcasecmp(header->name, "Content-Type") != 0)
			http_headers_add(&headers, exchange->call.arena, header->name,
					 header->value);
	}
	http_headers_add(&headers, exchange->call.arena, "Content-Type", type);
	response->headers = headers;
	response->body = body;
	response->body_len = len;
}

static const char *content_type(const struct exchange *exchange)
{
	const char *type = http_headers_get(&exchange->response.headers, "Content-Type");

	return type ? type : "text/xml";
}

static const struct reader_field garbage_fields[] = {
	{ "bytes", READER_INTEGER, MEMBER(bytes), .min = 1, .max = GARBAGE_MAX },
	{ "text", READER_TEXT, MEMBER(text) },
	{ NULL },
};

/* The bytes of the rule's stream: any value, so mostly no UTF-8. */
static void deliver_garbage(struct exchange *exchange, struct injection_rule *rule)
{
	const struct content *content = rule->parameters;
	size_t len = content->bytes ? (size_t)content->bytes : GARBAGE_BYTES;
	char *bytes;

	if (content->text) {
		replace_body(exchange, content_type(exchange), content->text,
			     strlen(content->text));
		return;
	}
	bytes = arena_alloc(exchange->call.arena, len);
	injection_bytes(exchange, rule, bytes, len);
	replace_body(exchange, content_type(exchange), bytes, len);
}

const struct injection_action injection_action_garbage = {
	.name = "garbage",
	.shorthand = "text",
	.fields = garbage_fields,
	.size = sizeof(struct content),
	.deliver = deliver_garbage,
};

static const struct reader_field length_fields[] = {
	{ "by", READER_INTEGER, MEMBER(by), .is_required = true, .min = -SERVER_BODY_MAX,
	  .max = SERVER_BODY_MAX },
	{ NULL },
};

static void deliver_wrong_length(struct exchange *exchange, struct injection_rule *rule)
{
	const struct content *content = rule->parameters;

	exchange->delivery.is_raw = true;
	exchange->delivery.length_error = content->by;
}

static bool check_length(struct reader *reader, const struct json_value *value,
			 struct injection_rule *rule)
{
	const struct content *content = rule->parameters;

	return content->by != 0 ||
	       reader_fail(reader, value, "expected how many bytes the length is wrong \"by\"");
}

const struct injection_action injection_action_wrong_length = {
	.name = "wrongLength",
	.shorthand = "by",
	.fields = length_fields,
	.size = sizeof(struct content),
	.check = check_length,
	.deliver = deliver_wrong_length,
};

/* What a client may be told in a header: no line of its own. */
static const char *expected_field(const char *text)
{
	for (; *text; text++) {
		if (*text < ' ' || *text > '~')
			return "a text of printable ASCII characters";
	}
	return NULL;
}

static const struct reader_field type_fields[] = {
	{ "type", READER_TEXT, MEMBER(type), .expected = expected_field },
	{ NULL },
};

static void deliver_wrong_type(struct exchange *exchange, struct injection_rule *rule)
{
	const struct content *content = rule->parameters;

	replace_body(exchange, content->type ? content->type : "application/octet-stream",
		     exchange->response.body, exchange->response.body_len);
}

const struct injection_action injection_action_wrong_type = {
	.name = "wrongType",
	.shorthand = "type",
	.fields = type_fields,
	.size = sizeof(struct content),
	.deliver = deliver_wrong_type,
};

/* What has no operation's answer is not the service's: no request id either. */
static void answer_as_proxy(struct exchange *exchange, int status)
{
	exchange->response = (struct http_response){ .status = status };
	exchange->hits.is_unanswered = true;
}

static const struct reader_field page_fields[] = {
	{ "status", READER_INTEGER, MEMBER(status), .min = 200, .max = 599 },
	{ NULL },
};

static enum api_status begin_page(struct exchange *exchange, struct injection_rule *rule)
{
	const struct content *content = rule->parameters;

	answer_as_proxy(exchange, content->status ? (int)content->status : 502);
	return API_FAILED;
}

static void deliver_page(struct exchange *exchange, struct injection_rule *rule)
{
	const char *page = arena_printf(
		exchange->call.arena,
		"<html>\r\n<head><title>%d The upstream server is not there</title></head>\r\n"
		"<body>\r\n<h1>%d</h1>\r\n<hr>proxy\r\n</body>\r\n</html>\r\n",
		exchange->response.status, exchange->response.status);

	UNUSED(rule);
	replace_body(exchange, "text/html", page, strlen(page));
}

const struct injection_action injection_action_page = {
	.name = "page",
	.shorthand = "status",
	.fields = page_fields,
	.size = sizeof(struct content),
	.begin = begin_page,
	.deliver = deliver_page,
};

static const struct reader_field redirect_fields[] = {
	{ "location", READER_TEXT, MEMBER(location), .expected = expected_field },
	{ "status", READER_INTEGER, MEMBER(status), .min = 301, .max = 308 },
	{ NULL },
};

static enum api_status begin_redirect(struct exchange *exchange, struct injection_rule *rule)
{
	const struct content *content = rule->parameters;

	answer_as_proxy(exchange, content->status ? (int)content->status : 307);
	http_headers_add(&exchange->response.headers, exchange->call.arena, "Location",
			 content->location);
	return API_FAILED;
}

static bool check_redirect(struct reader *reader, const struct json_value *value,
			   struct injection_rule *rule)
{
	const struct content *content = rule->parameters;

	return content->location || reader_fail(reader, value, "expected a member \"location\"");
}

const struct injection_action injection_action_redirect = {
	.name = "redirect",
	.shorthand = "location",
	.fields = redirect_fields,
	.size = sizeof(struct content),
	.check = check_redirect,
	.begin = begin_redirect,
};
