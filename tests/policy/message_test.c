#include "tests/support/check.h"

#include <string.h>

#include "policy/message.h"

#define CALLER "arn:aws:iam::222222222222:user/bob"
#define ALLOW_ALL \
	"{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}"
#define DENY_ALL \
	"{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'*','Resource':'*'}}"
#define ALLOW_NONE "{'Version':'2012-10-17','Statement':[]}"
#define TRUST_NOBODY                                                                       \
	"{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sts:AssumeRole'," \
	"'Principal':{'AWS':'444444444444'}}}"
#define TRUST_DENY                                                                        \
	"{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'sts:AssumeRole'," \
	"'Principal':'*'}}"
#define SCP_ARN          "arn:aws:organizations::111111111111:policy/o-x/service_control_policy/p-x"

#define NO_ALLOW(action) " because no identity-based policy allows the " action " action"

/* The policies of a request; NULL: there is none. Quotes are single here. */
static const struct row {
	const char *name;
	const char *action, *resource;
	const char *scp, *identity, *boundary, *session, *resource_policy;
	bool is_trust, is_inline, is_foreign_rcp;
	const char *rcp;
	const char *caller_org, *resource_org; /* NULL: not in the context */
	bool is_federated;
	bool is_anonymous;
	const char *expected;
} rows[] = {
	{ "an inline policy has no ARN to name", "iam:GetUser", CALLER, .identity = DENY_ALL,
	  .is_inline = true,
	  .expected = "User: " CALLER
		      " is not authorized to perform: iam:GetUser on resource: user bob"
		      " with an explicit deny in an identity-based policy" },
	{ "an explicit deny of an SCP names the policy", "iam:GetUser", "*", .scp = DENY_ALL,
	  .identity = ALLOW_ALL,
	  .expected = "User: " CALLER " is not authorized to perform: iam:GetUser on resource: *"
		      " with an explicit deny in a service control policy: " SCP_ARN },
	{ "an SCP level without Allow names no policy", "iam:GetUser", "*", .scp = ALLOW_NONE,
	  .identity = ALLOW_ALL,
	  .expected = "User: " CALLER " is not authorized to perform: iam:GetUser on resource: *"
		      " because no service control policy allows the iam:GetUser action" },
	{ "nothing allows", "iam:GetUser", "*", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:GetUser on resource: *"
		      " because no identity-based policy allows the iam:GetUser action" },
	{ "the boundary does not allow", "iam:GetUser", "*", .identity = ALLOW_ALL,
	  .boundary = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:GetUser on resource: *"
		      " because no permissions boundary allows the iam:GetUser action" },
	{ "the session policy denies", "iam:GetUser", "*", .identity = ALLOW_ALL,
	  .session = DENY_ALL, .is_inline = true,
	  .expected = "User: " CALLER " is not authorized to perform: iam:GetUser on resource: *"
		      " with an explicit deny in a session policy" },
	{ "AssumeRoot never says why", "sts:AssumeRoot", "arn:aws:iam::222222222222:root",
	  .identity = DENY_ALL,
	  .expected = "User: " CALLER " is not authorized to perform: sts:AssumeRoot on resource: "
		      "arn:aws:iam::222222222222:root" },
	{ "the bearer of a token is told next to nothing", "sts:AssumeRoleWithWebIdentity",
	  "arn:aws:iam::222222222222:role/r", .resource_policy = TRUST_NOBODY, .is_trust = true,
	  .is_federated = true,
	  .expected = "Not authorized to perform sts:AssumeRoleWithWebIdentity" },
	{ "AssumeRole does not say that nobody trusts", "sts:AssumeRole",
	  "arn:aws:iam::222222222222:role/r", .identity = ALLOW_ALL,
	  .resource_policy = TRUST_NOBODY, .is_trust = true,
	  .expected = "User: " CALLER " is not authorized to perform: sts:AssumeRole on resource: "
		      "arn:aws:iam::222222222222:role/r" },
	{ "AssumeRole says that a trust policy denies", "sts:AssumeRole",
	  "arn:aws:iam::222222222222:role/r", .identity = ALLOW_ALL, .resource_policy = TRUST_DENY,
	  .is_trust = true,
	  .expected = "User: " CALLER " is not authorized to perform: sts:AssumeRole on resource: "
		      "arn:aws:iam::222222222222:role/r with an explicit deny in the role trust "
		      "policy" },
	{ "S3 quotes its resource", "s3:GetBucketPolicy", "arn:aws:s3:::b", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: s3:GetBucketPolicy on "
		      "resource: \"arn:aws:s3:::b\" because no identity-based policy allows the "
		      "s3:GetBucketPolicy action" },
	{ "S3 names no resource for its list", "s3:ListAllMyBuckets", "*", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: s3:ListAllMyBuckets because "
		      "no identity-based policy allows the s3:ListAllMyBuckets action" },
	{ "SQS writes its actions in lower case", "sqs:GetQueueAttributes",
	  "arn:aws:sqs:us-east-1:222222222222:q", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueattributes on "
		      "resource: arn:aws:sqs:us-east-1:222222222222:q because no identity-based "
		      "policy allows the sqs:getqueueattributes action" },
	{ "a queue's policy that denies is not named", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:222222222222:q", .identity = ALLOW_ALL,
	  .resource_policy =
		  "{'Statement':{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}}",
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:222222222222:q with an explicit deny in a "
		      "resource-based policy" },
	{ "an RCP is named to the own organization", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:222222222222:q", .identity = ALLOW_ALL, .rcp = DENY_ALL,
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:222222222222:q with an explicit deny in a resource "
		      "control policy: " SCP_ARN },
	{ "a role is named without its path", "iam:AttachRolePolicy",
	  "arn:aws:iam::222222222222:role/team/r", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:AttachRolePolicy on "
		      "resource: role r because no identity-based policy allows the "
		      "iam:AttachRolePolicy action" },
	{ "a user that is there is named without its ARN", "iam:CreateAccessKey",
	  "arn:aws:iam::222222222222:user/team/eve", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:CreateAccessKey on "
		      "resource: user eve" NO_ALLOW("iam:CreateAccessKey") },
	{ "a user that is made is named by its ARN", "iam:CreateUser",
	  "arn:aws:iam::222222222222:user/team/eve", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:CreateUser on resource: "
		      "arn:aws:iam::222222222222:user/team/eve" NO_ALLOW("iam:CreateUser") },
	{ "a group is named without its ARN", "iam:AddUserToGroup",
	  "arn:aws:iam::222222222222:group/team", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:AddUserToGroup on "
		      "resource: group team" NO_ALLOW("iam:AddUserToGroup") },
	{ "an instance profile is named in two words", "iam:GetInstanceProfile",
	  "arn:aws:iam::222222222222:instance-profile/box", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER
		      " is not authorized to perform: iam:GetInstanceProfile on resource: instance "
		      "profile box" NO_ALLOW("iam:GetInstanceProfile") },
	{ "a policy that is there keeps its ARN", "iam:GetPolicy",
	  "arn:aws:iam::222222222222:policy/p", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER
		      " is not authorized to perform: iam:GetPolicy on resource: policy "
		      "arn:aws:iam::222222222222:policy/p" NO_ALLOW("iam:GetPolicy") },
	{ "a policy that is made has a name only", "iam:CreatePolicy",
	  "arn:aws:iam::222222222222:policy/team/p", .identity = ALLOW_NONE,
	  .expected =
		  "User: " CALLER
		  " is not authorized to perform: iam:CreatePolicy on resource: policy p" NO_ALLOW(
			  "iam:CreatePolicy") },
	{ "a device keeps its ARN", "iam:DeleteVirtualMFADevice",
	  "arn:aws:iam::222222222222:mfa/phone", .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:DeleteVirtualMFADevice "
		      "on resource: arn:aws:iam::222222222222:mfa/phone" NO_ALLOW(
			      "iam:DeleteVirtualMFADevice") },
	{ "a list of users is of a path", "iam:ListUsers", "arn:aws:iam::222222222222:user/team/",
	  .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:ListUsers on resource: "
		      "arn:aws:iam::222222222222:user/team/" NO_ALLOW("iam:ListUsers") },
	{ "a role that is passed keeps its ARN", "iam:PassRole", "arn:aws:iam::222222222222:role/r",
	  .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:PassRole on resource: "
		      "arn:aws:iam::222222222222:role/r" NO_ALLOW("iam:PassRole") },
	{ "a root user keeps its ARN", "iam:GetLoginProfile", "arn:aws:iam::222222222222:root",
	  .identity = ALLOW_NONE,
	  .expected = "User: " CALLER
		      " is not authorized to perform: iam:GetLoginProfile on resource: "
		      "arn:aws:iam::222222222222:root" NO_ALLOW("iam:GetLoginProfile") },
	{ "a policy without a name is named as it is", "iam:CreatePolicy", "*",
	  .identity = ALLOW_NONE,
	  .expected = "User: " CALLER " is not authorized to perform: iam:CreatePolicy on "
		      "resource: * because no identity-based policy allows the iam:CreatePolicy "
		      "action" },
	{ "a trust policy does not allow", "sts:TagSession", "arn:aws:iam::222222222222:role/r",
	  .identity = ALLOW_ALL, .resource_policy = TRUST_NOBODY, .is_trust = true,
	  .expected = "User: " CALLER " is not authorized to perform: sts:TagSession on resource: "
		      "arn:aws:iam::222222222222:role/r because no role trust policy allows the "
		      "sts:TagSession action" },
	{ "another account's queue has no policy", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:333333333333:q", .identity = ALLOW_ALL, .is_foreign_rcp = true,
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:333333333333:q because no resource-based policy "
		      "allows the sqs:getqueueurl action" },
	{ "nobody is called anonymous", "iam:GetUser", "*", .is_anonymous = true,
	  .expected = "User: anonymous is not authorized to perform: iam:GetUser on resource: * "
		      "because no resource-based policy allows the iam:GetUser action" },
	{ "an RCP is named within an organization", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:333333333333:q", .identity = ALLOW_ALL, .rcp = DENY_ALL,
	  .is_foreign_rcp = true, .caller_org = "o-x", .resource_org = "o-x",
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:333333333333:q with an explicit deny in a resource "
		      "control policy: " SCP_ARN },
	{ "an RCP is not named to who has an organization of their own", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:333333333333:q", .identity = ALLOW_ALL, .rcp = DENY_ALL,
	  .is_foreign_rcp = true, .caller_org = "o-y", .resource_org = "o-x",
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:333333333333:q with an explicit deny in a resource "
		      "control policy" },
	{ "an RCP is not named where the resource has no organization", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:333333333333:q", .identity = ALLOW_ALL, .rcp = DENY_ALL,
	  .is_foreign_rcp = true, .caller_org = "o-y",
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:333333333333:q with an explicit deny in a resource "
		      "control policy" },
	{ "an RCP is not named to strangers", "sqs:GetQueueUrl",
	  "arn:aws:sqs:us-east-1:333333333333:q", .identity = ALLOW_ALL, .rcp = DENY_ALL,
	  .is_foreign_rcp = true,
	  .expected = "User: " CALLER " is not authorized to perform: sqs:getqueueurl on resource: "
		      "arn:aws:sqs:us-east-1:333333333333:q with an explicit deny in a resource "
		      "control policy" },
};

