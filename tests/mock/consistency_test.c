/* Requests that see the state as it was: stale reads, AWS's delays, and the worst of them. */
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define SCENARIO(more)                                                                          \
	"{'mattock':1," more ",'organization':{'management':'111111111111','trustedAccess':["   \
	"'iam.amazonaws.com'],'features':['RootCredentialsManagement'],'delegates':[{'account'" \
	":'222222222222','service':'iam.amazonaws.com'}]},'accounts':[{'id':'222222222222',"    \
	"'name':'security'},{'id':'333333333333','name':'shop','root':{'keys':[{}]}}],"         \
	"'callers':{'admin':{'account':'111111111111','user':'admin','policies':["              \
	"'AdministratorAccess']},'limited':{'account':'111111111111','user':'limited'},"        \
	"'delegate':{'account':'222222222222','user':'d','policies':["                          \
	"'AdministratorAccess']}}}"

#define RULES(rules) SCENARIO("'faults':[" rules "]")
#define WAIT(ms) \
	"'faults':[{'match':{'operation':'sts:GetCallerIdentity'},'do':{'latency':" #ms "}}]"
#define AWS(scale) "'consistency':{'model':'aws','scale':" #scale "}"
#define PAUSE(who)                                                   \
	{                                                            \
		who, "sts:GetCallerIdentity", "{}", "{'Arn':*", NULL \
	}

#define ASSUME "sts:AssumeRoot"
#define TASK(name)                                                                           \
	"{'TargetPrincipal':'333333333333','TaskPolicyArn':{'arn':'arn:aws:iam::aws:policy/" \
	"root-task/IAM" name "'}}"
#define AUDIT   TASK("AuditRootUserCredentials")
#define DELETE  TASK("DeleteRootUserCredentials")
#define DISABLE "organizations:DisableAWSServiceAccess", "{'ServicePrincipal':'iam.amazonaws.com'}"
#define DEREGISTER                                        \
	"organizations:DeregisterDelegatedAdministrator", \
		"{'AccountId':'222222222222','ServicePrincipal':'iam.amazonaws.com'}"
#define ALLOW_LIST                                                                           \
	"iam:PutUserPolicy",                                                                 \
		"{'UserName':'limited','PolicyName':'p','PolicyDocument':'{\\\"Version\\\":" \
		"\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\","       \
		"\\\"Action\\\":\\\"iam:ListUsers\\\",\\\"Resource\\\":\\\"*\\\"}]}'}"

