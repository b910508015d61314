#include "tests/support/check.h"

#include <string.h>

#include "policy/cases.h"

/* Cases with single quotes that are refused, and why. */
static const struct row {
	const char *name;
	const char *text;
	bool is_condition;
	const char *message;
} rows[] = {
	{ "a case needs a request", "{}", false,
	  "line 1, column 1: request needs an action and a resource with its arn" },
	{ "a case needs to say who asks", "{'request':{'action':'a:b','resource':{'arn':'*'}}}",
	  false, "line 1, column 1: principalInfo is needed" },
	{ "a kind is one of some",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'ghost'}}",
	  false, "line 1, column 68: the principal's kind is not known" },
	{ "a case needs a resource", "{'request':{'action':'a:b'}}", false,
	  "line 1, column 1: request needs an action and a resource with its arn" },
	{ "a kind is needed",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{}}", false,
	  "line 1, column 68: the principal's kind is not known" },
	{ "a condition is an object of operators", "{'condition':[]}", true,
	  "line 1, column 1: condition must be an object of operators" },
	{ "a condition of the old version", "{'version':'2008-10-17','condition':{}}", true, NULL },
	{ "RCP levels are a list",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'resourceControlPolicies':1}",
	  false, "line 2, column 27: levels must be a list" },
	{ "boundaries are a list",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'permissionBoundaryPolicies':1}",
	  false, "line 2, column 30: policies must be a list" },
	{ "session policies are a list",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'sessionPolicies':1}",
	  false, "line 2, column 19: policies must be a list" },
	{ "a user without organization",
	  "{'request':{'principal':'arn:aws:iam::222222222222:user/bob','action':'a:b','resource':"
	  "{'arn':'*'}},'principalInfo':{'kind':'user'}}",
	  false, NULL },
	{ "a user without name, of whom another account's resource knows nothing",
	  "{'request':{'action':'a:b','resource':{'arn':'*','accountId':'222222222222'}},"
	  "'principalInfo':{'kind':'user'}}",
	  false, NULL },
	{ "policies are a list",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'identityPolicies':{}}",
	  false, "line 2, column 20: policies must be a list" },
	{ "levels are a list",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'serviceControlPolicies':1}",
	  false, "line 2, column 26: levels must be a list" },
	{ "a policy of a level is a policy",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'serviceControlPolicies':[{'policies':[1]}]}",
	  false, "line 2, column 40: a policy document must be an object" },
	{ "a policy of a resource is a policy",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'resourcePolicy':1}",
	  false, "line 2, column 18: a policy document must be an object" },
	{ "a session policy is a policy",
	  "{'request':{'action':'a:b','resource':{'arn':'*'}},'principalInfo':{'kind':'user'},"
	  "\n'sessionPolicies':[1]}",
	  false, "line 2, column 20: a policy document must be an object" },
	{ "the context is an object",
	  "{'request':{'action':'a:b','resource':{'arn':'*'},\n'context':[]},"
	  "'principalInfo':{'kind':'user'}}",
	  false, "line 2, column 11: the context must be an object" },
	{ "a condition case needs a condition", "{}", true,
	  "line 1, column 1: condition must be an object of operators" },
	{ "the context of a condition is an object", "{'condition':{},'context':'x'}", true,
	  "line 1, column 27: the context must be an object" },
	{ "a web identity has no account",
	  "{'id':'x','request':{'principal':'accounts.example.com','action':'sts:AssumeRole',"
	  "'resource':{'arn':'*'},'context':{'a':['b',null]}},'principalInfo':"
	  "{'kind':'webidentity'},'resourcePolicy':null}",
	  false, NULL },
	{ "a null among actions matches nothing",
	  "{'request':{'action':'sqs:SendMessage','resource':{'arn':'*'}},'principalInfo':"
	  "{'kind':'user'},'identityPolicies':[{'Statement':{'Effect':'Allow','Action':[null],"
	  "'Resource':'*'}}]}",
	  false, NULL },
	{ "nobody at all",
	  "{'request':{'action':'sqs:SendMessage','resource':{'arn':'*'}},'principalInfo':"
	  "{'kind':'anonymous'},'resourcePolicy':{'Statement':[]}}",
	  false, NULL },
};

static void check_case(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct arena *arena = &fixture->arena;
	char *text = arena_strdup(arena, row->text);
	const struct json_value *value;
	struct fault fault = { 0 };
	struct policy_decision decision;
	struct policy_case item;
	bool is_good, holds;

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (!json_read(arena, text, strlen(text), &fault, &value))
		fail_msg("%s", fault.message);
	is_good = row->is_condition ? policy_case_condition(arena, value, &fault, &holds)
				    : policy_case_read(arena, value, &fault, &item);
	assert_string_equal(is_good ? "" : fault.message, row->message ? row->message : "");
	if (!is_good || row->is_condition)
		return;
	policy_evaluate(&item.request, &decision);
	assert_int_equal(decision.verdict, POLICY_IMPLICITLY_DENIED);
}

int main(void)
{
	return check_table("policy/cases", rows, check_case);
}
