#include "mock/authenticate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mock/arn.h"
#include "mock/caller_cache.h"
#include "mock/database.h"
#include "mock/namespace.h"
#include "mock/refusal.h"
#include "mock/setting.h"
#include "model/partition.h"
#include "wire/clock.h"
#include "wire/sigv4.h"
#include "wire/uri.h"

enum { USE_NOTED_EVERY_MS = 60 * 1000 };

/* Whether the text has the form of a region, "us-gov-west-1". */
static bool is_region(const char *text)
{
	size_t parts = 0;

	for (; islower((unsigned char)*text); parts++) {
		while (islower((unsigned char)*text))
			text++;
		if (*text++ != '-')
			return false;
	}
	return parts >= 2 && *text && !text[strspn(text, "0123456789")];
}

/*
 * The region in "sts.eu-west-1.amazonaws.com"; the global names stand for
 * us-east-1 (documented). NULL: the host is none of AWS's.
 */
static const char *region_of_host(struct call *call, const struct api_service *service)
{
	static const char domain[] = ".amazonaws.com";
	size_t prefix_len = strlen(service->endpoint_prefix);
	const char *rest = call->host + prefix_len;
	const char *end = strcasestr(call->host, domain);

	if (!end || strncasecmp(call->host, service->endpoint_prefix, prefix_len) != 0 ||
	    rest > end)
		return NULL;
	if (rest == end)
		return "us-east-1";
	if (strncasecmp(rest, ".us-gov.", 8) == 0)
		return "us-gov-west-1";
	return rest[0] == '.' ? arena_strndup(call->arena, rest + 1, (size_t)(end - rest - 1))
			      : NULL;
}

/* IAM, Organizations and Account are signed for one region of a partition (documented). */
static bool is_global(const struct api_service *service)
{
	static const char *const names[] = { "iam", "organizations", "account" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(service->name, names[i]) == 0)
			return true;
	return false;
}

/* Where the service is signed for in the namespace's partition, if it has one place. */
static const char *home_region(const struct exchange *exchange)
{
	const struct partition *partition = partition_by_name(arn_partition(&exchange->call));

	if (!is_global(exchange->service))
		return partition->default_region;
	return strcmp(exchange->service->name, "iam") == 0 ? partition->iam_region
							   : partition->global_region;
}

/* Credentials are good in their own partition only (documented). */
static bool is_of_other_partition(const struct exchange *exchange)
{
	const char *region = exchange->claim.scope.region;

	return strcmp(partition_of_region(region)->name, arn_partition(&exchange->call)) != 0;
}

/*
 * The region a signature must be for; NULL: the claim's own will do. A host of
 * AWS's says which. On any other host SDKs sign for the region they are
 * configured with, also for global services, so there every region is taken
 * unless the setting asks for AWS's rule. S3 looks at its buckets' regions
 * later, in its gate.
 */
static const char *expected_region(struct exchange *exchange)
{
	const struct api_service *service = exchange->service;
	const char *claimed = exchange->claim.scope.region;
	const char *region = NULL, *home = home_region(exchange);

	if (service->protocol != API_REST_XML)
		region = region_of_host(&exchange->call, service);
	if (region)
		return region;
	if (!is_region(claimed))
		return home;
	if (is_global(service) && strcmp(claimed, home) != 0 &&
	    strcmp(setting_text(&exchange->call, "signature.global_region", "any"), "strict") == 0)
		return home;
	return NULL;
}

/* Compared in a time that does not tell where they differ. */
static bool is_same_token(const char *token, const char *claimed)
{
	size_t len = strlen(token);

	return strlen(claimed) == len && secret_equal(token, claimed, len);
}

/*
 * What is wrong with a key that was found, in AWS's order: the token, its end,
 * and then whether its issuer is still there (recorded). That credentials of
 * an account that is closed are unknown is assumed.
 */
static bool has_refusal(const struct exchange *exchange, const struct caller *caller,
			enum refusal *out_refusal)
{
	const char *claimed = exchange->claim.session_token;

