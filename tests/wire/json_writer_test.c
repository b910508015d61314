#include "tests/support/check.h"

#include <stdlib.h>
#include <string.h>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

static const struct row {
	const char *name;
	const char *text;
	const char *want;
} rows[] = {
	{ "NULL is null", NULL, "null" },
	{ "an empty text is two quotes", "", "\"\"" },
	{ "quotes and backslashes are escaped", "\"\\", "\"\\\"\\\\\"" },
	{ "control characters are escaped", "\b\f\n\r\t\x01\x1f",
	  "\"\\b\\f\\n\\r\\t\\u0001\\u001f\"" },
	{ "other characters stay as they are", "B\xc3\xbc/<\x7f", "\"B\xc3\xbc/<\x7f\"" },
};

static void quotes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	json_writer_init(&json, &out, false);
	json_string(&json, row->text);
	assert_string_equal(out.data, row->want);
}

/* A member in one piece is the same as its key and its value. */
static void quotes_members(void **state)
{
	static const char key[] = "\"k\":";
	struct fixture *t = *state;
	const struct row *row = t->row;

	for (int is_indented = 0; row->text && is_indented < 2; is_indented++) {
		struct json_writer json, pieces;
		struct buffer out, want;

		buffer_init(&out, &t->arena, 0);
		buffer_init(&want, &t->arena, 0);
		json_writer_init(&json, &out, is_indented);
		json_writer_init(&pieces, &want, is_indented);
		json_open_object(&json);
		json_open_object(&pieces);
		for (int i = 0; i < 3; i++) {
			json_member(&json, key, strlen(key), row->text);
			json_key(&pieces, "k");
			json_string(&pieces, row->text);
		}
		json_close_object(&json);
		json_close_object(&pieces);
		assert_string_equal(out.data, want.data);
	}
}

static const struct tree_row {
	const char *name;
	bool is_indented;
	const char *want;
} tree_rows[] = {
	{ "the compact form has no blanks", false,
	  "{\"a\":[1,true,null],\"b\":{},\"c\":[],\"d\":{\"e\":[{}]}}" },
	{ "the indented form has two spaces a level", true,
	  "{\n  \"a\": [\n    1,\n    true,\n    null\n  ],\n  \"b\": {},\n  \"c\": [],\n"
	  "  \"d\": {\n    \"e\": [\n      {}\n    ]\n  }\n}" },
};

static void nests(void **state)
{
	struct fixture *t = *state;
	const struct tree_row *row = t->row;
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	json_writer_init(&json, &out, row->is_indented);
	json_open_object(&json);
	json_key(&json, "a");
	json_open_array(&json);
	json_integer(&json, 1);
	json_boolean(&json, true);
	json_null(&json);
	json_close_array(&json);
	json_key(&json, "b");
	json_open_object(&json);
	json_close_object(&json);
	json_key(&json, "c");
	json_open_array(&json);
	json_close_array(&json);
	json_key(&json, "d");
	json_raw(&json,
		 row->is_indented ? "{\n    \"e\": [\n      {}\n    ]\n  }" : "{\"e\":[{}]}");
	json_close_object(&json);
	assert_string_equal(out.data, row->want);
}

static const struct number_row {
	const char *name;
	int64_t number;
	const char *integer, *seconds;
} number_rows[] = {
	{ "the smallest number is written", INT64_MIN, "-9223372036854775808",
	  "-9223372036854775.808" },
	{ "a time before 1970 keeps its fraction", -1, "-1", "-0.001" },
	{ "a time of whole seconds has no fraction", 1767323045000, "1767323045000", "1767323045" },
	{ "a fraction has three digits", 1767323045020, "1767323045020", "1767323045.020" },
};

static void writes_numbers(void **state)
{
	struct fixture *t = *state;
	const struct number_row *row = t->row;
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	json_writer_init(&json, &out, false);
	json_integer(&json, row->number);
	assert_string_equal(out.data, row->integer);
	buffer_init(&out, &t->arena, 0);
	json_writer_init(&json, &out, false);
	json_seconds(&json, row->number);
	assert_string_equal(out.data, row->seconds);
}

static const struct copy_row {
	const char *name;
	const char *read, *want;
} copy_rows[] = {
	{ "a member that is written twice is copied twice", "{\"a\": 1, \"a\": 2}",
	  "{\"a\":1,\"a\":2}" },
	{ "a number keeps its form", "[1.50, 1e3, -0]", "[1.50,1e3,-0]" },
	{ "the order of members and the depth stay",
	  " { \"b\" : [ { } , [ ] , null ] , \"a\" : { \"c\" : true , \"d\" : \"\\u00fc\\n\" } } ",
	  "{\"b\":[{},[],null],\"a\":{\"c\":true,\"d\":\"\xc3\xbc\\n\"}}" },
};

static void copies_what_was_read(void **state)
{
	struct fixture *t = *state;
	const struct copy_row *row = t->row;
	const struct json_value *value;
	struct json_writer json;
	struct buffer out;
	struct fault fault;

	assert_true(json_read(&t->arena, row->read, strlen(row->read), &fault, &value));
	buffer_init(&out, &t->arena, 0);
	json_writer_init(&json, &out, false);
	json_tree(&json, value);
	assert_string_equal(out.data, row->want);
}

static const struct stream_row {
	const char *name;
	size_t items;
} stream_rows[] = {
	{ "nothing but a bracket is written at the end", 0 },
	{ "what is short is written at the end", 3 },
	{ "what is long is written before its end, and the same", 20 * 1000 },
};

static void write_items(const struct stream_row *row, struct json_writer *json)
{
	json_open_array(json);
	for (size_t i = 0; i < row->items; i++) {
		json_open_object(json);
		json_key(json, "number");
		json_integer(json, (int64_t)i);
		json_close_object(json);
	}
	json_close_array(json);
}

static void streams(void **state)
{
	struct fixture *t = *state;
	const struct stream_row *row = t->row;
	struct json_writer json;
	struct buffer whole, part;
	char *text = NULL;
	const char *got;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	buffer_init(&whole, &t->arena, 0);
	json_writer_init(&json, &whole, true);
	write_items(row, &json);
	buffer_init(&part, &t->arena, 0);
	json_writer_init_stream(&json, &part, stream, true);
	write_items(row, &json);
	json_writer_end(&json);
	fclose(stream);
	got = arena_strdup(&t->arena, text);
	free(text);
	assert_string_equal(got, whole.data);
	assert_true(part.capacity < 64 * 1024);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, quotes),
		CHECK_TABLE(rows, quotes_members),
		CHECK_TABLE(tree_rows, nests),
		CHECK_TABLE(number_rows, writes_numbers),
		CHECK_TABLE(copy_rows, copies_what_was_read),
		CHECK_TABLE(stream_rows, streams),
	};

	return check_tables("wire/json_writer", tables, ARRAY_LEN(tables));
}
