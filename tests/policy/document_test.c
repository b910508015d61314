#include "tests/support/check.h"

#include <string.h>

#include "policy/document.h"

/* Documents with single quotes that are refused, and where. */
static const struct bad_row {
	const char *name;
	const char *text;
	const char *message;
} bad_rows[] = {
	{ "a document is JSON", "{", "line 1, column 2: " },
	{ "a document is an object", "[]",
	  "line 1, column 1: a policy document must be an object" },
	{ "an unknown element", "{'Statement':[],\n 'Comment':''}",
	  "line 2, column 12: a policy document has no element Comment" },
	{ "an element twice", "{'Id':'a','Id':'b','Statement':[]}",
	  "line 1, column 16: an element is given twice" },
	{ "a version that never was", "{'Version':'2020-01-01'}",
	  "line 1, column 12: Version must be \"2012-10-17\" or \"2008-10-17\"" },
	{ "a version that is no text", "{'Version':1}",
	  "line 1, column 12: Version must be \"2012-10-17\" or \"2008-10-17\"" },
	{ "an id that is no text", "{'Id':1}", "line 1, column 7: Id must be a string" },
	{ "no statement", "{}", "line 1, column 1: a policy document needs a Statement" },
	{ "a statement that is no object", "{'Statement':[1]}",
	  "line 1, column 15: a statement must be an object" },
	{ "a statement without effect", "{'Statement':\n  {'Action':'*'}}",
	  "line 2, column 3: a statement needs an Effect" },
	{ "a statement without action", "{'Statement':{'Effect':'Deny'}}",
	  "line 1, column 14: a statement needs an Action or a NotAction" },
	{ "an element of a statement twice", "{'Statement':{'Sid':'a','Sid':'b'}}",
	  "line 1, column 31: an element is given twice" },
	{ "an effect in the wrong case", "{'Statement':{'Effect':'deny'}}",
	  "line 1, column 24: Effect must be \"Allow\" or \"Deny\"" },
	{ "an effect that is no text", "{'Statement':{'Effect':1}}",
	  "line 1, column 24: Effect must be \"Allow\" or \"Deny\"" },
	{ "a Sid that is no text", "{'Statement':{'Sid':[]}}",
	  "line 1, column 21: Sid must be a string" },
	{ "an unknown element of a statement", "{'Statement':{'Actions':'*'}}",
	  "line 1, column 25: a statement has no element Actions" },
	{ "actions that are no texts", "{'Statement':{'Action':[1]}}",
	  "line 1, column 24: actions must be a string or a list of strings" },
	{ "Action and NotAction", "{'Statement':{'Action':'*','NotAction':'a:b'}}",
	  "line 1, column 40: only one of Action and NotAction may be used" },
	{ "resources that are no texts", "{'Statement':{'Resource':{}}}",
	  "line 1, column 26: resources must be a string or a list of strings" },
	{ "Resource and NotResource", "{'Statement':{'Resource':'*','NotResource':'*'}}",
	  "line 1, column 44: only one of Resource and NotResource may be used" },
	{ "principals that are no texts", "{'Statement':{'Principal':{'AWS':[1]}}}",
	  "line 1, column 27: a principal must be \"*\" or an object of strings or lists of "
	  "strings" },
	{ "a kind of principals twice", "{'Statement':{'Principal':{'AWS':'*','AWS':'*'}}}",
	  "line 1, column 27: a principal must be \"*\" or an object of strings or lists of "
	  "strings" },
	{ "an operator twice", "{'Statement':{'Condition':{'Bool':{},'Bool':{}}}}",
	  "line 1, column 27: Condition must be an object of operators, each an object of keys and "
	  "values" },
	{ "a condition key twice", "{'Statement':{'Condition':{'Bool':{'a':'b','a':'c'}}}}",
	  "line 1, column 27: Condition must be an object of operators, each an object of keys and "
	  "values" },
	{ "a list of principals", "{'Statement':{'Principal':['*']}}",
	  "line 1, column 27: a principal must be \"*\" or an object of strings or lists of "
	  "strings" },
	{ "Principal and NotPrincipal", "{'Statement':{'Principal':'*','NotPrincipal':'*'}}",
	  "line 1, column 46: only one of Principal and NotPrincipal may be used" },
	{ "a condition that is a list", "{'Statement':{'Condition':[]}}",
	  "line 1, column 27: Condition must be an object of operators, each an object of keys and "
	  "values" },
	{ "an operator without keys", "{'Statement':{'Condition':{'Bool':'a'}}}",
	  "line 1, column 27: Condition must be an object of operators, each an object of keys and "
	  "values" },
	{ "a condition value that is an object", "{'Statement':{'Condition':{'Bool':{'a':{}}}}}",
	  "line 1, column 27: Condition must be an object of operators, each an object of keys and "
	  "values" },
};

static const char *quoted(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return copy;
}

static void check_bad(void **state)
{
	struct fixture *fixture = *state;
	const struct bad_row *row = fixture->row;
	const char *text = quoted(&fixture->arena, row->text);
	const struct policy_document *document;
	struct fault fault = { 0 };

	assert_false(policy_document_parse(&fixture->arena, text, strlen(text), &fault, &document));
	assert_int_equal(fault.kind, FAULT_INPUT);
	fault.message[strlen(row->message)] = '\0';
	assert_string_equal(fault.message, row->message);
}

static const struct good_row {
	const char *name;
	const char *text;
	const char *version, *id, *sid;
	uint32_t count, line, column; /* of the last statement */
} good_rows[] = {
	{ "no version is the old one", "{'Statement':{'Effect':'Deny','Action':'*'}}", "2008-10-17",
	  NULL, NULL, 1, 1, 14 },
	{ "the old version by its name",
	  "{'Version':'2008-10-17','Statement':{'Effect':'Deny','Action':'*','Principal':'bob'}}",
	  "2008-10-17", NULL, NULL, 1, 1, 37 },
	{ "places and names are kept",
	  "{'Version':'2012-10-17','Id':'mine',\n'Statement':[{'Effect':'Allow','Action':'*'},\n"
	  "\t{'Sid':'second','Effect':'Deny','NotAction':[null,'a:b'],'NotResource':['*',null,"
	  "'arn:aws:s3:::b/${*}','arn:aws:s3:::b/${','arn:aws:s3:::${aws:username}'],"
	  "'NotPrincipal':{'AWS':['1',null],'Other':'x'},'Condition':{'Never':{'a':1},"
	  "'Bool':{'b':true}}}]}",
	  "2012-10-17", "mine", "second", 2, 3, 2 },
};

static void check_good(void **state)
{
	struct fixture *fixture = *state;
	const struct good_row *row = fixture->row;
	const char *text = quoted(&fixture->arena, row->text);
	const struct policy_document *document;
	const struct policy_statement *statement;
	struct fault fault = { 0 };

	assert_true(policy_document_parse(&fixture->arena, text, strlen(text), &fault, &document));
	assert_string_equal(document->version, row->version);
	assert_string_equal(document->id ? document->id : "", row->id ? row->id : "");
	assert_int_equal(document->statement_count, row->count);
	statement = &document->statements[row->count - 1];
	assert_string_equal(statement->sid ? statement->sid : "", row->sid ? row->sid : "");
	assert_int_equal(statement->index, row->count - 1);
	assert_int_equal(statement->line, row->line);
	assert_int_equal(statement->column, row->column);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(bad_rows, check_bad),
		CHECK_TABLE(good_rows, check_good),
	};

	return check_tables("policy/document", tables, ARRAY_LEN(tables));
}
