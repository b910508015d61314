/*
 * transport.h - requests out, answers in, by libcurl.
 *
 * One multi handle carries every conversation of the run, so connections are
 * shared by all accounts: credentials do not bind to a connection. A fiber
 * that sends gives way until its answer is there.
 */
#pragma once

#include "client/environment.h"
#include "client/fiber.h"
#include "wire/arena.h"
#include "wire/fault.h"
#include "wire/http.h"

enum {
	TRANSPORT_BODY_MAX = 8 * 1024 * 1024, /* bytes of an answer */
	TRANSPORT_SLOW_BYTES_S = 64,          /* slower than that is as good as nothing */
};

struct transport;

struct transport_options {
	struct fibers *fibers;
	size_t connections_max;
	const char *ca_bundle; /* a file, or NULL: the system's */
	const char *ca_source; /* the setting that names it */
};

struct transport_request {
	const char *origin; /* "https://iam.amazonaws.com", without "/" at its end */
	const struct http_request *http;
	int64_t connect_timeout_ms;
	int64_t read_timeout_ms; /* with less than TRANSPORT_SLOW_BYTES_S; whole seconds count */
	int64_t timeout_ms;      /* for all of it */
	bool is_direct;          /* never by a proxy: for services of the machine itself */
	/*
	 * It changes something, and must not go out twice: curl by itself sends a request
	 * again when a connection that it kept turns out to be closed, also when the server
	 * had read the request. On a connection of its own that cannot happen.
	 */
	bool is_sent_once;
};

/* Makes itself the idle hook of @fibers. */
struct transport *transport_new(const struct transport_options *options);

/* Nobody may be waiting any more. */
void transport_free(struct transport *transport);

/*
 * Sends a request and waits for the whole answer, which lives in @arena.
 * FAULT_TRANSPORT otherwise; is_outcome_unknown is then set unless it is sure
 * that no byte of the request went out. FAULT_CONNECTION if the way there is
 * barred (see transport_fault.h). Proxies are those of curl: https_proxy,
 * HTTPS_PROXY, http_proxy, all_proxy, no_proxy, NO_PROXY.
 */
MUST_USE bool transport_send(struct transport *transport, const struct transport_request *request,
			     struct arena *arena, struct http_response *out_response,
			     struct fault *fault);
