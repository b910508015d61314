/*
 * inheritance.h - merging the policies that an account inherits.
 *
 * Tag policies and their like do not add up to a decision: from the root down
 * to the account each level assigns, appends and removes values, as far as
 * the levels above let it (recorded for tag policies, taken for the others).
 */
#pragma once

#include "wire/arena.h"
#include "wire/json_reader.h"

struct inheritance;

/* Nothing inherited yet; lives in @arena. */
struct inheritance *inheritance_new(struct arena *arena);

/* Merges the documents of one level, in the order they were attached; the root's level first. */
void inheritance_add_level(struct inheritance *inheritance,
			   const struct json_value *const *documents, size_t count);

/*
 * The effective policy, compact. A tag policy's keys are in lower case and
 * what it leaves out has AWS's defaults.
 */
const char *inheritance_result(struct inheritance *inheritance, bool is_tag_policy);
