/*
 * question.h - one action on one resource, with everything its decision is made of.
 *
 * Everything is derived from the contract's authorize lines and the state.
 * Texts live in the call's arena, policies in the cache until its next
 * refresh. A filled question points into itself and must not be copied.
 */
#pragma once

#include "mock/policy_cache.h"
#include "mock/resource.h"
#include "policy/evaluate.h"

struct question {
	/* Given by whoever asks. */
	struct call *call;
	struct policy_cache *cache;
	const void *input; /* the operation's input struct */
	const struct api_authorize *line;
	/* Filled by question_fill. */
	struct resource resource;
	struct policy_context context;
	struct policy_resource_policy resource_policy;
	struct policy_set boundary;
	struct policy_request request;
};

/* Fills the rest of the question about a resource of its line. */
void question_fill(struct question *question, const struct api_authorize_resource *named);

/* Whether the request, or the token of its bearer, carries what makes an action needed. */
bool question_is_needed(const struct call *call, const struct api_authorize *line,
			const void *input);
