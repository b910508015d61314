/*
 * effective_policy.h - what the inherited policies of a type come to.
 */
#pragma once

#include "mock/organizations/lookup.h"

/* The merge of a chain's policies as compact JSON, in the call's arena. */
const char *effective_policy_merge(struct call *call, const struct lookup_chain *chain,
				   const char *type);
