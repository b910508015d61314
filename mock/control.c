#include "mock/control.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mock/cloudtrail.h"
#include "mock/control_answer.h"
#include "mock/control_clock.h"
#include "mock/control_consistency.h"
#include "mock/control_faults.h"
#include "mock/control_issuer.h"
#include "mock/control_namespaces.h"
#include "mock/control_stream.h"
#include "mock/export.h"
#include "mock/journal_export.h"
#include "mock/namespace.h"
#include "mock/overview.h"
#include "mock/protection.h"
#include "mock/verify.h"
#include "wire/uri.h"

#define PREFIX "/_mattock/"
/* Where scripts that wait for LocalStack ask; a bucket's name cannot begin so. */
#define OTHER_HEALTH "/_localstack/health"

/* openapi.json, made part of the program by the build; a test compares it with the rows below. */
extern const char control_openapi[];

bool control_owns(const char *path)
{
	return strncmp(path, PREFIX, strlen(PREFIX)) == 0 || strcmp(path, OTHER_HEALTH) == 0;
}

static void get_openapi(struct control *control, const struct server_request *request,
			struct http_response *out_response)
{
	struct buffer body;

	UNUSED(control);
	buffer_init(&body, request->arena, 64 * 1024);
	buffer_add_text(&body, control_openapi);
	control_respond(request, 200, &body, out_response);
}

static void get_health(struct control *control, const struct server_request *request,
		       struct http_response *out_response)
{
	UNUSED(control);
	control_respond_status(request, 200, "ok", out_response);
}

static void get_ready(struct control *control, const struct server_request *request,
		      struct http_response *out_response)
{
	control_respond_status(request, control->is_ready ? 200 : 503,
			       control->is_ready ? "ready" : "loading", out_response);
}

static void get_requests(struct control *control, const struct server_request *request,
			 struct http_response *out_response)
{
	const char *name = uri_query_get(request->arena, request->http.query, "format");
	const struct journal_form *form = journal_form_find(name ? name : "json");
	struct journal_filter filter;
	struct fault fault;
	struct buffer body;

	if (!form)
		fault_set(&fault, FAULT_INPUT, "format: expected json, jsonl or har");
	if (!form || !journal_filter_read(request->arena, request->http.query, &fault, &filter)) {
		control_refuse(request, 400, fault.message, out_response);
		return;
	}
	buffer_init(&body, request->arena, 64 * 1024);
	journal_export(control->space->journal, form, &filter, control->base_url, &body);
	control_respond_as(request, journal_form_type(form), &body, out_response);
}

static void get_events(struct control *control, const struct server_request *request,
		       struct http_response *out_response)
{
	struct cloudtrail_filter filter;
	struct buffer body;
	struct fault fault;

	if (!cloudtrail_filter_read(request->arena, request->http.query, &fault, &filter)) {
		control_refuse(request, 400, fault.message, out_response);
		return;
	}
	buffer_init(&body, request->arena, 64 * 1024);
	cloudtrail_write(control->space->journal, &filter, &body);
	control_respond(request, 200, &body, out_response);
}

static void get_state(struct control *control, const struct server_request *request,
		      struct http_response *out_response)
{
	struct buffer body;

	buffer_init(&body, request->arena, 64 * 1024);
	overview_write(control->space, request->arena, &body);
	control_respond(request, 200, &body, out_response);
}

static void get_export(struct control *control, const struct server_request *request,
		       struct http_response *out_response)
{
	struct buffer body;
	struct fault fault;

	buffer_init(&body, request->arena, 64 * 1024);
	if (export_write(control->space, request->arena, &fault, &body))
		control_respond(request, 200, &body, out_response);
	else
		control_refuse(request, 500, fault.message, out_response);
}

static void post_reset(struct control *control, const struct server_request *request,
		       struct http_response *out_response)
{
	struct fault fault;

	if (!namespace_reset(control->space, &fault))
		control_refuse(request, 500, fault.message, out_response);
	else
		control_respond_status(request, 200, "reset", out_response);
}

static void post_verify(struct control *control, const struct server_request *request,
			struct http_response *out_response)
{
	const struct json_value *expectation;
	struct buffer body;
	struct fault fault;

	buffer_init(&body, request->arena, 4096);
	if (!json_read(request->arena, request->http.body, request->http.body_len, &fault,
		       &expectation) ||
	    !verify_write(control->space, request->arena, expectation, &fault, &body))
		control_refuse(request, 400, fault.message, out_response);
	else
		control_respond(request, 200, &body, out_response);
}

