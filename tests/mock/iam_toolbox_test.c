/* Authorization ids in IAM's refusals, and what GetRequestAuthorizationDetails tells of them. */
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define SCENARIO(settings)                                                                         \
	"{'mattock':1,'settings':{" settings "},"                                                  \
	"'organization':{'management':'111111111111','id':'o-exampleorg',"                         \
	"'policyTypes':['SERVICE_CONTROL_POLICY'],'units':[{'name':'Workloads','id':"              \
	"'ou-ab12-workload'}],'rootId':'r-ab12','policies':[{'id':'p-nousers1','name':'no-users'," \
	"'content':{'Statement':[{'Sid':'NoUsers','Effect':'Deny','Action':'iam:CreateUser',"      \
	"'Resource':'*'}]},'attach':['Workloads']}]},"                                             \
	"'accounts':[{'id':'222222222222','name':'member','unit':'Workloads'},"                    \
	"{'id':'333333333333','name':'stranger','joined':'INVITED'}],"                             \
	"'callers':{'admin':{'account':'111111111111','user':'admin','policies':"                  \
	"['AdministratorAccess']},'nobody':{'account':'222222222222','user':'nobody'},"            \
	"'boss':{'account':'222222222222','user':'boss','policies':['AdministratorAccess']},"      \
	"'stranger':{'account':'333333333333','user':'stranger','policies':"                       \
	"['AdministratorAccess']}}}"
#define SHOWN SCENARIO("'iam.authorization_id':'show'")
#define AT_ONCE                                   \
	SCENARIO("'iam.authorization_id':'show'," \
		 "'iam.authorization_details.early_answers':0")
#define USER(name) "arn:aws:iam::222222222222:user/" name
#define CONSOLE                                                     \
	". Go to https://us-east-1.console.aws.amazon.com/iam/home" \
	"?region=us-east-1#/authorization-details/"
#define CALL                                                                 \
	" for complete details, or call the GetRequestAuthorizationDetails " \
	"API with the following authorization id: "

enum { ID_LEN = 25 };

static const char *with_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	return copy;
}

static void expect_start(const char *text, const char *start)
{
	if (strncmp(text, start, strlen(start)) != 0)
		fail_msg("%s does not begin with %s", text, start);
}

static const struct message_row {
	const char *name, *scenario, *caller, *operation, *input;
	const char *message; /* before the id's sentence */
	bool has_id;
} message_rows[] = {
	{ "a scenario that does not ask for ids has none", SCENARIO(""), "nobody",
	  "iam:ListAccountAliases", "{}",
	  "403 AccessDenied: User: " USER("nobody") " is not authorized to perform: "
						    "iam:ListAccountAliases on resource: * because "
						    "no identity-based policy allows the "
						    "iam:ListAccountAliases action",
	  false },
	{ "STS has no ids", SHOWN, "nobody", "sts:GetFederationToken", "{'Name':'guest'}",
	  "403 AccessDenied: User: " USER(
		  "nobody") " is not authorized to perform: "
			    "sts:GetFederationToken on resource: "
			    "arn:aws:sts::222222222222:federated-user/guest "
			    "because no identity-based policy allows the sts:GetFederationToken "
			    "action",
	  false },
	{ "IAM's refusal ends with the console's address and the id", SHOWN, "nobody",
	  "iam:ListAccountAliases", "{}",
	  "403 AccessDenied: User: " USER("nobody") " is not authorized to perform: "
						    "iam:ListAccountAliases on resource: * because "
						    "no identity-based policy allows the "
						    "iam:ListAccountAliases action",
	  true },
	{ "the id stands behind the policy's ARN", SHOWN, "boss", "iam:CreateUser",
	  "{'UserName':'x'}",
	  "403 AccessDenied: User: " USER(
		  "boss") " is not authorized to perform: "
			  "iam:CreateUser on resource: " USER(
				  "x") " with an explicit deny in a service control "
				       "policy: "
				       "arn:aws:organizations::111111111111:policy/o-exampleorg/"
				       "service_control_policy/p-nousers1",
	  true },
};

static void has_message(void **state)
{
	struct fixture *fixture = *state;
	const struct message_row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, row->scenario);
	const char *text =
		conversation_ask(conversation, row->caller, row->operation, row->input).text;

	expect_start(text, row->message);
	text += strlen(row->message);
	if (row->has_id) {
		expect_start(text, CONSOLE);
		text += strlen(CONSOLE);
		assert_int_equal(strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789"), ID_LEN);
		assert_memory_equal(text, text + ID_LEN + strlen(CALL), ID_LEN);
		expect_start(text + ID_LEN, CALL);
		text += 2 * ID_LEN + strlen(CALL);
	}
	assert_string_equal(text, "");
	conversation_stop(conversation);
}

#define ORGANIZATION "arn:aws:organizations::111111111111:"
#define FULL_ACCESS  "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
#define NO_USERS     ORGANIZATION "policy/o-exampleorg/service_control_policy/p-nousers1"
#define NOT_FOUND \
	"404 ResourceNotFoundException: Authorization details not found for authorization ID "

