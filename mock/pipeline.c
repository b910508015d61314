#include "mock/pipeline.h"

#include <string.h>

#include "mock/authenticate.h"
#include "mock/authorize.h"
#include "mock/control_answer.h"
#include "mock/database.h"
#include "mock/exchange.h"
#include "mock/gate.h"
#include "mock/handlers.h"
#include "mock/history.h"
#include "mock/ids.h"
#include "mock/journal.h"
#include "mock/last_access.h"
#include "mock/namespaces.h"
#include "mock/organizations/creation.h"
#include "mock/read.h"
#include "mock/route.h"
#include "mock/setting.h"
#include "mock/tally.h"
#include "mock/write.h"
#include "wire/clock.h"

/* Every call draws from its own stream, so the route must come first. */
static enum api_status begin(struct exchange *exchange)
{
	struct namespace *space = exchange->space;
	uint64_t ordinal = tally_call(space->tally, exchange->operation);

	exchange->ordinal = ordinal;
	exchange->call.partition = setting_text(&exchange->call, "partition", "aws");
	random_begin(&space->random, exchange->operation->name, ordinal);
	exchange->call.operation = exchange->operation;
	exchange->call.request_id = ids_new(&exchange->call, IDS_UUID);
	return API_OK;
}

/* From the first request that may look back, what is written is recorded. */
static enum api_status remember(struct exchange *exchange)
{
	struct namespace *space = exchange->space;

	if (!space->history && (space->consistency.model != CONSISTENCY_STRONG ||
				injection_needs_history(space->injection)))
		space->history = history_new(space->database);
	return API_OK;
}

/* Accounts that were to be created or closed by now are. */
static enum api_status settle(struct exchange *exchange)
{
	struct namespace *space = exchange->space;
	struct call *call = &exchange->call;
	uint64_t version = database_topic_version(space->database, DATABASE_DUE);

	if (version != space->due_version) {
		space->next_due_ms = organizations_next_due(call);
		space->due_version = version;
	}
	if (space->next_due_ms <= call->now_ms)
		organizations_settle(call, call->now_ms);
	return API_OK;
}

static enum api_status gate(struct exchange *exchange)
{
	return gate_check(&exchange->call, exchange->input);
}

static enum api_status handle(struct exchange *exchange)
{
	const struct api_operation *operation = exchange->operation;
	enum api_status status =
		handlers_run(operation, &exchange->call, exchange->input, exchange->output);

	if (status != API_NOT_IMPLEMENTED)
		return status;
	return call_fail_common(&exchange->call, 501,
				api_error_by_code(operation->service, "NotImplementedException")
					? "NotImplementedException"
					: "NotImplemented",
				"Mattock does not implement %s of %s yet.", operation->name,
				operation->service->id);
}

static enum api_status (*const stages[])(struct exchange *exchange) = {
	route,
	begin,
	remember,
	settle,
	consistency_begin,
	injection_early,
	authenticate,
	read_input,
	injection_begin,
	check_stage,
	gate,
	authorize,
	consistency_decided,
	handle,
};

static enum api_status run_stages(struct exchange *exchange)
{
	for (size_t i = 0; i < ARRAY_LEN(stages); i++) {
		if (stages[i](exchange) != API_OK)
			return API_FAILED;
	}
	return API_OK;
}

static void note_use(struct exchange *exchange)
{
	authenticate_note_use(exchange);
	last_access_note(exchange);
}

/* A key's last use is kept even when the request it signed leaves nothing else. */
static void finish(struct exchange *exchange, enum api_status status)
{
	struct database *database = exchange->space->database;
	const char *problem;

	if (!consistency_end(exchange))
		status = call_fail_common(&exchange->call, 500, "InternalFailure",
					  "The state before the last changes cannot be left.");
	if (status == API_OK && !database_problem(database)) {
		note_use(exchange);
		exchange->is_committed = database_commit(database);
		consistency_note(exchange);
		if (exchange->is_committed)
			return;
	}
	problem = arena_strdup(exchange->call.arena, database_problem(database));
	database_rollback(database);
	if (problem) {
		call_fail_common(&exchange->call, 500, "InternalFailure", "%s", problem);
		return;
	}
	database_begin(database);
	note_use(exchange);
	if (!database_commit(database))
		call_fail_common(&exchange->call, 500, "InternalFailure",
				 "The state cannot be written.");
}

/* The Host header without its port; "" if there is none. */
static const char *host_name(struct arena *arena, const struct http_headers *headers)
{
	const char *host = http_headers_get(headers, "Host");
	const char *colon;

	if (!host)
		return "";
	colon = strrchr(host, ':');
	if (!colon || strchr(colon, ']'))
		return host;
	return arena_strndup(arena, host, (size_t)(colon - host));
}

