#include "mock/organizations/tag_policy.h"

#include <string.h>

#define CONTROL "@@operators_allowed_for_child_policies"

static bool is_named(const struct json_value *member, const char *name)
{
	return strcasecmp(member->key, name) == 0;
}

static bool is_operator(const struct json_value *member)
{
	return is_named(member, "@@assign") || is_named(member, "@@append") ||
	       is_named(member, "@@remove");
}

static bool is_scalar(const struct json_value *value)
{
	return value->kind != JSON_OBJECT && value->kind != JSON_ARRAY;
}

/* Calls @check for a scalar or for each item of a flat list. */
static bool each_text(const struct json_value *value, bool (*check)(const struct json_value *item))
{
	if (is_scalar(value))
		return check(value);
	if (value->kind != JSON_ARRAY)
		return false;
	for (const struct json_value *item = value->first; item; item = item->next)
		if (!is_scalar(item) || !check(item))
			return false;
	return true;
}

static bool is_anything(const struct json_value *item)
{
	(void)item;
	return true;
}

static bool is_tag_value(const struct json_value *item)
{
	const char *star = item->kind == JSON_STRING ? strchr(item->text, '*') : NULL;

	return !star || !strchr(star + 1, '*');
}

/* "sqs:queue", "ecs:ALL_SUPPORTED"; no wildcards. */
static bool is_resource_type(const struct json_value *item)
{
	const char *colon = item->kind == JSON_STRING ? strchr(item->text, ':') : NULL;

	return colon && colon != item->text && colon[1] != '\0' && !strpbrk(item->text, "* ") &&
	       !strchr(colon + 1, ':');
}

static bool is_control_name(const struct json_value *item)
{
	static const char *const names[] = { "@@all", "@@none", "@@assign", "@@append",
					     "@@remove" };

	if (item->kind != JSON_STRING)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcasecmp(item->text, names[i]) == 0)
			return true;
	return false;
}

/* Known names, none twice in the same letters, "@@none" alone. */
static bool is_control(const struct json_value *value)
{
	if (value->kind != JSON_ARRAY || !each_text(value, is_control_name))
		return false;
	for (const struct json_value *item = value->first; item; item = item->next) {
		if (strcasecmp(item->text, "@@none") == 0 && value->len > 1)
			return false;
		for (const struct json_value *other = item->next; other; other = other->next)
			if (strcmp(item->text, other->text) == 0)
				return false;
	}
	return true;
}

/* A field of a rule: what its values must be; tag_key is checked against its key. */
static const struct field {
	const char *name;
	bool (*check)(const struct json_value *item);
} fields[] = {
	{ "tag_value", is_tag_value },
	{ "enforced_for", is_resource_type },
	{ "report_required_tag_for", is_resource_type },
};

static bool is_tag_key(const struct json_value *field, const char *key)
{
	if (field->kind != JSON_OBJECT)
		return false;
	for (const struct json_value *member = field->first; member; member = member->next) {
		if (is_named(member, CONTROL)
			    ? !is_control(member)
			    : !is_named(member, "@@assign") || member->kind != JSON_STRING ||
				      strcasecmp(member->text, key) != 0)
			return false;
	}
	return true;
}

static bool is_field(const struct json_value *value)
{
	const struct field *field = fields;

	while (field < fields + ARRAY_LEN(fields) && !is_named(value, field->name))
		field++;
	if (field == fields + ARRAY_LEN(fields) || value->kind != JSON_OBJECT)
		return false;
	for (const struct json_value *member = value->first; member; member = member->next) {
		if (is_named(member, CONTROL)) {
			if (!is_control(member))
				return false;
		} else if (!is_operator(member) || !each_text(member, field->check)) {
			return false;
		}
	}
	return true;
}

static bool is_rule(const struct json_value *rule)
{
	if (rule->key[0] == '\0' || rule->kind != JSON_OBJECT)
		return false;
	for (const struct json_value *member = rule->first; member; member = member->next) {
		if (is_named(member, CONTROL)     ? !is_control(member)
		    : is_named(member, "tag_key") ? !is_tag_key(member, rule->key)
						  : !is_field(member))
			return false;
	}
	return true;
}

/* Keys that differ in case only are one tag, which cannot have two rules. */
static bool is_repeated(const struct json_value *rule)
{
	for (const struct json_value *other = rule->next; other; other = other->next)
		if (is_named(other, rule->key))
			return true;
	return false;
}

static bool is_tags(const struct json_value *tags)
{
	if (tags->kind != JSON_OBJECT)
		return false;
	for (const struct json_value *rule = tags->first; rule; rule = rule->next) {
		if (is_named(rule, CONTROL)) {
			if (!is_control(rule))
				return false;
		} else if (is_operator(rule) || is_repeated(rule) || !is_rule(rule)) {
			return false;
		}
	}
	return true;
}

bool tag_policy_is_valid(const struct json_value *document)
{
	struct fault fault = { 0 };

	if (document->kind != JSON_OBJECT || !document->first ||
	    !json_check_duplicates(document, &fault))
		return false;
	for (const struct json_value *member = document->first; member; member = member->next) {
		if (is_named(member, "tags")) {
			if (!is_tags(member))
				return false;
		} else if (is_named(member, CONTROL)) {
			if (!is_control(member))
				return false;
		} else if (!is_operator(member) || !each_text(member, is_anything)) {
			return false;
		}
	}
	return true;
}
