#include "model/json.h"

#include "model/value.h"

static void write_value(struct arena *arena, struct json_writer *writer,
			const struct api_shape *shape, const void *value);

static void write_list(struct arena *arena, struct json_writer *writer,
		       const struct api_shape *shape, const void *list)
{
	json_open_array(writer);
	for (size_t i = 0; i < value_list_len(list); i++)
		write_value(arena, writer, shape->item, value_item(shape, list, i));
	json_close_array(writer);
}

static void write_map(struct arena *arena, struct json_writer *writer,
		      const struct api_shape *shape, const void *map)
{
	json_open_object(writer);
	for (size_t i = 0; i < value_list_len(map); i++) {
		const char *entry = value_item(shape, map, i);
		const void *key = entry + shape->members[0].offset;

		json_key(writer, *(const char *const *)key);
		write_value(arena, writer, shape->members[1].shape,
			    entry + shape->members[1].offset);
	}
	json_close_object(writer);
}

static void write_time(struct arena *arena, struct json_writer *writer,
		       const struct api_shape *shape, const void *value)
{
	if (shape->is_iso_time)
		json_string(writer, value_to_text(arena, shape, value, VALUE_TIME_ISO));
	else
		json_seconds(writer, ((const struct api_timestamp *)value)->ms);
}

static void write_text(struct arena *arena, struct json_writer *writer,
		       const struct api_shape *shape, const void *value)
{
	const char *text = value_to_text(arena, shape, value, VALUE_TIME_ISO);

	if (shape->is_json)
		json_raw(writer, text);
	else
		json_string(writer, text);
}

static void write_value(struct arena *arena, struct json_writer *writer,
			const struct api_shape *shape, const void *value)
{
	switch (shape->kind) {
	case API_STRING:
	case API_BLOB:
		write_text(arena, writer, shape, value);
		return;
	case API_INTEGER:
	case API_LONG:
		json_integer(writer, ((const struct api_integer *)value)->value);
		return;
	case API_BOOLEAN:
		json_boolean(writer, ((const struct api_boolean *)value)->value);
		return;
	case API_TIMESTAMP:
		write_time(arena, writer, shape, value);
		return;
	case API_LIST_KIND:
		write_list(arena, writer, shape, value);
		return;
	case API_MAP:
		write_map(arena, writer, shape, value);
		return;
	case API_STRUCTURE:
		json_write_structure(arena, writer, shape, value);
		return;
	}
}

void json_write_structure(struct arena *arena, struct json_writer *writer,
			  const struct api_shape *shape, const void *structure)
{
	json_open_object(writer);
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *value = value_get(member, structure);

		if (!value || member->location != API_IN_BODY)
			continue;
		if (member->shape->kind == API_STRING && !member->shape->is_json) {
			json_member(writer, member->json_key, member->json_key_len,
				    *(const char *const *)value);
			continue;
		}
		json_key_ready(writer, member->json_key, member->json_key_len);
		write_value(arena, writer, member->shape, value);
	}
	json_close_object(writer);
}

static bool read_value(struct arena *arena, const struct json_value *json,
		       const struct api_shape *shape, struct fault *fault, void *place);

static bool read_list(struct arena *arena, const struct json_value *json,
		      const struct api_shape *shape, struct fault *fault, void *list)
{
	size_t i = 0;

	value_list_make(arena, shape, list, json->len);
	for (const struct json_value *at = json->first; at; at = at->next, i++) {
		if (at->kind == JSON_NULL)
			continue;
		if (!read_value(arena, at, shape->item, fault, value_item_place(shape, list, i)))
			return fault_prefix(fault, "item %zu", i + 1);
	}
	return true;
}

static bool read_map(struct arena *arena, const struct json_value *json,
		     const struct api_shape *shape, struct fault *fault, void *map)
{
	const struct api_member *key = &shape->members[0], *value = &shape->members[1];
	size_t i = 0;

	value_list_make(arena, shape, map, json->len);
	for (const struct json_value *at = json->first; at; at = at->next, i++) {
		char *entry = value_item_place(shape, map, i);

		*(const char **)(void *)(entry + key->offset) = at->key;
		if (at->kind != JSON_NULL &&
		    !read_value(arena, at, value->shape, fault, entry + value->offset))
			return fault_prefix(fault, "%s", at->key);
	}
	return true;
}

static bool read_number(const struct json_value *json, const struct api_shape *shape, void *place)
{
	struct api_integer integer = { .is_set = true };

	if (!json_to_integer(json, &integer.value))
		return false;
	if (shape->kind == API_INTEGER && (integer.value < INT32_MIN || integer.value > INT32_MAX))
		return false;
	*(struct api_integer *)place = integer;
	return true;
}

