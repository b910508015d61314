#include "mock/parameters.h"

#include "model/value.h"
#include "wire/clock.h"

static void write_value(struct json_writer *json, const struct api_shape *shape, const void *value);

static void write_list(struct json_writer *json, const struct api_shape *shape, const void *value)
{
	json_open_array(json);
	for (size_t i = 0; i < value_list_len(value); i++)
		write_value(json, shape->item, value_item(shape, value, i));
	json_close_array(json);
}

static void write_map(struct json_writer *json, const struct api_shape *shape, const void *value)
{
	json_open_object(json);
	for (size_t i = 0; i < value_list_len(value); i++) {
		const char *entry = value_item(shape, value, i);

		json_key(json,
			 *(const char *const *)(const void *)(entry + shape->members[0].offset));
		write_value(json, shape->members[1].shape, entry + shape->members[1].offset);
	}
	json_close_object(json);
}

static void write_time(struct json_writer *json, int64_t ms)
{
	char text[CLOCK_ISO_LEN + 1];

	clock_format_iso(ms, text);
	json_string(json, text);
}

static void write_value(struct json_writer *json, const struct api_shape *shape, const void *value)
{
	switch (shape->kind) {
	case API_STRING:
		json_string(json, *(const char *const *)value);
		break;
	case API_INTEGER:
	case API_LONG:
		json_integer(json, ((const struct api_integer *)value)->value);
		break;
	case API_BOOLEAN:
		json_boolean(json, ((const struct api_boolean *)value)->value);
		break;
	case API_TIMESTAMP:
		write_time(json, ((const struct api_timestamp *)value)->ms);
		break;
	case API_BLOB:
		json_string(json, "(bytes)");
		break;
	case API_LIST_KIND:
		write_list(json, shape, value);
		break;
	case API_MAP:
		write_map(json, shape, value);
		break;
	case API_STRUCTURE:
		parameters_write(json, shape, value);
		break;
	}
}

void parameters_write(struct json_writer *json, const struct api_shape *shape, const void *value)
{
	json_open_object(json);
	for (size_t i = 0; value && i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *present = value_get(member, value);

		if (!present || member->shape->is_sensitive)
			continue;
		json_key(json, member->name);
		write_value(json, member->shape, present);
	}
	json_close_object(json);
}
