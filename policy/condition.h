/*
 * condition.h - one key of a Condition block: operator, key and values.
 *
 * The meaning of several values, absent and multivalued keys, IfExists,
 * ForAllValues and ForAnyValue follows what was recorded on AWS, not the
 * user guide where the two differ.
 */
#pragma once

#include "policy/operators.h"

enum policy_effect {
	POLICY_DENY,
	POLICY_ALLOW,
};

enum policy_set_prefix {
	POLICY_SET_NONE,
	POLICY_SET_ALL, /* ForAllValues: */
	POLICY_SET_ANY, /* ForAnyValue: */
};

struct policy_condition {
	const char *operator_name;          /* as written, with prefix and suffix */
	const struct policy_operator *test; /* NULL: unknown, the statement never matches */
	enum policy_set_prefix set;
	bool if_exists;
	struct policy_key key;
	const struct policy_operand *operands;
	uint32_t operand_count;
};

/*
 * Reads the name of an operator with prefix and suffix into the first four
 * members of @out_condition. Returns false if there is no such operator.
 */
MUST_USE bool policy_condition_read_name(const char *name, struct policy_condition *out_condition);

/*
 * Whether the condition holds for a request. @effect is that of its statement:
 * an operand that is no ARN makes a Deny apply and an Allow not (recorded).
 */
bool policy_condition_holds(const struct policy_condition *condition,
			    const struct policy_context *context, enum policy_effect effect,
			    struct policy_scratch *scratch);
