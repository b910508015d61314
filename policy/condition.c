#include "policy/condition.h"

#include <string.h>
#include <strings.h>

enum outcome { OUTCOME_NO, OUTCOME_YES, OUTCOME_STOP };

static const struct {
	const char *text;
	enum policy_set_prefix set;
} prefixes[] = {
	{ "ForAllValues:", POLICY_SET_ALL },
	{ "ForAnyValue:", POLICY_SET_ANY },
};

bool policy_condition_read_name(const char *name, struct policy_condition *out_condition)
{
	static const char suffix[] = "IfExists";
	const size_t suffix_len = sizeof(suffix) - 1;
	struct policy_condition condition = { .operator_name = name };
	size_t len;

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		if (strncasecmp(name, prefixes[i].text, strlen(prefixes[i].text)) != 0)
			continue;
		condition.set = prefixes[i].set;
		name += strlen(prefixes[i].text);
		break;
	}
	len = strlen(name);
	if (len > suffix_len && strcasecmp(name + len - suffix_len, suffix) == 0) {
		condition.if_exists = true;
		len -= suffix_len;
	}
	condition.test = policy_operator_find(name, len);
	/* Null asks whether a key exists: it takes neither prefix nor suffix. */
	if (condition.test && condition.test->family == POLICY_FAMILY_NULL &&
	    (condition.if_exists || condition.set != POLICY_SET_NONE))
		condition.test = NULL;
	*out_condition = condition;
	return condition.test != NULL;
}

static bool holds_null(const struct policy_condition *condition, bool absent)
{
	for (uint32_t i = 0; i < condition->operand_count; i++)
		if (condition->operands[i].as.truth == absent)
			return true;
	return false;
}

static bool holds_absent(const struct policy_condition *condition)
{
	if (condition->set == POLICY_SET_ANY)
		return false;
	if (condition->set == POLICY_SET_ALL || condition->if_exists)
		return true;
	return condition->test->negated && condition->operand_count > 0;
}

/* One value of the request against all values of the policy, from left to right. */
static enum outcome value_outcome(const struct policy_condition *condition, const char *value,
				  const struct policy_context *context,
				  struct policy_scratch *scratch)
{
	const struct policy_operator *test = condition->test;

	for (uint32_t i = 0; i < condition->operand_count; i++) {
		switch (test->compare(test, &condition->operands[i], value, context, scratch)) {
		case POLICY_MATCHES:
			return test->negated ? OUTCOME_NO : OUTCOME_YES;
		case POLICY_VALUE_UNUSABLE:
			return OUTCOME_NO;
		case POLICY_OPERAND_UNUSABLE:
			return OUTCOME_STOP;
		case POLICY_DIFFERS:
			break;
		}
	}
	return test->negated ? OUTCOME_YES : OUTCOME_NO;
}

static bool holds_values(const struct policy_condition *condition,
			 const struct policy_context_entry *entry,
			 const struct policy_context *context, enum policy_effect effect,
			 struct policy_scratch *scratch)
{
	for (uint32_t i = 0; i < entry->value_count; i++) {
		const char *value = policy_context_value(entry, i);
		enum outcome outcome = value_outcome(condition, value, context, scratch);

		if (outcome == OUTCOME_STOP)
			return effect == POLICY_DENY;
		if ((outcome == OUTCOME_YES) != (condition->set == POLICY_SET_ALL))
			return outcome == OUTCOME_YES;
	}
	return condition->set == POLICY_SET_ALL;
}

bool policy_condition_holds(const struct policy_condition *condition,
			    const struct policy_context *context, enum policy_effect effect,
			    struct policy_scratch *scratch)
{
	const struct policy_context_entry *entry;

	if (!condition->test)
		return false;
	entry = policy_context_find(context, &condition->key);
	if (condition->test->family == POLICY_FAMILY_NULL)
		return holds_null(condition, entry == NULL);
	if (!entry)
		return holds_absent(condition);
	if (entry->multivalued && condition->set == POLICY_SET_NONE)
		return false;
	if (!condition->operand_count)
		return false;
	return holds_values(condition, entry, context, effect, scratch);
}
