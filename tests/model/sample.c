#include "tests/model/sample.h"

#include <string.h>

#include "model/value.h"
#include "wire/buffer.h"

enum { DEPTH_MAX = 5, LIST_MAX = 3, TEXT_MAX = 24 };

struct maker {
	struct arena *arena;
	uint64_t state;
	unsigned depth;
	enum api_location location; /* of the member being made */
};

static void fill_value(struct maker *maker, const struct api_shape *shape, void *place);

static uint64_t pick(struct maker *maker, uint64_t below)
{
	/* xorshift64* */
	maker->state ^= maker->state >> 12;
	maker->state ^= maker->state << 25;
	maker->state ^= maker->state >> 27;
	return (maker->state * 0x2545F4914F6CDD1DULL >> 33) % below;
}

static const char *make_text(struct maker *maker, const struct api_shape *shape)
{
	static const char *const anything[] = { "a", "Z",  "7",      " ",      "&",         "<",
						">", "\"", "\\",     "+",      "%",         "=",
						"/", "\n", "\u00e9", "\u6f22", "\U0001f511" };
	static const char *const documents[] = { "\"a\"", "[\"b\",1.5]", "{\"c\":[true,false]}" };
	static const char *const plain[] = { "a", "b", "X", "0", "-", "_", "." };
	bool is_plain = maker->location == API_IN_URI || maker->location == API_IN_HEADER;
	size_t least = shape->has_min && shape->min > 1 ? (size_t)shape->min : 1;
	size_t len = least + pick(maker, TEXT_MAX), count = 0;
	struct buffer text;

	if (shape->is_json)
		return documents[pick(maker, ARRAY_LEN(documents))];
	if (shape->enum_values) {
		while (shape->enum_values[count])
			count++;
		return shape->enum_values[pick(maker, count)];
	}
	if (shape->has_max && len > (size_t)shape->max)
		len = (size_t)shape->max;
	buffer_init(&text, maker->arena, 32);
	for (size_t i = 0; i < len; i++)
		buffer_add_text(&text, is_plain ? plain[pick(maker, ARRAY_LEN(plain))]
						: anything[pick(maker, ARRAY_LEN(anything))]);
	return text.data;
}

static int64_t make_integer(struct maker *maker, const struct api_shape *shape)
{
	int64_t min = shape->has_min ? shape->min : INT32_MIN;
	int64_t max = shape->has_max ? shape->max : INT32_MAX;

	return min + (int64_t)pick(maker, (uint64_t)(max - min) + 1);
}

static void make_items(struct maker *maker, const struct api_shape *shape, void *list)
{
	size_t least = shape->has_min ? (size_t)shape->min : 0;
	size_t len = maker->depth < DEPTH_MAX ? least + pick(maker, LIST_MAX) : 0;

	value_list_make(maker->arena, shape, list, len);
	for (size_t i = 0; i < len; i++) {
		char *item = value_item_place(shape, list, i);

		if (shape->kind == API_LIST_KIND) {
			fill_value(maker, shape->item, item);
			continue;
		}
		for (size_t j = 0; j < shape->member_count; j++)
			fill_value(maker, shape->members[j].shape, item + shape->members[j].offset);
	}
}

static void fill_members(struct maker *maker, const struct api_shape *shape, void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];

		if (maker->depth > DEPTH_MAX && member->shape->kind == API_STRUCTURE)
			continue;
		/* The first is always there: some forms cannot carry an empty structure. */
		if (i && !member->is_required && pick(maker, 4) == 0)
			continue;
		maker->location = member->location;
		fill_value(maker, member->shape, value_place(maker->arena, member, structure));
	}
}

static void fill_value(struct maker *maker, const struct api_shape *shape, void *place)
{
	static const uint8_t bytes[] = { 0, 1, 2, 0xfe, 0xff, 'a', '\n', 0x80 };

	maker->depth++;
	switch (shape->kind) {
	case API_STRING:
		*(const char **)place = make_text(maker, shape);
		break;
	case API_INTEGER:
	case API_LONG:
		*(struct api_integer *)place = api_integer(make_integer(maker, shape));
		break;
	case API_BOOLEAN:
		*(struct api_boolean *)place = api_boolean(pick(maker, 2));
		break;
	case API_TIMESTAMP:
		*(struct api_timestamp *)place =
			api_timestamp((int64_t)pick(maker, 4000000000) * 1000);
		break;
	case API_BLOB:
		*(struct api_blob *)place = (struct api_blob){ bytes, pick(maker, sizeof(bytes)) };
		break;
	case API_LIST_KIND:
	case API_MAP:
		make_items(maker, shape, place);
		break;
	case API_STRUCTURE:
		fill_members(maker, shape, place);
		break;
	}
	maker->depth--;
}

void sample_fill(struct arena *arena, uint64_t seed, const struct api_shape *shape,
		 void *out_structure)
{
	struct maker maker = { .arena = arena, .state = seed * 0x9E3779B97F4A7C15ULL + 1 };

	fill_members(&maker, shape, out_structure);
}

static bool equal_values(struct arena *arena, const struct api_shape *shape, const void *left,
			 const void *right, const char **out_path);

static bool equal_items(struct arena *arena, const struct api_shape *shape, const void *left,
			const void *right, const char **out_path)
{
	*out_path = "length";
	if (value_list_len(left) != value_list_len(right))
		return false;
	for (size_t i = 0; i < value_list_len(left); i++) {
		const void *a = value_item(shape, left, i), *b = value_item(shape, right, i);

		if (shape->kind == API_MAP ? sample_equal(arena, shape, a, b, out_path)
					   : equal_values(arena, shape->item, a, b, out_path))
			continue;
		*out_path = arena_printf(arena, "%zu.%s", i + 1, *out_path);
		return false;
	}
	return true;
}

static bool equal_values(struct arena *arena, const struct api_shape *shape, const void *left,
			 const void *right, const char **out_path)
{
	if (shape->kind == API_STRUCTURE)
		return sample_equal(arena, shape, left, right, out_path);
	if (!value_is_scalar(shape))
		return equal_items(arena, shape, left, right, out_path);
	*out_path = "value";
	return strcmp(value_to_text(arena, shape, left, VALUE_TIME_ISO),
		      value_to_text(arena, shape, right, VALUE_TIME_ISO)) == 0;
}

bool sample_equal(struct arena *arena, const struct api_shape *shape, const void *left,
		  const void *right, const char **out_path)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *a = value_get(member, left), *b = value_get(member, right);

		*out_path = "presence";
		if (!a && !b)
			continue;
		if (a && b && equal_values(arena, member->shape, a, b, out_path))
			continue;
		*out_path = arena_printf(arena, "%s.%s", member->name, *out_path);
		return false;
	}
	return true;
}
