#include "mock/streaming.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "wire/clock.h"

enum { BEAT_MS = 15 * 1000, EVENTS = 16, BLOCK = 4096 };

struct streaming {
	struct streaming_room *room;
	struct MHD_Connection *connection;
	struct server_source source;
	struct arena arena;    /* of what is still to be sent */
	struct buffer pending; /* all zero at first */
	size_t sent;
	int fd;
	int64_t beat_ms; /* when a comment is due, by the monotonic clock */
	bool is_suspended;
	bool is_done; /* there is nothing behind what is pending */
};

static int64_t now_ms(void)
{
	struct clock clock = clock_monotonic();

	return clock_now_ms(&clock);
}

bool streaming_room_init(struct streaming_room *room, struct fault *fault)
{
	*room = (struct streaming_room){ .epoll_fd = epoll_create1(EPOLL_CLOEXEC) };
	return room->epoll_fd >= 0 || fault_set_errno(fault, errno, "cannot hold connections");
}

void streaming_room_done(struct streaming_room *room)
{
	assert(room->count == 0);
	if (room->epoll_fd >= 0)
		close(room->epoll_fd);
}

static void watch(const struct streaming *streaming, int operation)
{
	struct epoll_event event = { .events = EPOLLRDHUP,
				     .data.ptr = (void *)(uintptr_t)streaming };

	epoll_ctl(streaming->room->epoll_fd, operation, streaming->fd, &event);
}

/* Asks the source unless something is left. Whether there is anything to do for the connection. */
static bool pull(struct streaming *streaming)
{
	enum server_turn turn;

	if (streaming->is_done || streaming->sent < streaming->pending.len)
		return true;
	arena_reset(&streaming->arena);
	buffer_init(&streaming->pending, &streaming->arena, BLOCK);
	streaming->sent = 0;
	turn = streaming->source.read(streaming->source.context, &streaming->pending);
	streaming->is_done = turn == SERVER_IS_DONE;
	if (turn == SERVER_WAITS && now_ms() >= streaming->beat_ms)
		buffer_add_text(&streaming->pending, ":\n\n");
	if (streaming->pending.len > 0)
		streaming->beat_ms = now_ms() + BEAT_MS;
	return streaming->is_done || streaming->pending.len > 0;
}

/* libmicrohttpd's signature: fills its buffer, or suspends the connection. */
static ssize_t on_room(void *context, uint64_t position, char *data, size_t max)
{
	struct streaming *streaming = context;
	size_t left;

	UNUSED(position);
	if (!pull(streaming)) {
		streaming->is_suspended = true;
		MHD_suspend_connection(streaming->connection);
		return 0;
	}
	left = streaming->pending.len - streaming->sent;
	if (left == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (left > max)
		left = max;
	memcpy(data, streaming->pending.data + streaming->sent, left);
	streaming->sent += left;
	return (ssize_t)left;
}

static void resume(struct streaming *streaming)
{
	if (!streaming->is_suspended)
		return;
	streaming->is_suspended = false;
	MHD_resume_connection(streaming->connection);
}

/* Nothing more is said, not even what is pending. */
static void stop(struct streaming *streaming)
{
	watch(streaming, EPOLL_CTL_DEL);
	streaming->is_done = true;
	streaming->sent = streaming->pending.len;
	resume(streaming);
}

static void on_end(void *context)
{
	struct streaming *streaming = context;
	struct streaming_room *room = streaming->room;
	size_t at = 0;

	while (room->items[at] != streaming)
		at++;
	room->items[at] = room->items[--room->count];
	streaming->source.end(streaming->source.context);
	arena_done(&streaming->arena);
	free(streaming);
}

struct MHD_Response *streaming_start(struct streaming_room *room, struct MHD_Connection *connection,
				     const struct server_source *source)
{
	struct streaming *streaming;
	struct MHD_Response *response;

	if (room->count == SERVER_STREAMS_MAX) {
		source->end(source->context);
		return NULL;
	}
	streaming = calloc(1, sizeof(*streaming));
	if (!streaming)
		abort();
	streaming->room = room;
	streaming->connection = connection;
	streaming->source = *source;
	streaming->beat_ms = now_ms() + BEAT_MS;
	streaming->fd =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	room->items[room->count++] = streaming;
	watch(streaming, EPOLL_CTL_ADD);
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, on_room, streaming,
						     on_end);
	if (!response)
		on_end(streaming);
	return response;
}

int streaming_wait_ms(struct streaming_room *room)
{
	int64_t left_ms = -1;

	for (size_t i = 0; i < room->count; i++) {
		struct streaming *streaming = room->items[i];
		int64_t beat_ms = streaming->beat_ms - now_ms();

		if (!streaming->is_suspended)
			continue;
		if (beat_ms <= 0 || pull(streaming))
			return 0;
		if (left_ms < 0 || beat_ms < left_ms)
			left_ms = beat_ms;
	}
	return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

void streaming_run(struct streaming_room *room)
{
	struct epoll_event events[EVENTS];
	int count;

	if (room->count == 0)
		return;
	count = epoll_wait(room->epoll_fd, events, EVENTS, 0);
	for (int i = 0; i < count; i++)
		stop(events[i].data.ptr);
	for (size_t i = 0; i < room->count; i++) {
		if (room->items[i]->is_suspended && pull(room->items[i]))
			resume(room->items[i]);
	}
}

void streaming_end_all(struct streaming_room *room)
{
	for (size_t i = 0; i < room->count; i++)
		stop(room->items[i]);
}
