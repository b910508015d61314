/*
 * delivery.h - answers that do not travel whole and at once.
 *
 * Only server.c uses this. A connection whose answer waits, comes in pieces,
 * stays away or ends badly is suspended: libmicrohttpd does not look at it,
 * and the server goes on with the others. What is due is done between two of
 * its rounds. A held connection whose peer hangs up is let go at once, so
 * none outlives its client; each has an end of its own too.
 */
#pragma once

#include "mock/server.h"

struct MHD_Connection;
struct delivery;

/* The held connections, the one that is due next first. */
struct delivery_room {
	struct delivery **items; /* a heap by due time */
	size_t count, capacity;
	int epoll_fd; /* peers that hang up, and sockets that can be written to again */
};

/* Free with delivery_room_done. */
MUST_USE bool delivery_room_init(struct delivery_room *room, struct fault *fault);

/* Nothing may be held any more. */
void delivery_room_done(struct delivery_room *room);

/* Whether the answer travels otherwise than whole and at once. */
bool delivery_is_needed(const struct server_delivery *how);

/*
 * Suspends the connection and begins. The answer and what is returned live in
 * @arena, the request's.
 */
struct delivery *delivery_start(struct delivery_room *room, struct MHD_Connection *connection,
				struct arena *arena, const struct server_answer *answer);

/*
 * Asked when libmicrohttpd calls again: whether the connection has had all it
 * gets, and is to be closed; otherwise the answer is still to be queued.
 */
bool delivery_is_spent(const struct delivery *delivery);

/* How long nothing is due, in the form of poll(). */
int delivery_wait_ms(const struct delivery_room *room);

/* Does what is due. */
void delivery_run(struct delivery_room *room);

/* Lets every connection go: what was held is closed or answered. */
void delivery_end_all(struct delivery_room *room);
