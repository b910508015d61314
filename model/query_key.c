#include <string.h>

#include "model/query.h"

static bool malformed(struct api_problem *out_problem, const char *message)
{
	*out_problem = (struct api_problem){
		.http_status = 400,
		.code = "MalformedInput",
		.message = message,
	};
	return false;
}

/* One part of a key between dots. */
struct part {
	const char *text;
	size_t len;
};

static bool next_part(const char **key, struct part *out_part)
{
	if (!*key)
		return false;
	out_part->text = *key;
	out_part->len = strcspn(*key, ".");
	*key = (*key)[out_part->len] ? *key + out_part->len + 1 : NULL;
	return true;
}

static bool part_is(const struct part *part, const char *text)
{
	return strlen(text) == part->len && strncmp(part->text, text, part->len) == 0;
}

/* Whether a part is an index, be it a wrong one: digits, perhaps behind a "-". */
static bool is_index(const struct part *part)
{
	size_t sign = part->len && part->text[0] == '-';

	return part->len > sign && strspn(part->text + sign, "0123456789") >= part->len - sign;
}

static bool check_index(struct arena *arena, const struct part *part,
			struct api_problem *out_problem)
{
	if (part->text[0] == '-')
		return malformed(out_problem,
				 arena_printf(arena, "Key %.*s may not have a leading '-'",
					      (int)part->len, part->text));
	if (strspn(part->text, "0") >= part->len)
		return malformed(out_problem, arena_printf(arena, "%.*s is not a valid index",
							   (int)part->len, part->text));
	return true;
}

static const struct api_shape *member_shape(const struct api_shape *shape, const struct part *part)
{
	for (size_t i = 0; i < shape->member_count; i++)
		if (part_is(part, shape->members[i].wire_name))
			return shape->members[i].shape;
	return NULL;
}

/*
 * Goes one step down from a list or map: over its middle word and the index.
 * *@out_shape is NULL if the key leaves what is known.
 */
static bool step_into_items(struct arena *arena, const struct api_shape *shape, const char **key,
			    const struct api_shape **out_shape, struct api_problem *out_problem)
{
	const char *middle = shape->kind == API_MAP ? "entry" : shape->item_name;
	struct part part;

	*out_shape = NULL;
	if (!next_part(key, &part))
		return true;
	if (!shape->is_flattened && (!part_is(&part, middle) || !next_part(key, &part)))
		return true;
	if (!is_index(&part))
		return true;
	if (!check_index(arena, &part, out_problem))
		return false;
	*out_shape = shape->kind == API_MAP ? shape : shape->item;
	if (*key && next_part(&(const char *){ *key }, &part) && is_index(&part))
		return malformed(out_problem, "Two index elements may not occur back to back");
	return true;
}

bool query_check_key(struct arena *arena, const struct api_shape *input, const char *key,
		     struct api_problem *out_problem)
{
	const struct api_shape *shape = input;
	bool is_entry = false; /* the key stands in an entry of a map */
	struct part part;

	while (shape && key) {
		if (shape->kind == API_LIST_KIND || (shape->kind == API_MAP && !is_entry)) {
			is_entry = shape->kind == API_MAP;
			if (!step_into_items(arena, shape, &key, &shape, out_problem))
				return false;
			continue;
		}
		next_part(&key, &part);
		if (is_index(&part) && shape != input)
			return malformed(out_problem, "Start of list found where not expected");
		shape = member_shape(shape, &part);
		is_entry = false;
	}
	return true;
}
