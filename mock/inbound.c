#include "mock/inbound.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"

enum { FIRST_BODY = 1024, ARENA_KEPT_MAX = 64 * 1024 };

struct inbound {
	struct arena arena;
	struct server_request request;
	struct buffer body;
	size_t received; /* bytes of the body, also those thrown away */
	bool has_header;
	struct inbound_answer answer;
};

/* As inet_ntop, which prints with printf. */
static const char *ipv4_text(struct arena *arena, const struct sockaddr_in *address)
{
	const uint8_t *bytes = (const uint8_t *)&address->sin_addr;
	char *text = arena_alloc(arena, INET_ADDRSTRLEN);
	char *at = text;

	for (size_t i = 0; i < sizeof(address->sin_addr); i++) {
		if (bytes[i] >= 100)
			*at++ = (char)('0' + bytes[i] / 100);
		if (bytes[i] >= 10)
			*at++ = (char)('0' + bytes[i] / 10 % 10);
		*at++ = (char)('0' + bytes[i] % 10);
		*at++ = '.';
	}
	at[-1] = '\0';
	return text;
}

static const char *peer_address(struct arena *arena, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";

	if (info && info->client_addr->sa_family == AF_INET)
		return ipv4_text(arena, (const void *)info->client_addr);
	if (info && info->client_addr->sa_family == AF_INET6)
		inet_ntop(
			AF_INET6,
			&((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr,
			text, sizeof(text));
	return arena_strdup(arena, text);
}

static void read_uri(struct inbound *inbound, const char *uri)
{
	const char *query = strchr(uri, '?');
	struct http_request *http = &inbound->request.http;

	http->path =
		arena_strndup(&inbound->arena, uri, query ? (size_t)(query - uri) : strlen(uri));
	http->query = query ? arena_strdup(&inbound->arena, query + 1) : "";
}

struct inbound *inbound_new(struct inbound_pool *pool, const char *uri,
			    struct MHD_Connection *connection)
{
	struct inbound *inbound;

	if (pool->kept_count > 0) {
		inbound = pool->kept[--pool->kept_count];
	} else {
		inbound = calloc(1, sizeof(*inbound));
		if (!inbound)
			abort();
	}
	pool->in_use++;
	inbound->request.arena = &inbound->arena;
	inbound->request.begun_us = clock_monotonic_us();
	inbound->request.source_ip = peer_address(&inbound->arena, connection);
	read_uri(inbound, uri);
	return inbound;
}

bool inbound_has_header(const struct inbound *inbound)
{
	return inbound->has_header;
}

static enum MHD_Result add_header(void *context, enum MHD_ValueKind kind, const char *name,
				  const char *value)
{
	struct inbound *inbound = context;
	struct http_headers *headers = &inbound->request.http.headers;

	UNUSED(kind);
	http_headers_add(headers, &inbound->arena, arena_strdup(&inbound->arena, name),
			 arena_strdup(&inbound->arena, value ? value : ""));
	return MHD_YES;
}

void inbound_read_header(struct inbound *inbound, const char *method, const char *version,
			 struct MHD_Connection *connection)
{
	inbound->has_header = true;
	inbound->request.version = arena_strdup(&inbound->arena, version);
	inbound->request.http.method = arena_strdup(&inbound->arena, method);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, inbound);
}

bool inbound_add(struct inbound *inbound, const char *piece, size_t len)
{
	if (inbound->received == 0)
		buffer_init(&inbound->body, &inbound->arena, FIRST_BODY);
	inbound->received += len;
	if (inbound->received > SERVER_BODY_MAX) {
		inbound->request.is_too_large = true;
		return inbound->received <= INBOUND_DRAIN_MAX;
	}
	buffer_add(&inbound->body, piece, len);
	return true;
}

struct inbound_answer *inbound_answer(struct inbound *inbound)
{
	return &inbound->answer;
}

const struct server_request *inbound_request(struct inbound *inbound)
{
	if (inbound->received > 0 && !inbound->request.is_too_large) {
		inbound->request.http.body = inbound->body.data;
		inbound->request.http.body_len = inbound->body.len;
	}
	return &inbound->request;
}

void inbound_free(struct inbound_pool *pool, struct inbound *inbound)
{
	struct arena arena;
	size_t used;

	if (!inbound)
		return;
	pool->in_use--;
	used = inbound->arena.used;
	arena_wipe(&inbound->arena);
	if (pool->kept_count == INBOUND_KEPT_MAX || used > ARENA_KEPT_MAX) {
		arena_done(&inbound->arena);
		free(inbound);
		return;
	}
	arena = inbound->arena;
	*inbound = (struct inbound){ .arena = arena };
	pool->kept[pool->kept_count++] = inbound;
}

void inbound_pool_done(struct inbound_pool *pool)
{
	while (pool->kept_count > 0) {
		struct inbound *inbound = pool->kept[--pool->kept_count];

		arena_done(&inbound->arena);
		free(inbound);
	}
}
