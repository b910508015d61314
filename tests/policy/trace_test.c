#include "tests/policy/shorthand.h"

#include <string.h>

#include "policy/trace.h"

#define BOB "arn:aws:iam::222222222222:user/bob"

static const struct row {
	const char *name;
	const char *scp, *identity;
	const char *expected; /* with single quotes */
} rows[] = {
	{ "two denials at two levels, and a level that allows nothing", "-iam:*|+s3:*|+* -iam:Get*",
	  "+*",
	  "{'verdict':'ExplicitlyDenied','deniedBy':'scp','statements':["
	  "{'layer':'scp','effect':'Deny','policy':'arn:-iam:*','attachedTo':{'id':'level 0'},"
	  "'index':0,'line':1,'column':15},"
	  "{'layer':'scp','effect':'Allow','policy':'arn:+* -iam:Get*','attachedTo':{'id':'level 2'"
	  "},'index':0,'line':1,'column':15},"
	  "{'layer':'scp','effect':'Deny','policy':'arn:+* -iam:Get*','attachedTo':{'id':'level 2'}"
	  ",'index':1,'line':1,'column':62},"
	  "{'layer':'identity','effect':'Allow','policy':'arn:+*','index':0,'line':1,'column':15}],"
	  "'missing':[{'layer':'scp','attachedTo':{'id':'level 0'}},"
	  "{'layer':'scp','attachedTo':{'id':'level 1'}}]}" },
	{ "nothing applies", NULL, NULL,
	  "{'verdict':'ImplicitlyDenied','deniedBy':'identity','statements':[],"
	  "'missing':[{'layer':'identity'}]}" },
	{ "allowed", NULL, "+iam:*",
	  "{'verdict':'Allowed','statements':[{'layer':'identity','effect':'Allow',"
	  "'policy':'arn:+iam:*','index':0,'line':1,'column':15}],'missing':[]}" },
};

static const char *traced(struct arena *arena, const struct policy_request *request)
{
	struct policy_decision decision;
	struct json_writer json;
	struct buffer out;

	policy_explain(request, arena, &decision);
	buffer_init(&out, arena, 256);
	json_writer_init(&json, &out, false);
	policy_trace_write(&json, request, &decision);
	for (char *at = out.data; *at; at++)
		if (*at == '"')
			*at = '\'';
	return out.data;
}

static void check_trace(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const struct policy_request request = {
		.principal = { .kind = POLICY_USER, .arn = BOB, .account_id = "222222222222" },
		.action = "iam:GetUser",
		.resource = BOB,
		.scp = shorthand_levels(&fixture->arena, row->scp),
		.identity = shorthand_set(&fixture->arena, row->identity),
	};

	assert_string_equal(traced(&fixture->arena, &request), row->expected);
}

static const struct {
	const char *name;
} condition_rows[] = { { "conditions show what the request carried" } };

static void check_conditions(void **state)
{
	static const char text[] =
		"{\"Statement\":{\"Sid\":\"Mine\",\"Effect\":\"Deny\",\"Action\":\"*\","
		"\"Resource\":\"*\","
		"\"Condition\":{\"ForAnyValue:StringLike\":{\"aws:TagKeys\":\"a*\"},"
		"\"Null\":{\"aws:AssumedRoot\":\"true\"}}}}";
	static const char *const tags[] = { "a", "b" };
	struct fixture *fixture = *state;
	struct policy_source source = { .name = "inline" };
	struct policy_context context;
	const struct policy_request request = {
		.principal = { .kind = POLICY_USER, .arn = BOB, .account_id = "222222222222" },
		.action = "iam:GetUser",
		.resource = BOB,
		.identity = { &source, 1 },
		.context = &context,
	};
	struct fault fault = { 0 };

	policy_context_init(&context, &fixture->arena);
	policy_context_add_list(&context, "aws:TagKeys", tags, ARRAY_LEN(tags));
	if (!policy_document_parse(&fixture->arena, text, strlen(text), &fault, &source.document))
		fail_msg("%s", fault.message);
	assert_string_equal(
		traced(&fixture->arena, &request),
		"{'verdict':'ExplicitlyDenied','deniedBy':'identity','statements':[{'layer':"
		"'identity','effect':'Deny','name':'inline','sid':'Mine','index':0,'line':1,"
		"'column':14,'conditions':[{'operator':'ForAnyValue:StringLike','key':"
		"'aws:TagKeys','values':['a','b']},{'operator':'Null','key':'aws:AssumedRoot',"
		"'values':null}]}],'missing':[{'layer':'identity'}]}");
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, check_trace),
		CHECK_TABLE(condition_rows, check_conditions),
	};

	return check_tables("policy/trace", tables, ARRAY_LEN(tables));
}
