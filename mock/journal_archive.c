#include "mock/journal_archive.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#include "wire/clock.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"
#include "wire/uri.h"
#include "wire/utf8.h"

enum { US_PER_MS = 1000 };

/* What is being written. */
struct archive {
	struct json_writer *json;
	struct arena *arena;
	const struct json_value *entry;
	const struct journal_message *message;
	const char *base_url;
};

void journal_archive_begin(struct buffer *out)
{
	buffer_add_text(out, "{\"log\": {\"version\": \"1.2\", \"creator\": {\"name\": "
			     "\"mattockd\", \"version\": \"" MATTOCK_VERSION
			     "\"}, \"comment\": \"Secrets are replaced by " REDACTION_MARK
			     ". Times are real ones, whatever the mock's clock shows, which is "
			     "in _mattock.\", \"entries\": [");
}

void journal_archive_end(struct buffer *out)
{
	buffer_add_text(out, "\n]}}\n");
}

/* What a peer sends need not be UTF-8; JSON has to be. */
static void add_text(const struct archive *archive, const char *key, const char *text)
{
	json_key(archive->json, key);
	json_string(archive->json, !text                               ? ""
				   : utf8_is_valid(text, strlen(text)) ? text
								       : "(not UTF-8)");
}

static void add_number(const struct archive *archive, const char *key, int64_t number)
{
	json_key(archive->json, key);
	json_integer(archive->json, number);
}

static void add_ms(const struct archive *archive, const char *key, uint64_t us)
{
	json_key(archive->json, key);
	json_raw(archive->json, arena_printf(archive->arena, "%" PRIu64 ".%03" PRIu64,
					     us / US_PER_MS, us % US_PER_MS));
}

static void add_pair(const struct archive *archive, const char *name, const char *value)
{
	json_open_object(archive->json);
	add_text(archive, "name", name);
	add_text(archive, "value", value);
	json_close_object(archive->json);
}

static void add_headers(const struct archive *archive, const struct http_headers *headers)
{
	json_key(archive->json, "cookies"); /* of which the mock knows nothing */
	json_open_array(archive->json);
	json_close_array(archive->json);
	json_key(archive->json, "headers");
	json_open_array(archive->json);
	for (size_t i = 0; i < headers->count; i++)
		add_pair(archive, headers->items[i].name, headers->items[i].value);
	json_close_array(archive->json);
}

static const char *decoded(struct arena *arena, const char *text, size_t len)
{
	char *plain;

	return uri_decode(arena, text, len, URI_PLUS_IS_SPACE, &plain)
		       ? plain
		       : arena_strndup(arena, text, len);
}

static void add_query(const struct archive *archive, const char *query)
{
	struct uri_parameter parameter;

	json_key(archive->json, "queryString");
	json_open_array(archive->json);
	while (uri_next_parameter(&query, &parameter))
		add_pair(archive, decoded(archive->arena, parameter.name, parameter.name_len),
			 decoded(archive->arena, parameter.value, parameter.value_len));
	json_close_array(archive->json);
}

/* Where the client sent it: its Host, if that is one. */
static const char *url_of(const struct archive *archive)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789.-_:[]";
	const struct journal_message *message = archive->message;
	const char *host = http_headers_get(&message->request_headers, "Host");
	const char *path = json_get_string(archive->entry, "path");
	const char *scheme = strncmp(archive->base_url, "https:", 6) == 0 ? "https" : "http";
	const char *base = host && *host && host[strspn(host, allowed)] == '\0'
				   ? arena_printf(archive->arena, "%s://%s", scheme, host)
				   : archive->base_url;

	return arena_printf(archive->arena, "%s%s%s%s", base, path ? path : "/",
			    *message->query ? "?" : "", message->query);
}

/* The text of a body, or why it is not there or not whole. */
static void add_body_text(const struct archive *archive, const struct journal_body *body)
{
	if (body->text)
		add_text(archive, "text", body->text);
	if (body->size > 0 && !body->text)
		add_text(archive, "comment",
			 "Not kept: it is neither a form nor JSON nor XML, or it is no text.");
	else if (body->text && body->result == REDACTION_CUT)
		add_text(archive, "comment",
			 arena_printf(archive->arena,
				      "Cut: %zu bytes of %" PRIu64 " are kept at most.",
				      (size_t)JOURNAL_BODY_MAX, body->size));
}

