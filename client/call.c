#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/call_log.h"
#include "client/client.h"
#include "client/pacer.h"
#include "client/page.h"
#include "client/retry.h"
#include "client/transport.h"
#include "model/check.h"
#include "model/codec.h"
#include "wire/sigv4_sign.h"
#include "wire/uri.h"

/* Declared by the generated model/iam_client.h and its siblings. */
MUST_USE bool client_call(struct client *client, const struct api_operation *operation,
			  const void *in, void *out, struct fault *fault);

/* Dates have whole seconds, and clocks that are kept differ by a little. */
enum { SKEW_NOTICED_MS = 2 * 1000 };

/* One call with all its attempts. */
struct call_state {
	struct client *client;
	const struct api_operation *operation;
	const void *in;
	struct endpoint endpoint;
	struct uri uri; /* of the endpoint */
	struct pacer_key bucket;
	unsigned attempt;
	int64_t began_ms;   /* the first attempt was sent; of the monotonic clock */
	int64_t sent_ms;    /* the last one */
	int64_t sent_at_ms; /* when that was by the time of day */
	/* Of the last answer. */
	int64_t server_time_ms; /* its Date; 0: not said */
	int64_t retry_after_ms; /* what it asks for; 0: nothing */
	int64_t skew_used_ms;   /* with which it was signed */
	bool has_set_clock;     /* it was sent again because of the clock */
};

static int64_t now_ms(const struct client_system *system)
{
	return clock_now_ms(&system->clock) + system->skew_ms;
}

