#include "client/credentials/fetch.h"

#include <string.h>

#include "client/transport.h"
#include "wire/uri.h"

enum { PAUSE_MS = 1000 };

static void make_request(struct arena *arena, const struct fetch *fetch, const struct uri *uri,
			 struct http_request *out_request)
{
	struct http_headers *headers = &out_request->headers;

	*out_request = (struct http_request){ .method = fetch->method,
					      .path = uri->path,
					      .query = uri->query,
					      .body = fetch->json,
					      .body_len = fetch->json ? strlen(fetch->json) : 0 };
	http_headers_add(headers, arena, "User-Agent", "mattock/" MATTOCK_VERSION);
	if (fetch->header_name)
		http_headers_add(headers, arena, fetch->header_name, fetch->header_value);
	if (fetch->json)
		http_headers_add(headers, arena, "Content-Type", "application/json");
}

static bool is_passing(bool is_answered, const struct http_response *response,
		       const struct fault *fault)
{
	if (!is_answered)
		return fault->kind == FAULT_TRANSPORT;
	return response->status == 429 || response->status >= 500;
}

bool fetch_send(struct chain *chain, const struct fetch *fetch, struct http_response *out_response,
		struct fault *fault)
{
	struct client_system *system = chain->system;
	struct http_request http;
	struct uri uri;
	struct transport_request request = { .http = &http,
					     .connect_timeout_ms = fetch->timeout_ms,
					     .timeout_ms = fetch->timeout_ms,
					     .is_direct = fetch->is_of_machine };
	bool is_answered;

	if (!uri_split(&chain->arena, fetch->url, fault, &uri)) {
		fault->kind = FAULT_USAGE;
		return fault_prefix(fault, "%s", fetch->url);
	}
	make_request(&chain->arena, fetch, &uri, &http);
	request.origin = arena_printf(&chain->arena, "%s://%s", uri.scheme, uri.authority);
	for (unsigned attempt = 1;; attempt++) {
		is_answered = transport_send(system->transport, &request, &chain->arena,
					     out_response, fault);
		notice_say(&system->debug, "credentials: %s %s%s: %d", fetch->method,
			   request.origin, uri.path, is_answered ? out_response->status : 0);
		if (attempt >= fetch->attempts || !is_passing(is_answered, out_response, fault))
			break;
		fiber_sleep(system->fibers, PAUSE_MS);
	}
	if (!is_answered)
		fault->is_outcome_unknown = false; /* nothing of AWS was changed */
	return is_answered;
}
