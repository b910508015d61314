/*
 * check.h - whether an input keeps the contract's limits, in AWS's words.
 *
 * The mock refuses with these texts and the client uses the same function
 * before it sends, so both say what AWS would say.
 */
#pragma once

#include "model/api.h"
#include "model/pattern.h"
#include "model/problem.h"
#include "wire/arena.h"

/*
 * False if a required member is absent or a limit is not kept. IAM, STS and
 * Account tell up to ten findings in one message, Organizations the first
 * with its Reason (recorded). Lengths count characters, not bytes.
 */
MUST_USE bool check_input(struct pattern_cache *patterns, struct arena *arena,
			  const struct api_operation *operation, const void *in,
			  struct api_problem *out_problem);