/* Where a request goes. */
struct destination {
	const struct namespaces_entry *entry; /* NULL: the namespace is not there */
	const char *path;                     /* of the request, in the namespace */
};

static struct destination destination_of(struct pipeline *pipeline,
					 const struct server_request *request)
{
	struct sigv4_claim claim;
	struct destination destination;
	bool has_key;

	namespaces_expire(pipeline->namespaces);
	has_key = namespaces_count(pipeline->namespaces) > 1 &&
		  sigv4_parse(request->arena, &request->http, &claim) == SIGV4_OK;
	destination.entry =
		namespaces_choose(pipeline->namespaces, request->arena, request->http.path,
				  has_key ? claim.access_key_id : NULL, &destination.path);
	return destination;
}

/* The server's address as a client of the namespace has it. */
static const char *base_url(struct pipeline *pipeline, struct arena *arena,
			    const struct namespaces_entry *entry)
{
	if (strcmp(entry->name, NAMESPACE_DEFAULT) == 0)
		return pipeline->base_url;
	return arena_printf(arena, "%s" NAMESPACE_PATH "%s", pipeline->base_url, entry->name);
}

static struct exchange *exchange_new(struct pipeline *pipeline,
				     const struct destination *destination,
				     const struct server_request *request)
{
	struct namespace *space = destination->entry->space;
	struct exchange *exchange = arena_new(request->arena, struct exchange);
	const struct http_headers *headers = &request->http.headers;
	const char *user_agent = http_headers_get(headers, "User-Agent");

	exchange->space = space;
	exchange->request = request;
	exchange->handled_us = clock_monotonic_us();
	exchange->path = destination->path;
	exchange->call = (struct call){
		.arena = request->arena,
		.database = space->database,
		.random = &space->random,
		.journal = space->journal,
		.now_ms = namespace_now_ms(space),
		.principal = &exchange->principal,
		.region = "us-east-1",
		.host = host_name(request->arena, headers),
		.base_url = base_url(pipeline, request->arena, destination->entry),
		.source_ip = request->source_ip,
		.user_agent = user_agent ? user_agent : "",
	};
	return exchange;
}

/* A request that is for no operation has an id too. */
static void name_unrouted(struct exchange *exchange)
{
	random_begin(&exchange->space->random, "unrouted", exchange->space->unrouted++);
	exchange->call.request_id = ids_new(&exchange->call, IDS_UUID);
}

static void add_date(const struct server_request *request, int64_t now_ms,
		     struct http_response *response)
{
	char *date = arena_alloc(request->arena, CLOCK_HTTP_LEN + 1);

	clock_format_http(now_ms, date);
	http_headers_add(&response->headers, request->arena, "Date", date);
	http_headers_add(&response->headers, request->arena, "Server", "mattockd");
}

/* The message, unless a fault rule has put something else in its place. */
static void write_answer(struct exchange *exchange)
{
	injection_settle(exchange);
	if (exchange->hits.is_unanswered)
		return;
	if (exchange->call.error.code)
		write_error(exchange);
	else
		write_output(exchange);
}

static void answer_control(struct pipeline *pipeline, const struct destination *destination,
			   const struct server_request *request, struct server_answer *out_answer)
{
	struct namespace *space = destination->entry->space;
	struct server_request inside = *request;
	struct control control = pipeline->control;

	inside.http.path = destination->path;
	control.space = space;
	control.name = destination->entry->name;
	control.namespaces = pipeline->namespaces;
	control.out_source = &out_answer->source;
	control.base_url = pipeline->base_url;
	control_answer(&control, &inside, &out_answer->response);
}

static void answer_operation(struct exchange *exchange, struct server_answer *out_answer)
{
	struct namespace *space = exchange->space;

	database_begin(space->database);
	finish(exchange, run_stages(exchange));
	if (!exchange->operation)
		name_unrouted(exchange);
	write_answer(exchange);
	add_date(exchange->request, exchange->call.now_ms + exchange->skew_ms, &exchange->response);
	injection_deliver(exchange);
	journal_add(space->journal, exchange);
	*out_answer = (struct server_answer){ .response = exchange->response,
					      .delivery = exchange->delivery };
}

void pipeline_answer(void *context, const struct server_request *request,
		     struct server_answer *out_answer)
{
	struct pipeline *pipeline = context;
	struct destination destination = destination_of(pipeline, request);
	struct http_response *response = &out_answer->response;

	if (!destination.entry) {
		control_refuse(request, 404, "There is no such namespace.", response);
	} else if (control_owns(destination.path)) {
		int64_t now_ms = namespace_now_ms(destination.entry->space);

		answer_control(pipeline, &destination, request, out_answer);
		add_date(request, now_ms, response);
	} else {
		answer_operation(exchange_new(pipeline, &destination, request), out_answer);
	}
}
