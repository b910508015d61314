#include "tests/support/stub.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/buffer.h"

enum { CONNECTION_LIMIT_S = 10 };

struct stub {
	struct MHD_Daemon *daemon;
	struct stub_options options;
	pthread_mutex_t lock; /* of what is below */
	struct arena arena;
	struct buffer log;
	int connections;
};

/* One request while it comes in. */
struct request {
	struct arena arena;
	const char *uri;
	struct buffer body;
	bool has_begun;
};

static void *on_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
	struct request *request = calloc(1, sizeof(*request));

	UNUSED(context);
	UNUSED(connection);
	if (!request)
		abort();
	request->uri = arena_strdup(&request->arena, uri);
	buffer_init(&request->body, &request->arena, 64);
	return request;
}

static void on_end(void *context, struct MHD_Connection *connection, void **state,
		   enum MHD_RequestTerminationCode code)
{
	struct request *request = *state;

	UNUSED(context);
	UNUSED(connection);
	UNUSED(code);
	if (request)
		arena_done(&request->arena);
	free(request);
}

static enum MHD_Result on_connection(void *context, const struct sockaddr *address, socklen_t len)
{
	struct stub *stub = context;

	UNUSED(address);
	UNUSED(len);
	pthread_mutex_lock(&stub->lock);
	stub->connections++;
	pthread_mutex_unlock(&stub->lock);
	return MHD_YES;
}

static bool has_header(struct MHD_Connection *connection, struct arena *arena, const char *header)
{
	const char *colon = strchr(header, ':');
	const char *name = arena_strndup(arena, header, (size_t)(colon - header));
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

	return value && strncmp(value, colon + 2, strlen(colon + 2)) == 0;
}

static const struct stub_answer *find_answer(const struct stub *stub,
					     struct MHD_Connection *connection,
					     struct request *request, const char *method)
{
	const struct stub_answer *row = stub->options.answers;

	for (; row->method; row++) {
		if (strcmp(row->method, method) != 0)
			continue;
		if (row->uri && strcmp(row->uri, request->uri) != 0)
			continue;
		if (row->header && !has_header(connection, &request->arena, row->header))
			continue;
		if (!row->sent || strstr(request->body.data, row->sent))
			return row;
	}
	return NULL;
}

static enum MHD_Result answer(struct stub *stub, struct MHD_Connection *connection,
			      struct request *request, const char *method)
{
	const struct stub_answer *row = find_answer(stub, connection, request, method);
	const char *body = row ? row->body : "nothing here";
	int status = row ? row->status : MHD_HTTP_NOT_FOUND;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		strlen(body), (void *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);

	MHD_destroy_response(response);
	pthread_mutex_lock(&stub->lock);
	buffer_printf(&stub->log, "%s %s %d\n", method, request->uri, status);
	pthread_mutex_unlock(&stub->lock);
	return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *data,
				  size_t *data_len, void **state)
{
	struct request *request = *state;

	UNUSED(url);
	UNUSED(version);
	if (!request->has_begun) {
		request->has_begun = true;
		/* To a CONNECT the answer comes first: there is no end to wait for. */
		return strcmp(method, "CONNECT") == 0 ? answer(context, connection, request, method)
						      : MHD_YES;
	}
	if (*data_len > 0) {
		buffer_add(&request->body, data, *data_len);
		*data_len = 0;
		return MHD_YES;
	}
	return answer(context, connection, request, method);
}

struct stub *stub_start(const struct stub_options *options)
{
	const struct sockaddr_in address = { .sin_family = AF_INET,
					     .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct stub *stub = calloc(1, sizeof(*stub));
	const struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key },
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate },
		{ MHD_OPTION_END, 0, NULL },
	};
	unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;

	if (!stub)
		abort();
	stub->options = *options;
	pthread_mutex_init(&stub->lock, NULL);
	buffer_init(&stub->log, &stub->arena, 256);
	stub->daemon = MHD_start_daemon(
		options->key ? flags | MHD_USE_TLS : flags, 0, on_connection, stub, on_request,
		stub, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_URI_LOG_CALLBACK, on_uri, NULL,
		MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)CONNECTION_LIMIT_S, MHD_OPTION_ARRAY, options->key ? tls : tls + 2,
		MHD_OPTION_END);
	if (!stub->daemon) {
		fprintf(stderr, "the stub does not start\n");
		exit(99);
	}
	return stub;
}

void stub_stop(struct stub *stub)
{
	MHD_stop_daemon(stub->daemon);
	arena_done(&stub->arena);
	pthread_mutex_destroy(&stub->lock);
	free(stub);
}

int stub_port(const struct stub *stub)
{
	return MHD_get_daemon_info(stub->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

int stub_connections(struct stub *stub)
{
	int count;

	pthread_mutex_lock(&stub->lock);
	count = stub->connections;
	pthread_mutex_unlock(&stub->lock);
	return count;
}

const char *stub_log(struct stub *stub, struct arena *arena)
{
	const char *log;

	pthread_mutex_lock(&stub->lock);
	log = arena_strdup(arena, stub->log.data);
	stub->log.len = 0;
	*stub->log.data = '\0';
	pthread_mutex_unlock(&stub->lock);
	return log;
}
