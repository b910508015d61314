/*
 * arn.h - ARNs in six segments, and the patterns of Resource and Arn operators.
 *
 * arn:partition:service:region:account:resource. The first five segments hold
 * no colon; the last is everything behind the fifth. All texts are borrowed.
 */
#pragma once

#include "policy/match.h"
#include "wire/base.h"

enum policy_arn_segment {
	POLICY_ARN_ARN,
	POLICY_ARN_PARTITION,
	POLICY_ARN_SERVICE,
	POLICY_ARN_REGION,
	POLICY_ARN_ACCOUNT,
	POLICY_ARN_RESOURCE,
	POLICY_ARN_SEGMENTS,
};

/* A text cut at its first five colons. */
struct policy_arn {
	const char *segment[POLICY_ARN_SEGMENTS];
	uint32_t len[POLICY_ARN_SEGMENTS];
	uint32_t count;   /* segments found, 1 to 6; an ARN has 6 */
	const char *text; /* the whole */
	uint32_t text_len;
};

/* Cuts a text; colons inside ${...} do not count when @variables. */
struct policy_arn policy_arn_split(const char *text, size_t len, bool variables);

/* Whether the text is an ARN: six segments, the first "arn". */
static inline bool policy_arn_is_valid(const struct policy_arn *arn)
{
	return arn->count == POLICY_ARN_SEGMENTS && arn->len[POLICY_ARN_ARN] == 3 &&
	       memcmp(arn->segment[POLICY_ARN_ARN], "arn", 3) == 0;
}

/* A compiled pattern of an ARN. */
struct policy_arn_pattern {
	struct policy_pattern segment[POLICY_ARN_SEGMENTS];
	uint32_t count; /* segments of the pattern */
	bool any;       /* nothing but "*": covers everything, also what is not an ARN */
};

/* Compiles a text that was encoded (see policy_pattern_encode) and cut. */
struct policy_arn_pattern policy_arn_pattern_of(const struct policy_arn *encoded);

/* Whether the first @segments segments of @arn are covered, each by its own. */
bool policy_arn_pattern_covers(const struct policy_arn_pattern *pattern,
			       const struct policy_arn *arn, size_t segments);

/*
 * The segments of @pattern that a resource is compared with: all six, or as
 * many as it has when @pads: in identity, session and boundary policies a
 * pattern of three to five segments stands for one padded with "*". 0: the
 * pattern covers no ARN.
 */
size_t policy_arn_pattern_reach(const struct policy_arn_pattern *pattern, bool pads);
