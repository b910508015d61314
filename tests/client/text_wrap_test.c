#include "tests/support/check.h"

#include "client/text_wrap.h"

static const struct row {
	const char *name;
	const char *text;
	size_t width;
	const char *wrapped;
} rows[] = {
	{ "an escape sequence in an account's name does not reach the terminal", "a\x1b[31mb", 80,
	  "a?[31mb" },
	{ "a word longer than the line is not cut", "arn:aws:iam::1:root x", 8,
	  "arn:aws:iam::1:root\n  x" },
	{ "a width of nothing breaks nothing", "one two three", 0, "one two three" },
	{ "a line that fits stays", "one two", 7, "one two" },
	{ "a line breaks at the last blank that fits", "one two three", 8, "one two\n  three" },
	{ "what goes on is indented deeper than its line", "  key: never used at all", 12,
	  "  key: never\n    used at\n    all" },
	{ "each line is wrapped for itself", "a b\n\nc d", 2, "a\n  b\n\nc\n  d" },
};

static void wraps(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;

	assert_string_equal(text_wrap(&t->arena, row->text, row->width), row->wrapped);
}

int main(void)
{
	return check_table("client/text_wrap", rows, wraps);
}
