#include "tests/support/check.h"

#include <string.h>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

static const struct bad_row {
	const char *name;
	const char *json;
	const char *fault;
} bad_rows[] = {
	{ "nothing is no value", "", "line 1, column 1: the text ends" },
	{ "text behind the value is refused", "{} x", "line 1, column 4: there is more text" },
	{ "a comma before the end is refused", "[1,]", "line 1, column 4: expected a value" },
	{ "a comma before the end of an object is refused", "{\"a\":1,}", "expected a member" },
	{ "a missing comma is refused", "[1 2]", "expected ',' or ']'" },
	{ "a missing colon is refused", "{\"a\" 1}", "expected ':'" },
	{ "a name without quotes is refused", "{a:1}", "line 1, column 2: expected a member" },
	{ "an object without an end is refused", "{\"a\":1", "expected ',' or '}'" },
	{ "a string without an end is refused", "\"abc", "a string has no end" },
	{ "a line break in a string is refused", "\"a\nb\"", "a control character" },
	{ "an unknown escape is refused", "\"\\x\"", "an unknown escape" },
	{ "an escape at the end is refused", "\"\\", "an unknown escape" },
	{ "an escaped NUL is refused", "\"\\u0000\"", "may not hold NUL" },
	{ "an escape needs four digits", "\"\\u12\"", "four hexadecimal digits" },
	{ "half of a pair is refused", "\"\\ud83d\"", "half of a surrogate pair" },
	{ "the second half alone is refused", "\"\\ude00\"", "half of a surrogate pair" },
	{ "two first halves are refused", "\"\\ud83d\\ud83d\"", "half of a surrogate pair" },
	{ "bytes that are not UTF-8 are refused", "\"\xc0\xaf\"",
	  "line 1, column 2: the text is not" },
	{ "a byte order mark is refused", "\xef\xbb\xbf{}", "expected a value" },
	{ "a leading zero is refused", "01", "there is more text" },
	{ "a number needs digits", "-", "expected a digit" },
	{ "a point needs digits", "1.", "expected a digit" },
	{ "an exponent needs digits", "1e+", "expected a digit" },
	{ "a plus sign is refused", "+1", "expected a value" },
	{ "words are lower case", "True", "expected a value" },
	{ "comments are refused", "/* */1", "expected a value" },
	{ "the column of an error counts characters", "[\"\xc3\xa4\xf0\x9f\x94\x91\", x]",
	  "line 1, column 8" },
	{ "the line of an error is said", "{\n \"a\": [\n  1,\n  x\n]}", "line 4, column 3" },
};

static void refuses(void **state)
{
	struct fixture *t = *state;
	const struct bad_row *row = t->row;
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	assert_false(json_read(&t->arena, row->json, strlen(row->json), &fault, &value));
	assert_null(value);
	assert_int_equal(fault.kind, FAULT_INPUT);
	if (!strstr(fault.message, row->fault))
		fail_msg("%s", fault.message);
}

static const struct good_row {
	const char *name;
	const char *json;
	const char *want; /* written again */
} good_rows[] = {
	{ "every kind is read", " [ null , true , false , -1.5e3 , \"a\" , { \"b\" : [ ] } ]\n",
	  "[null,true,false,-1.5e3,\"a\",{\"b\":[]}]" },
	{ "escapes are decoded", "\"\\\"\\\\\\/\\b\\f\\n\\r\\tx\\u00fc\\ud83d\\ude00\"",
	  "\"\\\"\\\\/\\b\\f\\n\\r\\tx\xc3\xbc\xf0\x9f\x98\x80\"" },
	{ "a member that is there twice is kept", "{\"a\":1,\"b\":2,\"a\":3}",
	  "{\"a\":1,\"b\":2,\"a!\":3}" },
	{ "many members are told apart",
	  "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"e\":1}",
	  "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"e!\":1}" },
	{ "the same name in another object is another member", "{\"a\":{\"a\":0}}",
	  "{\"a\":{\"a\":0}}" },
};

static void write_again(struct json_writer *json, struct arena *arena,
			const struct json_value *value)
{
	if (value->key)
		json_key(json,
			 arena_printf(arena, "%s%s", value->key, value->is_duplicate ? "!" : ""));
	if (value->kind == JSON_NULL)
		json_null(json);
	else if (value->kind == JSON_BOOLEAN)
		json_boolean(json, value->boolean);
	else if (value->kind == JSON_NUMBER)
		json_raw(json, value->text);
	else if (value->kind == JSON_STRING)
		json_string_len(json, value->text, value->len);
	else if (value->kind == JSON_ARRAY)
		json_open_array(json);
	else
		json_open_object(json);
	for (const struct json_value *child = value->first; child; child = child->next)
		write_again(json, arena, child);
	if (value->kind == JSON_ARRAY)
		json_close_array(json);
	if (value->kind == JSON_OBJECT)
		json_close_object(json);
}

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct good_row *row = t->row;
	const struct json_value *value;
	struct json_writer json;
	struct fault fault;
	struct buffer out;

	assert_true(json_read(&t->arena, row->json, strlen(row->json), &fault, &value));
	buffer_init(&out, &t->arena, 0);
	json_writer_init(&json, &out, false);
	write_again(&json, &t->arena, value);
	assert_string_equal(out.data, row->want);
	assert_int_equal(json_check_duplicates(value, &fault), !strchr(row->want, '!'));
}

