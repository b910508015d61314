#include <string.h>

#include "mock/arn.h"
#include "mock/exchange.h"
#include "mock/injection/rule.h"

static bool one_matches(const struct injection_patterns *patterns, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	for (size_t i = 0; text && i < patterns->count; i++) {
		if (policy_pattern_matches(&patterns->items[i], text, len))
			return true;
	}
	return false;
}

/* Patterns that are not there match everything; those that are match nothing that is unknown. */
static bool matches(const struct injection_patterns *patterns, const char *text)
{
	return patterns->count == 0 || one_matches(patterns, text);
}

bool injection_match_operation(const struct injection_match *match,
			       const struct api_operation *operation)
{
	ARENA_AUTO(arena);

	return matches(&match->services, operation->service->name) &&
	       (match->operations.count == 0 ||
		one_matches(&match->operations,
			    ARENA_JOIN(&arena, operation->service->name, ":", operation->name)));
}

static bool headers_match(const struct injection_match *match, const struct exchange *exchange)
{
	for (size_t i = 0; i < match->header_count; i++) {
		const struct injection_header *wanted = &match->headers[i];
		const char *value =
			http_headers_get(&exchange->request->http.headers, wanted->name);

		if (!value || !policy_pattern_matches(&wanted->pattern, value, strlen(value)))
			return false;
	}
	return true;
}

/* The account of "arn:aws:iam::ACCOUNT:root" and the like. */
static bool account_matches(const struct injection_patterns *patterns, struct arena *arena,
			    const char *text)
{
	const char *at = text;

	if (strncmp(text, "arn:", 4) != 0)
		return false;
	for (int i = 0; i < 4 && at; i++) {
		at = strchr(at, ':');
		at = at ? at + 1 : NULL;
	}
	return at && one_matches(patterns, arena_strndup(arena, at, strcspn(at, ":")));
}

/* A target is any text among the parameters, or the account of one that is an ARN. */
static bool target_matches(const struct injection_patterns *patterns,
			   const struct exchange *exchange)
{
	const struct api_shape *input = exchange->operation->input;

	if (patterns->count == 0)
		return true;
	for (size_t i = 0; exchange->input && i < input->member_count; i++) {
		const struct api_member *member = &input->members[i];
		const char *text = member->shape->kind == API_STRING && !member->shape->is_sensitive
					   ? api_string(input, exchange->input, member->name)
					   : NULL;

		if (text && (one_matches(patterns, text) ||
			     account_matches(patterns, exchange->call.arena, text)))
			return true;
	}
	return false;
}

bool injection_match_early(const struct injection_match *match, const struct exchange *exchange)
{
	return injection_match_operation(match, exchange->operation) &&
	       matches(&match->regions, exchange->call.region) && headers_match(match, exchange);
}

bool injection_match_request(const struct injection_match *match, const struct exchange *exchange)
{
	return injection_match_early(match, exchange) &&
	       matches(&match->accounts, exchange->principal.account_id) &&
	       matches(&match->principals, exchange->principal.arn) &&
	       target_matches(&match->targets, exchange);
}
