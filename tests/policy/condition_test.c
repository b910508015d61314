#include "tests/support/check.h"

#include <string.h>

#include "policy/cases.h"

#define CONTEXT                                                                                   \
	"'context':{'aws:username':'bob','aws:TagKeys':['a','b'],'test:none':[],'test:text':'x'," \
	"'test:arn':'arn:aws:iam::222222222222:user/bob','test:ip':'192.0.2.1'}"

/* A block in single quotes, and whether it holds in the context above. */
static const struct row {
	const char *name;
	const char *block;
	bool holds, holds_in_deny;
} rows[] = {
	{ "an unknown operator never holds", "{'StringMatches':{'aws:username':'bob'}}", false,
	  false },
	{ "Null has no IfExists", "{'NullIfExists':{'aws:username':'false'}}", false, false },
	{ "Null has no set prefix", "{'ForAllValues:Null':{'aws:missing':'true'}}", false, false },
	{ "all operators must hold",
	  "{'StringEquals':{'aws:username':'bob'},'Bool':{'aws:username':'true'}}", false, false },
	{ "all keys must hold", "{'StringEquals':{'aws:username':'bob','test:text':'y'}}", false,
	  false },
	{ "a key without values is absent", "{'Null':{'test:none':'false'}}", false, false },
	{ "an ARN variable without value does not match", "{'ArnLike':{'test:arn':'${aws:x}'}}",
	  false, false },
	{ "an ARN variable that is malformed does not match", "{'ArnLike':{'test:arn':'${'}}",
	  false, false },
	{ "an ARN variable that gives no ARN stops", "{'ArnLike':{'test:arn':'${aws:username}'}}",
	  false, true },
	{ "a value that is no ARN matches nothing, not even negated",
	  "{'ArnNotLike':{'test:text':'arn:aws:iam::*:user/*'}}", false, false },
	{ "base64 knows no variables", "{'BinaryEquals':{'aws:username':'${aws:username}'}}", false,
	  false },
	{ "a negated operator without values and without key",
	  "{'StringNotEquals':{'aws:missing':[]}}", false, false },
	{ "a variable without value has no letters",
	  "{'StringEqualsIgnoreCase':{'aws:username':'${aws:x}'}}", false, false },
	{ "negated sets ask every value", "{'ForAllValues:StringNotEquals':{'aws:TagKeys':'b'}}",
	  false, false },
	{ "an empty block holds", "{}", true, true },
	{ "an operator without keys holds", "{'StringEquals':{}}", true, true },
	{ "the names of operators in any case",
	  "{'forallvalues:stringLIKEifexists':"
	  "{'AWS:TAGKEYS':['A','?']}}",
	  true, true },
	{ "a negated ARN variable without value holds", "{'ArnNotLike':{'test:arn':'${aws:x}'}}",
	  true, true },
	{ "a negated malformed variable holds", "{'StringNotLike':{'test:text':'${'}}", true,
	  true },
	{ "an ARN by a variable", "{'ArnLike':{'test:arn':'arn:aws:iam::*:user/${aws:username}'}}",
	  true, true },
	{ "one of several values", "{'StringEquals':{'aws:username':['alice','bob']}}", true,
	  true },
	{ "any of a set", "{'ForAnyValue:StringEquals':{'aws:TagKeys':'b'}}", true, true },
	{ "a text that is no range is outside of it", "{'NotIpAddress':{'test:ip':'x'}}", true,
	  true },
};

static bool holds(struct arena *arena, const char *block, const char *effect)
{
	char *text = arena_printf(
		arena, "{'version':'2012-10-17','effect':'%s','condition':%s," CONTEXT "}", effect,
		block);
	const struct json_value *value;
	struct fault fault = { 0 };
	bool result = false;

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (!json_read(arena, text, strlen(text), &fault, &value) ||
	    !policy_case_condition(arena, value, &fault, &result))
		fail_msg("%s", fault.message);
	return result;
}

static void check_row(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;

	assert_int_equal(holds(&fixture->arena, row->block, "Allow"), row->holds);
	assert_int_equal(holds(&fixture->arena, row->block, "Deny"), row->holds_in_deny);
}

int main(void)
{
	return check_table("policy/condition", rows, check_row);
}