static void add_request(const struct archive *archive)
{
	const struct journal_message *message = archive->message;
	const struct http_headers *headers = &message->request_headers;

	json_key(archive->json, "request");
	json_open_object(archive->json);
	add_text(archive, "method", json_get_string(archive->entry, "method"));
	add_text(archive, "url", url_of(archive));
	add_text(archive, "httpVersion", message->version);
	add_headers(archive, headers);
	add_query(archive, message->query);
	if (message->request_body.size > 0) {
		json_key(archive->json, "postData");
		json_open_object(archive->json);
		add_text(archive, "mimeType", http_headers_get(headers, "Content-Type"));
		add_body_text(archive, &message->request_body);
		json_close_object(archive->json);
	}
	add_number(archive, "headersSize", -1); /* not known */
	add_number(archive, "bodySize", (int64_t)message->request_body.size);
	json_close_object(archive->json);
}

static void add_response(const struct archive *archive)
{
	const struct journal_message *message = archive->message;
	const struct http_headers *headers = &message->response_headers;
	int64_t status = 0;

	if (!json_to_integer(json_get(archive->entry, "status"), &status))
		status = 0;
	json_key(archive->json, "response");
	json_open_object(archive->json);
	add_number(archive, "status", status); /* 0: reset before there was an answer */
	add_text(archive, "statusText",
		 status ? MHD_get_reason_phrase_for((unsigned)status) : NULL);
	add_text(archive, "httpVersion", "HTTP/1.1");
	add_headers(archive, headers);
	json_key(archive->json, "content");
	json_open_object(archive->json);
	add_number(archive, "size", (int64_t)message->response_body.size);
	add_text(archive, "mimeType", http_headers_get(headers, "Content-Type"));
	add_body_text(archive, &message->response_body);
	json_close_object(archive->json);
	add_text(archive, "redirectURL", http_headers_get(headers, "Location"));
	add_number(archive, "headersSize", -1);
	add_number(archive, "bodySize", (int64_t)message->response_body.size);
	json_close_object(archive->json);
}

/* The real time where it is known, otherwise the mock's. */
static void add_start(const struct archive *archive)
{
	char time[CLOCK_ISO_LEN + 1];
	int64_t ms = archive->message->started_ms;

	if (!ms) {
		add_text(archive, "startedDateTime", json_get_string(archive->entry, "time"));
		return;
	}
	clock_format_iso(ms, time);
	add_text(archive, "startedDateTime",
		 arena_printf(archive->arena, "%.*s.%03dZ", (int)strcspn(time, "Z"), time,
			      (int)(ms % 1000)));
}

static void add_times(const struct archive *archive)
{
	const struct journal_message *message = archive->message;

	add_start(archive);
	add_ms(archive, "time", message->send_us + message->wait_us + message->held_us);
	json_key(archive->json, "cache");
	json_open_object(archive->json);
	json_close_object(archive->json);
	json_key(archive->json, "timings");
	json_open_object(archive->json);
	add_ms(archive, "send", message->send_us);
	add_ms(archive, "wait", message->wait_us + message->held_us);
	add_number(archive, "receive", 0);
	add_text(archive, "comment", "How long the answer travelled is not measured.");
	json_close_object(archive->json);
}

void journal_archive_add(struct buffer *out, struct arena *arena,
			 const struct journal_archive_entry *entry)
{
	static const struct journal_message nothing = { .version = "HTTP/1.1", .query = "" };
	struct json_writer json;
	struct archive archive = {
		.json = &json,
		.arena = arena,
		.message = entry->message ? entry->message : &nothing,
		.base_url = entry->base_url,
	};
	struct fault fault;

	json_writer_init(&json, out, false);
	json_open_object(&json);
	if (json_read(arena, entry->json, entry->json_len, &fault, &archive.entry)) {
		add_times(&archive);
		add_request(&archive);
		add_response(&archive);
	}
	if (!entry->message)
		add_text(&archive, "comment",
			 "Its messages are no longer kept, as too many came after it.");
	json_key(&json, "_mattock");
	json_raw(&json, entry->json);
	json_close_object(&json);
}
