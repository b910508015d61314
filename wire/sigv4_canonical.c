#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "wire/encoding.h"
#include "wire/sigv4.h"
#include "wire/uri.h"

void sigv4_canonical_path(struct buffer *out, const char *path, bool is_s3)
{
	struct buffer normal;
	char *decoded;

	if (!strcmp(path, "/")) {
		buffer_add_char(out, '/');
		return;
	}
	if (is_s3) {
		/* What is not valid percent coding is signed byte by byte. */
		if (!uri_decode(out->arena, path, strlen(path), URI_PLUS_IS_PLUS, &decoded))
			decoded = arena_strdup(out->arena, path);
		uri_encode(out, decoded, strlen(decoded), URI_KEEP_SLASH);
		return;
	}
	if (path[0] != '/') {
		/* "*" and the like are no paths and must not become one. */
		uri_encode(out, path, strlen(path), URI_KEEP_NOTHING);
		return;
	}
	buffer_init(&normal, out->arena, strlen(path) + 1);
	uri_normalize_path(&normal, path);
	uri_encode(out, normal.data, normal.len, URI_KEEP_SLASH);
}

/* Appends a name or value of the query; see sigv4_canonical_query. */
static void add_coded(struct buffer *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t byte;

		if (text[i] == '%' && len - i >= 3 && hex_decode(text + i + 1, 2, &byte)) {
			buffer_add(out, text + i, 3);
			i += 2;
		} else {
			uri_encode(out, text[i] == '+' ? " " : text + i, 1, URI_KEEP_NOTHING);
		}
	}
}

/* A parameter in its canonical coding. */
struct pair {
	const char *name, *value;
};

static int pair_order(const void *one, const void *other)
{
	const struct pair *left = one, *right = other;
	int order = strcmp(left->name, right->name);

	return order ? order : strcmp(left->value, right->value);
}

static const char *coded(struct arena *arena, const char *text, size_t len)
{
	struct buffer out;

	buffer_init(&out, arena, len);
	add_coded(&out, text, len);
	return out.data;
}

void sigv4_canonical_query(struct buffer *out, const char *query, bool is_presigned)
{
	struct arena *arena = out->arena;
	struct uri_parameter parameter;
	struct pair *pairs;
	size_t count = 0;

	if (!*query)
		return;
	for (const char *at = query; uri_next_parameter(&at, &parameter);)
		count++;
	pairs = arena_array(arena, count, sizeof(*pairs));
	count = 0;
	for (const char *at = query; uri_next_parameter(&at, &parameter);) {
		struct pair *pair = &pairs[count];

		pair->name = coded(arena, parameter.name, parameter.name_len);
		pair->value = coded(arena, parameter.value, parameter.value_len);
		count += !is_presigned || strcmp(pair->name, "X-Amz-Signature") != 0;
	}
	qsort(pairs, count, sizeof(*pairs), pair_order);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buffer_add_char(out, '&');
		buffer_add_text(out, pairs[i].name);
		buffer_add_char(out, '=');
		buffer_add_text(out, pairs[i].value);
	}
}

/* Appends a value without blanks around it and with one for each run inside. */
static void add_trimmed(struct buffer *out, const char *value)
{
	if (!strchr(value, ' ') && !strchr(value, '\t')) {
		buffer_add_text(out, value);
		return;
	}
	value += strspn(value, " \t");
	while (*value) {
		size_t len = strcspn(value, " \t");

		buffer_add(out, value, len);
		value += len;
		len = strspn(value, " \t");
		if (len && value[len])
			buffer_add_char(out, ' ');
		value += len;
	}
}

/* Appends the line of one signed header; values of repeated headers are joined. */
static void add_header(struct buffer *out, const struct http_headers *headers, const char *name,
		       size_t name_len)
{
	size_t found = 0;

	buffer_add(out, name, name_len);
	buffer_add_char(out, ':');
	for (size_t i = 0; i < headers->count; i++) {
		const char *other = headers->items[i].name;

		/* The first letter tells most of them apart, cheaply. */
		if ((other[0] | 0x20) != (name[0] | 0x20) ||
		    strncasecmp(other, name, name_len) != 0 || other[name_len])
			continue;
		if (found++)
			buffer_add_char(out, ',');
		add_trimmed(out, headers->items[i].value);
	}
	buffer_add_char(out, '\n');
}

void sigv4_canonical_request(struct buffer *out, const struct http_request *request,
			     const struct sigv4_coverage *coverage)
{
	buffer_add_text(out, request->method);
	buffer_add_char(out, '\n');
	sigv4_canonical_path(out, request->path, coverage->is_s3);
	buffer_add_char(out, '\n');
	sigv4_canonical_query(out, request->query, coverage->is_presigned);
	buffer_add_char(out, '\n');
	for (const char *name = coverage->signed_headers; *name;) {
		size_t len = (size_t)(strchrnul(name, ';') - name);

		if (len)
			add_header(out, &request->headers, name, len);
		name += len + (name[len] == ';');
	}
	buffer_add_char(out, '\n');
	buffer_add_text(out, coverage->signed_headers);
	buffer_add_char(out, '\n');
	buffer_add_text(out, coverage->payload_hash);
}
