#include "mock/authorize.h"

#include <stdlib.h>
#include <string.h>

#include "mock/authorization_details.h"
#include "mock/decision_record.h"
#include "mock/ids.h"
#include "mock/namespace.h"
#include "mock/question.h"
#include "mock/setting.h"
#include "policy/message.h"

enum { RECORD_ROOM = 1024 }; /* bytes that most calls have enough of */

struct authorizer {
	struct policy_cache *cache;
};

struct authorizer *authorizer_new(void)
{
	struct authorizer *authorizer = calloc(1, sizeof(*authorizer));

	if (!authorizer)
		abort();
	authorizer->cache = policy_cache_new();
	return authorizer;
}

void authorizer_free(struct authorizer *authorizer)
{
	if (!authorizer)
		return;
	policy_cache_free(authorizer->cache);
	free(authorizer);
}

/*
 * What IAM says behind its reason since September 2026 (recorded), if the
 * setting asks for it. A refusal that is too large to record has no id
 * (documented).
 */
static const char *details_sentence(struct exchange *exchange)
{
	struct call *call = &exchange->call;
	const char *details, *id;

	if (strcmp(call->operation->service->name, "iam") != 0 ||
	    strcmp(setting_text(call, "iam.authorization_id", "hide"), "show") != 0)
		return "";
	details = authorization_details_text(exchange, exchange->space->authorizer->cache);
	if (!details)
		return "";
	id = ids_new(call, IDS_AUTHORIZATION);
	exchange->authorization_id = id;
	exchange->authorization_details = details;
	return arena_printf(call->arena,
			    ". Go to https://us-east-1.console.aws.amazon.com/iam/"
			    "home?region=us-east-1#/authorization-details/%s for complete details, "
			    "or call the GetRequestAuthorizationDetails API with the following "
			    "authorization id: %s",
			    id, id);
}

/* The refusal in the service's own code; Organizations never says more than one sentence. */
static enum api_status refuse(struct exchange *exchange, const struct policy_request *request,
			      const struct policy_decision *decision)
{
	struct call *call = &exchange->call;
	const struct api_service *service = call->operation->service;
	const struct api_error *error = api_error_by_code(service, "AccessDeniedException");

	if (!error)
		error = api_error_by_code(service, "AccessDenied");
	if (strcmp(service->name, "organizations") == 0) {
		exchange->trail_message = policy_message(call->arena, request, decision);
		return call_fail_common(call, error->http_status, error->code,
					"You don't have permissions to access this resource.");
	}
	return call_fail_common(
		call, error ? error->http_status : 403, error ? error->code : "AccessDenied",
		"%s%s", policy_message(call->arena, request, decision), details_sentence(exchange));
}

static enum api_status decide(struct exchange *exchange, const struct api_authorize *line,
			      const struct api_authorize_resource *named)
{
	struct question question = {
		.call = &exchange->call,
		.cache = exchange->space->authorizer->cache,
		.input = exchange->input,
		.line = line,
	};
	struct policy_decision decision;

	question_fill(&question, named);
	policy_explain(&question.request, exchange->call.arena, &decision);
	decision_record_add(&exchange->decisions, &question.request, &decision);
	if (decision.verdict == POLICY_ALLOWED)
		return API_OK;
	return refuse(exchange, &question.request, &decision);
}

static enum api_status authorize_line(struct exchange *exchange, const struct api_authorize *line)
{
	for (size_t i = 0; i < line->resource_count; i++) {
		if (decide(exchange, line, &line->resources[i]) != API_OK)
			return API_FAILED;
	}
	return API_OK;
}

enum api_status authorize(struct exchange *exchange)
{
	const struct api_operation *operation = exchange->operation;

	/* Callers of unsigned operations are decided on by what the gate found that they bring. */
	if (exchange->call.principal->kind == PRINCIPAL_ANONYMOUS)
		return API_OK;
	policy_cache_refresh(exchange->space->authorizer->cache, &exchange->call);
	buffer_init(&exchange->decisions, exchange->call.arena, RECORD_ROOM);
	for (size_t i = 0; i < operation->authorize_count; i++) {
		const struct api_authorize *line = &operation->authorize[i];

		if (question_is_needed(&exchange->call, line, exchange->input) &&
		    authorize_line(exchange, line) != API_OK)
			return API_FAILED;
	}
	return API_OK;
}
