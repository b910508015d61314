#include "policy/elements.h"

#include <ctype.h>
#include <string.h>

enum { ACCOUNT_LEN = 12 };

/* A scalar counts as a list of one. */
static size_t list_len(const struct json_value *value)
{
	return value->kind == JSON_ARRAY ? value->len : 1;
}

static const struct json_value *list_first(const struct json_value *value)
{
	return value->kind == JSON_ARRAY ? value->first : value;
}

/* Strings, and null inside a list: AWS stores it and it names nothing (recorded). */
static bool is_text_list(const struct json_value *value)
{
	if (value->kind == JSON_STRING)
		return true;
	if (value->kind != JSON_ARRAY)
		return false;
	for (const struct json_value *item = value->first; item; item = item->next)
		if (item->kind != JSON_STRING && item->kind != JSON_NULL)
			return false;
	return true;
}

bool policy_elements_actions(struct arena *arena, const struct json_value *value,
			     struct policy_statement *statement)
{
	const struct json_value *item = list_first(value);
	size_t count = list_len(value);
	struct policy_pattern *actions;

	if (!is_text_list(value))
		return false;
	actions = arena_array(arena, count + 1, sizeof(*actions));
	for (size_t i = 0; i < count; i++, item = item->next) {
		char *text;

		if (item->kind == JSON_NULL)
			continue;
		text = arena_strndup(arena, item->text, item->len);
		policy_lower_ascii(text, item->len);
		policy_pattern_encode(text, item->len);
		actions[i] = policy_pattern_of(text, item->len);
	}
	statement->actions = actions;
	statement->action_count = (uint32_t)count;
	return true;
}

/* The last segment of a Resource with variables; the other segments stay as they are. */
static void compile_tail(struct arena *arena, const char *tail, size_t len,
			 struct policy_resource *resource)
{
	struct policy_text *text = arena_new(arena, struct policy_text);

	*text = policy_text_compile(arena, tail, len,
				    POLICY_TEXT_VARIABLES | POLICY_TEXT_WILDCARDS);
	if (text->part_count || text->malformed)
		resource->tail = text;
	else
		resource->pattern.segment[POLICY_ARN_RESOURCE] =
			policy_pattern_of(text->text, text->len);
}

/*
 * Variables have a meaning only in the last segment (documented); in the
 * others they stay as they are written and match no ARN.
 */
static void compile_resource(struct arena *arena, const struct json_value *item,
			     unsigned text_flags, struct policy_resource *out_resource)
{
	char *text = arena_strndup(arena, item->text, item->len);
	struct policy_arn arn = policy_arn_split(text, item->len, text_flags != 0);
	size_t tail = (size_t)(arn.segment[arn.count - 1] - text);

	policy_pattern_encode(text, item->len);
	if (arn.count > POLICY_ARN_SERVICE + 1)
		policy_lower_ascii(text + (arn.segment[POLICY_ARN_SERVICE] - text),
				   arn.len[POLICY_ARN_SERVICE]);
	out_resource->pattern = policy_arn_pattern_of(&arn);
	if (text_flags && arn.count == POLICY_ARN_SEGMENTS && strstr(item->text + tail, "${"))
		compile_tail(arena, item->text + tail, item->len - tail, out_resource);
}

bool policy_elements_resources(struct arena *arena, const struct json_value *value,
			       unsigned text_flags, struct policy_statement *statement)
{
	const struct json_value *item = list_first(value);
	size_t count = list_len(value);
	struct policy_resource *resources;

	if (!is_text_list(value))
		return false;
	resources = arena_array(arena, count, sizeof(*resources));
	for (size_t i = 0; i < count; i++, item = item->next)
		if (item->kind == JSON_STRING)
			compile_resource(arena, item, text_flags, &resources[i]);
	statement->resources = resources;
	statement->resource_count = (uint32_t)count;
	return true;
}

static bool is_account(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isdigit((unsigned char)text[i]))
			return false;
	return len == ACCOUNT_LEN;
}

/* An AWS principal: "*", an account, an ARN or a unique id. */
static void compile_aws(struct arena *arena, struct policy_named_principal *principal)
{
	const char *text = principal->text;
	size_t len = strlen(text);
	struct policy_arn arn = policy_arn_split(text, len, false);

	principal->form = POLICY_NAMES_NOBODY;
	if (strcmp(text, "*") == 0) {
		principal->form = POLICY_NAMES_ANYONE;
	} else if (is_account(text, len)) {
		principal->form = POLICY_NAMES_ACCOUNT;
		principal->account = text;
	} else if (policy_arn_is_valid(&arn)) {
		principal->form = POLICY_NAMES_ARN;
		if (strcmp(arn.segment[POLICY_ARN_RESOURCE], "root") != 0)
			return;
		principal->form = POLICY_NAMES_ACCOUNT;
		principal->account = arena_strndup(arena, arn.segment[POLICY_ARN_ACCOUNT],
						   arn.len[POLICY_ARN_ACCOUNT]);
		principal->partition = arena_strndup(arena, arn.segment[POLICY_ARN_PARTITION],
						     arn.len[POLICY_ARN_PARTITION]);
	} else if (strncmp(text, "AIDA", 4) == 0 || strncmp(text, "AROA", 4) == 0) {
		principal->form = POLICY_NAMES_UNIQUE_ID;
	}
}