	*out_refusal = REFUSAL_UNKNOWN_KEY;
	if (caller->is_inactive)
		return true;
	*out_refusal = REFUSAL_MISSING_TOKEN;
	if (caller->token && !claimed)
		return true;
	*out_refusal = REFUSAL_BAD_TOKEN;
	if (claimed && (!caller->token || !is_same_token(caller->token, claimed)))
		return true;
	*out_refusal = REFUSAL_EXPIRED;
	if (caller->token && exchange->call.now_ms >= caller->expires_ms)
		return true;
	*out_refusal = REFUSAL_UNKNOWN_KEY;
	return caller->is_issuer_gone || strcmp(caller->account_state, "SUSPENDED") == 0 ||
	       strcmp(caller->account_state, "CLOSED") == 0;
}

/* Puts a mark in place of every @secret in the text. */
static const char *hide(struct arena *arena, const char *text, const char *secret)
{
	struct buffer out;

	if (!*secret)
		return text;
	buffer_init(&out, arena, strlen(text));
	for (const char *found; (found = strstr(text, secret)); text = found + strlen(secret)) {
		buffer_add(&out, text, (size_t)(found - text));
		buffer_add_text(&out, "[hidden]");
	}
	buffer_add_text(&out, text);
	return out.data;
}

/* A value of the query as the canonical request has it. */
static const char *coded_value(struct arena *arena, const struct uri_parameter *parameter)
{
	struct buffer out;

	buffer_init(&out, arena, parameter->value_len + 2);
	sigv4_canonical_query(
		&out, arena_printf(arena, "v=%.*s", (int)parameter->value_len, parameter->value),
		false);
	return out.data + 2;
}

/* Whether a parameter must not be shown: the session token, and what the contract says. */
static bool is_sensitive(const struct api_operation *operation, const char *name)
{
	const struct api_member *member = api_member_by_name(operation->input, name);

	return strcmp(name, "X-Amz-Security-Token") == 0 || (member && member->shape->is_sensitive);
}

/*
 * Keeps the stages of the signature for the journal, without the session
 * token and the sensitive parameters of a request that has them in its query.
 */
static void keep_stages(struct exchange *exchange, const struct sigv4_verification *verification)
{
	struct arena *arena = exchange->call.arena;
	const char *token = exchange->claim.session_token;
	const char *query = exchange->request->http.query;
	const char *canonical = verification->canonical_request;
	struct uri_parameter parameter;

	exchange->string_to_sign = verification->string_to_sign;
	while (canonical && uri_next_parameter(&query, &parameter)) {
		const char *name = arena_strndup(arena, parameter.name, parameter.name_len);

		if (is_sensitive(exchange->operation, name))
			canonical = hide(arena, canonical, coded_value(arena, &parameter));
	}
	exchange->canonical_request = canonical && token ? hide(arena, canonical, token)
							 : canonical;
}

/*
 * What a signature's time is held against. While the mock's clock is not the
 * real one an SDK signs with the real time, and a careful client with the mock's, which
 * it has from Date: both are good.
 */
static int64_t signing_time_ms(const struct exchange *exchange)
{
	const struct namespace *space = exchange->space;
	struct clock wall = clock_system();
	int64_t now_ms = exchange->call.now_ms + exchange->skew_ms;
	int64_t wall_ms;

	if (space->clock.mode == NAMESPACE_CLOCK_REAL)
		return now_ms;
	wall_ms = clock_now_ms(&wall) + exchange->skew_ms;
	return llabs(exchange->claim.time_ms - wall_ms) < llabs(exchange->claim.time_ms - now_ms)
		       ? wall_ms
		       : now_ms;
}

static enum api_status verify(struct exchange *exchange, const struct caller *caller)
{
	struct sigv4_expected expected = {
		.region = expected_region(exchange),
		.service = exchange->service->signing_name,
		.now_ms = signing_time_ms(exchange),
		.window_ms = refusal_window_ms(exchange->service),
		.credentials = { exchange->claim.access_key_id, caller->secret,
				 exchange->claim.session_token },
		.keys = exchange->space->signing_keys,
	};
	struct sigv4_verification verification;
	struct refusal_signature signature = {
		.expected = &expected,
		.verification = &verification,
	};

