/*
 * check.h - what a job needs, as a list: there, not there, or not known.
 *
 * Ids never change their meaning: scripts read them.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum check_result {
	CHECK_PASS,
	CHECK_NOTE,    /* worth knowing, and in nobody's way */
	CHECK_UNKNOWN, /* could not be looked at: never taken for a pass */
	CHECK_FAIL,
	CHECK_RESULTS,
};

struct check {
	const char *id;      /* "organization.trustedAccess" */
	const char *subject; /* an account, an action, a domain; NULL: the whole */
	enum check_result result;
	const char *detail; /* what was seen */
	const char *remedy; /* what to do about it; or NULL */
	/* Of a policy that stands in the way; else NULL. */
	const char *policy, *statement, *place;
	struct check *next;
};

struct check_list {
	struct arena *arena;
	struct check *first, *last;
	size_t counts[CHECK_RESULTS];
};

/* Adds a copy of @check; its texts are borrowed. */
void check_add(struct check_list *list, const struct check *check);

/* "pass", "note", "unknown", "fail". */
const char *check_result_name(enum check_result result);

/*
 * FAULT_REFUSED with the first check that failed, or else, where unknown ones count, the first
 * of those; true if there is none.
 */
MUST_USE bool check_list_refuse(const struct check_list *list, bool refuses_unknown,
				struct fault *fault);
