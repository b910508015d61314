#include "policy/operators.h"

#include <string.h>
#include <strings.h>

#include "policy/instant.h"
#include "policy/letters.h"

enum { LESS = 1, EQUAL = 2, GREATER = 4 };

static enum policy_compared matches_if(bool condition)
{
	return condition ? POLICY_MATCHES : POLICY_DIFFERS;
}

static bool is_true(const char *text)
{
	return strcasecmp(text, "true") == 0;
}

static bool relation_holds(unsigned relation, bool less, bool greater)
{
	return (relation & (less ? LESS : greater ? GREATER : EQUAL)) != 0;
}

static bool is_dynamic(const struct policy_operand *operand)
{
	return operand->text.part_count || operand->text.malformed;
}

static void compile_text(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	operand->text = policy_text_compile(arena, operand->source, operand->len,
					    flags & POLICY_TEXT_VARIABLES);
	operand->as.pattern = policy_pattern_of(operand->text.text, operand->text.len);
	operand->usable = true;
}

/* Variables have no meaning in base64 (documented). */
static void compile_plain(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	compile_text(arena, flags & ~(unsigned)POLICY_TEXT_VARIABLES, operand);
}

static void compile_pattern(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	operand->text = policy_text_compile(arena, operand->source, operand->len,
					    flags | POLICY_TEXT_WILDCARDS);
	operand->as.pattern = policy_pattern_of(operand->text.text, operand->text.len);
	operand->usable = true;
}

static bool is_arn_operand(const struct policy_arn *arn, const struct policy_arn_pattern *pattern)
{
	return pattern->any || policy_arn_is_valid(arn);
}

static void compile_arn(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	struct policy_arn arn;

	operand->text = policy_text_compile(arena, operand->source, operand->len,
					    flags | POLICY_TEXT_WILDCARDS);
	if (is_dynamic(operand))
		return;
	arn = policy_arn_split(operand->text.text, operand->text.len, false);
	operand->as.arn = policy_arn_pattern_of(&arn);
	operand->usable = is_arn_operand(&arn, &operand->as.arn);
}

static void compile_number(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	UNUSED(arena);
	UNUSED(flags);
	operand->usable = policy_number_parse(operand->source, operand->len, &operand->as.number);
}

static void compile_instant(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	UNUSED(arena);
	UNUSED(flags);
	operand->usable = policy_instant_parse(operand->source, &operand->as.instant_ms);
}

static void compile_truth(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	UNUSED(arena);
	UNUSED(flags);
	operand->as.truth = is_true(operand->source);
	operand->usable = true;
}

static void compile_range(struct arena *arena, unsigned flags, struct policy_operand *operand)
{
	UNUSED(arena);
	UNUSED(flags);
	operand->as.address = policy_address_parse_range(operand->source);
	operand->usable = operand->as.address.family != POLICY_ADDRESS_NONE;
}

static enum policy_compared compare_text(const struct policy_operator *test,
					 const struct policy_operand *operand, const char *value,
					 const struct policy_context *context,
					 struct policy_scratch *scratch)
{
	size_t len = strlen(value);
	struct policy_span span;

	UNUSED(test);
	if (!is_dynamic(operand))
		return matches_if(policy_pattern_matches(&operand->as.pattern, value, len));
	return matches_if(policy_text_expand(&operand->text, context, scratch, &span) &&
			  policy_glob_matches(span.text, span.len, value, len));
}

static enum policy_compared compare_letters(const struct policy_operator *test,
					    const struct policy_operand *operand, const char *value,
					    const struct policy_context *context,
					    struct policy_scratch *scratch)
{
	struct policy_span span;

	UNUSED(test);
	return matches_if(
		policy_text_expand(&operand->text, context, scratch, &span) &&
		policy_letters_equal(scratch->arena, span.text, span.len, value, strlen(value)));
}

/* The pattern of a text whose variables have values now; false if one has none. */
static bool expand_arn(const struct policy_operand *operand, const struct policy_context *context,
		       struct policy_scratch *scratch, struct policy_operand *out_operand)
{
	struct policy_span span;
	struct policy_arn arn;

	if (!policy_text_expand(&operand->text, context, scratch, &span))
		return false;
	arn = policy_arn_split(span.text, span.len, false);
	out_operand->as.arn = policy_arn_pattern_of(&arn);
	out_operand->usable = is_arn_operand(&arn, &out_operand->as.arn);
	return true;
}

static enum policy_compared compare_arn(const struct policy_operator *test,
					const struct policy_operand *operand, const char *value,
					const struct policy_context *context,
					struct policy_scratch *scratch)
{
	struct policy_arn arn = policy_arn_split(value, strlen(value), false);
	struct policy_operand expanded;

	UNUSED(test);
	if (!policy_arn_is_valid(&arn))
		return POLICY_VALUE_UNUSABLE;
	if (is_dynamic(operand)) {
		if (!expand_arn(operand, context, scratch, &expanded))
			return POLICY_DIFFERS;
		operand = &expanded;
	}
	if (!operand->usable)
		return POLICY_OPERAND_UNUSABLE;
	return matches_if(operand->as.arn.any ||
			  policy_arn_pattern_covers(&operand->as.arn, &arn, POLICY_ARN_SEGMENTS));
}

static enum policy_compared compare_number(const struct policy_operator *test,
					   const struct policy_operand *operand, const char *value,
					   const struct policy_context *context,
					   struct policy_scratch *scratch)
{
	struct policy_number number;
	int order;

