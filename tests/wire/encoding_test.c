#include "tests/support/check.h"

#include <string.h>

#include "wire/encoding.h"

static const struct row {
	const char *name;
	const char *text;
	const char *want; /* the bytes, or NULL when the text is refused */
} hex_rows[] = {
	{ "an odd number of digits is refused", "abc", NULL },
	{ "a letter that is no digit is refused", "0g", NULL },
	{ "a blank is refused", " 1", NULL },
	{ "no digits are no bytes", "", "" },
	{ "digits of either case are read", "4d7aFfa0", "Mz\xff\xa0" },
};

static void reads_hex(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char bytes[16] = { 0 }, text[32], lower[32] = { 0 };

	assert_int_equal(hex_decode(row->text, strlen(row->text), bytes), row->want != NULL);
	if (!row->want)
		return;
	assert_string_equal(bytes, row->want);
	hex_encode(bytes, strlen(bytes), text);
	for (size_t i = 0; row->text[i]; i++)
		lower[i] = row->text[i] >= 'A' ? row->text[i] | 0x20 : row->text[i];
	assert_string_equal(text, lower);
}

static const struct row base64_rows[] = {
	{ "a length that is no multiple of four is refused", "TWE", NULL },
	{ "a character outside the alphabet is refused", "TW-u", NULL },
	{ "a line break is refused", "TWF\n", NULL },
	{ "padding inside is refused", "TQ==TWFu", NULL },
	{ "three paddings are refused", "T===", NULL },
	{ "padding alone is refused", "====", NULL },
	{ "stray bits behind one byte are refused", "TR==", NULL },
	{ "stray bits behind two bytes are refused", "TWF=", NULL },
	{ "nothing is no bytes", "", "" },
	{ "one byte takes two paddings", "TQ==", "M" },
	{ "two bytes take one padding", "TWE=", "Ma" },
	{ "three bytes take no padding", "TWFu", "Man" },
	{ "the last two digits are a plus and a slash", "+/8B", "\xfb\xff\x01" },
};

static void reads_base64(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	uint8_t *data;
	size_t len;

	assert_int_equal(base64_decode(&t->arena, row->text, strlen(row->text), &data, &len),
			 row->want != NULL);
	if (!row->want)
		return;
	assert_int_equal(len, strlen(row->want));
	assert_memory_equal(data, row->want, len);
	assert_string_equal(base64_encode(&t->arena, data, len), row->text);
}

static const struct url_row {
	const char *name;
	const char *bytes, *text;
} url_rows[] = {
	{ "nothing is no letters", "", "" },
	{ "padding is left out", "M", "TQ" },
	{ "a plus is a minus, a slash a low line", "\xfb\xff\x01", "-_8B" },
};

static void writes_base64url(void **state)
{
	struct fixture *t = *state;
	const struct url_row *row = t->row;

	assert_string_equal(base64url_encode(&t->arena, row->bytes, strlen(row->bytes)), row->text);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(hex_rows, reads_hex),
		CHECK_TABLE(base64_rows, reads_base64),
		CHECK_TABLE(url_rows, writes_base64url),
	};

	return check_tables("wire/encoding", tables, ARRAY_LEN(tables));
}
