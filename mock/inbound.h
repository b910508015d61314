/*
 * inbound.h - a request while it is being received.
 *
 * Only server.c uses this. Each has an arena of its own; some finished ones
 * are kept for the next request.
 */
#pragma once

#include "mock/server.h"
#include "wire/buffer.h"

struct MHD_Connection;
struct delivery;
struct inbound;

enum {
	INBOUND_KEPT_MAX = 64,
	INBOUND_DRAIN_MAX = 128 * 1000 * 1000, /* of a body that is too large, before we hang up */
};

/* A zeroed struct is an empty pool. */
struct inbound_pool {
	struct inbound *kept[INBOUND_KEPT_MAX];
	size_t kept_count;
	size_t in_use;
};

/* A request has begun; @uri is path and query as they were sent. */
struct inbound *inbound_new(struct inbound_pool *pool, const char *uri,
			    struct MHD_Connection *connection);

/* Whether inbound_read_header was called. */
bool inbound_has_header(const struct inbound *inbound);

/* The header is there. */
void inbound_read_header(struct inbound *inbound, const char *method, const char *version,
			 struct MHD_Connection *connection);

/* Adds a piece of the body; false when it is so large that the connection should be closed. */
MUST_USE bool inbound_add(struct inbound *inbound, const char *piece, size_t len);

/* What a request was answered; delivery is set while the answer is held. */
struct inbound_answer {
	struct server_answer answer;
	struct delivery *delivery;
};

/* The answer's place, zeroed until it is filled. */
struct inbound_answer *inbound_answer(struct inbound *inbound);

/* The whole request. */
const struct server_request *inbound_request(struct inbound *inbound);

/* Wipes it, and keeps it or frees it. NULL is allowed. */
void inbound_free(struct inbound_pool *pool, struct inbound *inbound);

/* Frees what is kept. */
void inbound_pool_done(struct inbound_pool *pool);
