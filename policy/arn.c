#include "policy/arn.h"

/* The first colon that ends a segment, or NULL; with variables one outside of ${...}. */
static const char *segment_end(const char *at, const char *end, bool variables)
{
	const char *colon = memchr(at, ':', (size_t)(end - at));
	const char *dollar;

	while (variables && colon && (dollar = memmem(at, (size_t)(colon - at), "${", 2))) {
		at = memchr(dollar, '}', (size_t)(end - dollar));
		colon = at ? memchr(at, ':', (size_t)(end - at)) : NULL;
	}
	return colon;
}

struct policy_arn policy_arn_split(const char *text, size_t len, bool variables)
{
	struct policy_arn arn = { .text = text, .text_len = (uint32_t)len };
	const char *end = text + len;
	const char *start = text;

	while (arn.count < POLICY_ARN_SEGMENTS - 1) {
		const char *colon = segment_end(start, end, variables);

		if (!colon)
			break;
		arn.segment[arn.count] = start;
		arn.len[arn.count++] = (uint32_t)(colon - start);
		start = colon + 1;
	}
	arn.segment[arn.count] = start;
	arn.len[arn.count++] = (uint32_t)(end - start);
	return arn;
}

static bool only_runs(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != POLICY_WILDCARD_RUN)
			return false;
	return len > 0;
}

struct policy_arn_pattern policy_arn_pattern_of(const struct policy_arn *encoded)
{
	struct policy_arn_pattern pattern = { .count = encoded->count };

	pattern.any = encoded->count == 1 && only_runs(encoded->text, encoded->text_len);
	for (uint32_t i = 0; i < encoded->count; i++)
		pattern.segment[i] = policy_pattern_of(encoded->segment[i], encoded->len[i]);
	return pattern;
}

bool policy_arn_pattern_covers(const struct policy_arn_pattern *pattern,
			       const struct policy_arn *arn, size_t segments)
{
	for (size_t i = 0; i < segments; i++)
		if (!policy_pattern_matches(&pattern->segment[i], arn->segment[i], arn->len[i]))
			return false;
	return true;
}

size_t policy_arn_pattern_reach(const struct policy_arn_pattern *pattern, bool pads)
{
	enum { SHORTEST = 3 };

	if (pattern->count == POLICY_ARN_SEGMENTS)
		return POLICY_ARN_SEGMENTS;
	return pads && pattern->count >= SHORTEST ? pattern->count : 0;
}
