/* What GET /_mattock/events makes of the calls before it. */
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define SCENARIO                                                                           \
	"{'mattock':1,'clock':'2024-10-25T20:52:11Z','seed':1,"                            \
	"'organization':{'management':'111111111111',"                                     \
	"'trustedAccess':['iam.amazonaws.com'],'features':['RootCredentialsManagement']}," \
	"'accounts':[{'id':'222222222222','name':'member'}],"                              \
	"'callers':{'admin':{'account':'111111111111','user':'admin','policies':"          \
	"['AdministratorAccess']},'guest':{'account':'111111111111','role':'guest',"       \
	"'via':'admin','policies':['AdministratorAccess']}}}"

enum { PARTS = 6 };

static const struct row {
	const char *name, *query;
	const char *parts[PARTS]; /* of the answer, in this order; ' stands for " */
	const char *lacks;
} rows[] = {
	{ "a caller that nobody knows has no trail", "", { "'Records':[" }, "NOBODY" },
	{ "a refusal has its exception's name and its text",
	  "?eventName=GetUser",
	  { "'eventSource':'iam.amazonaws.com'", "'errorCode':'NoSuchEntityException'",
	    "'errorMessage':'The user with name nobody cannot be found.'",
	    "'requestParameters':{'userName':'nobody'}", "'responseElements':null" },
	  "AssumeRoot" },
	{ "AssumeRoot is in the trail of who took the session, about the member",
	  "?eventName=AssumeRoot",
	  { "'type':'IAMUser'", "'userName':'admin'", "'assumedRoot':'true'",
	    "'expiration':'Oct 25, 2024, 9:07:11 PM'", "'resources':[{'accountId':'222222222222'}]",
	    "'recipientAccountId':'111111111111'" },
	  "SecretAccessKey" },
	{ "what the session does is in the member's trail",
	  "?account=222222222222",
	  { "'type':'Root'", "'arn':'arn:aws:iam::222222222222:root'",
	    "'creationDate':'2024-10-25T20:52:11Z','mfaAuthenticated':'false'",
	    "'assumedRoot':'true'", "'eventName':'ListAccessKeys'",
	    "'readOnly':true,'eventType':'AwsApiCall'" },
	  "111111111111" },
	{ "a role's session names its issuer",
	  "?eventName=ListRoles",
	  { "'type':'AssumedRole'", "'sessionIssuer':{'type':'Role','principalId':'AROA",
	    "'arn':'arn:aws:iam::111111111111:role/guest'", "'userName':'guest'" },
	  "assumedRoot" },
	{ "what came before a number is left out", "?after=1000", { "'Records':[]" }, "eventName" },
};

static const char *with_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	return copy;
}

static void make_calls(struct conversation *conversation)
{
	struct conversation_answer answer;

	conversation_say(conversation,
			 "POST / HTTP/1.1\r\nHost: h\r\nUser-Agent: NOBODY\r\n"
			 "Content-Type: application/x-www-form-urlencoded\r\n"
			 "Content-Length: 43\r\n\r\nAction=GetCallerIdentity&Version=2011-06-15");
	conversation_ask(conversation, "admin", "iam:GetUser", "{'UserName':'nobody'}");
	answer = conversation_ask(
		conversation, "admin", "sts:AssumeRoot",
		"{'TargetPrincipal':'222222222222','TaskPolicyArn':{'arn':"
		"'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'}}");
	conversation_become(conversation, "root", &answer);
	conversation_ask(conversation, "root", "iam:ListAccessKeys", "{}");
	answer = conversation_ask(conversation, "admin", "sts:AssumeRole",
				  "{'RoleArn':'arn:aws:iam::111111111111:role/guest',"
				  "'RoleSessionName':'ada'}");
	conversation_become(conversation, "role", &answer);
	conversation_ask(conversation, "role", "iam:ListRoles", "{}");
}

static void tells(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, SCENARIO);
	const char *at;

	make_calls(conversation);
	at = conversation_say(conversation, arena_printf(&fixture->arena,
							 "GET /_mattock/events%s HTTP/1.1\r\n"
							 "Host: localhost\r\n\r\n",
							 row->query))
		     .body;
	if (strstr(at, row->lacks))
		fail_msg("%s is in %s", row->lacks, at);
	for (size_t i = 0; i < PARTS && row->parts[i]; i++) {
		const char *part = with_quotes(&fixture->arena, row->parts[i]);
		const char *found = strstr(at, part);

		if (!found)
			fail_msg("%s is not in %s", part, at);
		at = found + strlen(part);
	}
	conversation_stop(conversation);
}

int main(void)
{
	return check_table("mock/cloudtrail", rows, tells);
}
