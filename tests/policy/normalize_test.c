#include "tests/support/check.h"

#include <string.h>

#include "policy/normalize.h"

/* Texts with single quotes. */
static const struct row {
	const char *name;
	enum policy_use use;
	const char *text, *expected, *partition; /* NULL: aws */
} rows[] = {
	{ "what is no JSON stays as it is", POLICY_USE_SCP, "{'a", "{'a" },
	{ "a list stays as it is", POLICY_USE_SCP, "[ 1 ]", "[ 1 ]" },
	{ "an RCP that is no JSON stays as it is", POLICY_USE_RCP, "{'a", "{'a" },
	{ "an RCP that is a list stays as it is", POLICY_USE_RCP, "[ 1 ]", "[ 1 ]" },
	{ "twelve letters are no account", POLICY_USE_DELEGATION,
	  "{'Version':1,'Statement':[{'Principal':{'AWS':'22222222222x'}}]}",
	  "{'Version':1,'Statement':[{'Principal':{'AWS':'22222222222x'}}]}" },
	{ "a managed policy stays as it is", POLICY_USE_MANAGED, "{ 'Statement' : [ ] }",
	  "{ 'Statement' : [ ] }" },
	{ "an SCP stays as it is", POLICY_USE_SCP, "{ 'Statement' : { } }",
	  "{ 'Statement' : { } }" },
	{ "an RCP is made compact, with version and list", POLICY_USE_RCP,
	  "{\n  'Statement' : { 'Effect': 'Deny', 'Action': 'a:b', 'Resource': [ '*' ] }\n}",
	  "{'Version':'2008-10-17','Statement':[{'Effect':'Deny','Action':'a:b','Resource':['*']}]"
	  "}" },
	{ "a version stays where it is", POLICY_USE_RCP,
	  "{'Id':'x', 'Version':'2012-10-17', 'Statement':[]}",
	  "{'Id':'x','Version':'2012-10-17','Statement':[]}" },
	{ "an RCP keeps account ids", POLICY_USE_RCP,
	  "{'Version':'2012-10-17','Statement':[{'Condition':{'Bool':{'a':[true,1.50,null]}},"
	  "'Principal':{'AWS':'222222222222'}}]}",
	  "{'Version':'2012-10-17','Statement':[{'Condition':{'Bool':{'a':[true,1.50,null]}},"
	  "'Principal':{'AWS':'222222222222'}}]}" },
	{ "a delegate is named by its root", POLICY_USE_DELEGATION,
	  "{'Statement':{'Principal':{'AWS':['222222222222','*'],'Service':'333333333333'}}}",
	  "{'Version':'2008-10-17','Statement':{'Principal':{'AWS':["
	  "'arn:aws:iam::222222222222:root','*'],'Service':'333333333333'}}}" },
	{ "statements and members that are no objects stay", POLICY_USE_DELEGATION,
	  "{'Version':1,'Statement':['x',{'Principal':{'AWS':{}}}]}",
	  "{'Version':1,'Statement':['x',{'Principal':{'AWS':{}}}]}" },
	{ "everyone stays everyone", POLICY_USE_DELEGATION,
	  "{'Version':'2012-10-17','Statement':[{'Principal':'*'}]}",
	  "{'Version':'2012-10-17','Statement':[{'Principal':'*'}]}" },
	{ "in another partition the ARN is that partition's", POLICY_USE_DELEGATION,
	  "{'Version':1,'Statement':{'Principal':{'AWS':'222222222222'}}}",
	  "{'Version':1,'Statement':{'Principal':{'AWS':'arn:aws-us-gov:iam::222222222222:root'}}}",
	  "aws-us-gov" },
	{ "what is no principal keeps its account", POLICY_USE_DELEGATION,
	  "{'Version':1,'Statement':[{'Sid':'222222222222','Principal':'*'}]}",
	  "{'Version':1,'Statement':[{'Sid':'222222222222','Principal':'*'}]}" },
};

static char *quoted(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return copy;
}

static void check_normal_form(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const char *text = quoted(&fixture->arena, row->text);

	assert_string_equal(policy_normalize(&fixture->arena, row->use,
					     row->partition ? row->partition : "aws", text,
					     strlen(text)),
			    quoted(&fixture->arena, row->expected));
}

int main(void)
{
	return check_table("policy/normalize", rows, check_normal_form);
}
