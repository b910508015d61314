#include "client/transport.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "client/transport_fault.h"
#include "client/transport_loop.h"
#include "wire/buffer.h"
#include "wire/digest.h"

enum { POLL_MAX_MS = 60 * 1000, HEADERS_MAX = 200, HEADER_BYTES_MAX = 64 * 1024 };

/* Of each request under way. Most answers have one or two KiB, requests less; curl takes no less.
 */
enum { RECEIVE_BUFFER = 4 * 1024, SEND_BUFFER = 16 * 1024 };

/* A curl handle that is reused. */
struct handle {
	CURL *curl;
	struct handle *next;
};

struct transport {
	CURLM *multi;
	struct transport_loop loop;
	struct fibers *fibers;
	struct handle *spare;
	char *ca_bundle, *ca_source;
};

/* One request under way; on the stack of its fiber. */
struct exchange {
	struct transport *transport;
	struct arena *arena;
	struct http_response *response;
	struct buffer body;
	size_t header_bytes;
	bool is_too_big;
	CURLcode result;
	char detail[CURL_ERROR_SIZE]; /* curl's own words; "" if it has none */
	struct fiber_event is_done;
};

/* Ends those that are through; false if there is none. */
static bool collect(struct transport *transport)
{
	CURLMsg *message;
	int left;
	bool is_any = false;

	while ((message = curl_multi_info_read(transport->multi, &left))) {
		struct exchange *exchange = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
		exchange->result = message->data.result;
		fiber_signal(transport->fibers, &exchange->is_done);
		is_any = true;
	}
	return is_any;
}

/* All of curl's work is done here, on the thread's own stack. */
static void wait_for_network(void *context, int timeout_ms)
{
	struct transport *transport = context;

	transport_loop_work(&transport->loop);
	if (collect(transport))
		return;
	if (timeout_ms < 0 || timeout_ms > POLL_MAX_MS)
		timeout_ms = POLL_MAX_MS;
	transport_loop_wait(&transport->loop, timeout_ms);
	collect(transport);
}

struct transport *transport_new(const struct transport_options *options)
{
	struct transport *transport = calloc(1, sizeof(*transport));

	if (!transport || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
	transport->fibers = options->fibers;
	transport->multi = curl_multi_init();
	if (!transport->multi)
		abort();
	if (options->ca_bundle) {
		transport->ca_bundle = strdup(options->ca_bundle);
		transport->ca_source = strdup(options->ca_source);
	}
	transport_loop_init(&transport->loop, transport->multi);
	curl_multi_setopt(transport->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
			  (long)options->connections_max);
	curl_multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, (long)options->connections_max);
	curl_multi_setopt(transport->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	fibers_set_idle(options->fibers, (struct fiber_idle){ wait_for_network, transport });
	return transport;
}

void transport_free(struct transport *transport)
{
	if (!transport)
		return;
	fibers_set_idle(transport->fibers, (struct fiber_idle){ 0 });
	while (transport->spare) {
		struct handle *handle = transport->spare;

		transport->spare = handle->next;
		curl_easy_cleanup(handle->curl);
		free(handle);
	}
	curl_multi_cleanup(transport->multi);
	transport_loop_done(&transport->loop);
	free(transport->ca_bundle);
	free(transport->ca_source);
	free(transport);
	curl_global_cleanup();
}

static struct handle *take_handle(struct transport *transport)
{
	struct handle *handle = transport->spare;

	if (handle) {
		transport->spare = handle->next;
		return handle;
	}
	handle = calloc(1, sizeof(*handle));
	if (!handle)
		abort();
	handle->curl = curl_easy_init();
	if (!handle->curl)
		abort();
	return handle;
}

/* Forgets the request, which may have named secrets, and keeps the handle. */
static void give_handle(struct transport *transport, struct handle *handle)
{
	curl_easy_reset(handle->curl);
	handle->next = transport->spare;
	transport->spare = handle;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
	struct exchange *exchange = context;
	size_t len = size * count;

	if (exchange->body.len + len > TRANSPORT_BODY_MAX) {
		exchange->is_too_big = true;
		return 0;
	}
	buffer_add(&exchange->body, data, len);
	return len;
}

static const char *trimmed(struct arena *arena, const char *data, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", data[len - 1]))
		len--;
	while (len > 0 && strchr(" \t", *data)) {
		data++;
		len--;
	}
	return arena_strndup(arena, data, len);
}

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
	struct exchange *exchange = context;
	struct http_headers *headers = &exchange->response->headers;
	size_t len = size * count;
	const char *colon = memchr(data, ':', len);

