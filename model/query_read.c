#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/query.h"
#include "model/value.h"

enum {
	SKIP_MAX = 10,  /* list elements an index may leave out (recorded) */
	DEPTH_MAX = 32, /* of structures in each other; a bound, not AWS's */
};

struct reader {
	struct arena *arena;
	const struct form_field **fields; /* by name, the first of equal names first */
	size_t count;
	struct buffer key; /* of the value being read */
	unsigned depth;
	struct api_problem *problem;
};

static bool read_value(struct reader *reader, const struct api_shape *shape, void *place);

static bool malformed(struct reader *reader, const char *message)
{
	*reader->problem = (struct api_problem){
		.http_status = 400,
		.code = "MalformedInput",
		.message = message,
	};
	return false;
}

static int compare_fields(const void *a, const void *b)
{
	const struct form_field *left = *(const struct form_field *const *)a;
	const struct form_field *right = *(const struct form_field *const *)b;
	int order = strcmp(left->name, right->name);

	return order ? order : (left > right) - (left < right);
}

/* The first field whose name is not before @name. */
static size_t lower_bound(const struct reader *reader, const char *name)
{
	size_t low = 0, high = reader->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(reader->fields[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The value of the current key, or NULL. */
static const char *find_text(const struct reader *reader)
{
	size_t at = lower_bound(reader, reader->key.data);

	if (at == reader->count || strcmp(reader->fields[at]->name, reader->key.data) != 0)
		return NULL;
	return reader->fields[at]->value;
}

/* Whether any key goes on below the current one. */
static bool has_below(struct reader *reader)
{
	size_t len = reader->key.len, at;
	bool found;

	buffer_add_char(&reader->key, '.');
	at = lower_bound(reader, reader->key.data);
	found = at < reader->count &&
		strncmp(reader->fields[at]->name, reader->key.data, reader->key.len) == 0;
	reader->key.len = len;
	reader->key.data[len] = '\0';
	return found;
}

static size_t extend_key(struct reader *reader, const char *part)
{
	size_t before = reader->key.len;

	if (before)
		buffer_add_char(&reader->key, '.');
	buffer_add_text(&reader->key, part);
	return before;
}

static void shorten_key(struct reader *reader, size_t len)
{
	reader->key.len = len;
	reader->key.data[len] = '\0';
}

static bool read_scalar(struct reader *reader, const struct api_shape *shape, void *place)
{
	const char *text = find_text(reader);

	if (!text)
		return true;
	if (value_from_text(reader->arena, shape, text, place))
		return true;
	if (!*text && (shape->kind == API_INTEGER || shape->kind == API_LONG))
		return malformed(reader, "missing value for decimal type");
	return malformed(reader, NULL);
}

static bool read_members(struct reader *reader, const struct api_shape *shape, void *structure)
{
	bool fine = true;

	for (size_t i = 0; fine && i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		size_t len = extend_key(reader, member->wire_name);

		if (member->shape->kind != API_STRUCTURE)
			fine = read_value(reader, member->shape,
					  (char *)structure + member->offset);
		else if (has_below(reader))
			fine = read_value(reader, member->shape,
					  value_place(reader->arena, member, structure));
		shorten_key(reader, len);
	}
	return fine;
}

static int compare_indices(const void *a, const void *b)
{
	unsigned long left = *(const unsigned long *)a, right = *(const unsigned long *)b;

	return (left > right) - (left < right);
}

/* The different indices below the current key, in order. */
static size_t find_indices(struct reader *reader, unsigned long **out_indices)
{
	size_t len = reader->key.len, first, end, count = 0, kept = 0;
	unsigned long *indices;

	buffer_add_char(&reader->key, '.');
	first = end = lower_bound(reader, reader->key.data);
	while (end < reader->count &&
	       strncmp(reader->fields[end]->name, reader->key.data, reader->key.len) == 0)
		end++;
	indices = arena_array(reader->arena, end - first, sizeof(*indices));
	for (size_t i = first; i < end; i++) {
		char *rest;
		unsigned long index = strtoul(reader->fields[i]->name + len + 1, &rest, 10);

		if (index && (!*rest || *rest == '.'))
			indices[count++] = index;
	}
	shorten_key(reader, len);
	qsort(indices, count, sizeof(*indices), compare_indices);
	for (size_t i = 0; i < count; i++)
		if (!kept || indices[kept - 1] != indices[i])
			indices[kept++] = indices[i];
	*out_indices = indices;
	return kept;
}

static bool check_indices(struct reader *reader, const unsigned long *indices, size_t count)
{
	unsigned long before = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned long skipped = indices[i] - before - 1;

		if (skipped > SKIP_MAX)
			return malformed(reader,
					 arena_printf(reader->arena,
						      "Excessively sparse input would skip %lu "
						      "list elements",
						      skipped));
		before = indices[i];
	}
	return true;
}

/* The items below the current key, which ends with the middle word if there is one. */
static bool read_items(struct reader *reader, const struct api_shape *shape, void *list)
{
	unsigned long *indices;
	size_t count = find_indices(reader, &indices);
	bool fine = check_indices(reader, indices, count);

	if (!fine || !count)
		return fine;
	value_list_make(reader->arena, shape, list, count);
	for (size_t i = 0; fine && i < count; i++) {
		char digits[24];
		void *item = value_item_place(shape, list, i);
		size_t len;

		snprintf(digits, sizeof(digits), "%lu", indices[i]);
		len = extend_key(reader, digits);
		fine = shape->kind == API_MAP ? read_members(reader, shape, item)
					      : read_value(reader, shape->item, item);
		shorten_key(reader, len);
	}
	return fine;
}

static bool read_list(struct reader *reader, const struct api_shape *shape, void *list)
{
	const char *alone = find_text(reader);
	size_t len = reader->key.len;
	bool fine;

	if (alone && !*alone)
		value_list_make(reader->arena, shape, list, 0);
	if (!shape->is_flattened)
		extend_key(reader, shape->kind == API_MAP ? "entry" : shape->item_name);
	fine = read_items(reader, shape, list);
	shorten_key(reader, len);
	return fine;
}

static bool read_value(struct reader *reader, const struct api_shape *shape, void *place)
{
	bool fine;

	if (value_is_scalar(shape))
		return read_scalar(reader, shape, place);
	if (reader->depth == DEPTH_MAX)
		return malformed(reader, NULL);
	reader->depth++;
	fine = shape->kind == API_STRUCTURE ? read_members(reader, shape, place)
					    : read_list(reader, shape, place);
	reader->depth--;
	return fine;
}

bool query_read(struct arena *arena, const struct api_operation *operation, const struct form *form,
		void *out_in, struct api_problem *out_problem)
{
	struct reader reader = { .arena = arena, .count = form->count, .problem = out_problem };

	reader.fields = arena_array(arena, form->count, sizeof(struct form_field *));
	for (size_t i = 0; i < form->count; i++) {
		reader.fields[i] = &form->fields[i];
		if (!query_check_key(arena, operation->input, form->fields[i].name, out_problem))
			return false;
	}
	qsort(reader.fields, reader.count, sizeof(struct form_field *), compare_fields);
	buffer_init(&reader.key, arena, 64);
	return read_members(&reader, operation->input, out_in);
}
