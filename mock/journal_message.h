/*
 * journal_message.h - the two messages of an exchange, as the journal keeps them.
 *
 * They are bounded, and what is secret in them was replaced (redaction.h)
 * before they got here. Times are real ones, whatever the namespace's clock
 * shows: they say how long somebody had to wait.
 */
#pragma once

#include "mock/redaction.h"
#include "wire/buffer.h"
#include "wire/http.h"

struct exchange;

enum { JOURNAL_BODY_MAX = 16 * 1024 }; /* bytes of a body; what is longer is cut */

struct journal_body {
	const char *text; /* NULL: not kept; otherwise text and valid UTF-8 */
	enum redaction_result result;
	uint64_t size; /* of the whole body as it was sent */
};

/* What was kept. Texts are the record's. */
struct journal_message {
	int64_t started_ms; /* when the request line was there */
	uint64_t send_us;   /* from then until its last byte was there */
	uint64_t wait_us;   /* from then until there was an answer */
	uint64_t held_us;   /* how long fault rules held the answer back */
	const char *version, *query;
	struct http_headers request_headers, response_headers;
	struct journal_body request_body, response_body;
};

/* The record of an answered exchange, in its arena. */
struct buffer journal_message_write(const struct exchange *exchange);

/* What is in a record. Lists are in @arena. */
void journal_message_read(struct arena *arena, const char *record,
			  struct journal_message *out_message);
