#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "policy/condition.h"

/* Operators and their negations: a value that can be compared fulfils exactly one. */
static const struct {
	const char *name, *negated;
	bool may_fail; /* both are false when the value cannot be converted */
} pairs[] = {
	{ "StringEquals", "StringNotEquals", false },
	{ "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", false },
	{ "StringLike", "StringNotLike", false },
	{ "NumericEquals", "NumericNotEquals", false },
	{ "DateEquals", "DateNotEquals", false },
	{ "IpAddress", "NotIpAddress", true },
	{ "ArnLike", "ArnNotLike", true },
	{ "NumericLessThan", NULL, false },
	{ "NumericGreaterThanEquals", NULL, false },
	{ "DateLessThanEquals", NULL, false },
	{ "DateGreaterThan", NULL, false },
	{ "Bool", NULL, false },
	{ "BinaryEquals", NULL, false },
};

static bool holds(struct arena *arena, const char *name, const char *operand, const char *value)
{
	struct policy_operand compiled = { .source = operand, .len = (uint32_t)strlen(operand) };
	struct policy_scratch scratch = { .arena = arena };
	struct policy_condition condition;
	struct policy_context context;

	assert(policy_condition_read_name(name, &condition));
	condition.test->compile(arena, POLICY_TEXT_VARIABLES, &compiled);
	condition.key = policy_key_of("test:key", 8);
	condition.operands = &compiled;
	condition.operand_count = 1;
	policy_context_init(&context, arena);
	policy_context_add(&context, "Test:Key", value);
	policy_context_add(&context, "test:other", value);
	return policy_condition_holds(&condition, &context, POLICY_ALLOW, &scratch);
}

/* The first line is a value of a policy, the rest one of a request. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	char *operand = arena_strndup(&arena, (const char *)data, size);
	char *value = strchr(operand, '\n');

	if (!value)
		return 0;
	*value++ = '\0';
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		bool one = holds(&arena, pairs[i].name, operand, value);
		bool other = pairs[i].negated && holds(&arena, pairs[i].negated, operand, value);

		assert(!(one && other));
		assert(one || other || pairs[i].may_fail || !pairs[i].negated);
	}
	return 0;
}
