#include "tests/support/check.h"

#include <string.h>

#include "client/credentials/words.h"

static const struct row {
	const char *name, *line;
	const char *want; /* the words between bars; NULL: refused */
} rows[] = {
	{ "nothing is no command", "", NULL },
	{ "blanks are no command", " \t\r\n ", NULL },
	{ "a single quote needs its end", "a 'b", NULL },
	{ "a double quote needs its end", "a \"b", NULL },
	{ "an escaped quote is no end", "a \"b\\\"", NULL },
	{ "a backslash needs what it escapes", "a \\", NULL },
	{ "words are between blanks", "  a\tb\nc  ", "|a|b|c|" },
	{ "quotes keep blanks", "a 'b c' \"d e\"", "|a|b c|d e|" },
	{ "quotes join what they touch", "a'b c'\"d e\"f", "|ab cd ef|" },
	{ "an empty word is a word", "a '' \"\"", "|a|||" },
	{ "a backslash escapes a blank", "a\\ b c", "|a b|c|" },
	{ "single quotes keep backslashes", "'a\\b\\'", "|a\\b\\|" },
	{ "in double quotes it escapes a quote and itself", "\"a\\\"b\\\\c\"", "|a\"b\\c|" },
	{ "in double quotes it keeps the rest", "\"a\\nb\\$c\"", "|a\\nb\\$c|" },
	{ "nothing is expanded", "$HOME ~ * `x` $(y) a;b|c>d&e #f",
	  "|$HOME|~|*|`x`|$(y)|a;b|c>d&e|#f|" },
};

static void splits(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct fault fault = { 0 };
	char **words;
	const char *got = "|";

	if (!words_split(&t->arena, row->line, &fault, &words)) {
		assert_null(row->want);
		assert_int_equal(fault.kind, FAULT_CREDENTIALS);
		return;
	}
	for (size_t i = 0; words[i]; i++)
		got = arena_printf(&t->arena, "%s%s|", got, words[i]);
	assert_non_null(row->want);
	assert_string_equal(got, row->want);
}

int main(void)
{
	return check_table("client/credentials/words", rows, splits);
}
