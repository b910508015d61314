#include <string.h>

#include "policy/checker.h"
#include "policy/condition.h"
#include "policy/instant.h"

static bool is_number(const char *text)
{
	struct policy_number number;

	return policy_number_parse(text, strlen(text), &number);
}

static bool is_base64(const char *text)
{
	size_t body =
		strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
	size_t padding = strspn(text + body, "=");

	return !text[body + padding] && padding <= 2 && (body + padding) % 4 == 0;
}

/* What an Arn operator takes: an ARN, "*", or a text that variables may make one. */
static bool is_arn(const char *text)
{
	struct policy_arn arn = policy_arn_split(text, strlen(text), true);

	return strstr(text, "${") || strcmp(text, "*") == 0 || policy_arn_is_valid(&arn);
}

/* The families whose operands are looked at. String, Bool and Null accept any text (recorded). */
static const struct {
	enum policy_family family;
	bool (*accepts)(const char *text);
	const char *name;
} literals[] = {
	{ POLICY_FAMILY_NUMERIC, is_number, "a number" },
	{ POLICY_FAMILY_DATE, policy_instant_is_operand, "a date" },
	{ POLICY_FAMILY_IP, policy_address_is_operand, "an IP address or range" },
	{ POLICY_FAMILY_ARN, is_arn, "an ARN" },
	{ POLICY_FAMILY_BINARY, is_base64, "base64" },
};

static const char *operand_text(const struct json_value *value)
{
	return value->kind == JSON_BOOLEAN ? (value->boolean ? "true" : "false") : value->text;
}

/* The values of one key, of an operator of a family that literals[@index] describes. */
static bool check_key(struct checker *checker, const struct json_value *key, size_t index)
{
	const struct json_value *item = key->kind == JSON_ARRAY ? key->first : key;

	for (; item; item = key->kind == JSON_ARRAY ? item->next : NULL) {
		if (!literals[index].accepts(operand_text(item)) &&
		    !checker_explain(checker, item, checker->literal,
				     "the value of %.64s is not %s", key->key,
				     literals[index].name))
			return false;
	}
	return true;
}

static bool check_test(struct checker *checker, const struct json_value *test, bool only_binary)
{
	struct policy_condition condition;

	/* The grammar leaves an operator nobody knows only where it asks for nothing. */
	if (!policy_condition_read_name(test->key, &condition))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(literals); i++) {
		if (literals[i].family != condition.test->family ||
		    (only_binary && literals[i].family != POLICY_FAMILY_BINARY))
			continue;
		for (const struct json_value *key = test->first; key; key = key->next)
			if (!check_key(checker, key, i))
				return false;
	}
	return true;
}

static bool check_tests(struct checker *checker, const struct json_value *statement,
			bool only_binary)
{
	const struct json_value *block = json_get(statement, "Condition");

	for (const struct json_value *test = block ? block->first : NULL; test; test = test->next)
		if (!check_test(checker, test, only_binary))
			return false;
	return true;
}

bool check_operands(struct checker *checker, const struct json_value *statement)
{
	return check_tests(checker, statement, false);
}

bool check_binary_operands(struct checker *checker, const struct json_value *statement)
{
	return check_tests(checker, statement, true);
}

static bool check_text(struct checker *checker, const struct json_value *item)
{
	struct policy_text text =
		policy_text_compile(checker->arena, item->text, item->len, POLICY_TEXT_VARIABLES);

	if (!text.malformed)
		return true;
	return checker_explain(checker, item, checker->literal, "a policy variable is malformed");
}

bool check_variables(struct checker *checker, const struct json_value *statement)
{
	const char *version = json_get_string(checker->root, "Version");
	const struct json_value *block = json_get(statement, "Condition");

	if (!version || strcmp(version, "2012-10-17") != 0)
		return true;
	if (!checker_each_text(checker, checker_either(statement, "Resource", "NotResource"),
			       check_text))
		return false;
	for (const struct json_value *test = block ? block->first : NULL; test; test = test->next)
		for (const struct json_value *key = test->first; key; key = key->next)
			if (!checker_each_text(checker, key, check_text))
				return false;
	return true;
}
