/*
 * uri.h - URLs, percent coding and paths as Signature Version 4 wants them.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/fault.h"

/* What uri_encode leaves as it is besides letters, digits and "-._~". */
enum uri_keep { URI_KEEP_NOTHING, URI_KEEP_SLASH };

/* Appends @len bytes percent coded with upper-case digits. */
void uri_encode(struct buffer *out, const char *data, size_t len, enum uri_keep keep);

/* What "+" stands for. */
enum uri_plus { URI_PLUS_IS_PLUS, URI_PLUS_IS_SPACE };

/*
 * Decodes percent coding. False on a "%" without two digits and on a coded
 * NUL. The text is owned by @arena and may hold any other byte.
 */
MUST_USE bool uri_decode(struct arena *arena, const char *text, size_t len, enum uri_plus plus,
			 char **out_text);

/* The same to @out_text, which has room for @len bytes and a NUL and may be @text itself. */
MUST_USE bool uri_decode_to(const char *text, size_t len, enum uri_plus plus, char *out_text);

/*
 * Appends a path with "." and ".." segments resolved and repeated slashes
 * made one (RFC 3986, section 5.2.4, and AWS's rule for services but S3).
 */
void uri_normalize_path(struct buffer *out, const char *path);

/* One "name=value" of a query, still coded. Borrowed from the query. */
struct uri_parameter {
	const char *name, *value; /* not NUL-terminated */
	size_t name_len, value_len;
};

/*
 * Takes the next parameter off *@query, which is moved behind it; false at
 * the end. Empty pieces ("&&") are skipped. A missing "=" is an empty value.
 */
bool uri_next_parameter(const char **query, struct uri_parameter *out_parameter);

/*
 * The decoded value of the first parameter of that (decoded) name; NULL if
 * there is none or it cannot be decoded. "+" is a space.
 */
const char *uri_query_get(struct arena *arena, const char *query, const char *name);

/* The pieces of an http or https URL, owned by the arena it was split in. */
struct uri {
	const char *scheme;    /* "http" or "https" */
	const char *host;      /* lower case, an IPv6 address with its brackets */
	int port;              /* the scheme's own when none is written */
	const char *authority; /* what Host carries: the port only when it is not the scheme's */
	const char *path;      /* as written, "/" when empty */
	const char *query;     /* as written without "?", "" if there is none */
};

/* Splits an absolute URL. User information and fragments are faults. */
MUST_USE bool uri_split(struct arena *arena, const char *url, struct fault *fault,
			struct uri *out_uri);

/* Whether a URI's host is this machine: "localhost", an address of 127.0.0.0/8, or "[::1]". */
bool uri_host_is_loopback(const char *host);