static const struct conversation_story stories[] = {
	{ "a stale list lacks what was just created",
	  RULES("{'match':{'operation':'iam:ListUsers'},'do':{'stale':600000},'times':1}"),
	  { { "admin", "iam:CreateUser", "{'UserName':'aaa'}", "{'User':*", NULL },
	    { "admin", "iam:ListUsers", "{'MaxItems':1}",
	      "{'Users':[{'Path':'/','UserName':'admin'*", NULL },
	    { "admin", "iam:ListUsers", "{'MaxItems':1}", "{'Users':[{'Path':'/','UserName':'aaa'*",
	      NULL } } },
	{ "a stale list has what was just deleted",
	  RULES("{'match':{'operation':'iam:ListUsers'},'do':{'stale':600000},'times':1}"),
	  { { "admin", "iam:CreateUser", "{'UserName':'aaa'}", "{'User':*", NULL },
	    { "admin", "iam:ListUsers", "{'MaxItems':1}",
	      "{'Users':[{'Path':'/','UserName':'admin'*", NULL },
	    { "admin", "iam:DeleteUser", "{'UserName':'aaa'}", "{}", NULL },
	    { "admin", "iam:ListUsers", "{'MaxItems':1}",
	      "{'Users':[{'Path':'/','UserName':'admin'*", NULL } } },
	{ "what is not matched sees the state as it is",
	  RULES("{'match':{'operation':'iam:ListUsers'},'do':{'stale':600000}}"),
	  { { "admin", "iam:CreateUser", "{'UserName':'aaa'}", "{'User':*", NULL },
	    { "admin", "iam:GetUser", "{'UserName':'aaa'}", "{'User':*", NULL },
	    { "admin", "iam:CreateUser", "{'UserName':'aaa'}", "409 EntityAlreadyExists*",
	      NULL } } },
	{ "a change that is old enough is seen",
	  RULES("{'match':{'operation':'iam:CreateUser'},'do':{'latency':30}},"
		"{'match':{'operation':'iam:ListUsers'},'do':{'stale':5}}"),
	  { { "admin", "iam:ListUsers", "{'MaxItems':1}",
	      "{'Users':[{'Path':'/','UserName':'admin'*", NULL },
	    { "admin", "iam:CreateUser", "{'UserName':'aaa'}", "{'User':*", NULL },
	    { "admin", "iam:ListUsers", "{'MaxItems':1}", "{'Users':[{'Path':'/','UserName':'aaa'*",
	      NULL } } },
	{ "what a stale STS issues is good",
	  RULES("{'match':{'operation':'sts:AssumeRoot'},'do':{'stale':600000}}"),
	  { { "admin", ASSUME, AUDIT, "{'Credentials':*", "first" },
	    { "admin", DISABLE, "400 ConstraintViolationException*", NULL },
	    { "admin", DEREGISTER, "{}", NULL },
	    { "admin", DISABLE, "{}", NULL },
	    { "delegate", ASSUME, AUDIT, "{'Credentials':*", "root" },
	    { "root", "iam:ListAccessKeys", "{}", "{'AccessKeyMetadata':[{*", NULL },
	    { "first", "iam:ListAccessKeys", "{}", "{'AccessKeyMetadata':[{*", NULL } } },
	{ "a strong namespace has no delays",
	  SCENARIO("'consistency':'strong'"),
	  { { "admin", DEREGISTER, "{}", NULL },
	    { "delegate", ASSUME, AUDIT, "403 AccessDenied*", NULL },
	    { "admin", DISABLE, "{}", NULL },
	    { "admin", ASSUME, AUDIT, "403 AccessDenied: Service not enabled*", NULL },
	    { "admin", ALLOW_LIST, "{}", NULL },
	    { "limited", "iam:ListUsers", "{}", "{'Users':*", NULL } } },
	{ "trusted access that is gone is seen late",
	  SCENARIO("'consistency':'aws'"),
	  { { "admin", DEREGISTER, "{}", NULL },
	    { "admin", DISABLE, "{}", NULL },
	    { "admin", "organizations:ListAWSServiceAccessForOrganization", "{}",
	      "{'EnabledServicePrincipals':[]}", NULL },
	    { "admin", ASSUME, AUDIT, "{'Credentials':*", "root" },
	    { "root", "iam:ListAccessKeys", "{}", "{'AccessKeyMetadata':[{*", NULL } } },
	{ "trusted access that is gone is seen at last",
	  SCENARIO(AWS(0.0001) "," WAIT(40)),
	  { { "admin", DEREGISTER, "{}", NULL },
	    { "admin", DISABLE, "{}", NULL },
	    PAUSE("admin"),
	    { "admin", ASSUME, AUDIT, "403 AccessDenied: Service not enabled*", NULL } } },
	{ "a delegate that is removed is refused, allowed again",
	  SCENARIO(AWS(0.2) "," WAIT(450)),
	  { { "admin", DEREGISTER, "{}", NULL },
	    { "delegate", ASSUME, AUDIT, "403 AccessDenied*", NULL },
	    PAUSE("delegate"),
	    { "delegate", ASSUME, AUDIT, "{'Credentials':*", NULL } } },
	{ "and refused at last",
	  SCENARIO(AWS(0.001) "," WAIT(80)),
	  { { "admin", DEREGISTER, "{}", NULL },
	    PAUSE("delegate"),
	    { "delegate", ASSUME, AUDIT, "403 AccessDenied*", NULL } } },
	{ "a new policy is decided with late",
	  SCENARIO("'consistency':'aws'"),
	  { { "admin", ALLOW_LIST, "{}", NULL },
	    { "limited", "iam:ListUsers", "{}", "403 AccessDenied*", NULL },
	    { "admin", "iam:ListUserPolicies", "{'UserName':'limited'}", "{'PolicyNames':['p']*",
	      NULL } } },
	{ "a new policy is decided with at last",
	  SCENARIO(AWS(0.001) "," WAIT(40)),
	  { { "admin", ALLOW_LIST, "{}", NULL },
	    PAUSE("admin"),
	    { "limited", "iam:ListUsers", "{}", "{'Users':*", NULL } } },
	{ "changes upon changes are all kept",
	  SCENARIO("'consistency':'aws'"),
	  { { "admin", "iam:CreateUser", "{'UserName':'aaa'}", "{'User':*", NULL },
	    { "admin", "iam:CreateAccessKey", "{'UserName':'aaa'}", "{'AccessKey':*", NULL },
	    { "admin", ALLOW_LIST, "{}", NULL },
	    { "admin", ALLOW_LIST, "{}", NULL },
	    { "admin", "iam:DeleteUserPolicy", "{'UserName':'limited','PolicyName':'p'}", "{}",
	      NULL },
	    { "admin", "iam:DeleteUserPolicy", "{'UserName':'limited','PolicyName':'p'}",
	      "404 NoSuchEntity*", NULL },
	    { "admin", "iam:ListAccessKeys", "{'UserName':'aaa'}", "{'AccessKeyMetadata':[{*",
	      NULL } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;

	conversation_tell(&fixture->arena, fixture->row);
}

static const struct worst_row {
	const char *name, *scenario;
	bool is_mixed; /* some calls see the old state and some the new */
} worst_rows[] = {
	{ "the worst is that each call sees another state", SCENARIO("'consistency':'adversarial'"),
	  true },
	{ "half of the calls fail, the same with the same seed",
	  SCENARIO("'faults':[{'match':{'operation':'sts:AssumeRoot','probability':0.5},'do':"
		   "{'stale':600000}}]"),
	  true },
	{ "the worst ends",
	  SCENARIO("'consistency':{'model':'adversarial','scale':0.0001}," WAIT(40)), false },
};

enum { WORST_CALLS = 12 };

/* What calls after the change answer, a digit each: 1 if the old state was seen. */
static const char *outcomes(struct arena *arena, const char *scenario)
{
	struct conversation *conversation = conversation_start(arena, scenario);
	char *seen = arena_alloc(arena, WORST_CALLS + 1);

	conversation_ask(conversation, "admin", DEREGISTER);
	conversation_ask(conversation, "admin", DISABLE);
	conversation_ask(conversation, "admin", "sts:GetCallerIdentity", "{}");
	for (size_t i = 0; i < WORST_CALLS; i++)
		seen[i] = conversation_ask(conversation, "admin", ASSUME, DELETE).status == 200
				  ? '1'
				  : '0';
	conversation_stop(conversation);
	return seen;
}

static void is_worst(void **state)
{
	struct fixture *fixture = *state;
	const struct worst_row *row = fixture->row;
	const char *first = outcomes(&fixture->arena, row->scenario);

	assert_string_equal(outcomes(&fixture->arena, row->scenario), first);
	assert_non_null(strchr(first, '0'));
	assert_int_equal(strchr(first, '1') != NULL, row->is_mixed);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(stories, tells),
		CHECK_TABLE(worst_rows, is_worst),
	};

	return check_tables("mock/consistency", tables, ARRAY_LEN(tables));
}
