/*
 * streaming.h - answers that go on for as long as somebody listens.
 *
 * Only server.c uses this. A connection that has heard all there is is
 * suspended; the server asks its source between two of libmicrohttpd's rounds
 * whether there is more. A peer that hangs up is let go at once, and one that
 * hears nothing for a while gets a line of comment, so that what is in between
 * keeps the connection.
 */
#pragma once

#include "mock/server.h"

struct MHD_Connection;
struct MHD_Response;
struct streaming;

struct streaming_room {
	struct streaming *items[SERVER_STREAMS_MAX];
	size_t count;
	int epoll_fd; /* peers that hang up */
};

/* Free with streaming_room_done, when no connection is left. */
MUST_USE bool streaming_room_init(struct streaming_room *room, struct fault *fault);
void streaming_room_done(struct streaming_room *room);

/* The response for a source, which is its own from now on; NULL: it was ended, hang up. */
struct MHD_Response *streaming_start(struct streaming_room *room, struct MHD_Connection *connection,
				     const struct server_source *source);

/* How long there is nothing to say, in the form of poll(). */
int streaming_wait_ms(struct streaming_room *room);

/* Wakes connections that have something to hear, and those whose peer has gone. */
void streaming_run(struct streaming_room *room);

/* Ends every stream. */
void streaming_end_all(struct streaming_room *room);
