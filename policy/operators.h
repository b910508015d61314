/*
 * operators.h - the condition operators, one table row each.
 *
 * An operator compiles the values of a policy once and compares one value of
 * the request with one of them. What several values, absent keys, IfExists
 * and the set prefixes mean is condition.h's part.
 */
#pragma once

#include "policy/address.h"
#include "policy/arn.h"
#include "policy/number.h"
#include "policy/variable.h"

/* What a value of the policy and a value of the request have to do with each other. */
enum policy_compared {
	POLICY_DIFFERS,
	POLICY_MATCHES,
	POLICY_VALUE_UNUSABLE,   /* the request's value: no operator of the family is true */
	POLICY_OPERAND_UNUSABLE, /* the policy's value: fails closed, see condition.h */
};

/* Values that say what kind of text an operator takes. */
enum policy_family {
	POLICY_FAMILY_STRING,
	POLICY_FAMILY_NUMERIC,
	POLICY_FAMILY_DATE,
	POLICY_FAMILY_BOOL,
	POLICY_FAMILY_BINARY,
	POLICY_FAMILY_IP,
	POLICY_FAMILY_ARN,
	POLICY_FAMILY_NULL,
};

/* One value of a policy, compiled. */
struct policy_operand {
	const char *source; /* as written, owned by the document */
	uint32_t len;
	bool usable;             /* it could be converted */
	struct policy_text text; /* String and Arn */
	union {
		struct policy_pattern pattern; /* String without variables */
		struct policy_arn_pattern arn; /* Arn without variables */
		struct policy_number number;
		struct policy_address address;
		int64_t instant_ms;
		bool truth;
	} as;
};

struct policy_operator;

/* Fills @operand from its source; @flags are those of policy_text_compile. */
typedef void policy_operand_compile(struct arena *arena, unsigned flags,
				    struct policy_operand *operand);

/* Compares one operand with one value of the request. */
typedef enum policy_compared policy_operand_compare(const struct policy_operator *test,
						    const struct policy_operand *operand,
						    const char *value,
						    const struct policy_context *context,
						    struct policy_scratch *scratch);

struct policy_operator {
	const char *name; /* AWS's spelling, without prefix and suffix */
	enum policy_family family;
	bool negated;
	unsigned relation; /* Numeric and Date: which outcomes of a comparison match */
	policy_operand_compile *compile;
	policy_operand_compare *compare;
};

/* The operator of that name, in any case, or NULL. @len excludes prefix and suffix. */
const struct policy_operator *policy_operator_find(const char *name, size_t len);
