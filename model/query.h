/*
 * query.h - the Query protocol's form: Action=…&Version=…&Tags.member.1.Key=…
 *
 * Reading follows what was recorded of AWS: the first of two equal keys wins,
 * unknown keys are ignored, a list's index may jump by ten at most.
 */
#pragma once

#include "model/api.h"
#include "model/problem.h"
#include "wire/arena.h"
#include "wire/buffer.h"
#include "wire/form.h"

/* Appends Action, Version and the input's members as a form. */
void query_write(struct arena *arena, const struct api_operation *operation, const void *in,
		 struct buffer *out);

/*
 * Fills the input struct, which must be zeroed, from a form. False with
 * MalformedInput if a key or a number does not have its form.
 */
MUST_USE bool query_read(struct arena *arena, const struct api_operation *operation,
			 const struct form *form, void *out_in, struct api_problem *out_problem);

/*
 * Checks the list indices of one key against the input shape; false with
 * MalformedInput. Keys that name no member are fine.
 */
MUST_USE bool query_check_key(struct arena *arena, const struct api_shape *input, const char *key,
			      struct api_problem *out_problem);
