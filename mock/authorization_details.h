/*
 * authorization_details.h - what GetRequestAuthorizationDetails tells of a refusal.
 *
 * Every action and resource of the refused request with the policies and
 * statements that matched, the condition keys, and every policy that was
 * looked at. The form is documented; how the policies that have no ARN are
 * named is assumed.
 */
#pragma once

#include "mock/exchange.h"
#include "mock/policy_cache.h"

/*
 * The answer for the request that is being refused, as JSON, in the call's
 * arena. NULL if it is too large to be kept.
 */
const char *authorization_details_text(struct exchange *exchange, struct policy_cache *cache);
