/* What AWS takes as a tag policy, as it was recorded. */
#include <string.h>

#include "mock/organizations/tag_policy.h"
#include "tests/support/check.h"

#define RULE(fields) "{'tags':{'a':{" fields "}}}"

static const struct row {
	const char *name;
	const char *document; /* ' stands for " */
	bool expected;
} rows[] = {
	{ "an empty document", "{}", false },
	{ "no object", "[]", false },
	{ "an unknown member at the root", "{'tags':{},'other':{}}", false },
	{ "two keys that differ in case only", "{'tags':{'a':{},'A':{}}}", false },
	{ "a member twice", RULE("'tag_value':{'@@assign':['x'],'@@assign':['y']}"), false },
	{ "an empty tag key", "{'tags':{'':{}}}", false },
	{ "a tag_key that is another key", RULE("'tag_key':{'@@assign':'b'}"), false },
	{ "a tag_key that is a number", "{'tags':{'1':{'tag_key':{'@@assign':1}}}}", false },
	{ "a value without an operator", RULE("'tag_value':['x']"), false },
	{ "an unknown field", RULE("'tag_colour':{'@@assign':['x']}"), false },
	{ "an object as a value", RULE("'tag_value':{'@@assign':{}}"), false },
	{ "a list in a list", RULE("'tag_value':{'@@assign':[['x']]}"), false },
	{ "two wildcards in a value", RULE("'tag_value':{'@@assign':['*x*']}"), false },
	{ "a wildcard for resources", RULE("'enforced_for':{'@@assign':['ecs:*']}"), false },
	{ "a resource without its service", RULE("'enforced_for':{'@@assign':['queue']}"), false },
	{ "appending to tag_key", RULE("'tag_key':{'@@append':'a'}"), false },
	{ "an unknown control",
	  RULE("'tag_value':{'@@operators_allowed_for_child_policies':['@@some']}"), false },
	{ "none and another",
	  RULE("'tag_value':{'@@operators_allowed_for_child_policies':['@@none','@@assign']}"),
	  false },
	{ "a control twice",
	  RULE("'tag_value':{'@@operators_allowed_for_child_policies':['@@assign','@@assign']}"),
	  false },
	{ "an operator directly under tags", "{'tags':{'@@assign':['x']}}", false },
	{ "an operator at the root with an object", "{'tags':{},'@@assign':{}}", false },
	{ "no tags at all", "{'tags':{}}", true },
	{ "an empty rule", "{'tags':{'a':{}}}", true },
	{ "booleans, null and numbers as values", RULE("'tag_value':{'@@assign':[true,null,1]}"),
	  true },
	{ "all resources of a service, and one",
	  RULE("'enforced_for':{'@@assign':['ecs:ALL_SUPPORTED','sqs:queue']}"), true },
	{ "controls on the container and on a rule",
	  "{'tags':{'@@operators_allowed_for_child_policies':['@@none'],'a':"
	  "{'@@operators_allowed_for_child_policies':['@@all','@@assign']}}}",
	  true },
	{ "assigning and appending together",
	  RULE("'tag_value':{'@@assign':['x'],'@@append':['y']}"), true },
	{ "operators at the root with a scalar, null or a flat list",
	  "{'tags':{},'@@assign':'x','@@append':null,'@@remove':['y']}", true },
	{ "any letter case of fields, operators and controls",
	  "{'TAGS':{'a':{'Tag_Key':{'@@Assign':'A'},'TAG_VALUE':{"
	  "'@@Operators_Allowed_For_Child_Policies':['@@assign','@@Assign']}}}}",
	  true },
};

static void body(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	char *text = arena_strdup(&fixture->arena, row->document);
	const struct json_value *document = NULL;
	struct fault fault = { 0 };

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	assert_true(json_read(&fixture->arena, text, strlen(text), &fault, &document));
	assert_int_equal(tag_policy_is_valid(document), row->expected);
}

int main(void)
{
	return check_table("organizations_tag_policy", rows, body);
}
