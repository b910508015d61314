/*
 * http.h - HTTP messages as both sides see them.
 *
 * The server fills a request from its sockets, the client fills one to send;
 * signing, verification and the codec work on the same struct. Nothing here
 * knows a socket. Texts are borrowed or live in the arena of the message.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct http_header {
	const char *name;  /* any case */
	const char *value; /* without the blanks around it, never NULL */
};

/* In the order of the message. A zeroed struct is an empty list. */
struct http_headers {
	struct http_header *items;
	size_t count;
	size_t capacity; /* of items; kept by http_headers_add */
};

struct http_request {
	const char *method; /* "POST" */
	const char *path;   /* as on the wire, percent coded, begins with "/" */
	const char *query;  /* as on the wire, without "?"; "" if there is none */
	struct http_headers headers;
	const char *body; /* NULL or any bytes when body_len is 0 */
	size_t body_len;
};

struct http_response {
	int status;
	struct http_headers headers;
	const char *body; /* NULL or any bytes when body_len is 0 */
	size_t body_len;
};

/* Appends a header. The two texts are borrowed; the list grows in @arena. */
void http_headers_add(struct http_headers *headers, struct arena *arena, const char *name,
		      const char *value);

/* The value of the first header of that name in any case, or NULL. */
const char *http_headers_get(const struct http_headers *headers, const char *name);

/* How many headers have that name. */
size_t http_headers_count(const struct http_headers *headers, const char *name);

/*
 * Whether a Content-Type value is of this media type; what follows ";" and
 * case do not count. A NULL value is of no type.
 */
bool http_media_type_is(const char *content_type, const char *media_type);
