/*
 * verify_call.h - a call that is expected, and the journal's entries beside it.
 *
 * verify.c counts with it; scenario/steps.c checks what a scenario expects before anything runs.
 */
#pragma once

#include "wire/arena.h"
#include "wire/fault.h"
#include "wire/json_reader.h"

struct verify_call {
	const struct json_value *wanted;
	int64_t at_least, at_most; /* entries there must be */
	const char *label;         /* "iam:GetUser answered NoSuchEntity, times 2" */
	int64_t count;             /* entries found */
	/* Of the entry that has most of what is wanted and still differs: */
	size_t nearest_members;
	uint64_t nearest_number; /* 0: none has anything of it */
	const char *nearest_difference;
};

/* What is wrong with an expectation, and where. */
struct verify_mistake {
	const struct json_value *at;
	const char *what;
};

/*
 * Reads a call of an expectation. False if it is none, or one that could never come: with a member
 * that the journal's entries do not have, an operation or a parameter that does not exist. Under
 * "never" such a call would hold whatever happens.
 */
MUST_USE bool verify_call_read(struct arena *arena, const struct json_value *wanted,
			       struct verify_mistake *out_mistake, struct verify_call *out_call);

/* Counts the entry if it is such a call; otherwise remembers how near it came. */
void verify_call_see(struct verify_call *call, struct arena *arena, const struct json_value *entry);

/* Whether an entry is such a call. */
bool verify_call_matches(const struct verify_call *call, const struct json_value *entry);