	UNUSED(context);
	UNUSED(scratch);
	if (!operand->usable || !policy_number_parse(value, strlen(value), &number))
		return POLICY_DIFFERS;
	order = policy_number_compare(&number, &operand->as.number);
	return matches_if(relation_holds(test->relation, order<0, order> 0));
}

static enum policy_compared compare_instant(const struct policy_operator *test,
					    const struct policy_operand *operand, const char *value,
					    const struct policy_context *context,
					    struct policy_scratch *scratch)
{
	int64_t ms;

	UNUSED(context);
	UNUSED(scratch);
	if (!operand->usable || !policy_instant_parse(value, &ms))
		return POLICY_DIFFERS;
	return matches_if(relation_holds(test->relation,
					 ms<operand->as.instant_ms, ms> operand->as.instant_ms));
}

static enum policy_compared compare_truth(const struct policy_operator *test,
					  const struct policy_operand *operand, const char *value,
					  const struct policy_context *context,
					  struct policy_scratch *scratch)
{
	UNUSED(test);
	UNUSED(context);
	UNUSED(scratch);
	return matches_if(is_true(value) == operand->as.truth);
}

static enum policy_compared compare_address(const struct policy_operator *test,
					    const struct policy_operand *operand, const char *value,
					    const struct policy_context *context,
					    struct policy_scratch *scratch)
{
	struct policy_address address = policy_address_parse(value);

	UNUSED(test);
	UNUSED(context);
	UNUSED(scratch);
	if (address.family == POLICY_ADDRESS_NONE)
		return POLICY_VALUE_UNUSABLE;
	return matches_if(policy_address_in_range(&address, &operand->as.address));
}

/* The rows of a family that differ in nothing but name, relation and negation. */
#define STRING_ROW(NAME, COMPILE, COMPARE, NEGATED)                                   \
	{                                                                             \
		.name = (NAME), .family = POLICY_FAMILY_STRING, .negated = (NEGATED), \
		.compile = (COMPILE), .compare = (COMPARE)                            \
	}
#define ARN_ROW(NAME, NEGATED)                                                     \
	{                                                                          \
		.name = (NAME), .family = POLICY_FAMILY_ARN, .negated = (NEGATED), \
		.compile = compile_arn, .compare = compare_arn                     \
	}
#define ADDRESS_ROW(NAME, NEGATED)                                                \
	{                                                                         \
		.name = (NAME), .family = POLICY_FAMILY_IP, .negated = (NEGATED), \
		.compile = compile_range, .compare = compare_address              \
	}
#define NUMBER_ROW(NAME, RELATION, NEGATED)                                                  \
	{                                                                                    \
		.name = (NAME), .family = POLICY_FAMILY_NUMERIC, .negated = (NEGATED),       \
		.relation = (RELATION), .compile = compile_number, .compare = compare_number \
	}
#define DATE_ROW(NAME, RELATION, NEGATED)                                                      \
	{                                                                                      \
		.name = (NAME), .family = POLICY_FAMILY_DATE, .negated = (NEGATED),            \
		.relation = (RELATION), .compile = compile_instant, .compare = compare_instant \
	}

static const struct policy_operator operators[] = {
	STRING_ROW("StringEquals", compile_text, compare_text, false),
	STRING_ROW("StringNotEquals", compile_text, compare_text, true),
	STRING_ROW("StringEqualsIgnoreCase", compile_text, compare_letters, false),
	STRING_ROW("StringNotEqualsIgnoreCase", compile_text, compare_letters, true),
	STRING_ROW("StringLike", compile_pattern, compare_text, false),
	STRING_ROW("StringNotLike", compile_pattern, compare_text, true),
	NUMBER_ROW("NumericEquals", EQUAL, false),
	NUMBER_ROW("NumericNotEquals", EQUAL, true),
	NUMBER_ROW("NumericLessThan", LESS, false),
	NUMBER_ROW("NumericLessThanEquals", LESS | EQUAL, false),
	NUMBER_ROW("NumericGreaterThan", GREATER, false),
	NUMBER_ROW("NumericGreaterThanEquals", GREATER | EQUAL, false),
	DATE_ROW("DateEquals", EQUAL, false),
	DATE_ROW("DateNotEquals", EQUAL, true),
	DATE_ROW("DateLessThan", LESS, false),
	DATE_ROW("DateLessThanEquals", LESS | EQUAL, false),
	DATE_ROW("DateGreaterThan", GREATER, false),
	DATE_ROW("DateGreaterThanEquals", GREATER | EQUAL, false),
	{ .name = "Bool",
	  .family = POLICY_FAMILY_BOOL,
	  .compile = compile_truth,
	  .compare = compare_truth },
	{ .name = "BinaryEquals",
	  .family = POLICY_FAMILY_BINARY,
	  .compile = compile_plain,
	  .compare = compare_text },
	ADDRESS_ROW("IpAddress", false),
	ADDRESS_ROW("NotIpAddress", true),
	ARN_ROW("ArnEquals", false),
	ARN_ROW("ArnLike", false),
	ARN_ROW("ArnNotEquals", true),
	ARN_ROW("ArnNotLike", true),
	{ .name = "Null", .family = POLICY_FAMILY_NULL, .compile = compile_truth },
};

const struct policy_operator *policy_operator_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(operators); i++)
		if (strlen(operators[i].name) == len &&
		    strncasecmp(operators[i].name, name, len) == 0)
			return &operators[i];
	return NULL;
}
