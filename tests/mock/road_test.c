/* The road of a root session, as answers over the socket. */
#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define ORGANIZATION(more)                                                              \
	"{'mattock':1,'organization':{'management':'111111111111',"                     \
	"'policyTypes':['SERVICE_CONTROL_POLICY']," more "},'accounts':["               \
	"{'id':'222222222222','name':'member','root':{'password':true,'keys':[{}]}}],"  \
	"'callers':{'admin':{'account':'111111111111','user':'admin','policies':"       \
	"['AdministratorAccess']},'nobody':{'account':'111111111111','user':'nobody'}," \
	"'member':{'account':'222222222222','user':'member','policies':"                \
	"['AdministratorAccess']},'root':{'account':'111111111111','root':true}}}"
#define READY                                    \
	"'trustedAccess':['iam.amazonaws.com']," \
	"'features':['RootCredentialsManagement','RootSessions']"
#define ROOT_OF_MEMBER(task)                        \
	"{'TargetPrincipal':'222222222222',"        \
	"'TaskPolicyArn':{'arn':'arn:aws:iam::aws:" \
	"policy/root-task/" task "'}}"
#define DENY_ROOT                                                                     \
	"'policies':[{'id':'p-denyroot','name':'deny-root','content':{'Statement':[{" \
	"'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringLike':"      \
	"{'aws:PrincipalArn':'arn:aws:iam::*:root'}}}]},'attach':['222222222222']}]," \
	"'id':'o-exampleorg'"
#define AUDIT_DENIED                                                                            \
	"403 AccessDenied: User: arn:aws:iam::222222222222:root is not authorized to perform: " \
	"iam:GetUser on resource: arn:aws:iam::222222222222:root with an explicit deny in a "   \
	"service control policy: arn:aws:organizations::111111111111:policy/o-exampleorg/"      \
	"service_control_policy/p-denyroot"

static const struct conversation_story stories[] = {
	{ "nobody is anybody without a signature",
	  NULL,
	  { { NULL, "iam:GetUser", "{}",
	      "403 MissingAuthenticationToken: Request is missing Authentication Token" } } },
	{ "an operation without behaviour is no success",
	  ORGANIZATION(READY),
	  { { "admin", "sts:GetDelegatedAccessToken", "{'TradeInToken':'abcd'}",
	      "501 NotImplemented*" } } },
	{ "an identity without policies may nothing but ask who it is",
	  ORGANIZATION(READY),
	  { { "nobody", "sts:GetCallerIdentity", "{}",
	      "{'Arn':'arn:aws:iam::111111111111:user/nobody'*" },
	    { "nobody", "iam:ListUsers", "{}",
	      "403 AccessDenied: User: arn:aws:iam::111111111111:user/nobody is not authorized to "
	      "perform: iam:ListUsers on resource: arn:aws:iam::111111111111:user/ because no "
	      "identity-based policy allows the iam:ListUsers action" },
	    { "nobody", "organizations:ListAccounts", "{}",
	      "400 AccessDeniedException: You don't have permissions to access this resource." },
	    { "nobody", "sts:AssumeRoot", ROOT_OF_MEMBER("IAMAuditRootUserCredentials"),
	      "403 AccessDenied: User: arn:aws:iam::111111111111:user/nobody is not authorized to "
	      "perform: sts:AssumeRoot on resource: arn:aws:iam::222222222222:root" } } },
	{ "a member sees its organization and no more",
	  ORGANIZATION(READY),
	  { { "member", "organizations:DescribeOrganization", "{}", "{'Organization':*" },
	    { "member", "organizations:ListAccounts", "{}",
	      "400 AccessDeniedException: You don't have permissions to access this resource." },
	    { "member", "iam:ListOrganizationsFeatures", "{}",
	      "400 AccountNotManagementOrDelegatedAdministratorException: *" } } },
	{ "the management account's root user takes no root session",
	  ORGANIZATION(READY),
	  { { "root", "sts:AssumeRoot", ROOT_OF_MEMBER("IAMAuditRootUserCredentials"),
	      "403 AccessDenied: *" } } },
	{ "a feature that is off is named",
	  ORGANIZATION("'trustedAccess':['iam.amazonaws.com']"),
	  { { "admin", "sts:AssumeRoot", ROOT_OF_MEMBER("S3UnlockBucketPolicy"),
	      "403 AccessDenied: Root sessions feature is not enabled for your AWS Organization." },
	    { "admin", "iam:EnableOrganizationsRootSessions", "{}", "{'OrganizationId':*" },
	    { "admin", "sts:AssumeRoot", ROOT_OF_MEMBER("S3UnlockBucketPolicy"),
	      "{'Credentials':*" } } },
	{ "a root session sees and removes what its task lets it",
	  ORGANIZATION(READY),
	  { { "admin", "sts:AssumeRoot", ROOT_OF_MEMBER("IAMAuditRootUserCredentials"),
	      "{'Credentials':*", "audit" },
	    { "audit", "iam:GetUser", "{}", "{'User':{'UserId':'222222222222','Arn':*" },
	    { "audit", "iam:GetLoginProfile", "{}", "{'LoginProfile':*" },
	    { "audit", "iam:DeleteLoginProfile", "{}",
	      "403 AccessDenied: User: arn:aws:iam::222222222222:root is not authorized to "
	      "perform: "
	      "iam:DeleteLoginProfile on resource: arn:aws:iam::222222222222:root with an explicit "
	      "deny in a session policy: arn:aws:iam::aws:policy/root-task/*" },
	    { "admin", "sts:AssumeRoot", ROOT_OF_MEMBER("IAMDeleteRootUserCredentials"),
	      "{'Credentials':*", "delete" },
	    { "delete", "iam:DeleteLoginProfile", "{}", "{}" },
	    { "delete", "iam:GetLoginProfile", "{}",
	      "404 NoSuchEntity: Login Profile for User null cannot be found." } } },
	{ "a policy above the account stops the session, which is issued all the same",
	  ORGANIZATION(READY "," DENY_ROOT),
	  { { "admin", "sts:AssumeRoot", ROOT_OF_MEMBER("IAMAuditRootUserCredentials"),
	      "{'Credentials':*", "audit" },
	    { "audit", "iam:GetUser", "{}", AUDIT_DENIED },
	    { "admin", "organizations:DetachPolicy",
	      "{'PolicyId':'p-denyroot','TargetId':'222222222222'}", "{}" },
	    { "audit", "iam:GetUser", "{}", "{'User':*" } } },
	{ "a role of a member is assumed from the management account",
	  ORGANIZATION(READY),
	  { { "admin", "sts:AssumeRole",
	      "{'RoleArn':'arn:aws:iam::222222222222:role/OrganizationAccountAccessRole',"
	      "'RoleSessionName':'session'}",
	      "{'Credentials':*", "role" },
	    { "role", "iam:ListUsers", "{}", "{'Users':*" },
	    { "nobody", "sts:AssumeRole",
	      "{'RoleArn':'arn:aws:iam::222222222222:role/OrganizationAccountAccessRole',"
	      "'RoleSessionName':'session'}",
	      "403 AccessDenied: *" } } },
};

static void tell(void **state)
{
	struct fixture *fixture = *state;

	conversation_tell(&fixture->arena, fixture->row);
}

int main(void)
{
	return check_table("mock/road", stories, tell);
}