static const struct {
	const char *name;
	enum policy_principal_form form;
} principal_types[] = {
	{ "AWS", POLICY_NAMES_ARN },
	{ "Service", POLICY_NAMES_SERVICE },
	{ "Federated", POLICY_NAMES_FEDERATED },
	{ "CanonicalUser", POLICY_NAMES_CANONICAL_USER },
};

static enum policy_principal_form form_of(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(principal_types); i++)
		if (strcmp(principal_types[i].name, type) == 0)
			return principal_types[i].form;
	return POLICY_NAMES_NOBODY;
}

/* The principals of one type; returns how many were added. */
static size_t compile_principals(struct arena *arena, const struct json_value *member,
				 struct policy_named_principal *out_principals)
{
	const struct json_value *item = list_first(member);
	size_t count = list_len(member);

	for (size_t i = 0; i < count; i++, item = item->next) {
		struct policy_named_principal *principal = &out_principals[i];

		principal->form = form_of(member->key);
		principal->text = item->text ? arena_strndup(arena, item->text, item->len) : "";
		if (principal->form == POLICY_NAMES_ARN)
			compile_aws(arena, principal);
	}
	return count;
}

static size_t count_principals(const struct json_value *object)
{
	size_t count = 0;

	for (const struct json_value *member = object->first; member; member = member->next)
		count += list_len(member);
	return count;
}

bool policy_elements_principals(struct arena *arena, const struct json_value *value,
				struct policy_statement *statement)
{
	struct policy_named_principal *principals;
	size_t count = 0;

	if (value->kind == JSON_STRING) {
		principals = arena_new(arena, struct policy_named_principal);
		principals->text = arena_strndup(arena, value->text, value->len);
		principals->form = strcmp(value->text, "*") == 0 ? POLICY_NAMES_ANYONE
								 : POLICY_NAMES_NOBODY;
		statement->principals = principals;
		statement->principal_count = 1;
		return true;
	}
	if (value->kind != JSON_OBJECT)
		return false;
	principals = arena_array(arena, count_principals(value), sizeof(*principals));
	for (const struct json_value *member = value->first; member; member = member->next) {
		if (member->is_duplicate || !is_text_list(member))
			return false;
		count += compile_principals(arena, member, principals + count);
	}
	statement->principals = principals;
	statement->principal_count = (uint32_t)count;
	return true;
}

/* The text that a condition value stands for: numbers and booleans as they are written. */
static bool value_text(const struct json_value *value, const char **out_text, size_t *out_len)
{
	switch (value->kind) {
	case JSON_STRING:
	case JSON_NUMBER:
		*out_text = value->text;
		*out_len = value->len;
		return true;
	case JSON_BOOLEAN:
		*out_text = value->boolean ? "true" : "false";
		*out_len = strlen(*out_text);
		return true;
	default:
		return false;
	}
}

static bool compile_condition(struct arena *arena, const struct json_value *member,
			      unsigned text_flags, struct policy_condition *condition)
{
	const struct json_value *item = list_first(member);
	size_t count = list_len(member);
	struct policy_operand *operands = arena_array(arena, count, sizeof(*operands));
	size_t key_len = strlen(member->key);

	condition->key = policy_key_of(arena_strndup(arena, member->key, key_len), key_len);
	condition->operands = operands;
	condition->operand_count = (uint32_t)count;
	for (size_t i = 0; i < count; i++, item = item->next) {
		const char *text;
		size_t len;

		if (!value_text(item, &text, &len))
			return false;
		operands[i].source = arena_strndup(arena, text, len);
		operands[i].len = (uint32_t)len;
		if (condition->test)
			condition->test->compile(arena, text_flags, &operands[i]);
	}
	return true;
}

static size_t count_conditions(const struct json_value *block)
{
	size_t count = 0;

	for (const struct json_value *test = block->first; test; test = test->next)
		count += test->kind == JSON_OBJECT ? test->len : 0;
	return count;
}

bool policy_elements_conditions(struct arena *arena, const struct json_value *value,
				unsigned text_flags, struct policy_statement *statement)
{
	struct policy_condition *conditions;
	size_t count = 0;

	if (value->kind != JSON_OBJECT)
		return false;
	conditions = arena_array(arena, count_conditions(value), sizeof(*conditions));
	for (const struct json_value *test = value->first; test; test = test->next) {
		struct policy_condition row;
		bool known = policy_condition_read_name(arena_strdup(arena, test->key), &row);

		UNUSED(known);
		if (test->kind != JSON_OBJECT || test->is_duplicate)
			return false;
		for (const struct json_value *key = test->first; key; key = key->next) {
			conditions[count] = row;
			if (key->is_duplicate ||
			    !compile_condition(arena, key, text_flags, &conditions[count++]))
				return false;
		}
	}
	statement->conditions = conditions;
	statement->condition_count = (uint32_t)count;
	return true;
}
