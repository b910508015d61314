#include "tests/support/check.h"

#include <string.h>

#include "wire/form.h"

static const struct row {
	const char *name;
	const char *data;
	size_t len;       /* 0: up to the NUL */
	const char *want; /* name=value; ..., or NULL when it is refused */
	const char *fault;
} rows[] = {
	{ "broken percent coding is refused", "a=%4", 0, NULL, "percent" },
	{ "a coded NUL is refused", "a=%00", 0, NULL, "percent" },
	{ "a NUL is refused", "a=\0b", 4, NULL, "NUL" },
	{ "text that is not UTF-8 is refused", "a=%ff", 0, NULL, "UTF-8" },
	{ "a name that is not UTF-8 is refused", "%c3=1", 0, NULL, "UTF-8" },
	{ "an empty form has no fields", "", 0, "", NULL },
	{ "the order is kept", "b=2&a=1&b=3", 0, "b=2;a=1;b=3;", NULL },
	{ "a plus is a space and coding is read", "a=1+2%2b3&%C3%A9=", 0, "a=1 2+3;\xc3\xa9=;",
	  NULL },
	{ "a name alone has an empty value", "a&b=", 0, "a=;b=;", NULL },
	{ "empty pieces are nothing", "&&a=1&&", 0, "a=1;", NULL },
	{ "a value may have equals signs", "a=b=c", 0, "a=b=c;", NULL },
};

static void parses(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct fault fault = { 0 };
	struct buffer out;
	struct form form;

	if (!row->want) {
		assert_false(form_parse(&t->arena, row->data,
					row->len ? row->len : strlen(row->data), &fault, &form));
		assert_non_null(strstr(fault.message, row->fault));
		return;
	}
	assert_true(form_parse(&t->arena, row->data, strlen(row->data), &fault, &form));
	buffer_init(&out, &t->arena, 0);
	for (size_t i = 0; i < form.count; i++)
		buffer_printf(&out, "%s=%s;", form.fields[i].name, form.fields[i].value);
	assert_string_equal(out.data, row->want);
}

static const struct row write_rows[] = {
	{ .name = "what is written is read again" },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	struct fault fault;
	struct buffer out;
	struct form form;

	buffer_init(&out, &t->arena, 0);
	form_add(&out, "Action", "GetUser");
	form_add(&out, "User Name", "a+b&c=\xc3\xa9");
	assert_string_equal(out.data, "Action=GetUser&User%20Name=a%2Bb%26c%3D%C3%A9");
	assert_true(form_parse(&t->arena, out.data, out.len, &fault, &form));
	assert_string_equal(form_get(&form, "User Name"), "a+b&c=\xc3\xa9");
	assert_null(form_get(&form, "action"));
}

static const struct count_row {
	const char *name;
	size_t count;
	bool valid;
} count_rows[] = {
	{ "one field more than the most is refused", FORM_FIELDS_MAX + 1, false },
	{ "the most fields are read", FORM_FIELDS_MAX, true },
};

static void bounds_count(void **state)
{
	struct fixture *t = *state;
	const struct count_row *row = t->row;
	struct fault fault;
	struct buffer out;
	struct form form;

	buffer_init(&out, &t->arena, 4 * row->count);
	for (size_t i = 0; i < row->count; i++)
		form_add(&out, "a", "1");
	assert_int_equal(form_parse(&t->arena, out.data, out.len, &fault, &form), row->valid);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, parses),
		CHECK_TABLE(write_rows, writes),
		CHECK_TABLE(count_rows, bounds_count),
	};

	return check_tables("wire/form", tables, ARRAY_LEN(tables));
}
