/*
 * condition.h - the condition keys of a request.
 *
 * Which keys there are, and when, is AWS's documentation of global keys and
 * the contract's authorize lines. Keys that the mock cannot know (VPC
 * endpoints, services in between) are absent, as they are for a client on the
 * internet.
 */
#pragma once

#include "mock/call.h"
#include "mock/policy_cache.h"
#include "mock/resource.h"
#include "policy/context.h"

/* Adds what is true of the request and the caller, whatever the action. */
void condition_add_caller(struct policy_context *context, struct call *call,
			  struct policy_cache *cache);

/* Adds what is true of the resource. */
void condition_add_resource(struct policy_context *context, struct call *call,
			    struct policy_cache *cache, const struct resource *resource);

/* Adds the keys that the authorize line takes from the request's input. */
void condition_add_input(struct policy_context *context, struct call *call,
			 const struct api_authorize *line, const void *input);
