#include "tests/support/check.h"

#include <string.h>

#include "client/shared_text.h"

static const struct row {
	const char *name;
	const char *one, *other;
	bool is_same; /* the copy */
} rows[] = {
	{ "no text is no text", NULL, NULL, true },
	{ "a text that begins with another is its own", "ACTIVE", "ACTIV", false },
	{ "a text that another begins with is its own", "ACTIV", "ACTIVE", false },
	{ "an empty text is a text", "", "x", false },
	{ "a text that is asked for again is the same copy", "ou-1-2", "ou-1-2", true },
};

static void shares(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct shared_texts texts = { .arena = &t->arena };
	const char *one = shared_text(&texts, row->one), *other = shared_text(&texts, row->other);

	assert_int_equal(one == other, row->is_same);
	if (row->one) {
		assert_string_equal(one, row->one);
		assert_string_equal(other, row->other);
		assert_ptr_not_equal(one, row->one);
	}
}

/* More texts than there is room to remember: each is right, and early ones may be copied again. */
static void displaces(void **state)
{
	struct fixture *t = *state;
	struct shared_texts texts = { .arena = &t->arena };
	const char *copies[4 * SHARED_TEXT_SLOTS];

	for (size_t i = 0; i < ARRAY_LEN(copies); i++)
		copies[i] = shared_text(&texts, arena_printf(&t->arena, "unit %zu", i));
	for (size_t i = 0; i < ARRAY_LEN(copies); i++)
		assert_string_equal(copies[i], arena_printf(&t->arena, "unit %zu", i));
}

static const struct row many_rows[] = {
	{ "many texts stay what they were" },
};

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, shares),
		CHECK_TABLE(many_rows, displaces),
	};

	return check_tables("client/shared_text", tables, ARRAY_LEN(tables));
}
