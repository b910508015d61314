/*
 * check_finding.h - what check.c finds and check_text.c puts into words.
 */
#pragma once

#include "model/api.h"
#include "model/problem.h"
#include "wire/arena.h"

enum { CHECK_FINDINGS_MAX = 10 }; /* a message lists no more (recorded) */

enum check_rule {
	CHECK_REQUIRED,
	CHECK_MIN_LENGTH,
	CHECK_MAX_LENGTH,
	CHECK_MIN_VALUE,
	CHECK_MAX_VALUE,
	CHECK_PATTERN,
	CHECK_ENUM,
	CHECK_ITEM, /* one of a list's texts breaks any rule of its shape */
};

struct check_finding {
	enum check_rule rule;
	const char *path;              /* "Tags.1.member.Key" */
	const struct api_shape *shape; /* whose limit it is */
	const void *value;             /* NULL: absent */
};

struct check_findings {
	struct check_finding items[CHECK_FINDINGS_MAX];
	size_t count;
};

/* The finding to tell where only one is told: an absent member before a wrong one. */
const struct check_finding *check_first_finding(const struct check_findings *findings);

/* The error the operation answers for at least one finding. */
void check_describe(struct arena *arena, const struct api_operation *operation,
		    const struct check_findings *findings, struct api_problem *out_problem);

/* The same in Organizations' words: a Reason that names the member. */
void check_describe_organizations(struct arena *arena, const struct api_operation *operation,
				  const struct check_findings *findings,
				  struct api_problem *out_problem);
