#include "tests/support/check.h"

#include <string.h>

#include "wire/json_match.h"

static const struct row {
	const char *name;
	const char *wanted, *found;
	bool matches;
	const char *difference;
} rows[] = {
	{ "another text is no part", "'a'", "'b'", false, "" },
	{ "a number is no part of the text of it", "1", "'1'", false, "" },
	{ "true is no part of false", "true", "false", false, "" },
	{ "a missing member is named", "{'a':{'b':1}}", "{'a':{}}", false, ".a.b" },
	{ "an item without a match is named", "['x','y']", "['x']", false, "[1]" },
	{ "an empty array is no part of a full one", "{'keys':[]}", "{'keys':['AKIA']}", false,
	  ".keys" },
	{ "a member that must be absent is there", "{'a':null}", "{'a':1}", false, ".a" },
	{ "equal texts match", "'a'", "'a'", true, "" },
	{ "further members do not matter", "{'a':1}", "{'b':2,'a':1}", true, "" },
	{ "order and further items do not matter", "[{'id':2},{'id':1}]",
	  "[{'id':1,'x':1},{'id':3},{'id':2}]", true, "" },
	{ "an empty array matches an empty array", "[]", "[]", true, "" },
	{ "null matches an absent member", "{'a':null}", "{}", true, "" },
};

static const struct json_value *read_value(struct fixture *t, const char *text)
{
	char *json = arena_strdup(&t->arena, text);
	const struct json_value *value = NULL;
	struct fault fault;

	for (char *at = json; *at; at++)
		if (*at == '\'')
			*at = '"';
	assert_true(json_read(&t->arena, json, strlen(json), &fault, &value));
	return value;
}

static void matches(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct json_value *wanted = read_value(t, row->wanted);
	const struct json_value *found = read_value(t, row->found);

	assert_int_equal(json_match_is_part(wanted, found), row->matches);
	if (!row->matches)
		assert_string_equal(json_match_first_difference(&t->arena, wanted, found),
				    row->difference);
}

int main(void)
{
	return check_table("wire/json_match", rows, matches);
}
