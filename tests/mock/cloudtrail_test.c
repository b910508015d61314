/* What GET /_mattock/events makes of the calls before it. */
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define SCENARIO                                                                           \
	"{'mattock':1,'clock':'2024-10-25T20:52:11Z','seed':1,"                            \
	"'organization':{'management':'111111111111',"                                     \
	"'trustedAccess':['iam.amazonaws.com'],'features':['RootCredentialsManagement']}," \
	"'accounts':[{'id':'222222222222','name':'member','roles':[{'name':'worker',"      \
	"'trust':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"      \
	"{'AWS':'111111111111'},'Action':'sts:AssumeRole'}]}}]}],"                         \
	"'callers':{'admin':{'account':'111111111111','user':'admin','policies':"          \
	"['AdministratorAccess']},'guest':{'account':'111111111111','role':'guest',"       \
	"'via':'admin','policies':['AdministratorAccess']},'stranger':{'account':"         \
	"'111111111111','user':'stranger'}}}"

enum { PARTS = 10 };

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
	{ "where Organizations says little the trail says why, under IAM's name",
	  "?username=stranger",
	  { "'eventSource':'organizations.amazonaws.com','eventName':'ListAccounts'",
	    "'errorCode':'AccessDenied','errorMessage':'User: "
	    "arn:aws:iam::111111111111:user/stranger is not authorized to perform: "
	    "organizations:ListAccounts on resource: * because no identity-based policy allows "
	    "the organizations:ListAccounts action','requestParameters':null,"
	    "'responseElements':null,'requestID':'",
	    "'readOnly':true" },
	  "You don't have permissions" },
	{ "an AssumeRoot that was refused has its parameters, and is about the member all the same",
	  "?eventName=AssumeRoot&username=stranger",
	  { "'eventVersion':'1.08','userIdentity':{'type':'IAMUser','principalId':'AIDA",
	    "'sessionContext':{'assumedRoot':'true'}}", "'errorCode':'AccessDenied'",
	    "'errorMessage':'User: arn:aws:iam::111111111111:user/stranger is not authorized to "
	    "perform: sts:AssumeRoot",
	    "'requestParameters':{'targetPrincipal':'222222222222','taskPolicyArn':{'arn':",
	    "'responseElements':null",
	    "'readOnly':false,'resources':[{'accountId':'222222222222'}]",
	    "'recipientAccountId':'111111111111','eventCategory':'Management'}" },
	  "credentials" },
	{ "every member of AssumeRoot's event",
	  "?eventName=AssumeRoot&username=admin",
	  { "{'eventVersion':'1.08','userIdentity':{'type':'IAMUser','principalId':'AIDA",
	    "'arn':'arn:aws:iam::111111111111:user/admin','accountId':'111111111111',"
	    "'accessKeyId':'AKIA",
	    "'userName':'admin','sessionContext':{'assumedRoot':'true'}},"
	    "'eventTime':'2024-10-25T20:52:11Z','eventSource':'sts.amazonaws.com',"
	    "'eventName':'AssumeRoot','awsRegion':'us-east-1','sourceIPAddress':'127.0.0.1',"
	    "'userAgent':'",
	    "'requestParameters':{'targetPrincipal':'222222222222','taskPolicyArn':{'arn':"
	    "'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'}},"
	    "'responseElements':{'credentials':{'accessKeyId':'ASIA",
	    "'sessionToken':'", "'expiration':'Oct 25, 2024, 9:07:11 PM'}},'requestID':'",
	    "'eventID':'",
	    "'readOnly':false,'resources':[{'accountId':'222222222222'}],"
	    "'eventType':'AwsApiCall','managementEvent':true,'recipientAccountId':'111111111111',"
	    "'eventCategory':'Management'}" },
	  "errorCode" },
	{ "every member of the session's event",
	  "?account=222222222222&eventName=ListAccessKeys",
	  { "{'eventVersion':'1.10','userIdentity':{'type':'Root','principalId':'222222222222',"
	    "'arn':'arn:aws:iam::222222222222:root','accountId':'222222222222','accessKeyId':'ASIA",
	    "'sessionContext':{'attributes':{'creationDate':'2024-10-25T20:52:11Z',"
	    "'mfaAuthenticated':'false'},'assumedRoot':'true'}},"
	    "'eventTime':'2024-10-25T20:52:11Z','eventSource':'iam.amazonaws.com',"
	    "'eventName':'ListAccessKeys','awsRegion':'us-east-1','sourceIPAddress':'127.0.0.1',"
	    "'userAgent':'",
	    "'requestParameters':null,'responseElements':null,'requestID':'", "'eventID':'",
	    "'readOnly':true,'eventType':'AwsApiCall','managementEvent':true,"
	    "'recipientAccountId':'222222222222','eventCategory':'Management'}" },
	  "userName" },
	{ "a role of another account is assumed in the caller's trail",
	  "?eventName=AssumeRole&account=111111111111&username=admin",
	  { "'type':'IAMUser'",
	    "'resources':[{'ARN':'arn:aws:iam::111111111111:role/guest',"
	    "'accountId':'111111111111','type':'AWS::IAM::Role'}]",
	    "'eventName':'AssumeRole'",
	    "'resources':[{'ARN':'arn:aws:iam::222222222222:role/worker',"
	    "'accountId':'222222222222','type':'AWS::IAM::Role'}]",
	    "'recipientAccountId':'111111111111','sharedEventID':'" },
	  "AWSAccount" },
	{ "and in its owner's, who learns the caller's account alone",
	  "?eventName=AssumeRole&account=222222222222",
	  { "'userIdentity':{'type':'AWSAccount','principalId':'AIDA",
	    "'accountId':'111111111111'},",
	    "'recipientAccountId':'222222222222','sharedEventID':'" },
	  "user/admin" },
	{ "AssumeRoot is in the trail of who took the session, about the member",
	  "?eventName=AssumeRoot",
	  { "'type':'IAMUser'", "'userName':'admin'", "'assumedRoot':'true'",
	    "'expiration':'Oct 25, 2024, 9:07:11 PM'", "'resources':[{'accountId':'222222222222'}]",
	    "'recipientAccountId':'111111111111'" },
	  "SecretAccessKey" },
	{ "what the session does is in the member's trail",
	  "?account=222222222222&eventSource=iam.amazonaws.com",
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
	{ "a name of a session is looked up as a user's is",
	  "?username=ada",
	  { "'eventName':'ListRoles'" },
	  "user/admin" },
	{ "and a root session by root",
	  "?username=root",
	  { "'eventName':'ListAccessKeys'" },
	  "user/admin" },
	{ "a source alone",
	  "?eventSource=organizations.amazonaws.com",
	  { "'ListAccounts'" },
	  "iam.amazonaws.com'," },
	{ "what only reads",
	  "?readOnly=true",
	  { "'GetUser'", "'ListAccessKeys'", "'ListRoles'" },
	  "'AssumeRoot'" },
	{ "what only writes", "?readOnly=false", { "'AssumeRoot'", "'AssumeRole'" }, "'GetUser'" },
	{ "from a time on, which belongs to it",
	  "?startTime=2024-10-25T20:52:11Z",
	  { "'GetUser'", "'ListRoles'" },
	  "NOBODY" },
	{ "up to a time, which belongs to it",
	  "?startTime=2024-10-25T20:52:10Z&endTime=2024-10-25T20:52:11Z",
	  { "'GetUser'", "'ListRoles'" },
	  "NOBODY" },
	{ "after all", "?startTime=2024-10-25T20:52:12Z", { "'Records':[]" }, "eventName" },
	{ "before all", "?endTime=2024-10-25T20:52:10Z", { "'Records':[]" }, "eventName" },
	{ "an id that is nobody's", "?eventId=x", { "'Records':[]" }, "eventName" },
	{ "what is no time is told", "?endTime=now", { "endTime: expected a time" }, "Records" },
	{ "what is neither true nor false is told",
	  "?readOnly=1",
	  { "readOnly: expected" },
	  "Records" },
	{ "what is no number is told", "?after=x", { "after: expected" }, "Records" },
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
	conversation_ask(conversation, "admin", "sts:AssumeRole",
			 "{'RoleArn':'arn:aws:iam::222222222222:role/worker',"
			 "'RoleSessionName':'bob'}");
	conversation_ask(conversation, "stranger", "organizations:ListAccounts", "{}");
	conversation_ask(conversation, "stranger", "sts:AssumeRoot",
			 "{'TargetPrincipal':'222222222222','TaskPolicyArn':{'arn':"
			 "'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'}}");
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
