#include "tests/support/world.h"

#define AUDIT              "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"
#define UNLOCK             "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"
#define QUEUES             "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy"
#define TASK(target, task) "{'TargetPrincipal':'" target "','TaskPolicyArn':{'arn':'" task "'}}"
#define ROLE(name, more) \
	"{'RoleArn':'arn:aws:iam::333333333333:role/" name "','RoleSessionName':'ada'" more "}"
#define USER(account, name)       "User: arn:aws:iam::" account ":user/" name
#define MAY_NOT(action, resource) " is not authorized to perform: " action " on resource: " resource
#define MEMBER                    "222222222222"
#define EXEMPT                    "333333333333"
#define SCP(id)                   "arn:aws:organizations::111111111111:policy/o-exampleorg/service_control_policy/" id
#define JOBS                      "http://127.0.0.1:4000/333333333333/jobs"
#define VAULT                     "\"arn:aws:s3:::vault\""
#define GIVEN                     "{'Credentials':{'AccessKeyId':'ASIA*"

static const struct world_story stories[] = {
	{ "without a policy nothing is allowed",
	  { { "stranger", "iam:GetRole", "{'RoleName':'x'}",
	      "403 AccessDenied: " USER("111111111111", "stranger")
		      MAY_NOT("iam:GetRole", "role x") " because no identity-based "
						       "policy allows "
						       "the iam:GetRole action" } } },
	{ "IAM's refusals name a role without its ARN",
	  { { "bounded", "iam:AttachRolePolicy",
	      "{'RoleName':'reader','PolicyArn':'arn:aws:iam::aws:policy/ReadOnlyAccess'}",
	      "403 AccessDenied: " USER(EXEMPT, "bounded")
		      MAY_NOT("iam:AttachRolePolicy",
			      "role reader") " because no permissions boundary allows the "
					     "iam:AttachRolePolicy action" } } },
	{ "an explicit deny wins",
	  { { "denied", "iam:ListAccountAliases", "{}",
	      "403 AccessDenied: " USER("111111111111", "denied")
		      MAY_NOT("iam:ListAccountAliases",
			      "*") " with an explicit deny in an identity-based policy" } } },
	{ "no policy denies GetCallerIdentity",
	  { { "denied", "sts:GetCallerIdentity", "{}", "{*" } } },
	{ "a boundary is a limit",
	  { { "bounded", "iam:CreateUser", "{'UserName':'x'}",
	      "403 AccessDenied: " USER(EXEMPT, "bounded") MAY_NOT(
		      "iam:CreateUser",
		      "arn:aws:iam::333333333333:user/x") " because no permissions boundary allows "
							  "the iam:CreateUser action" } } },
	{ "a level of SCPs without an Allow is a limit",
	  { { "narrow", "iam:ListAccountAliases", "{}", "{*" },
	    { "narrow", "s3:ListBuckets", "{}",
	      "403 AccessDenied: " USER(
		      "555555555555",
		      "narrow") " is not authorized to perform: s3:ListAllMyBuckets because no "
				"service control"
				" policy allows the s3:ListAllMyBuckets action" } } },
	{ "a member calls Organizations as far as the service lets it",
	  { { "boss", "organizations:ListAccounts", "{}",
	      "400 AccessDeniedException: You don't have permissions to access this resource." },
	    { "boss", "organizations:DescribeOrganization", "{}", "{'Organization':*" },
	    { "nobody", "organizations:DescribeOrganization", "{}",
	      "400 AccessDeniedException: You don't have permissions to access this resource." },
	    { "delegate", "organizations:ListAccounts", "{}", "{'Accounts':*" } } },
	{ "a root user is bound by the SCPs of its account",
	  { { "root", "iam:GetUser", "{}",
	      "403 AccessDenied: User: arn:aws:iam::333333333333:root" MAY_NOT(
		      "iam:GetUser",
		      "arn:aws:iam::333333333333:root") " with an explicit deny in a service "
							"control policy: " SCP("p-exempt111") } } },
	{ "a root session is bound by the SCPs of its account",
	  { { "admin", "sts:AssumeRoot", TASK(MEMBER, AUDIT), GIVEN, "session" },
	    { "session", "iam:GetUser", "{}",
	      "403 AccessDenied: User: arn:aws:iam::222222222222:root" MAY_NOT(
		      "iam:GetUser",
		      "arn:aws:iam::222222222222:root") " with an explicit deny in a service "
							"control policy: " SCP("p-denyroot1") },
	    { "session", "sts:GetCallerIdentity", "{}", "{*" } } },
	{ "an exemption lets root sessions through",
	  { { "admin", "sts:AssumeRoot", TASK(EXEMPT, AUDIT), GIVEN, "session" },
	    { "session", "iam:GetLoginProfile", "{}", "{'LoginProfile':*" } } },
	{ "a task policy is a ceiling",
	  { { "admin", "sts:AssumeRoot", TASK(EXEMPT, AUDIT), GIVEN, "session" },
	    { "session", "iam:DeleteLoginProfile", "{}",
	      "403 AccessDenied: User: arn:aws:iam::333333333333:root" MAY_NOT(
		      "iam:DeleteLoginProfile",
		      "arn:aws:iam::333333333333:root") " with an explicit deny in a session "
							"policy: " AUDIT },
	    { "session", "sts:AssumeRole", ROLE("reader", ""),
	      "403 AccessDenied: Roles may not be assumed by root accounts." } } },
	{ "a condition on the task binds the caller",
	  { { "auditor", "sts:AssumeRoot", TASK(EXEMPT, UNLOCK),
	      "403 AccessDenied: " USER("111111111111", "auditor")
		      MAY_NOT("sts:AssumeRoot", "arn:aws:iam::333333333333:root") },
	    { "auditor", "sts:AssumeRoot", TASK(EXEMPT, AUDIT), GIVEN } } },
	{ "only the management account and the delegate take root sessions",
	  { { "boss", "sts:AssumeRoot", TASK(MEMBER, AUDIT),
	      "403 AccessDenied: " USER(EXEMPT, "boss")
		      MAY_NOT("sts:AssumeRoot", "arn:aws:iam::222222222222:root") },
	    { "delegate", "sts:AssumeRoot", TASK(MEMBER, AUDIT), GIVEN } } },
	{ "a bucket's policy locks out administrators and no root session",
	  { { "boss", "s3:GetBucketPolicy", "{'Bucket':'vault'}",
	      "403 AccessDenied: " USER(EXEMPT, "boss")
		      MAY_NOT("s3:GetBucketPolicy",
			      VAULT) " with an explicit deny in a resource-based policy" },
	    { "admin", "sts:AssumeRoot", TASK(EXEMPT, UNLOCK), GIVEN, "session" },
	    { "session", "s3:GetBucketPolicy", "{'Bucket':'vault'}", "{}" },
	    { "session", "s3:GetBucketLocation", "{'Bucket':'vault'}",
	      "403 AccessDenied: User: arn:aws:iam::333333333333:root" MAY_NOT(
		      "s3:GetBucketLocation",
		      VAULT) " with an explicit deny in a resource-based policy" },
	    { "session", "s3:DeleteBucketPolicy", "{'Bucket':'vault'}", "{}" },
	    { "boss", "s3:GetBucketPolicy", "{'Bucket':'vault'}",
	      "404 NoSuchBucketPolicy: The bucket policy does not exist" } } },
	{ "another account's bucket is not for its neighbours",
	  { { "narrow", "s3:GetBucketPolicy", "{'Bucket':'vault'}", "403 AccessDenied: *" },
	    { "admin", "s3:GetBucketPolicy@eu-west-1", "{'Bucket':'vault'}",
	      "301 PermanentRedirect: *" } } },
	{ "a queue's policy locks out administrators and no root session",
	  { { "boss", "sqs:GetQueueUrl", "{'QueueName':'jobs'}",
	      "400 AccessDeniedException: " USER(EXEMPT, "boss") MAY_NOT(
		      "sqs:getqueueurl",
		      "arn:aws:sqs:us-east-1:333333333333:jobs") " with an explicit deny in a "
								 "resource-based policy" },
	    { "admin", "sts:AssumeRoot", TASK(EXEMPT, QUEUES), GIVEN, "session" },
	    { "session", "sqs:SetQueueAttributes",
	      "{'QueueUrl':'" JOBS "','Attributes':{'Policy':''}}", "{}" },
	    { "boss", "sqs:GetQueueUrl", "{'QueueName':'jobs'}", "{'QueueUrl':'" JOBS "'}" } } },
	{ "a role is assumed by those it trusts and who may",
	  { { "stranger", "sts:AssumeRole", ROLE("reader", ""),
	      "403 AccessDenied: " USER("111111111111", "stranger")
		      MAY_NOT("sts:AssumeRole", "arn:aws:iam::333333333333:role/reader") },
	    { "boss", "sts:AssumeRole", ROLE("reader", ""), "403 AccessDenied: *" },
	    { "narrow", "sts:AssumeRole", ROLE("reader", ""), "403 AccessDenied: *" },
	    { "admin", "sts:AssumeRole", ROLE("reader", ""), GIVEN, "session" },
	    { "session", "iam:ListAccountAliases", "{}", "{*" } } },
	{ "a trust policy may ask for an external id",
	  { { "admin", "sts:AssumeRole", ROLE("secret", ""), "403 AccessDenied: *" },
	    { "admin", "sts:AssumeRole", ROLE("secret", ",'ExternalId':'other'"),
	      "403 AccessDenied: *" } } },
	{ "tags of a session must be allowed by the trust policy",
	  { { "admin", "sts:AssumeRole", ROLE("reader", ",'Tags':[{'Key':'a','Value':'b'}]"),
	      "403 AccessDenied: " USER("111111111111", "admin")
		      MAY_NOT("sts:TagSession", "arn:aws:iam::333333333333:role/reader*") } } },
	{ "a trust policy that names a user of the account is enough",
	  { { "nobody", "sts:AssumeRole", ROLE("direct", ""), GIVEN, "session" },
	    { "session", "iam:GetRole", "{'RoleName':'direct'}", "{'Role':*" },
	    { "session", "iam:ListAccountAliases", "{}", "403 AccessDenied: *" } } },
	{ "a session policy is a limit",
	  { { "admin", "sts:AssumeRole",
	      ROLE("reader", ",'Policy':'{\\'Statement\\':{\\'Effect\\':\\'Allow\\',"
			     "\\'Action\\':\\'iam:GetRole\\',\\'Resource\\':\\'*\\'}}'"),
	      GIVEN, "session" },
	    { "session", "iam:GetRole", "{'RoleName':'reader'}", "{'Role':*" },
	    { "session", "iam:ListAccountAliases", "{}",
	      "403 AccessDenied: User: arn:aws:sts::333333333333:assumed-role/reader/ada" MAY_NOT(
		      "iam:ListAccountAliases", "*") " because no session policy allows the "
						     "iam:ListAccountAliases action" } } },
	{ "a federated user without a policy may do nothing",
	  { { "boss", "sts:GetFederationToken", "{'Name':'guest'}", GIVEN, "session" },
	    { "session", "s3:ListBuckets", "{}",
	      "403 AccessDenied: User: arn:aws:sts::333333333333:federated-user/guest is not"
	      " authorized to perform: s3:ListAllMyBuckets because no session policy allows the"
	      " s3:ListAllMyBuckets action" } } },
	{ "a change of policies counts at once",
	  { { "admin", "sts:AssumeRole", ROLE("reader", ""), GIVEN, "session" },
	    { "session", "iam:DetachRolePolicy",
	      "{'RoleName':'reader','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}",
	      "{}" },
	    { "session", "iam:ListAccountAliases", "{}", "403 AccessDenied: *" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct world world;

	world_start(&world, &fixture->arena, "authorize.json");
	world_tell(&world, fixture->row);
	world_stop(&world);
}

int main(void)
{
	return check_table("mock/authorize", stories, tells);
}
