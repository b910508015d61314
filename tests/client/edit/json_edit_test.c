#include "tests/support/check.h"

#include <string.h>

#include "client/edit/json_edit.h"

static const struct row {
	const char *name;
	const char *text;
	const char *removed; /* a letter for each item: "x" goes */
	const char *edited;  /* NULL: there is no result */
} rows[] = {
	{ "an array is never emptied", "[1, 2]", "xx", NULL },
	{ "the only item stays", "[1]", "x", NULL },
	{ "the first goes with its comma", "[1 , 2,3]", "x..", "[2,3]" },
	{ "the last goes with the comma before it", "[1 , 2,3 ]", "..x", "[1 , 2 ]" },
	{ "those at both ends go", "[1, 2, 3]", "x.x", "[2]" },
	{ "neighbours at the beginning go", "[1, 2, 3]", "xx.", "[3]" },
	{ "neighbours at the end go", "[1, 2, 3]", ".xx", "[1]" },
	{ "what stays keeps its bytes", "[ {\"a\" :1},\n  {\"b\": [ ]} , 3]", "x..",
	  "[ {\"b\": [ ]} , 3]" },
};

static void removes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct json_value *array;
	struct json_edit *edit = arena_new(&t->arena, struct json_edit);
	bool is_removed[8];
	const char *edited;
	struct fault fault;

	assert_true(json_read(&t->arena, row->text, strlen(row->text), &fault, &array));
	for (size_t i = 0; row->removed[i]; i++)
		is_removed[i] = row->removed[i] == 'x';
	json_edit_init(edit, &t->arena, row->text);
	json_edit_remove(edit, array, is_removed);
	edited = json_edit_text(edit);
	if (row->edited)
		assert_string_equal(edited, row->edited);
	else
		assert_null(edited);
}

int main(void)
{
	return check_table("client/edit/json_edit", rows, removes);
}