static const struct row {
	const char *method, *path;
	void (*answer)(struct control *control, const struct server_request *request,
		       struct http_response *out_response);
} rows[] = {
	{ "GET", PREFIX "openapi.json", get_openapi },
	{ "GET", OTHER_HEALTH, get_health },
	{ "GET", PREFIX "health", get_health },
	{ "GET", PREFIX "ready", get_ready },
	{ "GET", PREFIX "requests", get_requests },
	{ "GET", PREFIX "stream", control_stream_get },
	{ "GET", PREFIX "events", get_events },
	{ "GET", PREFIX "state", get_state },
	{ "GET", PREFIX "export", get_export },
	/* clang-format off */
	{ "GET", PREFIX "issuer/{issuer}/.well-known/openid-configuration", control_issuer_get_configuration },
	/* clang-format on */
	{ "GET", PREFIX "issuer/{issuer}/.well-known/jwks.json", control_issuer_get_keys },
	{ "POST", PREFIX "reset", post_reset },
	{ "POST", PREFIX "verify", post_verify },
	{ "GET", PREFIX "faults", control_faults_get },
	{ "POST", PREFIX "faults", control_faults_post },
	{ "DELETE", PREFIX "faults", control_faults_delete },
	{ "GET", PREFIX "clock", control_clock_get },
	{ "POST", PREFIX "clock", control_clock_post },
	{ "GET", PREFIX "ns", control_namespaces_get },
	{ "POST", PREFIX "ns", control_namespaces_post },
	{ "DELETE", PREFIX "ns", control_namespaces_delete },
	{ "GET", PREFIX "consistency", control_consistency_get },
	{ "POST", PREFIX "consistency", control_consistency_post },
};

/* Whether a path is a row's; "{...}" stands for a part of it. */
static bool path_matches(const char *row, const char *path)
{
	for (; *row && *path; row++, path++) {
		if (*row == '{') {
			path += strcspn(path, "/");
			row = strchr(row, '}') + 1;
		}
		if (*row != *path)
			return false;
	}
	return *row == *path;
}

/* Whether "HOST" or "HOST:PORT" names this machine or the address we listen on. */
static bool is_our_host(const struct control *control, const char *host)
{
	static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };
	const char *end;
	size_t len;

	if (!host)
		return false;
	end = host[0] == '[' ? strchr(host, ']') : strchr(host, ':');
	len = !end ? strlen(host) : (size_t)(end - host) + (host[0] == '[');
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (len == strlen(names[i]) && strncasecmp(host, names[i], len) == 0)
			return true;
	}
	if (len > 10 && strncasecmp(host + len - 10, ".localhost", 10) == 0)
		return true;
	if (host[0] == '[')
		return len == strlen(control->address) + 2 &&
		       strncasecmp(host + 1, control->address, len - 2) == 0;
	return len == strlen(control->address) && strncasecmp(host, control->address, len) == 0;
}

/* Without Origin no browser page is asking; with one it has to be a page of our own. */
static bool is_our_origin(const struct control *control, const struct http_headers *headers)
{
	const char *scheme = control->is_tls ? "https://" : "http://";
	const char *origin = http_headers_get(headers, "Origin");
	const char *port;

	if (!origin)
		return true;
	if (strncmp(origin, scheme, strlen(scheme)) != 0 ||
	    !is_our_host(control, origin + strlen(scheme)))
		return false;
	port = strrchr(origin, ':');
	return strtoul(port + 1, NULL, 10) == control->port;
}

/* Whether the process lives is no secret, and keys are public: who asks for them needs no token. */
static bool is_open_to_all(const struct http_request *http)
{
	return strcmp(http->path, PREFIX "health") == 0 ||
	       strcmp(http->path, PREFIX "ready") == 0 ||
	       strncmp(http->path, PREFIX "issuer/", strlen(PREFIX "issuer/")) == 0 ||
	       strcmp(http->path, OTHER_HEALTH) == 0;
}

/* Why the request may not be answered, and the status; NULL if it may. */
static const char *refusal(const struct control *control, const struct http_request *http,
			   int *out_status)
{
	*out_status = 403;
	if (http_headers_count(&http->headers, "Host") != 1 ||
	    (!control->token && !is_our_host(control, http_headers_get(&http->headers, "Host"))))
		return "The Host of a control request must be localhost or the address "
		       "mattockd listens on.";
	if (!is_our_origin(control, &http->headers))
		return "The Origin of a control request must be mattockd itself.";
	*out_status = 401;
	if (control->token && !is_open_to_all(http) &&
	    !protection_admits(control->token, http_headers_get(&http->headers, "Authorization")))
		return "A control request needs Authorization: Bearer with the token that "
		       "mattockd was started with.";
	*out_status = 415;
	if (strcmp(http->method, "GET") != 0 &&
	    !http_media_type_is(http_headers_get(&http->headers, "Content-Type"),
				"application/json"))
		return "A control request that changes something needs "
		       "Content-Type: application/json.";
	return NULL;
}

void control_answer(struct control *control, const struct server_request *request,
		    struct http_response *out_response)
{
	int status;
	const char *why = refusal(control, &request->http, &status);
	bool is_path_known = false;

	if (!why && request->is_too_large) {
		status = 413;
		why = "The body of a control request may have 10 MB.";
	}
	if (why && status == 401)
		http_headers_add(&out_response->headers, request->arena, "WWW-Authenticate",
				 "Bearer");
	if (why) {
		control_refuse(request, status, why, out_response);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!path_matches(rows[i].path, request->http.path))
			continue;
		if (strcmp(rows[i].method, request->http.method) == 0) {
			rows[i].answer(control, request, out_response);
			return;
		}
		is_path_known = true;
	}
	control_refuse(request, is_path_known ? 405 : 404,
		       is_path_known ? "This control path does not have that method."
				     : "There is no such control path.",
		       out_response);
}
