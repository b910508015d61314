/*
 * redaction.h - messages as they may be kept: what is secret in them is replaced.
 *
 * A secret is found by the name it has in a header, a form, JSON or XML, so
 * that it is also found in a message that is broken, cut off or for an
 * operation nobody knows. Where it is doubtful whether something is a secret
 * it is taken for one. Names of people and their addresses are none.
 */
#pragma once

#include "wire/buffer.h"
#include "wire/http.h"

/* What stands where a secret was. */
#define REDACTION_MARK "(redacted)"

/* Whether what has this name, in any case, is a secret. */
bool redaction_is_secret(const char *name, size_t len);

/* The value of a header as it may be kept: borrowed, or in @arena. */
const char *redaction_header(struct arena *arena, const struct http_header *header);

/* Appends a query. */
void redaction_query(const char *query, struct buffer *out);

/* What came of a body. */
enum redaction_result {
	REDACTION_WHOLE,
	REDACTION_CUT,        /* the limit was reached */
	REDACTION_UNREADABLE, /* no text, or neither a form nor JSON nor XML: nothing was appended
			       */
};

/*
 * Appends a body of the media type @type, or of what it looks like if that is
 * NULL: @max bytes at most, and never a part of a character.
 */
enum redaction_result redaction_body(const char *type, const char *body, size_t len, size_t max,
				     struct buffer *out);

/* The same of a body of which is known that it has no secret. */
enum redaction_result redaction_plain_body(const char *body, size_t len, size_t max,
					   struct buffer *out);
