#include "mock/decision_record.h"

#include <string.h>

#include "policy/trace.h"
#include "tests/support/check.h"

#define DENY_OF(condition)                                                                         \
	"{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'No','Effect':'Deny'" \
	","                                                                                        \
	"'Action':'iam:*','Resource':'*'" condition "}]}"

static const struct row {
	const char *name;
	const char *identity; /* policies; ' stands for " */
	const char *scp;      /* of the one level */
	enum policy_verdict verdict;
} rows[] = {
	{ "a refusal for want of an Allow keeps what lacks", "{'Statement':[]}", "{'Statement':[]}",
	  POLICY_IMPLICITLY_DENIED },
	{ "a refusal keeps the statement and the values it asked for",
	  DENY_OF(",'Condition':{'StringLike':{'aws:PrincipalArn':'*','aws:Nothing':'x'}}"),
	  DENY_OF(",'Condition':{'ForAnyValue:StringEquals':{'aws:TagKeys':['b']}}"),
	  POLICY_EXPLICITLY_DENIED },
	{ "a key without a value is told apart from an empty one",
	  DENY_OF(",'Condition':{'Null':{'aws:Nothing':'true'},'StringEquals':{'aws:Empty':''}}"),
	  DENY_OF(",'Condition':{'Null':{'aws:Nothing':'false'}}"), POLICY_EXPLICITLY_DENIED },
	{ "what was allowed keeps the statements that allowed it",
	  "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
	  DENY_OF(",'Condition':{'Null':{'aws:Nothing':'false'}}"), POLICY_ALLOWED },
};

static const struct policy_document *compile(struct arena *arena, const char *text)
{
	const struct policy_document *document;
	char *copy = arena_strdup(arena, text);
	struct fault fault;

	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	if (!policy_document_parse(arena, copy, strlen(copy), &fault, &document))
		fail_msg("%s", fault.message);
	return document;
}

static void fill_context(struct policy_context *context, struct arena *arena)
{
	static const char *const keys[] = { "a", "b" };

	policy_context_init(context, arena);
	policy_context_add(context, "aws:PrincipalArn", "arn:aws:iam::111111111111:user/ada");
	policy_context_add(context, "aws:Empty", "");
	policy_context_add_list(context, "aws:TagKeys", keys, ARRAY_LEN(keys));
}

/* A record twice over is the trace twice over. */
static void comes_back(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct arena *arena = &fixture->arena;
	struct policy_source identity = { NULL, "inline", compile(arena, row->identity) };
	struct policy_source scp = { "arn:aws:organizations::aws:policy/p-x", "x",
				     compile(arena, row->scp) };
	struct policy_level level = { "ou-ab12-x", NULL, "o-x/r-ab12/ou-ab12-x/", { &scp, 1 } };
	struct policy_context context;
	struct policy_request request = {
		.principal = { .kind = POLICY_USER, .arn = "arn:aws:iam::111111111111:user/ada" },
		.action = "iam:GetUser",
		.resource = "arn:aws:iam::111111111111:user/ada",
		.context = &context,
		.scp = { &level, 1 },
		.identity = { &identity, 1 },
	};
	struct buffer records, expected, found;
	struct policy_decision decision;
	struct json_writer json;

	fill_context(&context, arena);
	policy_explain(&request, arena, &decision);
	assert_int_equal(decision.verdict, row->verdict);
	buffer_init(&records, arena, 64);
	decision_record_add(&records, &request, &decision);
	decision_record_add(&records, &request, &decision);
	buffer_init(&expected, arena, 64);
	json_writer_init(&json, &expected, false);
	policy_trace_write(&json, &request, &decision);
	buffer_init(&found, arena, 64);
	json_writer_init(&json, &found, false);
	decision_record_write(&json, arena, records.data, records.len);
#define RECORD                                                                             \
	"{\"action\":\"iam:GetUser\",\"resource\":\"arn:aws:iam::111111111111:user/ada\"," \
	"\"trace\":%s}"
	assert_string_equal(found.data, arena_printf(arena, "[" RECORD "," RECORD "]",
						     expected.data, expected.data));
}

int main(void)
{
	return check_table("mock/decision_record", rows, comes_back);
}
