#include <stdio.h>
#include <string.h>

#include "client/client.h"
#include "client/retry.h"
#include "client/transport.h"
#include "model/check.h"
#include "model/codec.h"
#include "wire/sigv4_sign.h"
#include "wire/uri.h"

/* Declared by the generated model/iam_client.h and its siblings. */
MUST_USE bool client_call(struct client *client, const struct api_operation *operation,
			  const void *in, void *out, struct fault *fault);

/* One call with all its attempts. */
struct call_state {
	struct client *client;
	const struct api_operation *operation;
	const void *in;
	struct endpoint endpoint;
	struct uri uri; /* of the endpoint */
	unsigned attempt;
	int64_t began_ms;
	int64_t server_time_ms; /* of the last answer's Date; 0: not said */
};

static int64_t now_ms(const struct client_system *system)
{
	return clock_now_ms(&system->clock) + system->skew_ms;
}

/* The request with its signature. */
static void make_request(const struct call_state *call, struct arena *arena,
			 struct http_request *out_request)
{
	const struct credentials *own = call->client->credentials;
	const struct api_service *service = call->operation->service;
	const struct sigv4_credentials credentials = { .access_key_id = own->access_key_id,
						       .secret = own->secret_access_key,
						       .session_token = own->session_token };
	struct sigv4_signing signing = { .region = call->endpoint.signing_region,
					 .service = service->signing_name,
					 .now_ms = now_ms(call->client->system),
					 .adds_content_sha256 = strcmp(service->name, "s3") == 0 };

	*out_request = (struct http_request){ 0 };
	codec_write_request(arena, call->operation, call->in, out_request);
	if (strcmp(call->uri.path, "/") != 0)
		out_request->path = arena_printf(arena, "%s%s", call->uri.path, out_request->path);
	http_headers_add(&out_request->headers, arena, "Host", call->uri.authority);
	http_headers_add(&out_request->headers, arena, "User-Agent", "mattock/" MATTOCK_VERSION);
	if (!call->operation->is_unsigned)
		sigv4_sign(arena, out_request, &credentials, &signing);
}

static void say_debug(const struct call_state *call, const struct http_response *response,
		      const struct fault *fault, int64_t took_ms)
{
	notice_say(&call->client->system->debug, "%s %s: %s %s, attempt %u, %d%s%s, %lld ms",
		   call->operation->service->name, call->operation->name, call->uri.authority,
		   call->endpoint.signing_region, call->attempt, response->status, fault ? " " : "",
		   fault ? (*fault->code ? fault->code : fault->message) : "", (long long)took_ms);
}

/* Whether it is a write that may have been done although the answer says it failed. */
static bool is_doubtful(const struct call_state *call, const struct fault *fault)
{
	return call->operation->is_write && fault->http_status >= 500 &&
	       retry_classify(fault) == RETRY_TRANSIENT;
}

/* S3 names the bucket's region where it refuses for it. */
static void read_region(const struct http_response *response, struct fault *fault)
{
	const char *region = http_headers_get(&response->headers, "x-amz-bucket-region");

	if (region && strlen(region) < sizeof(fault->region))
		snprintf(fault->region, sizeof(fault->region), "%s", region);
}

/* An answer becomes the output or a fault. */
static bool read_answer(const struct call_state *call, const struct http_response *response,
			void *out, struct fault *fault)
{
	struct arena *arena = call->client->arena;

	if (response->status < 200 || response->status > 299) {
		codec_read_error(arena, call->operation->service, response, fault);
		read_region(response, fault);
		fault->is_outcome_unknown = is_doubtful(call, fault);
		return false;
	}
	if (codec_read_response(arena, call->operation, response, fault, out))
		return true;
	fault->kind = FAULT_TRANSPORT; /* an answer that cannot be read is as good as none */
	fault->is_outcome_unknown = true;
	return false;
}

/* AWS's name for the request, as support and CloudTrail know it. */
static const char *request_id(struct arena *arena, const struct http_response *response)
{
	static const char *const headers[] = { "x-amzn-RequestId", "x-amz-request-id" };

	for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
		const char *id = http_headers_get(&response->headers, headers[i]);

		if (id)
			return arena_strdup(arena, id);
	}
	return NULL;
}

