#include "mock/delivery.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <limits.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mock/raw_message.h"
#include "wire/clock.h"

enum { FIRST_CAPACITY = 64, EVENTS = 64, CLOSE_WAIT_MS = SERVER_IDLE_S * 1000 };

enum stage { STAGE_DELAY, STAGE_SEND, STAGE_HOLD, STAGE_OVER };

struct delivery {
	struct MHD_Connection *connection;
	struct server_delivery how;
	struct buffer message; /* of a raw delivery */
	size_t sent;
	int fd;
	gnutls_session_t tls; /* NULL: what is sent goes as it is */
	enum stage stage;
	int64_t due_ms;  /* by the monotonic clock */
	size_t index;    /* in the heap */
	bool is_blocked; /* the socket is full */
	bool is_spent;
};

static int64_t now_ms(void)
{
	struct clock clock = clock_monotonic();

	return clock_now_ms(&clock);
}

static void place(struct delivery_room *room, size_t index, struct delivery *delivery)
{
	room->items[index] = delivery;
	delivery->index = index;
}

/* Moves an item whose time has changed to where it belongs. */
static void sift(struct delivery_room *room, struct delivery *delivery)
{
	size_t index = delivery->index;

	while (index > 0 && room->items[(index - 1) / 2]->due_ms > delivery->due_ms) {
		place(room, index, room->items[(index - 1) / 2]);
		index = (index - 1) / 2;
	}
	for (;;) {
		size_t child = 2 * index + 1;

		if (child + 1 < room->count &&
		    room->items[child + 1]->due_ms < room->items[child]->due_ms)
			child++;
		if (child >= room->count || room->items[child]->due_ms >= delivery->due_ms)
			break;
		place(room, index, room->items[child]);
		index = child;
	}
	place(room, index, delivery);
}

static void add(struct delivery_room *room, struct delivery *delivery)
{
	if (room->count == room->capacity) {
		room->capacity = room->capacity ? room->capacity * 2 : FIRST_CAPACITY;
		room->items = reallocarray(room->items, room->capacity, sizeof(*room->items));
		if (!room->items)
			abort();
	}
	delivery->index = room->count++;
	sift(room, delivery);
}

static void take_out(struct delivery_room *room, struct delivery *delivery)
{
	struct delivery *last = room->items[--room->count];

	if (last == delivery)
		return;
	last->index = delivery->index;
	sift(room, last);
}

static void set_due(struct delivery_room *room, struct delivery *delivery, int64_t wait_ms)
{
	delivery->due_ms = now_ms() + wait_ms;
	sift(room, delivery);
}

static void watch(struct delivery_room *room, struct delivery *delivery, int operation,
		  uint32_t events)
{
	struct epoll_event event = { .events = events | EPOLLRDHUP, .data.ptr = delivery };

	epoll_ctl(room->epoll_fd, operation, delivery->fd, &event);
}

bool delivery_room_init(struct delivery_room *room, struct fault *fault)
{
	*room = (struct delivery_room){ .epoll_fd = epoll_create1(EPOLL_CLOEXEC) };
	return room->epoll_fd >= 0 || fault_set_errno(fault, errno, "cannot hold connections");
}

void delivery_room_done(struct delivery_room *room)
{
	if (room->epoll_fd >= 0)
		close(room->epoll_fd);
	free(room->items);
	*room = (struct delivery_room){ .epoll_fd = -1 };
}

bool delivery_is_needed(const struct server_delivery *how)
{
	return how->delay_ms || how->is_raw;
}

/* On Linux, a connect to nowhere resets the connection at once. */
static void reset(int fd)
{
	const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
	const struct linger at_once = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	connect(fd, &nowhere, sizeof(nowhere));
}

/* Gives the connection back to libmicrohttpd, which asks what to do with it. */
static void end(struct delivery_room *room, struct delivery *delivery)
{
	epoll_ctl(room->epoll_fd, EPOLL_CTL_DEL, delivery->fd, NULL);
	take_out(room, delivery);
	delivery->stage = STAGE_OVER;
	delivery->is_spent = delivery->how.is_raw;
	MHD_resume_connection(delivery->connection);
}

