/*
 * match.h - patterns with * and ?, compiled once and matched in linear time.
 *
 * A compiled pattern keeps its wildcards as two bytes that no UTF-8 text
 * contains, so that a literal asterisk (the ${*} of the policy language, or
 * the value of a variable) needs no escape. Matching never allocates.
 */
#pragma once

#include <string.h>

#include "wire/base.h"

/* The wildcards inside a compiled pattern. */
#define POLICY_WILDCARD_RUN '\xff' /* "*": any run of characters, also none */
#define POLICY_WILDCARD_ONE '\xfe' /* "?": one UTF-16 code unit (recorded) */

enum policy_pattern_kind {
	POLICY_PATTERN_NEVER = 0, /* matches nothing */
	POLICY_PATTERN_EXACT,     /* no wildcard */
	POLICY_PATTERN_PREFIX,    /* one "*", at the end */
	POLICY_PATTERN_ANY,       /* only "*" */
	POLICY_PATTERN_GLOB,      /* everything else */
};

/* A compiled pattern. The text is borrowed and need not end with a NUL. */
struct policy_pattern {
	const char *text;
	uint32_t len; /* of a prefix: without its "*" */
	enum policy_pattern_kind kind;
};

/* The pattern of an encoded text: finds the cheapest way to match it. */
struct policy_pattern policy_pattern_of(const char *encoded, size_t len);

/* Whether the encoded @pattern covers the whole of @text. */
bool policy_glob_matches(const char *pattern, size_t pattern_len, const char *text, size_t len);

/* Whether @pattern covers the whole of @text. */
static inline bool policy_pattern_matches(const struct policy_pattern *pattern, const char *text,
					  size_t len)
{
	switch (pattern->kind) {
	case POLICY_PATTERN_NEVER:
		return false;
	case POLICY_PATTERN_EXACT:
		return len == pattern->len && memcmp(text, pattern->text, len) == 0;
	case POLICY_PATTERN_PREFIX:
		return len >= pattern->len && memcmp(text, pattern->text, pattern->len) == 0;
	case POLICY_PATTERN_ANY:
		return true;
	case POLICY_PATTERN_GLOB:
		break;
	}
	return policy_glob_matches(pattern->text, pattern->len, text, len);
}

/* Replaces the wildcards of @text, in place, by their encoded bytes. */
void policy_pattern_encode(char *text, size_t len);

/* Lower-cases the ASCII letters of @text, in place: the case rule of actions and keys. */
void policy_lower_ascii(char *text, size_t len);
