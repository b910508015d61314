/*
 * trace.h - a decision as JSON, for the journal, the client and people.
 *
 *     {"verdict": "ExplicitlyDenied", "deniedBy": "scp",
 *      "statements": [{"layer": "scp", "effect": "Deny", "policy": "arn:...",
 *                      "name": "deny-root", "attachedTo": {"id": "ou-...",
 *                      "name": "Workloads", "path": "o-x/r-x/ou-a/"},
 *                      "sid": "DenyRoot", "index": 0, "line": 4, "column": 5,
 *                      "conditions": [{"operator": "StringLike",
 *                                      "key": "aws:PrincipalArn",
 *                                      "values": ["arn:aws:iam::...:root"]}]}],
 *      "missing": [{"layer": "scp", "attachedTo": {...}}]}
 *
 * Members that have no value are left out; "values" is null when the request
 * does not carry the key.
 */
#pragma once

#include "policy/evaluate.h"
#include "wire/json_writer.h"

/* Writes a decision of policy_explain as one object. */
void policy_trace_write(struct json_writer *json, const struct policy_request *request,
			const struct policy_decision *decision);

/* Only the members "statements" and "missing", into an open object. */
void policy_trace_members(struct json_writer *json, const struct policy_request *request,
			  const struct policy_decision *decision);

/* A condition of a statement with the values that the request has for its key. */
void policy_trace_condition(struct json_writer *json, const struct policy_condition *condition,
			    const struct policy_context *context);
