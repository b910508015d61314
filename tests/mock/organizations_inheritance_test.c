/* How the policies an account inherits are merged. */
#include <string.h>

#include "mock/organizations/inheritance.h"
#include "tests/support/check.h"

enum { DOCUMENTS_MAX = 6 };

static const struct row {
	const char *name;
	const char *documents[DOCUMENTS_MAX]; /* ' stands for "; a NULL ends, "" ends a level */
	const char *expected;
	bool is_plain; /* not a tag policy */
} rows[] = {
	{ "a level below may not assign what is locked",
	  { "{'tags':{'a':{'tag_value':{'@@assign':['x'],"
	    "'@@operators_allowed_for_child_policies':['@@none']}}}}",
	    "", "{'tags':{'a':{'tag_value':{'@@assign':['y'],'@@append':['z']}}}}" },
	  "{'tags':{'a':{'tag_value':['x'],'tag_key':'a'}}}" },
	{ "a level that may append only does not assign, nor widens it for those below",
	  { "{'tags':{'a':{'tag_value':{'@@assign':['x'],"
	    "'@@operators_allowed_for_child_policies':['@@append']}}}}",
	    "",
	    "{'tags':{'a':{'tag_value':{'@@assign':['y'],'@@append':['z'],"
	    "'@@operators_allowed_for_child_policies':['@@all']}}}}",
	    "", "{'tags':{'a':{'tag_value':{'@@remove':['x']}}}}" },
	  "{'tags':{'a':{'tag_value':['x','z'],'tag_key':'a'}}}" },
	{ "two policies of a level that allow different things allow nothing",
	  { "{'tags':{'a':{'tag_value':{'@@assign':['x'],"
	    "'@@operators_allowed_for_child_policies':['@@append']}}}}",
	    "{'tags':{'a':{'tag_value':{'@@operators_allowed_for_child_policies':['@@remove']}}}}",
	    "", "{'tags':{'a':{'tag_value':{'@@append':['y'],'@@remove':['x']}}}}" },
	  "{'tags':{'a':{'tag_value':['x'],'tag_key':'a'}}}" },
	{ "a control on the container does not lock the values under it",
	  { "{'tags':{'a':{'@@operators_allowed_for_child_policies':['@@none'],"
	    "'tag_value':{'@@assign':['x']}}}}",
	    "", "{'tags':{'a':{'tag_value':{'@@assign':['y']}}}}" },
	  "{'tags':{'a':{'tag_value':['y'],'tag_key':'a'}}}" },
	{ "removing what nobody set leaves the default",
	  { "{'tags':{'a':{'tag_value':{'@@remove':['x']}}}}" },
	  "{'tags':{'a':{'tag_value':['*'],'tag_key':'a'}}}" },
	{ "removing everything leaves an empty list",
	  { "{'tags':{'a':{'tag_value':{'@@assign':['x']}}}}", "",
	    "{'tags':{'a':{'tag_value':{'@@remove':['x','absent']}}}}" },
	  "{'tags':{'a':{'tag_value':[],'tag_key':'a'}}}" },
	{ "nothing attached is an empty policy", { NULL }, "{}" },
	{ "in a level the first assignment wins, then all append, then all remove",
	  { "{'tags':{'a':{'tag_value':{'@@remove':['c'],'@@append':['b']}}}}",
	    "{'tags':{'a':{'tag_value':{'@@assign':['a']}}}}",
	    "{'tags':{'a':{'tag_value':{'@@assign':['z'],'@@append':['c','b']}}}}" },
	  "{'tags':{'a':{'tag_value':['a','b'],'tag_key':'a'}}}" },
	{ "a level below replaces and adds to what it inherits",
	  { "{'tags':{'CostCenter':{'tag_key':{'@@assign':'CostCenter'},"
	    "'tag_value':{'@@assign':['1','2']}},'b':{'tag_value':{'@@assign':['x']}}}}",
	    "",
	    "{'tags':{'costcenter':{'tag_value':{'@@append':['3','2']}},"
	    "'b':{'tag_value':{'@@assign':['y']}}}}" },
	  "{'tags':{'costcenter':{'tag_key':'CostCenter','tag_value':['1','2','3']},"
	  "'b':{'tag_value':['y'],'tag_key':'b'}}}" },
	{ "numbers, booleans and null are published as texts",
	  { "{'tags':{'a':{'tag_value':{'@@assign':[12,true,null]}}}}" },
	  "{'tags':{'a':{'tag_value':['12','true','null'],'tag_key':'a'}}}" },
	{ "a policy that is no tag policy gets no defaults",
	  { "{'plans':{'p':{'regions':{'@@assign':['us-east-1']},'rules':{}}}}" },
	  "{'plans':{'p':{'regions':['us-east-1'],'rules':{}}}}",
	  true },
};

static const char *quoted(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return copy;
}

static void body(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct inheritance *inheritance = inheritance_new(&fixture->arena);
	const struct json_value *level[DOCUMENTS_MAX];
	struct fault fault = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < DOCUMENTS_MAX && row->documents[i]; i++) {
		const char *text = quoted(&fixture->arena, row->documents[i]);

		if (text[0] == '\0') {
			inheritance_add_level(inheritance, level, count);
			count = 0;
			continue;
		}
		assert_true(json_read(&fixture->arena, text, strlen(text), &fault, &level[count]));
		count++;
	}
	inheritance_add_level(inheritance, level, count);
	assert_string_equal(inheritance_result(inheritance, !row->is_plain),
			    quoted(&fixture->arena, row->expected));
}

int main(void)
{
	return check_table("organizations_inheritance", rows, body);
}