/* After the last byte: the connection ends now, or says nothing for a while first. */
static void finish_sending(struct delivery_room *room, struct delivery *delivery)
{
	const struct server_delivery *how = &delivery->how;

	if (how->ending == SERVER_RESETS)
		reset(delivery->fd);
	if (how->ending == SERVER_HALF_CLOSES) {
		if (delivery->tls)
			gnutls_bye(delivery->tls, GNUTLS_SHUT_WR);
		shutdown(delivery->fd, SHUT_WR);
	}
	if (!how->hold_ms || how->ending == SERVER_RESETS) {
		end(room, delivery);
		return;
	}
	delivery->stage = STAGE_HOLD;
	watch(room, delivery, EPOLL_CTL_MOD, 0);
	set_due(room, delivery, how->hold_ms);
}

static size_t piece_len(const struct delivery *delivery)
{
	size_t left = delivery->message.len - delivery->sent;
	size_t pace = delivery->how.pace_bytes;

	return pace && pace < left ? pace : left;
}

/* As send(): the bytes taken, or -1 with errno EAGAIN if the socket is full. */
static ssize_t transmit(struct delivery *delivery, const char *data, size_t len)
{
	ssize_t sent;

	if (!delivery->tls)
		return send(delivery->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	sent = gnutls_record_send(delivery->tls, data, len);
	if (sent >= 0)
		return sent;
	errno = sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED ? EAGAIN : EPIPE;
	return -1;
}

/* One piece; what a full socket does not take waits until it can be written to. */
static void send_piece(struct delivery_room *room, struct delivery *delivery)
{
	size_t len = piece_len(delivery);
	ssize_t sent = len ? transmit(delivery, delivery->message.data + delivery->sent, len) : 0;

	if (sent < 0 && errno != EAGAIN && errno != EINTR) {
		end(room, delivery);
		return;
	}
	delivery->sent += sent > 0 ? (size_t)sent : 0;
	if (delivery->sent == delivery->message.len) {
		finish_sending(room, delivery);
		return;
	}
	delivery->is_blocked = sent < (ssize_t)len;
	if (delivery->is_blocked) {
		watch(room, delivery, EPOLL_CTL_MOD, EPOLLOUT);
		set_due(room, delivery, CLOSE_WAIT_MS);
		return;
	}
	watch(room, delivery, EPOLL_CTL_MOD, 0);
	set_due(room, delivery, delivery->how.pace_ms);
}

/* Its time has come. A socket that was full for so long has no reader. */
static void advance(struct delivery_room *room, struct delivery *delivery, bool can_write)
{
	bool is_stuck = delivery->is_blocked && !can_write;

	if (delivery->stage == STAGE_HOLD || !delivery->how.is_raw || is_stuck) {
		end(room, delivery);
		return;
	}
	delivery->stage = STAGE_SEND;
	send_piece(room, delivery);
}

struct delivery *delivery_start(struct delivery_room *room, struct MHD_Connection *connection,
				struct arena *arena, const struct server_answer *answer)
{
	struct delivery *delivery = arena_new(arena, struct delivery);
	const union MHD_ConnectionInfo *tls =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	int on = 1;

	delivery->connection = connection;
	delivery->how = answer->delivery;
	delivery->fd =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	delivery->tls = tls ? tls->tls_session : NULL;
	delivery->due_ms = now_ms() + answer->delivery.delay_ms;
	if (delivery->how.is_raw) {
		raw_message_write(arena, answer, &delivery->message);
		setsockopt(delivery->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	}
	MHD_suspend_connection(connection);
	watch(room, delivery, EPOLL_CTL_ADD, 0);
	add(room, delivery);
	return delivery;
}

bool delivery_is_spent(const struct delivery *delivery)
{
	return delivery->is_spent;
}

int delivery_wait_ms(const struct delivery_room *room)
{
	int64_t left_ms;

	if (room->count == 0)
		return -1;
	left_ms = room->items[0]->due_ms - now_ms();
	if (left_ms <= 0)
		return 0;
	return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

/* A peer that has gone needs no answer; one that reads again gets more of it. */
static void handle_event(struct delivery_room *room, const struct epoll_event *event)
{
	struct delivery *delivery = event->data.ptr;

	if (delivery->stage == STAGE_OVER)
		return;
	if (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		end(room, delivery);
	else if (event->events & EPOLLOUT)
		advance(room, delivery, true);
}

void delivery_run(struct delivery_room *room)
{
	struct epoll_event events[EVENTS];
	int count;

	if (room->count == 0)
		return;
	count = epoll_wait(room->epoll_fd, events, EVENTS, 0);
	for (int i = 0; i < count; i++)
		handle_event(room, &events[i]);
	while (room->count > 0 && room->items[0]->due_ms <= now_ms())
		advance(room, room->items[0], false);
}

void delivery_end_all(struct delivery_room *room)
{
	while (room->count > 0)
		end(room, room->items[0]);
}