static const struct place_row {
	const char *name;
	const char *json;
	const char *key;
	unsigned line, column;
	const char *source;
} place_rows[] = {
	{ "a value on the first line has its column", "{\"a\": [1, 2]}", "a", 1, 7, "[1, 2]" },
	{ "a column counts characters",
	  "{\"\xc3\xa4\xf0\x9f\x94\x91\\u00e9\": \"\xe2\x82\xac\",\n \"\xc3\xa4\": 1, \"b\": 2}",
	  "b", 2, 15, "2" },
	{ "a value on a later line has its line", "{\r\n\t\"a\":\n  \"x\" }", "a", 3, 3, "\"x\"" },
};

static void knows_places(void **state)
{
	struct fixture *t = *state;
	const struct place_row *row = t->row;
	const struct json_value *root, *value;
	struct fault fault;

	assert_true(json_read(&t->arena, row->json, strlen(row->json), &fault, &root));
	value = json_get(root, row->key);
	assert_non_null(value);
	assert_int_equal(value->line, row->line);
	assert_int_equal(value->column, row->column);
	assert_int_equal(value->end - value->start, strlen(row->source));
	assert_memory_equal(row->json + value->start, row->source, strlen(row->source));
}

static const struct number_row {
	const char *name;
	const char *json;
	bool is_integer;
	int64_t integer;
} number_rows[] = {
	{ "a text is no number", "\"1\"", false, 0 },
	{ "a fraction is no whole number", "1.5", false, 0 },
	{ "a number beyond 64 bits does not fit", "9223372036854775808", false, 0 },
	{ "a number far beyond does not fit", "1e300", false, 0 },
	{ "the largest number fits", "9223372036854775807", true, INT64_MAX },
	{ "the smallest number fits", "-9223372036854775808", true, INT64_MIN },
	{ "an exponent may make a whole number", "15e2", true, 1500 },
};

static void reads_numbers(void **state)
{
	struct fixture *t = *state;
	const struct number_row *row = t->row;
	const struct json_value *value;
	struct fault fault;
	int64_t integer;

	assert_true(json_read(&t->arena, row->json, strlen(row->json), &fault, &value));
	assert_int_equal(json_to_integer(value, &integer), row->is_integer);
	if (row->is_integer)
		assert_true(integer == row->integer);
}

static const struct depth_row {
	const char *name;
	unsigned depth;
	bool valid;
} depth_rows[] = {
	{ "a thousand levels are refused", 1000, false },
	{ "one level more than the most is refused", JSON_DEPTH_MAX + 1, false },
	{ "the deepest value that is allowed is read", JSON_DEPTH_MAX, true },
};

static void bounds_depth(void **state)
{
	struct fixture *t = *state;
	const struct depth_row *row = t->row;
	const struct json_value *value;
	struct fault fault = { 0 };
	struct buffer json;

	buffer_init(&json, &t->arena, 0);
	for (unsigned i = 0; i < row->depth; i++)
		buffer_add_char(&json, '[');
	buffer_add_char(&json, '1');
	for (unsigned i = 0; i < row->depth; i++)
		buffer_add_char(&json, ']');
	assert_int_equal(json_read(&t->arena, json.data, json.len, &fault, &value), row->valid);
}

static const struct bad_row nul_rows[] = {
	{ .name = "a NUL ends nothing but is refused" },
};

static void refuses_nul(void **state)
{
	struct fixture *t = *state;
	const struct json_value *value;
	struct fault fault = { 0 };

	assert_false(json_read(&t->arena, "1\0 ", 3, &fault, &value));
	assert_false(json_read(&t->arena, "\"\0\"", 3, &fault, &value));
	assert_non_null(strstr(fault.message, "a control character"));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(bad_rows, refuses),          CHECK_TABLE(nul_rows, refuses_nul),
		CHECK_TABLE(good_rows, reads),           CHECK_TABLE(place_rows, knows_places),
		CHECK_TABLE(number_rows, reads_numbers), CHECK_TABLE(depth_rows, bounds_depth),
	};

	return check_tables("wire/json_reader", tables, ARRAY_LEN(tables));
}
