#include "mock/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mock/delivery.h"
#include "mock/inbound.h"
#include "mock/streaming.h"

enum { STOP_STEP_MS = 20, STOP_STEPS = 100 };

struct server {
	struct MHD_Daemon *daemon;
	int epoll_fd; /* libmicrohttpd's own */
	struct server_handler handler;
	struct inbound_pool pool;
	struct delivery_room room;
	struct streaming_room streams;
};

static void *on_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
	struct server *server = context;

	return inbound_new(&server->pool, uri, connection);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request_context,
			 enum MHD_RequestTerminationCode code)
{
	struct server *server = context;

	UNUSED(connection);
	UNUSED(code);
	inbound_free(&server->pool, *request_context);
	*request_context = NULL;
}

/* Paths and queries stay coded: the signature is over what was sent. */
static size_t keep_coded(void *context, struct MHD_Connection *connection, char *text)
{
	UNUSED(context);
	UNUSED(connection);
	return strlen(text);
}

static enum MHD_Result send_response(struct server *server, struct MHD_Connection *connection,
				     const struct server_answer *whole)
{
	const struct http_response *answer = &whole->response;
	struct MHD_Response *response =
		whole->source.read
			? streaming_start(&server->streams, connection, &whole->source)
			: MHD_create_response_from_buffer(answer->body_len,
							  (void *)(uintptr_t)answer->body,
							  MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < answer->headers.count; i++)
		MHD_add_response_header(response, answer->headers.items[i].name,
					answer->headers.items[i].value);
	result = MHD_queue_response(connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

/* Handles the request; called again when an answer that was held may be sent. */
static enum MHD_Result answer(struct server *server, struct MHD_Connection *connection,
			      struct inbound *inbound)
{
	struct inbound_answer *kept = inbound_answer(inbound);
	const struct server_request *request = inbound_request(inbound);

	if (kept->delivery)
		return delivery_is_spent(kept->delivery)
			       ? MHD_NO
			       : send_response(server, connection, &kept->answer);
	server->handler.answer(server->handler.context, request, &kept->answer);
	if (!delivery_is_needed(&kept->answer.delivery))
		return send_response(server, connection, &kept->answer);
	kept->delivery = delivery_start(&server->room, connection, request->arena, &kept->answer);
	return MHD_YES;
}

/* libmicrohttpd's signature: the header, then the body piece by piece, then once without a piece.
 */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *path, const char *method, const char *version,
				  const char *piece, size_t *piece_len, void **request_context)
{
	struct server *server = context;
	struct inbound *inbound = *request_context;

	UNUSED(path);
	if (!inbound_has_header(inbound)) {
		inbound_read_header(inbound, method, version, connection);
		return MHD_YES;
	}
	if (*piece_len > 0) {
		bool goes_on = inbound_add(inbound, piece, *piece_len);

		*piece_len = 0;
		return goes_on ? MHD_YES : MHD_NO;
	}
	return answer(server, connection, inbound);
}

static bool start_daemon(struct server *server, const struct server_options *options)
{
	/* We write Date ourselves, from the mock's clock. */
	unsigned flags = MHD_USE_EPOLL | MHD_USE_SUPPRESS_DATE_NO_CLOCK | MHD_ALLOW_SUSPEND_RESUME;
	const struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key },
		{ MHD_OPTION_END, 0, NULL },
	};
	const union MHD_DaemonInfo *info;

	server->daemon = MHD_start_daemon(
		options->certificate ? flags | MHD_USE_TLS : flags, 0, NULL, NULL, on_request,
		server, MHD_OPTION_LISTEN_SOCKET, options->listener,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVER_HEADER_MAX,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_IDLE_S, MHD_OPTION_URI_LOG_CALLBACK,
		on_uri, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_coded, NULL, MHD_OPTION_ARRAY,
		options->certificate ? tls : &tls[2], MHD_OPTION_END);
	if (!server->daemon)
		return false;
	info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (!info)
		return false;
	server->epoll_fd = info->epoll_fd;
	return true;
}

bool server_open(const struct server_options *options, struct server_handler handler,
		 struct fault *fault, struct server **out_server)
{
	struct server *server = calloc(1, sizeof(*server));

	if (!server)
		abort();
	server->handler = handler;
	server->streams.epoll_fd = -1;
	if (!delivery_room_init(&server->room, fault) ||
	    !streaming_room_init(&server->streams, fault)) {
		server_close(server);
		return false;
	}
	if (!start_daemon(server, options)) {
		server_close(server);
		return fault_set(fault, FAULT_SYSTEM, "cannot start serving%s",
				 options->certificate ? ": is the certificate the key's, and are "
							"both in the form of PEM?"
						      : "");
	}
	*out_server = server;
	return true;
}

/* How long libmicrohttpd and the held answers let us wait, in the form of poll(). */
static int wait_ms(struct server *server)
{
	int held_ms = delivery_wait_ms(&server->room);
	int stream_ms = streaming_wait_ms(&server->streams);
	MHD_UNSIGNED_LONG_LONG timeout_ms;

	if (stream_ms >= 0 && (held_ms < 0 || stream_ms < held_ms))
		held_ms = stream_ms;
	if (MHD_get_timeout(server->daemon, &timeout_ms) != MHD_YES)
		return held_ms;
	if (held_ms >= 0 && (unsigned)held_ms < timeout_ms)
		return held_ms;
	return timeout_ms > 60 * 1000 ? 60 * 1000 : (int)timeout_ms;
}

/* No new connections; answers under way are sent as long as somebody reads them. */
static void finish(struct server *server)
{
	MHD_socket listener = MHD_quiesce_daemon(server->daemon);

	for (int i = 0; i < STOP_STEPS && server->pool.in_use > 0; i++) {
		struct pollfd wait = { .fd = server->epoll_fd, .events = POLLIN };

		delivery_end_all(&server->room);
		streaming_end_all(&server->streams);
		poll(&wait, 1, STOP_STEP_MS);
		MHD_run_wait(server->daemon, 0);
	}
	if (listener != MHD_INVALID_SOCKET)
		close(listener);
}

bool server_run(struct server *server, int stop_fd, struct fault *fault)
{
	struct pollfd waits[] = {
		{ .fd = server->epoll_fd, .events = POLLIN },
		{ .fd = stop_fd, .events = POLLIN },
		{ .fd = server->room.epoll_fd, .events = POLLIN },
		{ .fd = server->streams.epoll_fd, .events = POLLIN },
	};

	for (;;) {
		if (poll(waits, ARRAY_LEN(waits), wait_ms(server)) < 0 && errno != EINTR)
			return fault_set_errno(fault, errno, "cannot wait for connections");
		if (waits[1].revents)
			break;
		delivery_run(&server->room);
		streaming_run(&server->streams);
		if (MHD_run_wait(server->daemon, 0) != MHD_YES)
			return fault_set(fault, FAULT_SYSTEM, "the HTTP server stopped working");
	}
	finish(server);
	return true;
}

void server_close(struct server *server)
{
	if (!server)
		return;
	delivery_end_all(&server->room);
	streaming_end_all(&server->streams);
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
	delivery_room_done(&server->room);
	streaming_room_done(&server->streams);
	inbound_pool_done(&server->pool);
	free(server);
}
