/* What GET /_mattock/requests tells of the calls before it. */
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define SCENARIO                                                                                   \
	"{'mattock':1,'organization':{'management':'111111111111','id':'o-exampleorg',"            \
	"'policyTypes':['SERVICE_CONTROL_POLICY']},'accounts':[{'id':'222222222222',"              \
	"'name':'member','roles':[{'name':'reader','trust':{'Version':'2012-10-17','Statement':[{" \
	"'Effect':'Allow','Principal':{'AWS':'111111111111'},'Action':["                           \
	"'sts:AssumeRole','sts:TagSession']}]}}]}],"                                               \
	"'callers':{'admin':{'account':'111111111111','user':'admin','policies':"                  \
	"['AdministratorAccess']},'limited':{'account':'111111111111','user':'limited',"           \
	"'policies':[{'Version':'2012-10-17','Statement':[{'Sid':'Here','Effect':'Allow',"         \
	"'Action':'iam:ListUsers','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':"        \
	"'127.0.0.0/8'}}}]}]}}}"

static const struct row {
	const char *name;
	const char *caller, *operation, *input;
	const char *parts[4]; /* of the journal, in this order; ' stands for " */
} rows[] = {
	{ "what no policy decides has no decision",
	  "limited",
	  "sts:GetCallerIdentity",
	  "{}",
	  { "'operation':'sts:GetCallerIdentity'", "'status':200}" } },
	{ "a refusal has the levels that lack an Allow",
	  "limited",
	  "iam:ListRoles",
	  "{}",
	  { "'status':403", "'decisions':[{'action':'iam:ListRoles'",
	    "'verdict':'ImplicitlyDenied','deniedBy':'identity'",
	    "'missing':[{'layer':'identity'}]}}]}" } },
	{ "what was allowed has the statement and its condition's value",
	  "limited",
	  "iam:ListUsers",
	  "{}",
	  { "'status':200,'decisions':[{'action':'iam:ListUsers'", "'verdict':'Allowed'",
	    "'layer':'identity','effect':'Allow','name':'",
	    "'sid':'Here','index':0,'line':1,'column':38,'conditions':[{'operator':'IpAddress',"
	    "'key':'aws:SourceIp','values':['127.0.0.1']}]" } },
	{ "each action of a call has its decision",
	  "admin",
	  "sts:AssumeRole",
	  "{'RoleArn':'arn:aws:iam::222222222222:role/reader','RoleSessionName':'ada',"
	  "'Tags':[{'Key':'a','Value':'b'}]}",
	  { "'status':200,'decisions':[{'action':'sts:AssumeRole'", "'layer':'resource'",
	    "{'action':'sts:TagSession'", "'layer':'identity'" } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, SCENARIO);
	const char *at;

	conversation_ask(conversation, row->caller, row->operation, row->input);
	at = conversation_say(conversation,
			      "GET /_mattock/requests HTTP/1.1\r\nHost: localhost\r\n\r\n")
		     .body;
	for (size_t i = 0; i < ARRAY_LEN(row->parts) && row->parts[i]; i++) {
		char *part = arena_strdup(&fixture->arena, row->parts[i]);
		const char *found;

		for (char *quote = part; *quote; quote++)
			*quote = *quote == '\'' ? '"' : *quote;
		found = strstr(at, part);
		if (!found)
			fail_msg("%s is not in %s", part, at);
		at = found + strlen(part);
	}
	conversation_stop(conversation);
}

int main(void)
{
	return check_table("mock/journal", rows, tells);
}