static struct policy_set set_of(struct arena *arena, const struct row *row, const char *text)
{
	struct policy_source *source = arena_new(arena, struct policy_source);
	struct fault fault = { 0 };
	char *json = arena_strdup(arena, text ? text : ALLOW_NONE);

	for (char *at = json; *at; at++)
		if (*at == '\'')
			*at = '"';
	source->arn = row->is_inline ? NULL : SCP_ARN;
	if (!policy_document_parse(arena, json, strlen(json), &fault, &source->document))
		fail_msg("%s", fault.message);
	return (struct policy_set){ source, 1 };
}

static void check_message(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = &fixture->arena;
	const struct row *row = fixture->row;
	struct policy_level scp = { .id = "r-1" }, rcp = { .id = "r-1" };
	struct policy_set boundary, session;
	struct policy_resource_policy resource = { .kind = POLICY_RESOURCE_PLAIN };
	struct policy_context context;
	struct policy_request request = {
		.principal = { .kind = POLICY_USER, .arn = CALLER, .account_id = "222222222222" },
		.action = row->action,
		.resource = row->resource,
		.resource_account = row->is_foreign_rcp ? "333333333333" : "222222222222",
		.context = &context,
		.identity = set_of(arena, row, row->identity),
	};
	struct policy_decision decision;

	if (row->is_federated)
		request.principal = (struct policy_principal){ .kind = POLICY_WEB_IDENTITY };
	if (row->is_anonymous)
		request.principal = (struct policy_principal){ .kind = POLICY_ANONYMOUS };
	policy_context_init(&context, arena);
	policy_context_add(&context, "aws:PrincipalOrgID", row->caller_org);
	policy_context_add(&context, "aws:ResourceOrgID", row->resource_org);
	scp.policies = set_of(arena, row, row->scp);
	rcp.policies = set_of(arena, row, row->rcp);
	boundary = set_of(arena, row, row->boundary);
	session = set_of(arena, row, row->session);
	resource.source = *set_of(arena, row, row->resource_policy).policies;
	if (row->is_trust)
		resource.kind = POLICY_RESOURCE_TRUST;
	if (row->scp)
		request.scp = (struct policy_levels){ &scp, 1 };
	if (row->rcp)
		request.rcp = (struct policy_levels){ &rcp, 1 };
	request.boundary = row->boundary ? &boundary : NULL;
	request.session = row->session ? &session : NULL;
	request.resource_policy = row->resource_policy ? &resource : NULL;
	policy_evaluate(&request, &decision);
	assert_int_not_equal(decision.verdict, POLICY_ALLOWED);
	assert_string_equal(policy_message(arena, &request, &decision), row->expected);
}

int main(void)
{
	return check_table("policy/message", rows, check_message);
}
