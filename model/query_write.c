#include <stdio.h>
#include <string.h>

#include "model/query.h"
#include "model/value.h"

struct writer {
	struct arena *arena;
	struct buffer *out;
	struct buffer key; /* of the value being written */
};

static void write_value(struct writer *writer, const struct api_shape *shape, const void *value);

/* Appends to the key; returns how long it was, for shorten_key. */
static size_t extend_key(struct writer *writer, const char *part)
{
	size_t before = writer->key.len;

	if (before)
		buffer_add_char(&writer->key, '.');
	buffer_add_text(&writer->key, part);
	return before;
}

static void shorten_key(struct writer *writer, size_t len)
{
	writer->key.len = len;
	writer->key.data[len] = '\0';
}

static size_t extend_key_index(struct writer *writer, size_t index)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", index + 1);
	return extend_key(writer, digits);
}

static void write_members(struct writer *writer, const struct api_shape *shape,
			  const void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *value = value_get(member, structure);
		size_t len;

		if (!value)
			continue;
		len = extend_key(writer, member->wire_name);
		write_value(writer, member->shape, value);
		shorten_key(writer, len);
	}
}

/* Lists and maps: KEY.member.N and KEY.entry.N.key, without the middle word when flattened. */
static void write_items(struct writer *writer, const struct api_shape *shape, const void *list)
{
	const char *middle = shape->kind == API_MAP ? "entry" : shape->item_name;
	size_t len = writer->key.len;

	/* An empty list is the key alone (what AWS's own clients send). */
	if (value_list_len(list) == 0)
		form_add(writer->out, writer->key.data, "");
	else if (!shape->is_flattened)
		extend_key(writer, middle);
	for (size_t i = 0; i < value_list_len(list); i++) {
		const void *item = value_item(shape, list, i);
		size_t item_len = extend_key_index(writer, i);

		if (shape->kind == API_MAP)
			write_members(writer, shape, item);
		else
			write_value(writer, shape->item, item);
		shorten_key(writer, item_len);
	}
	shorten_key(writer, len);
}

static void write_value(struct writer *writer, const struct api_shape *shape, const void *value)
{
	const char *text;

	if (shape->kind == API_STRUCTURE) {
		write_members(writer, shape, value);
	} else if (!value_is_scalar(shape)) {
		write_items(writer, shape, value);
	} else {
		text = value_to_text(writer->arena, shape, value, VALUE_TIME_ISO);
		if (text)
			form_add(writer->out, writer->key.data, text);
	}
}

void query_write(struct arena *arena, const struct api_operation *operation, const void *in,
		 struct buffer *out)
{
	struct writer writer = { .arena = arena, .out = out };

	buffer_init(&writer.key, arena, 64);
	form_add(out, "Action", operation->name);
	form_add(out, "Version", operation->service->api_version);
	write_members(&writer, operation->input, in);
}