	exchange->header_bytes += len;
	if (headers->count >= HEADERS_MAX || exchange->header_bytes > HEADER_BYTES_MAX) {
		exchange->is_too_big = true;
		return 0;
	}
	if (len >= 5 && memcmp(data, "HTTP/", 5) == 0)
		headers->count = 0; /* what came before belonged to an interim answer */
	else if (colon)
		http_headers_add(
			headers, exchange->arena,
			trimmed(exchange->arena, data, (size_t)(colon - data)),
			trimmed(exchange->arena, colon + 1, len - (size_t)(colon - data) - 1));
	return len;
}

static struct curl_slist *header_list(struct arena *arena, const struct http_request *http)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < http->headers.count; i++) {
		const struct http_header *header = &http->headers.items[i];

		list = curl_slist_append(
			list, arena_printf(arena, "%s: %s", header->name, header->value));
	}
	/* What curl would add by itself and nobody signed. */
	list = curl_slist_append(list, "Expect:");
	return curl_slist_append(list, "Accept: */*");
}

static void set_method(CURL *curl, const struct http_request *http)
{
	if (strcmp(http->method, "GET") == 0)
		return;
	if (strcmp(http->method, "HEAD") == 0) {
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
		return;
	}
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, http->method);
	if (strcmp(http->method, "DELETE") == 0 && http->body_len == 0)
		return;
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)http->body_len);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, http->body_len ? http->body : "");
}

static void set_up(CURL *curl, const struct transport_request *request, struct exchange *exchange)
{
	const struct http_request *http = request->http;
	const char *mark = http->query && *http->query ? "?" : "";

	curl_easy_setopt(curl, CURLOPT_URL,
			 arena_printf(exchange->arena, "%s%s%s%s", request->origin, http->path,
				      mark, *mark ? http->query : ""));
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, (long)RECEIVE_BUFFER);
	curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, (long)SEND_BUFFER);
	curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_timeout_ms);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)TRANSPORT_SLOW_BYTES_S);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)(request->read_timeout_ms / 1000));
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, request->is_sent_once ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_PRIVATE, exchange);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, exchange->detail);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* AWS answers itself; who sends us elsewhere is not AWS. */
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	if (request->is_direct)
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	if (exchange->transport->ca_bundle)
		curl_easy_setopt(curl, CURLOPT_CAINFO, exchange->transport->ca_bundle);
	set_method(curl, http);
}

/* What the end of the exchange means; the answer may be a proxy's. */
static bool judge(CURL *curl, const struct transport_request *request,
		  const struct exchange *exchange, struct fault *fault)
{
	const struct transport *transport = exchange->transport;
	const struct transport_failure failure = {
		.curl = curl,
		.origin = request->origin,
		.result = exchange->result,
		.detail = exchange->detail,
		.ca_bundle = transport->ca_bundle,
		.ca_source = transport->ca_source,
		.body_max = exchange->is_too_big ? TRANSPORT_BODY_MAX : 0,
	};

	if (exchange->result != CURLE_OK)
		return transport_fault_set(&failure, fault);
	return !transport_fault_is_proxy(request->origin, exchange->response->status, fault);
}

bool transport_send(struct transport *transport, const struct transport_request *request,
		    struct arena *arena, struct http_response *out_response, struct fault *fault)
{
	struct exchange exchange = { .transport = transport,
				     .arena = arena,
				     .response = out_response };
	struct handle *handle = take_handle(transport);
	struct curl_slist *headers = header_list(arena, request->http);
	long status = 0;
	bool is_sent;

	*out_response = (struct http_response){ 0 };
	buffer_init(&exchange.body, arena, 4096);
	set_up(handle->curl, request, &exchange);
	curl_easy_setopt(handle->curl, CURLOPT_HTTPHEADER, headers);
	curl_multi_add_handle(transport->multi, handle->curl);
	fiber_wait(transport->fibers, &exchange.is_done);
	curl_multi_remove_handle(transport->multi, handle->curl);
	curl_easy_getinfo(handle->curl, CURLINFO_RESPONSE_CODE, &status);
	out_response->status = (int)status;
	out_response->body = exchange.body.data;
	out_response->body_len = exchange.body.len;
	is_sent = judge(handle->curl, request, &exchange, fault);
	for (struct curl_slist *item = headers; item; item = item->next)
		secret_wipe(item->data, strlen(item->data));
	curl_slist_free_all(headers);
	give_handle(transport, handle);
	return is_sent;
}
