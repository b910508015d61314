#include "wire/json_match.h"

#include <string.h>

static bool scalar_equals(const struct json_value *wanted, const struct json_value *found)
{
	if (wanted->kind != found->kind)
		return false;
	if (wanted->kind == JSON_BOOLEAN)
		return wanted->boolean == found->boolean;
	return wanted->kind == JSON_NULL || !strcmp(wanted->text, found->text);
}

static bool some_item_matches(const struct json_value *wanted, const struct json_value *array)
{
	for (const struct json_value *item = array->first; item; item = item->next)
		if (json_match_is_part(wanted, item))
			return true;
	return false;
}

static bool array_is_part(const struct json_value *wanted, const struct json_value *found)
{
	if (!wanted->first)
		return !found->first;
	for (const struct json_value *item = wanted->first; item; item = item->next)
		if (!some_item_matches(item, found))
			return false;
	return true;
}

static bool object_is_part(const struct json_value *wanted, const struct json_value *found)
{
	for (const struct json_value *member = wanted->first; member; member = member->next)
		if (!json_match_is_part(member, json_get(found, member->key)))
			return false;
	return true;
}

bool json_match_is_part(const struct json_value *wanted, const struct json_value *found)
{
	if (!found)
		return wanted->kind == JSON_NULL;
	if (wanted->kind == JSON_OBJECT)
		return found->kind == JSON_OBJECT && object_is_part(wanted, found);
	if (wanted->kind == JSON_ARRAY)
		return found->kind == JSON_ARRAY && array_is_part(wanted, found);
	return scalar_equals(wanted, found);
}

static const char *object_difference(struct arena *arena, const struct json_value *wanted,
				     const struct json_value *found)
{
	for (const struct json_value *member = wanted->first; member; member = member->next) {
		const struct json_value *other = json_get(found, member->key);

		if (!json_match_is_part(member, other))
			return arena_printf(arena, ".%s%s", member->key,
					    json_match_first_difference(arena, member, other));
	}
	return "";
}

static const char *array_difference(struct arena *arena, const struct json_value *wanted,
				    const struct json_value *found)
{
	size_t index = 0;

	for (const struct json_value *item = wanted->first; item; item = item->next, index++)
		if (!some_item_matches(item, found))
			return arena_printf(arena, "[%zu]", index);
	return "";
}

const char *json_match_first_difference(struct arena *arena, const struct json_value *wanted,
					const struct json_value *found)
{
	if (found && wanted->kind == JSON_OBJECT && found->kind == JSON_OBJECT)
		return object_difference(arena, wanted, found);
	if (found && wanted->kind == JSON_ARRAY && found->kind == JSON_ARRAY)
		return array_difference(arena, wanted, found);
	return "";
}