static bool read_time(struct arena *arena, const struct json_value *json,
		      const struct api_shape *shape, void *place)
{
	double seconds;
	int64_t ms;

	if (json->kind == JSON_STRING)
		return value_from_text(arena, shape, json->text, place);
	if (!json_to_double(json, &seconds) || !value_seconds_to_ms(seconds, &ms))
		return false;
	*(struct api_timestamp *)place = api_timestamp(ms);
	return true;
}

static void copy_children(struct json_writer *writer, const struct json_value *json);

static void copy_value(struct json_writer *writer, const struct json_value *json)
{
	switch (json->kind) {
	case JSON_NULL:
		json_null(writer);
		return;
	case JSON_BOOLEAN:
		json_boolean(writer, json->boolean);
		return;
	case JSON_NUMBER:
		json_raw(writer, json->text);
		return;
	case JSON_STRING:
		json_string_len(writer, json->text, json->len);
		return;
	case JSON_ARRAY:
		json_open_array(writer);
		copy_children(writer, json);
		json_close_array(writer);
		return;
	case JSON_OBJECT:
		json_open_object(writer);
		copy_children(writer, json);
		json_close_object(writer);
		return;
	}
}

/* The reader bounds how deep this goes. */
static void copy_children(struct json_writer *writer, const struct json_value *json)
{
	for (const struct json_value *child = json->first; child; child = child->next) {
		if (child->key)
			json_key(writer, child->key);
		copy_value(writer, child);
	}
}

static bool read_json(struct arena *arena, const struct json_value *json, void *place)
{
	struct json_writer writer;
	struct buffer text;

	buffer_init(&text, arena, 64);
	json_writer_init(&writer, &text, false);
	copy_value(&writer, json);
	*(const char **)place = text.data;
	return true;
}

static bool read_scalar(struct arena *arena, const struct json_value *json,
			const struct api_shape *shape, void *place)
{
	if (shape->is_json)
		return read_json(arena, json, place);
	switch (shape->kind) {
	case API_STRING:
	case API_BLOB:
		return json->kind == JSON_STRING &&
		       value_from_text(arena, shape, json->text, place);
	case API_INTEGER:
	case API_LONG:
		return read_number(json, shape, place);
	case API_BOOLEAN:
		if (json->kind != JSON_BOOLEAN)
			return false;
		*(struct api_boolean *)place = api_boolean(json->boolean);
		return true;
	default:
		return read_time(arena, json, shape, place);
	}
}

static const char *expected_kind(const struct api_shape *shape)
{
	static const char *const names[] = {
		[API_STRING] = "a string",     [API_INTEGER] = "an integer",
		[API_LONG] = "an integer",     [API_BOOLEAN] = "a boolean",
		[API_TIMESTAMP] = "a time",    [API_BLOB] = "base64 text",
		[API_LIST_KIND] = "an array",  [API_MAP] = "an object",
		[API_STRUCTURE] = "an object",
	};

	return names[shape->kind];
}

static bool read_value(struct arena *arena, const struct json_value *json,
		       const struct api_shape *shape, struct fault *fault, void *place)
{
	if (shape->kind == API_LIST_KIND && json->kind == JSON_ARRAY)
		return read_list(arena, json, shape, fault, place);
	if (shape->kind == API_MAP && json->kind == JSON_OBJECT)
		return read_map(arena, json, shape, fault, place);
	if (shape->kind == API_STRUCTURE && json->kind == JSON_OBJECT)
		return json_read_structure(arena, json, shape, fault, place);
	if (value_is_scalar(shape) && read_scalar(arena, json, shape, place))
		return true;
	return fault_set(fault, FAULT_INPUT, "expected %s, not %s", expected_kind(shape),
			 json_kind_name(json->kind));
}

bool json_read_structure(struct arena *arena, const struct json_value *object,
			 const struct api_shape *shape, struct fault *fault, void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const struct json_value *json = json_get(object, member->wire_name);

		if (!json || json->kind == JSON_NULL || member->location != API_IN_BODY)
			continue;
		if (!read_value(arena, json, member->shape, fault,
				value_place(arena, member, structure)))
			return fault_prefix(fault, "%s", member->name);
	}
	return true;
}

bool json_read_input(struct arena *arena, const struct json_value *object,
		     const struct api_operation *operation, struct fault *fault, void *in)
{
	for (const struct json_value *json = object->first; json; json = json->next) {
		const struct api_member *member =
			json->key ? api_member_by_name(operation->input, json->key) : NULL;

		if (!member)
			return fault_set(fault, FAULT_INPUT, "%s has no member %s", operation->name,
					 json->key ? json->key : "of a list");
		if (json->kind != JSON_NULL &&
		    !read_value(arena, json, member->shape, fault, value_place(arena, member, in)))
			return fault_prefix(fault, "%s", member->name);
	}
	return true;
}
