#include "tests/support/check.h"

#include <string.h>

#include "wire/utf8.h"

static const struct row {
	const char *name;
	const char *text;
	bool valid;
	size_t count;
} rows[] = {
	{ "a continuation alone is refused", "\x80", false, 0 },
	{ "a character cut short is refused", "\xe2\x82", false, 0 },
	{ "a lead byte before a letter is refused", "\xc3z", false, 0 },
	{ "an overlong slash is refused", "\xc0\xaf", false, 0 },
	{ "an overlong character of three bytes is refused", "\xe0\x80\xaf", false, 0 },
	{ "an overlong character of four bytes is refused", "\xf0\x80\x80\xaf", false, 0 },
	{ "a surrogate is refused", "\xed\xa0\x80", false, 0 },
	{ "a code point beyond the last is refused", "\xf4\x90\x80\x80", false, 0 },
	{ "a byte that never occurs is refused", "\xff", false, 0 },
	{ "an empty text has no characters", "", true, 0 },
	{ "letters are one each", "abc", true, 3 },
	{ "accents and ideographs are one each", "\xc3\xa9\xe9\x83\xa8", true, 2 },
	{ "an emoji is one character", "\xf0\x9f\x98\x80", true, 1 },
	{ "the edges of each length are read",
	  "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", true, 7 },
};

static void counts(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	size_t len = strlen(row->text);
	struct buffer out;

	assert_int_equal(utf8_is_valid(row->text, len), row->valid);
	if (!row->valid)
		return;
	assert_int_equal(utf8_count(row->text, len), row->count);
	buffer_init(&out, &t->arena, 0);
	for (size_t i = 0; i < len;) {
		uint32_t code_point;

		i += utf8_next(row->text + i, len - i, &code_point);
		utf8_add(&out, code_point);
	}
	assert_string_equal(out.data, row->text);
}

static const struct repaired_row {
	const char *name;
	const char *text, *want;
} repaired_rows[] = {
	{ "each byte of no character is replaced", "a\xff\xfe z", "a\xef\xbf\xbd\xef\xbf\xbd z" },
	{ "a character cut short by the end is replaced", "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd" },
	{ "what is valid stays", "\xc3\xa9\n", "\xc3\xa9\n" },
	{ "nothing stays nothing", "", "" },
};

static void repairs(void **state)
{
	struct fixture *t = *state;
	const struct repaired_row *row = t->row;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	utf8_add_repaired(&out, row->text, strlen(row->text));
	assert_string_equal(out.data, row->want);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, counts),
		CHECK_TABLE(repaired_rows, repairs),
	};

	return check_tables("wire/utf8", tables, ARRAY_LEN(tables));
}
