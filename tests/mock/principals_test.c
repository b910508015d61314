/*
 * Documents whose form is in order and whose principal is not there: only the
 * server, which knows the accounts, refuses them when they are written.
 */
#include <string.h>

#include "tests/support/handlers.h"
#include "tests/support/world.h"

#define TRUST(principal)                                                                 \
	"{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{" principal \
	"},'Action':'sts:AssumeRole'}]}"
#define NOBODY   "arn:aws:iam::111111111111:role/does-not-exist"
#define STRANGER "'AWS':'123456789012'"
#define DELEGATION(principal)                                                            \
	"{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{" principal \
	"},'Action':'organizations:DescribePolicy','Resource':'arn:aws:organizations::"  \
	"111111111111:policy/o-exampleorg/service_control_policy/p-examplepid',"         \
	"'Condition':{'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::222222222222:role/"  \
	"OWNED'}}}]}"

static const struct row {
	const char *name;
	const char *caller, *operation;
	const char *input;    /* with %s for the document */
	const char *document; /* ' stands for " */
	const char *expected; /* how the answer begins */
} rows[] = {
	{ "no role of that name is trusted", "boss", "iam:CreateRole",
	  "{'RoleName':'new','AssumeRolePolicyDocument':'%s'}", TRUST("'AWS':'" NOBODY "'"),
	  "400 MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"" NOBODY "\"" },
	{ "nor is it later", "boss", "iam:UpdateAssumeRolePolicy",
	  "{'RoleName':'worker','PolicyDocument':'%s'}", TRUST("'AWS':'" NOBODY "'"),
	  "400 MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"" NOBODY "\"" },
	{ "an account of no organization is no delegate", "admin",
	  "organizations:PutResourcePolicy", "{'Content':'%s'}", DELEGATION(STRANGER),
	  "400 InvalidInputException: This resource-based policy contains invalid JSON." },
	{ "a service is believed, for no list of all services is known", "boss", "iam:CreateRole",
	  "{'RoleName':'new','AssumeRolePolicyDocument':'%s'}",
	  TRUST("'Service':'nope.amazonaws.com'"), "{" },
	{ "a member is one", "admin", "organizations:PutResourcePolicy", "{'Content':'%s'}",
	  DELEGATION("'AWS':'222222222222'"), "{" },
};

static void writes(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const char *const mark = strstr(row->input, "%s");
	struct world world;
	const char *answer;

	world_start(&world, &fixture->arena, "conditions_state.json");
	answer = world_ask(&world, row->caller, row->operation,
			   arena_printf(world.arena, "%.*s%s%s", (int)(mark - row->input),
					row->input, world_quote(world.arena, row->document),
					mark + strlen("%s")));
	if (strncmp(answer, row->expected, strlen(row->expected)) != 0)
		fail_msg("%s", answer);
	world_stop(&world);
}

int main(void)
{
	return check_table("mock/principals", rows, writes);
}