static const struct details_row {
	const char *name, *scenario;
	const char *caller, *operation, *input; /* what is refused */
	const char *reader;
	unsigned readings;    /* the last of them gets the answer below */
	const char *start;    /* of the answer; ' stands for " */
	const char *parts[6]; /* in it, anywhere */
} details_rows[] = {
	{ "an id that nothing has is not found",
	  AT_ONCE,
	  "boss",
	  "iam:ListAccountAliases",
	  "{}",
	  "boss",
	  1,
	  NOT_FOUND "",
	  { NULL } },
	{ "who may not call it is refused",
	  AT_ONCE,
	  "nobody",
	  "iam:ListAccountAliases",
	  "{}",
	  "nobody",
	  1,
	  "403 AccessDeniedException: User: " USER(
		  "nobody") " is not authorized to perform: "
			    "iam:GetRequestAuthorizationDetails on resource: * because no "
			    "identity-based policy "
			    "allows the iam:GetRequestAuthorizationDetails action",
	  { NULL } },
	{ "a stranger learns nothing",
	  AT_ONCE,
	  "nobody",
	  "iam:ListAccountAliases",
	  "{}",
	  "stranger",
	  1,
	  NOT_FOUND,
	  { NULL } },
	{ "the first readers are told that nothing is there yet",
	  SHOWN,
	  "nobody",
	  "iam:ListAccountAliases",
	  "{}",
	  "boss",
	  2,
	  NOT_FOUND,
	  { NULL } },
	{ "an implicit denial matches no policy",
	  SHOWN,
	  "nobody",
	  "iam:ListAccountAliases",
	  "{}",
	  "boss",
	  3,
	  "{'requestContext':{",
	  { "'aws:PrincipalArn':'" USER("nobody") "'",
	    "'aws:PrincipalOrgPaths':['o-exampleorg/r-ab12/ou-ab12-workload/']",
	    "'evaluations':[{'action':'iam:ListAccountAliases','resource':'*','context':{",
	    "'evaluatedEffect':'IMPLICIT_DENY','matchedPolicies':[]}]",
	    "'policies':[{'type':'SERVICE_CONTROL_POLICY','inline':false,'uri':'" FULL_ACCESS
	    "','attachedTo':[{'arn':'" ORGANIZATION
	    "root/o-exampleorg/r-ab12'},{'arn':'" ORGANIZATION
	    "ou/o-exampleorg/ou-ab12-workload'},{'arn':'" ORGANIZATION
	    "account/o-exampleorg/222222222222'}]}" } },
	{ "the organization's management account reads what every action came to",
	  AT_ONCE,
	  "boss",
	  "iam:CreateUser",
	  "{'UserName':'x','Tags':[{'Key':'team','Value':'red'}]}",
	  "admin",
	  1,
	  "{'requestContext':{",
	  { "{'action':'iam:CreateUser','resource':'" USER("x") "','context':{",
	    "'aws:RequestTag/team':'red','aws:TagKeys':['team']",
	    "'evaluatedEffect':'EXPLICIT_DENY','matchedPolicies':[{'uri':'" FULL_ACCESS
	    "','matchedStatements':[{'evaluatedEffect':'ALLOW'}]},{'uri':'" NO_USERS
	    "','matchedStatements':[{'sid':'NoUsers','evaluatedEffect':'DENY'}]},{'uri':"
	    "'arn:aws:iam::aws:policy/AdministratorAccess','matchedStatements':[{"
	    "'evaluatedEffect':'ALLOW'}]}]}",
	    "{'action':'iam:TagUser'", "'evaluatedEffect':'ALLOW'",
	    "{'type':'IDENTITY_BASED_POLICY','inline':false,'uri':"
	    "'arn:aws:iam::aws:policy/AdministratorAccess','attachedTo':[{'arn':'" USER(
		    "boss") "'}]}" } },
};

static void tells_details(void **state)
{
	struct fixture *fixture = *state;
	const struct details_row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, row->scenario);
	const char *removed = conversation_ask(conversation, "admin",
					       "organizations:RemoveAccountFromOrganization",
					       "{'AccountId':'333333333333'}")
				      .text;
	const char *refusal =
		conversation_ask(conversation, row->caller, row->operation, row->input).text;
	const char *id = strlen(refusal) > ID_LEN && strstr(refusal, CALL)
				 ? refusal + strlen(refusal) - ID_LEN
				 : "nothing";
	const char *input = arena_printf(&fixture->arena, "{'authorizationId':'%s'}", id);
	const char *text = "";

	assert_string_equal(removed, "{}");
	for (unsigned i = 0; i < row->readings; i++)
		text = conversation_ask(conversation, row->reader,
					"iam-toolbox:GetRequestAuthorizationDetails", input)
			       .text;
	expect_start(text, with_quotes(&fixture->arena, row->start));
	for (size_t i = 0; i < ARRAY_LEN(row->parts) && row->parts[i]; i++) {
		const char *part = with_quotes(&fixture->arena, row->parts[i]);

		if (!strstr(text, part))
			fail_msg("%s is not in %s", part, text);
	}
	conversation_stop(conversation);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(message_rows, has_message),
		CHECK_TABLE(details_rows, tells_details),
	};

	return check_tables("mock/iam_toolbox", tables, ARRAY_LEN(tables));
}
