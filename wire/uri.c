#include "wire/uri.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "wire/encoding.h"

static bool is_unreserved(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' ||
	       byte == '~';
}

void uri_encode(struct buffer *out, const char *data, size_t len, enum uri_keep keep)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t start = 0;

	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)data[i];
		char coded[3] = { '%', digits[byte >> 4], digits[byte & 15] };

		if (is_unreserved(data[i]) || (keep == URI_KEEP_SLASH && data[i] == '/'))
			continue;
		buffer_add(out, data + start, i - start);
		buffer_add(out, coded, sizeof(coded));
		start = i + 1;
	}
	buffer_add(out, data + start, len - start);
}

bool uri_decode_to(const char *text, size_t len, enum uri_plus plus, char *out_text)
{
	char *at = out_text;

	for (size_t i = 0; i < len; i++) {
		char byte = text[i];

		if (byte == '%') {
			if (len - i < 3 || !hex_decode(text + i + 1, 2, &byte))
				return false;
			i += 2;
		} else if (byte == '+' && plus == URI_PLUS_IS_SPACE) {
			byte = ' ';
		}
		if (!byte)
			return false;
		*at++ = byte;
	}
	*at = '\0';
	return true;
}

bool uri_decode(struct arena *arena, const char *text, size_t len, enum uri_plus plus,
		char **out_text)
{
	char *decoded = arena_alloc(arena, len + 1);

	if (!uri_decode_to(text, len, plus, decoded))
		return false;
	*out_text = decoded;
	return true;
}

/* Takes the last segment and the slash before it off what was added since @start. */
static void drop_segment(struct buffer *out, size_t start)
{
	while (out->len > start && out->data[out->len - 1] != '/')
		out->len--;
	if (out->len > start)
		out->len--;
	out->data[out->len] = '\0';
}

void uri_normalize_path(struct buffer *out, const char *path)
{
	size_t start = out->len;
	bool ends_in_slash = true;

	while (*path) {
		size_t len = strcspn(path, "/");
		bool is_up = len == 2 && !strncmp(path, "..", 2);

		ends_in_slash = path[len] == '/' || is_up || (len == 1 && path[0] == '.');
		if (is_up) {
			drop_segment(out, start);
		} else if (len && !(len == 1 && path[0] == '.')) {
			buffer_add_char(out, '/');
			buffer_add(out, path, len);
		}
		path += len + (path[len] == '/');
	}
	if (ends_in_slash)
		buffer_add_char(out, '/');
}

bool uri_next_parameter(const char **query, struct uri_parameter *out_parameter)
{
	const char *at = *query + strspn(*query, "&");
	size_t len = strcspn(at, "&");
	const char *equals = memchr(at, '=', len);

	*query = at + len;
	if (!len)
		return false;
	out_parameter->name = at;
	out_parameter->name_len = equals ? (size_t)(equals - at) : len;
	out_parameter->value = equals ? equals + 1 : at + len;
	out_parameter->value_len = (size_t)(at + len - out_parameter->value);
	return true;
}

const char *uri_query_get(struct arena *arena, const char *query, const char *name)
{
	struct uri_parameter parameter;

	while (uri_next_parameter(&query, &parameter)) {
		char *text;

		if (!uri_decode(arena, parameter.name, parameter.name_len, URI_PLUS_IS_SPACE,
				&text) ||
		    strcmp(text, name) != 0)
			continue;
		return uri_decode(arena, parameter.value, parameter.value_len, URI_PLUS_IS_SPACE,
				  &text)
			       ? text
			       : NULL;
	}
	return NULL;
}

/* Keeps the host in lower case; false if it has a character that no host has. */
static bool keep_host(struct arena *arena, const char *text, size_t len, struct uri *uri)
{
	char *host = arena_strndup(arena, text, len);

	for (char *at = host; *at; at++) {
		if (!isalnum((unsigned char)*at) && !strchr("-._:[]", *at))
			return false;
		*at = (char)tolower((unsigned char)*at);
	}
	uri->host = host;
	return len > 0;
}

/* Reads the digits of a port. */
static bool read_port(const char *text, size_t len, int *out_port)
{
	int port = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)text[i]) || port > 65535)
			return false;
		port = port * 10 + (text[i] - '0');
	}
	*out_port = port;
	return port > 0 && port <= 65535;
}

/* Splits "host[:port]"; the port stays as it is when none is written. */
static bool split_authority(struct arena *arena, const char *text, size_t len, struct uri *uri)
{
	size_t host_len = text[0] == '[' ? strcspn(text, "]") + 1 : strcspn(text, ":/?");

	if (host_len > len || !keep_host(arena, text, host_len, uri))
		return false;
	if (host_len == len)
		return true;
	return text[host_len] == ':' &&
	       read_port(text + host_len + 1, len - host_len - 1, &uri->port);
}

/* Whether a URL may hold all of its bytes; a fragment is none of a request. */
static bool has_valid_bytes(const char *url)
{
	for (; *url; url++)
		if (*url <= ' ' || *url == 0x7f || *url == '#')
			return false;
	return true;
}

bool uri_split(struct arena *arena, const char *url, struct fault *fault, struct uri *out_uri)
{
	bool is_tls = !strncmp(url, "https://", 8);
	struct uri uri = { .scheme = is_tls ? "https" : "http", .port = is_tls ? 443 : 80 };
	int own_port = uri.port;
	const char *at = url + (is_tls ? 8 : 7);
	size_t len;

	if (!is_tls && strncmp(url, "http://", 7) != 0)
		return fault_set(fault, FAULT_INPUT, "'%s' does not begin with http:// or https://",
				 url);
	if (!has_valid_bytes(url))
		return fault_set(fault, FAULT_INPUT,
				 "'%s' has a character that a URL must code, or a fragment", url);
	len = strcspn(at, "/?");
	if (!split_authority(arena, at, len, &uri))
		return fault_set(fault, FAULT_INPUT, "'%s' has no valid host and port", url);
	uri.authority = uri.host;
	if (uri.port != own_port)
		uri.authority = arena_printf(arena, "%s:%d", uri.host, uri.port);
	at += len;
	len = strcspn(at, "?");
	uri.path = len ? arena_strndup(arena, at, len) : "/";
	uri.query = at[len] ? arena_strdup(arena, at + len + 1) : "";
	*out_uri = uri;
	return true;
}

bool uri_host_is_loopback(const char *host)
{
	struct in_addr address;

	if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}
