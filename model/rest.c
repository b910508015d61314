#include "model/rest.h"

#include <string.h>

#include "model/value.h"
#include "wire/buffer.h"
#include "wire/uri.h"

const struct api_member *rest_member_at(const struct api_shape *shape, enum api_location location)
{
	for (size_t i = 0; i < shape->member_count; i++)
		if (shape->members[i].location == location)
			return &shape->members[i];
	return NULL;
}

/* A member's place in a path template: what stands between the braces. */
struct label {
	const char *name;
	size_t len;
};

/* The member with that name on the wire in a location. */
static const struct api_member *find_member(const struct api_shape *shape,
					    enum api_location location, const char *name,
					    size_t len)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];

		if (member->location == location && strlen(member->wire_name) == len &&
		    strncmp(member->wire_name, name, len) == 0)
			return member;
	}
	return NULL;
}

/* Appends a member's text for the path: "" if it is absent. */
static void write_label(struct arena *arena, const struct api_shape *shape, const void *structure,
			const struct label *label, struct buffer *out)
{
	const struct api_member *member = find_member(shape, API_IN_URI, label->name, label->len);
	const void *value = member ? value_get(member, structure) : NULL;
	const char *text = value ? value_to_text(arena, member->shape, value, VALUE_TIME_ISO) : "";

	uri_encode(out, text, strlen(text), URI_KEEP_NOTHING);
}

static const char *write_path(struct arena *arena, const struct api_operation *operation,
			      const void *in)
{
	const char *template = operation->http_uri;
	struct buffer path;

	buffer_init(&path, arena, 64);
	while (*template && *template != '?') {
		size_t len = strcspn(template, "{?");
		struct label label;

		buffer_add(&path, template, len);
		template += len;
		if (*template != '{')
			continue;
		label = (struct label){ template + 1, strcspn(template + 1, "}") };
		write_label(arena, operation->input, in, &label, &path);
		template = label.name + label.len + 1;
	}
	return path.data;
}

static const char *write_query(struct arena *arena, const struct api_operation *operation,
			       const void *in)
{
	const char *fixed = strchr(operation->http_uri, '?');
	const struct api_shape *shape = operation->input;
	struct buffer query;

	buffer_init(&query, arena, 64);
	if (fixed)
		buffer_add_text(&query, fixed + 1);
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *value = value_get(member, in);
		const char *text;

		if (member->location != API_IN_QUERY || !value)
			continue;
		text = value_to_text(arena, member->shape, value, VALUE_TIME_ISO);
		if (query.len)
			buffer_add_char(&query, '&');
		uri_encode(&query, member->wire_name, strlen(member->wire_name), URI_KEEP_NOTHING);
		buffer_add_char(&query, '=');
		uri_encode(&query, text, strlen(text), URI_KEEP_NOTHING);
	}
	return query.data;
}

void rest_write_headers(struct arena *arena, const struct api_shape *shape, const void *structure,
			struct http_headers *headers)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *value = value_get(member, structure);

		if (member->location == API_IN_HEADER && value)
			http_headers_add(
				headers, arena, member->wire_name,
				value_to_text(arena, member->shape, value, VALUE_TIME_HTTP));
	}
}

void rest_write_request(struct arena *arena, const struct api_operation *operation, const void *in,
			struct http_request *request)
{
	request->method = operation->http_method;
	request->path = write_path(arena, operation, in);
	request->query = write_query(arena, operation, in);
	rest_write_headers(arena, operation->input, in, &request->headers);
}

bool rest_read_headers(struct arena *arena, const struct http_headers *headers,
		       const struct api_shape *shape, void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const char *text;

		if (member->location != API_IN_HEADER)
			continue;
		text = http_headers_get(headers, member->wire_name);
		if (text && !value_from_text(arena, member->shape, text,
					     value_place(arena, member, structure)))
			return false;
	}
	return true;
}

/* The parts of a path between slashes; a slash at its end does not count. */
struct segment {
	const char *text;
	size_t len;
};

static bool next_segment(const char **path, struct segment *out_segment)
{
	while (**path == '/')
		(*path)++;
	if (!**path || **path == '?')
		return false;
	out_segment->text = *path;
	out_segment->len = strcspn(*path, "/?");
	*path += out_segment->len;
	return true;
}

static bool segment_matches(const struct segment *template, const struct segment *path)
{
	if (template->text[0] == '{')
		return true;
	return template->len == path->len && strncmp(template->text, path->text, path->len) == 0;
}

static bool path_matches(const char *template, const char *path)
{
	struct segment wanted, given;

	while (next_segment(&template, &wanted))
		if (!next_segment(&path, &given) || !segment_matches(&wanted, &given))
			return false;
	return !next_segment(&path, &given);
}

/* Whether the request's query has the parameter. */
static bool query_has(const char *query, const char *name, size_t len)
{
	struct uri_parameter parameter;

	while (uri_next_parameter(&query, &parameter))
		if (parameter.name_len == len && strncmp(parameter.name, name, len) == 0)
			return true;
	return false;
}

/* Every fixed parameter of the template is given, and nothing that names another operation. */
static bool query_matches(const struct api_operation *operation, const char *query)
{
	const char *fixed = strchr(operation->http_uri, '?');
	struct uri_parameter parameter;
	const char *at = fixed ? fixed + 1 : "";

	while (uri_next_parameter(&at, &parameter))
		if (!query_has(query, parameter.name, parameter.name_len))
			return false;
	at = query;
	while (uri_next_parameter(&at, &parameter))
		if (!parameter.value_len &&
		    !(fixed && query_has(fixed + 1, parameter.name, parameter.name_len)) &&
		    !find_member(operation->input, API_IN_QUERY, parameter.name,
				 parameter.name_len))
			return false;
	return true;
}

const struct api_operation *rest_find_operation(const struct api_service *service,
						const struct http_request *request)
{
	for (size_t i = 0; i < service->operation_count; i++) {
		const struct api_operation *operation = &service->operations[i];

		if (strcmp(operation->http_method, request->method) == 0 &&
		    path_matches(operation->http_uri, request->path) &&
		    query_matches(operation, request->query))
			return operation;
	}
	return NULL;
}

static bool read_path(struct arena *arena, const struct api_operation *operation, const char *path,
		      void *in)
{
	const char *template = operation->http_uri;
	struct segment wanted, given;

	while (next_segment(&template, &wanted) && next_segment(&path, &given)) {
		const struct api_member *member;
		char *text;

		if (wanted.text[0] != '{')
			continue;
		member = find_member(operation->input, API_IN_URI, wanted.text + 1, wanted.len - 2);
		if (!member)
			continue;
		if (!uri_decode(arena, given.text, given.len, URI_PLUS_IS_PLUS, &text) ||
		    !value_from_text(arena, member->shape, text, value_place(arena, member, in)))
			return false;
	}
	return true;
}

bool rest_read_request(struct arena *arena, const struct api_operation *operation,
		       const struct http_request *request, void *in)
{
	const struct api_shape *shape = operation->input;

	if (!read_path(arena, operation, request->path, in))
		return false;
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const char *text;

		if (member->location != API_IN_QUERY)
			continue;
		text = uri_query_get(arena, request->query, member->wire_name);
		if (text &&
		    !value_from_text(arena, member->shape, text, value_place(arena, member, in)))
			return false;
	}
	return rest_read_headers(arena, &request->headers, shape, in);
}
