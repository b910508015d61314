/*
 * variable.h - policy variables: ${key}, ${key, 'default'}, ${*}, ${?}, ${$}.
 *
 * Only documents of version 2012-10-17 have them. What a variable stands for
 * is literal text: it brings no wildcard and is not expanded again. A
 * multivalued key never expands and its default is ignored (recorded).
 */
#pragma once

#include "policy/context.h"
#include "policy/match.h"

/* A literal text, or a variable. */
struct policy_text_part {
	const char *text; /* literal; of a variable its default, NULL if it has none */
	uint32_t len;
	bool is_variable;
	struct policy_key key; /* of a variable */
};

/* A compiled text of a policy: encoded literal text, or parts when it has variables. */
struct policy_text {
	const char *text;
	uint32_t len;
	uint32_t part_count; /* 0: there are no variables */
	const struct policy_text_part *parts;
	bool malformed; /* a "${" that is no variable: stands for nothing */
};

/* A piece of encoded text. */
struct policy_span {
	const char *text;
	size_t len;
};

/* How a text is compiled. */
enum {
	POLICY_TEXT_VARIABLES = 1, /* the document's version has variables */
	POLICY_TEXT_WILDCARDS = 2, /* "*" and "?" are wildcards here */
};

/* Compiles @len bytes of @source; what is needed of it is copied to @arena. */
struct policy_text policy_text_compile(struct arena *arena, const char *source, size_t len,
				       unsigned flags);

/* Room for an expanded text: on the stack, or in an arena when it is long. */
struct policy_scratch {
	struct arena *arena;
	char fixed[512];
};

/*
 * The text with its variables replaced from @context. Returns false when one
 * has no value and no default, or the text is malformed: it stands for
 * nothing then. The result is valid until @scratch is used again.
 */
MUST_USE bool policy_text_expand(const struct policy_text *text,
				 const struct policy_context *context,
				 struct policy_scratch *scratch, struct policy_span *out_text);