	signature.result = sigv4_verify(exchange->call.arena, &exchange->request->http,
					&exchange->claim, &expected, &verification);
	if (signature.result == SIGV4_OK)
		return API_OK;
	keep_stages(exchange, &verification);
	return refusal_of_signature(exchange, &signature);
}

/* Only S3 asks for the header, and not in a query that is signed. */
static bool lacks_hash(const struct exchange *exchange)
{
	return exchange->service->protocol == API_REST_XML && !exchange->claim.is_presigned &&
	       !http_headers_get(&exchange->request->http.headers, "X-Amz-Content-SHA256");
}

/* A key is used when its signature was good, whatever comes after; AWS shows minutes. */
static bool is_use_due(const struct exchange *exchange, const struct caller *caller)
{
	const struct sigv4_scope *scope = &exchange->claim.scope;

	return exchange->call.now_ms - caller->last_used_ms >= USE_NOTED_EVERY_MS ||
	       !caller->last_used_service || !caller->last_used_region ||
	       strcmp(caller->last_used_service, scope->service) != 0 ||
	       strcmp(caller->last_used_region, scope->region) != 0;
}

enum api_status authenticate(struct exchange *exchange)
{
	struct caller caller;
	enum refusal refusal;

	if (exchange->claim_result == SIGV4_MISSING && exchange->operation->is_unsigned)
		return API_OK;
	if (exchange->claim_result != SIGV4_OK)
		return refusal_of_claim(exchange);
	if (lacks_hash(exchange))
		return refusal_s3_missing_hash(exchange);
	if (is_of_other_partition(exchange) ||
	    !caller_cache_find(exchange->space->callers, &exchange->call,
			       exchange->claim.access_key_id, &caller))
		return refusal_of_credentials(exchange, REFUSAL_UNKNOWN_KEY);
	if (has_refusal(exchange, &caller, &refusal))
		return refusal_of_credentials(exchange, refusal);
	if (verify(exchange, &caller) != API_OK)
		return API_FAILED;
	exchange->principal = caller.principal;
	exchange->call.region = exchange->claim.scope.region;
	exchange->is_use_due = is_use_due(exchange, &caller);
	return API_OK;
}

static const char note_key[] = "UPDATE access_key SET last_used_ms = :now, last_used_service = "
			       ":service, last_used_region = :region WHERE id = :id";
static const char note_role[] = "UPDATE iam_role SET last_used_ms = :now, last_used_region = "
				":region WHERE unique_id = :id AND (last_used_ms IS NULL OR "
				"last_used_ms <= :before OR last_used_region <> :region)";

static void note_use_of_key(struct exchange *exchange)
{
	const struct sigv4_scope *scope = &exchange->claim.scope;

	database_run(&exchange->call, note_key,
		     DATABASE_VALUES(database_integer("now", exchange->call.now_ms),
				     database_text("service", scope->service),
				     database_text("region", scope->region),
				     database_text("id", exchange->principal.access_key_id)));
}

static void note_use_of_role(struct exchange *exchange)
{
	int64_t now_ms = exchange->call.now_ms;

	database_run(&exchange->call, note_role,
		     DATABASE_VALUES(database_integer("now", now_ms),
				     database_text("region", exchange->claim.scope.region),
				     database_text("id", exchange->principal.unique_id),
				     database_integer("before", now_ms - USE_NOTED_EVERY_MS)));
}

void authenticate_note_use(struct exchange *exchange)
{
	if (!exchange->principal.access_key_id || !exchange->is_use_due)
		return;
	if (exchange->principal.kind == PRINCIPAL_ROLE_SESSION)
		note_use_of_role(exchange);
	else if (exchange->principal.issued_ms == 0)
		note_use_of_key(exchange);
}