static bool attempt(struct call_state *call, void *out, struct fault *fault)
{
	struct client_system *system = call->client->system;
	const char *date;
	struct arena arena = { 0 };
	struct http_request request;
	struct http_response response = { 0 };
	struct transport_request sending = { .http = &request,
					     .connect_timeout_ms = system->connect_timeout_ms,
					     .timeout_ms = system->connect_timeout_ms +
							   system->read_timeout_ms };
	int64_t began_ms = clock_now_ms(&system->clock);
	bool is_done;

	make_request(call, &arena, &request);
	sending.origin = arena_printf(&arena, "%s://%s", call->uri.scheme, call->uri.authority);
	memset(out, 0, call->operation->output_size);
	is_done = transport_send(system->transport, &sending, &arena, &response, fault) &&
		  read_answer(call, &response, out, fault);
	call->client->request_id = request_id(call->client->arena, &response);
	date = http_headers_get(&response.headers, "Date");
	if (!date || !clock_parse_http(date, &call->server_time_ms))
		call->server_time_ms = 0;
	say_debug(call, &response, is_done ? NULL : fault, clock_now_ms(&system->clock) - began_ms);
	/* The request held a token, the answer perhaps a key. */
	arena_wipe(&arena);
	arena_done(&arena);
	return is_done;
}

/* Whether it writes; a session more changes nothing. */
static bool changes_something(const struct api_operation *operation)
{
	return operation->is_write && strcmp(operation->service->name, "sts") != 0;
}

/* Whether it is worth another attempt, after the wait that it needs. */
static bool prepare_retry(struct call_state *call, const struct fault *fault)
{
	struct client_system *system = call->client->system;
	enum retry_class class = retry_classify(fault);
	bool is_write = changes_something(call->operation);
	int64_t delay_ms;

	if (call->attempt >= system->attempts_max || !retry_is_safe(class, fault, is_write))
		return false;
	if (class == RETRY_CLOCK) {
		if (call->attempt > 1 || call->server_time_ms == 0)
			return false;
		system->skew_ms = call->server_time_ms - clock_now_ms(&system->clock);
	}
	delay_ms = retry_delay_ms(class, call->attempt, system->random(system->random_context));
	if (clock_now_ms(&system->monotonic) + delay_ms - call->began_ms > RETRY_DEADLINE_MS)
		return false;
	fiber_sleep(system->fibers, delay_ms);
	return true;
}

static bool start_call(struct call_state *call, struct arena *arena, struct fault *fault)
{
	struct client *client = call->client;
	const struct endpoint_wanted wanted = { call->operation->service->name,
						client->region.name };
	struct api_problem problem;

	if (!client->system || !client->credentials)
		return fault_set(fault, FAULT_CREDENTIALS, "there are no credentials to call with");
	if (client->system->is_dry_run && changes_something(call->operation))
		return fault_set(fault, FAULT_REFUSED, "not sent: this is a dry run");
	if (!check_input(client->system->patterns, arena, call->operation, call->in, &problem))
		return fault_set(fault, FAULT_INPUT, "%s (not sent)", problem.message);
	if (!client_renew(client, fault))
		return false;
	call->began_ms = clock_now_ms(&client->system->monotonic);
	return endpoint_resolve(&client->system->endpoints, arena, &wanted, &call->endpoint,
				fault) &&
	       uri_split(arena, call->endpoint.url, fault, &call->uri);
}

bool client_call(struct client *client, const struct api_operation *operation, const void *in,
		 void *out, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct call_state call = { .client = client, .operation = operation, .in = in };
	bool is_done = false;

	if (start_call(&call, &arena, fault)) {
		do {
			call.attempt++;
			is_done = attempt(&call, out, fault);
		} while (!is_done && prepare_retry(&call, fault));
	}
	if (!is_done && !*fault->operation)
		snprintf(fault->operation, sizeof(fault->operation), "%s", operation->name);
	/* Only a write can leave something behind. */
	if (!is_done && !operation->is_write)
		fault->is_outcome_unknown = false;
	return is_done;
}
