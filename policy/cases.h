/*
 * cases.h - requests with their policies, written as JSON.
 *
 * One object is one case, as tests/data/decisions.jsonl keeps them: "id",
 * "request" {principal, action, resource {arn, accountId}, context},
 * "principalInfo" {kind, roleArn, issuerArn, serviceLinkedRole}, the policy
 * sets "identityPolicies", "permissionBoundaryPolicies", "sessionPolicies",
 * "resourcePolicy", "serviceControlPolicies" and "resourceControlPolicies"
 * (levels from the root down) and "org" {managementAccount}. A list in the
 * context is a multivalued key. What is absent or null is not there.
 *
 * A condition case has "condition", "version", "effect" and "context" instead.
 */
#pragma once

#include "policy/evaluate.h"

struct policy_case {
	const char *id; /* "" if it has none */
	struct policy_request request;
};

/* Reads a case into @arena. The fault says which member is wrong, and where. */
MUST_USE bool policy_case_read(struct arena *arena, const struct json_value *value,
			       struct fault *fault, struct policy_case *out_case);

/* Reads a condition case and says whether the block holds. */
MUST_USE bool policy_case_condition(struct arena *arena, const struct json_value *value,
				    struct fault *fault, bool *out_holds);
