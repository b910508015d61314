#include "tests/support/check.h"

#include <string.h>

#include "client/text_width.h"

static const struct row {
	const char *name;
	const char *text;
	const char *printable;
	const char *escaped; /* with line feeds kept */
} rows[] = {
	{ "a line feed is an escape unless it is kept", "a\nb", "a?b", "a\nb" },
	{ "what steers a terminal is seen", "a\x1b[31m\r\t\x7f", "a?[31m???",
	  "a\\x1b[31m\\r\\t\\x7f" },
	{ "bytes that are no UTF-8 are seen",
	  "\xff"
	  "a\xe6\x97",
	  "?a??", "\\xffa\\xe6\\x97" },
	{ "what ends a line for some is seen", "\xc2\x85\xe2\x80\xa8\xe2\x80\xa9", "???",
	  "\\u0085\\u2028\\u2029" },
	{ "what turns a text around is seen",
	  "\xe2\x80\xae"
	  "a\xe2\x81\xa6",
	  "?a?", "\\u202ea\\u2066" },
	{ "what stands for no character is seen", "\xef\xbf\xbe\xef\xbf\xbf", "??",
	  "\\ufffe\\uffff" },
	{ "a text stays", "\\n # 日本 é 🐎", "\\n # 日本 é 🐎", "\\n # 日本 é 🐎" },
	{ "nothing stays nothing", "", "", "" },
};

static void shows(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;

	assert_string_equal(text_printable(&t->arena, row->text), row->printable);
	assert_string_equal(text_escaped(&t->arena, row->text, "\n"), row->escaped);
	assert_null(strchr(text_escaped(&t->arena, row->text, ""), '\n'));
}

int main(void)
{
	return check_table("client/text_width", rows, shows);
}
