#include "tests/support/check.h"

#include <string.h>

static const struct row {
	const char *name;
	size_t sizes[4];
} rows[] = {
	{ "a size of zero still gives memory of its own", { 0, 1, 0, 2 } },
	{ "small objects share a block and do not overlap", { 1, 7, 16, 33 } },
	{ "an object larger than a block gets one that fits", { 100000, 8, 3000000, 5 } },
};

/* Fills every object with its own byte and then looks at all of them again. */
static void holds_its_bytes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	unsigned char *objects[ARRAY_LEN(row->sizes)];

	for (size_t i = 0; i < ARRAY_LEN(row->sizes); i++) {
		objects[i] = arena_alloc(&t->arena, row->sizes[i]);
		assert_non_null(objects[i]);
		assert_int_equal((uintptr_t)objects[i] % _Alignof(max_align_t), 0);
		for (size_t b = 0; b < row->sizes[i]; b++)
			assert_int_equal(objects[i][b], 0);
		memset(objects[i], (int)i + 1, row->sizes[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(row->sizes); i++)
		for (size_t b = 0; b < row->sizes[i]; b++)
			assert_int_equal(objects[i][b], i + 1);
	arena_wipe(&t->arena);
	assert_int_equal(t->arena.used, 0);
}

static const struct text_row {
	const char *name;
	const char *text;
} text_rows[] = {
	{ "NULL is copied as NULL", NULL },
	{ "an empty text is copied as an empty text", "" },
	{ "a text is copied with its end", "root" },
};

static void copies_texts(void **state)
{
	struct fixture *t = *state;
	const struct text_row *row = t->row;
	const char *copy = arena_strdup(&t->arena, row->text);

	if (!row->text) {
		assert_null(copy);
		return;
	}
	assert_string_equal(copy, row->text);
	assert_ptr_not_equal(copy, row->text);
	assert_string_equal(arena_printf(&t->arena, "<%s>", copy) + 1 + strlen(copy), ">");
	/* Texts stand close together; what comes after them is aligned again. */
	copy = arena_strdup(&t->arena, row->text);
	assert_ptr_equal(arena_strdup(&t->arena, "x"), copy + strlen(copy) + 1);
	assert_int_equal((uintptr_t)arena_alloc(&t->arena, 8) % _Alignof(max_align_t), 0);
}

static const struct grow_row {
	const char *name;
	size_t size, between, new_size; /* of the object, of another one behind it, wanted */
	bool stays;
} grow_rows[] = {
	{ "an object with another one behind it moves", 10, 1, 100, false },
	{ "an object that no longer fits into the block moves", 10, 0, 20000, false },
	{ "the last object of a block grows where it is", 10, 0, 100, true },
	{ "an object may grow into what would align the next one", 10, 0, 12, true },
};

static void grows(void **state)
{
	struct fixture *t = *state;
	const struct grow_row *row = t->row;
	unsigned char *object = arena_alloc(&t->arena, row->size);
	unsigned char *grown;

	memset(object, 7, row->size);
	if (row->between)
		arena_alloc(&t->arena, row->between);
	grown = arena_grow(&t->arena, object, row->size, row->new_size);
	assert_int_equal(grown == object, row->stays);
	for (size_t b = 0; b < row->new_size; b++)
		assert_int_equal(grown[b], b < row->size ? 7 : 0);
	arena_reset(&t->arena);
	assert_int_equal(*(unsigned char *)arena_alloc(&t->arena, 1), 0);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, holds_its_bytes),
		CHECK_TABLE(text_rows, copies_texts),
		CHECK_TABLE(grow_rows, grows),
	};

	return check_tables("wire/arena", tables, ARRAY_LEN(tables));
}
