/*
 * bare - the yardstick: a libmicrohttpd server that answers every request
 * with the same bytes and does nothing else.
 *
 *   bare FILE TYPE...
 *
 * FILE holds the body; each TYPE after it is a header "Name: value". It waits
 * as mattockd does, so that what differs is Mattock's own work. Prints the
 * port it listens on and runs until it is killed.
 */
#include <microhttpd.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/base.h"

enum { BODY_MAX = 256 * 1024, HEADERS_MAX = 16, CONNECTION_MEMORY = 16 * 1024 };

struct bare {
	char body[BODY_MAX];
	size_t len;
	char *names[HEADERS_MAX], *values[HEADERS_MAX];
	size_t header_count;
};

/* libmicrohttpd's signature: the header, then the body piece by piece, then once without one. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *path, const char *method, const char *version,
				  const char *piece, size_t *piece_len, void **request)
{
	static int seen;
	struct bare *bare = context;
	struct MHD_Response *response;
	enum MHD_Result result;

	UNUSED(path);
	UNUSED(method);
	UNUSED(version);
	UNUSED(piece);
	if (!*request) {
		*request = &seen;
		return MHD_YES;
	}
	if (*piece_len > 0) {
		*piece_len = 0;
		return MHD_YES;
	}
	response = MHD_create_response_from_buffer(bare->len, bare->body, MHD_RESPMEM_PERSISTENT);
	for (size_t i = 0; i < bare->header_count; i++)
		MHD_add_response_header(response, bare->names[i], bare->values[i]);
	result = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return result;
}

static bool read_body(struct bare *bare, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	bare->len = fread(bare->body, 1, sizeof(bare->body), file);
	fclose(file);
	return true;
}

static void read_headers(struct bare *bare, char **headers, int count)
{
	for (int i = 0; i < count && i < HEADERS_MAX; i++) {
		char *colon = strstr(headers[i], ": ");

		if (!colon)
			continue;
		*colon = '\0';
		bare->names[bare->header_count] = headers[i];
		bare->values[bare->header_count++] = colon + 2;
	}
}

static void serve(struct MHD_Daemon *daemon)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd wait = { .fd = info->epoll_fd, .events = POLLIN };

	for (;;) {
		MHD_UNSIGNED_LONG_LONG timeout_ms;
		int wait_ms = MHD_get_timeout(daemon, &timeout_ms) == MHD_YES ? (int)timeout_ms
									      : -1;

		poll(&wait, 1, wait_ms);
		MHD_run_wait(daemon, 0);
	}
}

int main(int argc, char **argv)
{
	static struct bare bare;
	struct MHD_Daemon *daemon;

	if (argc < 2 || !read_body(&bare, argv[1])) {
		fprintf(stderr, "usage: bare FILE [HEADER]...\n");
		return 2;
	}
	read_headers(&bare, argv + 2, argc - 2);
	daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, &bare,
				  MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
				  MHD_OPTION_END);
	if (!daemon) {
		fprintf(stderr, "bare: cannot listen\n");
		return 1;
	}
	printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	serve(daemon);
}
