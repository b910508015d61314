#include "tests/support/check.h"

#include "wire/http.h"

static const struct row {
	const char *name;
	const char *header;
	const char *want;
	size_t count;
} rows[] = {
	{ "an absent header is NULL", "Hos", NULL, 0 },
	{ "a longer name is another header", "Hosts", NULL, 0 },
	{ "a name is found in any case", "hOST", "localhost", 1 },
	{ "the first of several counts", "accept", "a", 2 },
	{ "the last of many is found", "x-last", "", 1 },
};

static void finds_headers(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct http_headers headers = { 0 };
	const char *value;

	http_headers_add(&headers, &t->arena, "Host", "localhost");
	http_headers_add(&headers, &t->arena, "Accept", "a");
	http_headers_add(&headers, &t->arena, "ACCEPT", "b");
	for (int i = 0; i < 40; i++)
		http_headers_add(&headers, &t->arena, "X-Many", "m");
	http_headers_add(&headers, &t->arena, "X-Last", "");
	value = http_headers_get(&headers, row->header);
	if (row->want)
		assert_string_equal(value, row->want);
	else
		assert_null(value);
	assert_int_equal(http_headers_count(&headers, row->header), row->count);
}

static const struct type_row {
	const char *name;
	const char *value;
	bool is;
} type_rows[] = {
	{ "no type is no type", NULL, false },
	{ "a longer type is another", "application/json2", false },
	{ "a shorter type is another", "application/jso", false },
	{ "the type alone is taken", "application/json", true },
	{ "a parameter does not count", "application/json; charset=utf-8", true },
	{ "case and blanks do not count", "  Application/JSON ;charset=utf-8", true },
};

static void knows_types(void **state)
{
	struct fixture *t = *state;
	const struct type_row *row = t->row;

	assert_int_equal(http_media_type_is(row->value, "application/json"), row->is);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, finds_headers),
		CHECK_TABLE(type_rows, knows_types),
	};

	return check_tables("wire/http", tables, ARRAY_LEN(tables));
}