/* Whether it writes; a session more changes nothing. */
static bool changes_something(const struct api_operation *operation)
{
	return operation->is_write && strcmp(operation->service->name, "sts") != 0;
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
					 .keys = own->keys,
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

static void log_call(const struct call_state *call, const struct http_response *response,
		     const struct fault *fault)
{
	const struct client *client = call->client;

	call_log_call(
		client->system->calls,
		&(struct call_note){ .service = call->operation->service->name,
				     .operation = call->operation->name,
				     .region = call->endpoint.signing_region,
				     .access_key_id = client->credentials
							      ? client->credentials->access_key_id
							      : NULL,
				     .attempt = call->attempt,
				     .status = response->status,
				     .error = fault && *fault->code ? fault->code : NULL,
				     .request_id = client->request_id });
}

/*
 * Whether it is a write that may have been done although the answer says it failed: also of a
 * RequestTimeout, which comes with 400, nobody knows how far the request had come.
 */
static bool is_doubtful(const struct call_state *call, const struct fault *fault)
{
	return call->operation->is_write && retry_classify(fault) == RETRY_TRANSIENT;
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
	if (codec_read_response(arena, call->operation, response, fault, out) &&
	    page_check(call->operation, out, fault))
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

static void read_times(struct call_state *call, const struct http_response *response)
{
	const char *date = http_headers_get(&response->headers, "Date");
	struct retry_hint hint = {
		.retry_after = http_headers_get(&response->headers, "Retry-After"),
		.aws_retry_after = http_headers_get(&response->headers, "x-amz-retry-after"),
	};

	if (!date || !clock_parse_http(date, &call->server_time_ms))
		call->server_time_ms = 0;
	hint.server_time_ms = call->server_time_ms;
	call->retry_after_ms = retry_after_ms(&hint);
}

/*
 * What AWS did says when it was: between sending and now. A Date that agrees with that moves
 * nothing, however long the answer took; another one is the time from now on.
 */
static void learn_time(const struct call_state *call)
{
	struct client_system *system = call->client->system;
	int64_t ours_ms = clock_now_ms(&system->clock);
	int64_t date_ms = call->server_time_ms - system->ahead_ms;

	if (call->server_time_ms == 0 ||
	    (date_ms >= call->sent_at_ms - SKEW_NOTICED_MS && date_ms <= ours_ms + SKEW_NOTICED_MS))
		return;
	system->ahead_ms = call->server_time_ms - ours_ms;
}

/* A read need not outlive the run; a write that was sent is waited for, or nobody knows of it. */
static int64_t time_for_attempt_ms(const struct call_state *call)
{
	const struct client_system *system = call->client->system;
	int64_t left_ms = client_deadline_left_ms(system);

	if (call->operation->is_write || left_ms > system->attempt_timeout_ms)
		return system->attempt_timeout_ms;
	return left_ms > 0 ? left_ms : 1;
}

static bool attempt(struct call_state *call, void *out, struct fault *fault)
{
	struct client_system *system = call->client->system;
	struct arena arena = { 0 };
	struct http_request request;
	struct http_response response = { 0 };
	struct transport_request sending = { .http = &request,
					     .connect_timeout_ms = system->connect_timeout_ms,
					     .read_timeout_ms = system->read_timeout_ms,
					     .is_sent_once = changes_something(call->operation) };
	bool is_done;

	fiber_gate_enter(system->fibers, &system->connections);
	sending.timeout_ms = time_for_attempt_ms(call);
	call->sent_ms = clock_now_ms(&system->monotonic);
	call->sent_at_ms = clock_now_ms(&system->clock);
	call->skew_used_ms = system->skew_ms;
	make_request(call, &arena, &request);
	sending.origin = arena_printf(&arena, "%s://%s", call->uri.scheme, call->uri.authority);
	memset(out, 0, call->operation->output_size);
	is_done = transport_send(system->transport, &sending, &arena, &response, fault);
	fiber_gate_leave(system->fibers, &system->connections);
	is_done = is_done && read_answer(call, &response, out, fault);
	call->client->request_id = request_id(call->client->arena, &response);
	read_times(call, &response);
	if (is_done)
		learn_time(call);
	say_debug(call, &response, is_done ? NULL : fault,
		  clock_now_ms(&system->monotonic) - call->sent_ms);
	log_call(call, &response, is_done ? NULL : fault);
	/* The request held a token, the answer perhaps a key. */
	arena_wipe(&arena);
	arena_done(&arena);
	return is_done;
}

static void say_skew(struct client_system *system)
{
	int64_t off_s = llabs(system->skew_ms) / 1000;

	if (system->is_skew_said || llabs(system->skew_ms) < SKEW_NOTICED_MS)
		return;
	system->is_skew_said = true;
	notice_say(&system->notice,
		   "this machine's clock is %" PRId64 " min %" PRId64
		   " s %s AWS's; requests are signed with AWS's time from now on",
		   off_s / 60, off_s % 60, system->skew_ms > 0 ? "behind" : "ahead of");
}

/* The time was refused: takes AWS's, once a call. Another call may have learnt it meanwhile. */
static bool set_clock(struct call_state *call)
{
	struct client_system *system = call->client->system;

	if (call->has_set_clock)
		return false;
	call->has_set_clock = true;
	if (system->skew_ms != call->skew_used_ms)
		return true;
	if (call->server_time_ms == 0)
		return false;
	system->skew_ms = call->server_time_ms - clock_now_ms(&system->clock);
	say_skew(system);
	return true;
}

static struct retry_quota *quota_of(struct client_system *system, const struct api_service *service)
{
	size_t i = 0;

	while (i < CLIENT_SERVICES_MAX && system->quotas[i].service &&
	       system->quotas[i].service != service)
		i++;
	assert(i < CLIENT_SERVICES_MAX);
	system->quotas[i].service = service;
	return &system->quotas[i].quota;
}

/* The deadline came. Says what the last attempt said, if there was one. */
static bool end_by_deadline(const struct call_state *call, struct fault *fault)
{
	int64_t run_s = call->client->system->deadline.run_s;
	struct fault last;

	if (call->attempt == 0)
		return fault_set(fault, FAULT_DEADLINE,
				 "the deadline of %" PRId64 " s is over; this was not sent", run_s);
	last = *fault;
	return fault_set(fault, FAULT_DEADLINE,
			 "the deadline of %" PRId64 " s is over; the last of %u attempts: %s%s%s",
			 run_s, call->attempt, last.code, *last.code ? ": " : "", last.message);
}

/* Whether the failure allows another attempt and there is something left to pay it with. */
static bool may_repeat(struct call_state *call, enum retry_class class, const struct fault *fault)
{
	struct client_system *system = call->client->system;

	if (!retry_is_safe(class, fault, changes_something(call->operation)))
		return false;
	if (class == RETRY_CLOCK && !set_clock(call))
		return false;
	return call->attempt < system->attempts_max &&
	       retry_quota_pay(quota_of(system, call->operation->service), class, fault);
}

/* Whether it is worth another attempt, after the wait that it needs. */
static bool prepare_retry(struct call_state *call, struct fault *fault)
{
	struct client_system *system = call->client->system;
	enum retry_class class = retry_classify(fault);
	int64_t delay_ms;

	if (!may_repeat(call, class, fault))
		return false;
	delay_ms = retry_delay_ms(class, call->attempt, system->random(system->random_context));
	if (delay_ms < call->retry_after_ms)
		delay_ms = call->retry_after_ms;
	if (clock_now_ms(&system->monotonic) + delay_ms - call->began_ms > RETRY_DEADLINE_MS)
		return false;
	if (delay_ms >= client_deadline_left_ms(system))
		return end_by_deadline(call, fault);
	fiber_sleep(system->fibers, delay_ms);
	return true;
}

/* Waits for the call's turn in its bucket. */
static bool wait_for_turn(const struct call_state *call, struct fault *fault)
{
	const struct client_system *system = call->client->system;

	return pacer_wait(system->pacer, &call->bucket, call->attempt > 0,
			  system->deadline.at_ms) ||
	       end_by_deadline(call, fault);
}

/* One attempt in its turn, and what its answer teaches. False if there was no turn. */
static bool take_turn(struct call_state *call, void *out, bool *out_is_done, struct fault *fault)
{
	struct client_system *system = call->client->system;

	if (!wait_for_turn(call, fault))
		return false;
	if (call->attempt++ == 0)
		call->began_ms = clock_now_ms(&system->monotonic);
	*out_is_done = attempt(call, out, fault);
	/* No answer says nothing of a rate. */
	if (*out_is_done || fault->kind == FAULT_SERVICE)
		pacer_learn(system->pacer, &call->bucket, call->sent_ms,
			    !*out_is_done && retry_classify(fault) == RETRY_THROTTLED);
	if (*out_is_done)
		retry_quota_refund(quota_of(system, call->operation->service), call->attempt);
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
	call->bucket = (struct pacer_key){ call->operation->service->name,
					   client->account_id ? client->account_id : "" };
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
		while (take_turn(&call, out, &is_done, fault) && !is_done &&
		       prepare_retry(&call, fault))
			;
	}
	if (!is_done && !*fault->operation)
		snprintf(fault->operation, sizeof(fault->operation), "%s", operation->name);
	/* Only a write can leave something behind. */
	if (!is_done && !operation->is_write)
		fault->is_outcome_unknown = false;
	return is_done;
}
