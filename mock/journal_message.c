#include "mock/journal_message.h"

#include <string.h>

#include "mock/exchange.h"
#include "wire/clock.h"

enum { FIRST_RECORD = 4096, US_PER_MS = 1000, TOKEN_MIN = 16, DEPTH_MAX = 8 };

/* What a record begins with; its texts follow in the order of struct journal_message. */
struct head {
	int64_t started_ms;
	uint64_t send_us, wait_us, held_us;
	struct {
		uint64_t size;
		uint32_t header_count;
		enum redaction_result result;
	} request, response;
};

static void add_text(struct buffer *out, const char *text)
{
	buffer_add(out, text, strlen(text) + 1);
}

static void add_headers(struct buffer *out, const struct http_headers *headers)
{
	for (size_t i = 0; i < headers->count; i++) {
		add_text(out, headers->items[i].name);
		add_text(out, redaction_header(out->arena, &headers->items[i]));
	}
}

/* Without a body nothing is added. */
static enum redaction_result add_body(struct buffer *out, const struct http_headers *headers,
				      const char *body, size_t len)
{
	enum redaction_result result;

	if (len == 0)
		return REDACTION_UNREADABLE;
	result = redaction_body(http_headers_get(headers, "Content-Type"), body, len,
				JOURNAL_BODY_MAX, out);
	if (result != REDACTION_UNREADABLE)
		buffer_add_char(out, '\0');
	return result;
}

/* Whether an answer of this shape may have a secret in it, by the names of its members. */
static bool may_hold_secret(const struct api_shape *shape, unsigned depth)
{
	if (depth == DEPTH_MAX || shape->is_json || shape->kind == API_MAP)
		return true;
	if (shape->kind == API_LIST_KIND)
		return may_hold_secret(shape->item, depth + 1);
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];

		if (redaction_is_secret(member->wire_name, strlen(member->wire_name)) ||
		    may_hold_secret(member->shape, depth + 1))
			return true;
	}
	return false;
}

/* What the contract writes need not be searched, unless something may have taken its place. */
static enum redaction_result add_answer(struct buffer *out, const struct exchange *exchange)
{
	const struct http_response *response = &exchange->response;
	enum redaction_result result;

	if (exchange->call.error.code || exchange->hits.count > 0 || !exchange->output ||
	    response->body_len == 0 || may_hold_secret(exchange->operation->output, 0))
		return add_body(out, &response->headers, response->body, response->body_len);
	result = redaction_plain_body(response->body, response->body_len, JOURNAL_BODY_MAX, out);
	if (result != REDACTION_UNREADABLE)
		buffer_add_char(out, '\0');
	return result;
}

/* A refusal may repeat what was signed, and with it the session token. */
static void hide_token(const struct exchange *exchange, char *text)
{
	const char *token = exchange->claim.session_token;
	size_t len = token ? strlen(token) : 0;

	while (len >= TOKEN_MIN && (text = strstr(text, token)))
		memset(text, '*', len);
}

static void note_times(const struct exchange *exchange, struct head *head)
{
	struct clock wall = clock_system();
	int64_t now_us = clock_monotonic_us();
	int64_t begun_us = exchange->request->begun_us;

	if (!begun_us) /* of a request that came from no socket */
		begun_us = exchange->handled_us;
	head->send_us = (uint64_t)(exchange->handled_us - begun_us);
	head->wait_us = (uint64_t)(now_us - exchange->handled_us);
	head->held_us = (uint64_t)exchange->delivery.delay_ms * US_PER_MS;
	head->started_ms = clock_now_ms(&wall) - (now_us - begun_us) / US_PER_MS;
}

struct buffer journal_message_write(const struct exchange *exchange)
{
	const struct http_request *request = &exchange->request->http;
	const struct http_response *response = &exchange->response;
	struct head head = { 0 };
	struct buffer record;
	size_t before;

	buffer_init(&record, exchange->call.arena, FIRST_RECORD);
	buffer_add(&record, &head, sizeof(head));
	add_text(&record, exchange->request->version ? exchange->request->version : "HTTP/1.1");
	redaction_query(request->query, &record);
	buffer_add_char(&record, '\0');
	add_headers(&record, &request->headers);
	add_headers(&record, &response->headers);
	head.request.result =
		add_body(&record, &request->headers, request->body, request->body_len);
	before = record.len;
	head.response.result = add_answer(&record, exchange);
	if (exchange->call.error.code && record.len > before)
		hide_token(exchange, record.data + before);
	head.request.size = request->body_len;
	head.response.size = response->body_len;
	head.request.header_count = (uint32_t)request->headers.count;
	head.response.header_count = (uint32_t)response->headers.count;
	note_times(exchange, &head);
	memcpy(record.data, &head, sizeof(head));
	return record;
}

static const char *take_text(const char **at)
{
	const char *text = *at;

	*at += strlen(text) + 1;
	return text;
}

static void take_headers(struct arena *arena, const char **at, uint32_t count,
			 struct http_headers *headers)
{
	for (uint32_t i = 0; i < count; i++) {
		const char *name = take_text(at);

		http_headers_add(headers, arena, name, take_text(at));
	}
}

void journal_message_read(struct arena *arena, const char *record,
			  struct journal_message *out_message)
{
	const char *at = record + sizeof(struct head);
	struct head head;

	memcpy(&head, record, sizeof(head));
	*out_message = (struct journal_message){
		.started_ms = head.started_ms,
		.send_us = head.send_us,
		.wait_us = head.wait_us,
		.held_us = head.held_us,
		.request_body = { NULL, head.request.result, head.request.size },
		.response_body = { NULL, head.response.result, head.response.size },
	};
	out_message->version = take_text(&at);
	out_message->query = take_text(&at);
	take_headers(arena, &at, head.request.header_count, &out_message->request_headers);
	take_headers(arena, &at, head.response.header_count, &out_message->response_headers);
	if (head.request.result != REDACTION_UNREADABLE)
		out_message->request_body.text = take_text(&at);
	if (head.response.result != REDACTION_UNREADABLE)
		out_message->response_body.text = take_text(&at);
}
