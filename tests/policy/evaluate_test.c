#include "tests/policy/shorthand.h"

#include <string.h>

#include "policy/evaluate.h"

#define ACCOUNT     "222222222222"
#define OTHER       "333333333333"
#define USER        "arn:aws:iam::222222222222:user/team/bob"
#define ROLE        "arn:aws:iam::222222222222:role/team/admin"
#define SESSION     "arn:aws:sts::222222222222:assumed-role/admin/s"
#define ROOT        "arn:aws:iam::222222222222:root"
#define QUEUE       "arn:aws:sqs:eu-west-1:222222222222:q"
#define OTHER_QUEUE "arn:aws:sqs:eu-west-1:333333333333:q"

/* Some callers. */
static const struct policy_principal user = {
	.kind = POLICY_USER, .arn = USER, .account_id = ACCOUNT, .unique_id = "AIDABOB"
};
#define KEY "arn:aws:kms:eu-west-1:222222222222:key/k"

static const struct policy_principal bounded_user = {
	.kind = POLICY_USER, .arn = USER, .account_id = ACCOUNT, .has_boundary = true
};
static const struct policy_principal manager = {
	.kind = POLICY_USER, .arn = USER, .account_id = ACCOUNT, .is_management_account = true
};
static const struct policy_principal session = { .kind = POLICY_ROLE_SESSION,
						 .arn = SESSION,
						 .account_id = ACCOUNT,
						 .unique_id = "AROAADMIN",
						 .issuer_arn = ROLE };
static const struct policy_principal linked = { .kind = POLICY_ROLE_SESSION,
						.arn = SESSION,
						.account_id = ACCOUNT,
						.issuer_arn = ROLE,
						.is_service_linked = true };
static const struct policy_principal root = { .kind = POLICY_ROOT,
					      .arn = ROOT,
					      .account_id = ACCOUNT };
static const struct policy_principal root_session = { .kind = POLICY_ASSUMED_ROOT,
						      .arn = ROOT,
						      .account_id = ACCOUNT };
static const struct policy_principal federated = {
	.kind = POLICY_FEDERATED_SESSION,
	.arn = "arn:aws:sts::222222222222:federated-user/carol",
	.account_id = ACCOUNT,
	.issuer_arn = USER
};
static const struct policy_principal service = { .kind = POLICY_SERVICE,
						 .arn = "ec2.amazonaws.com" };
static const struct policy_principal web = { .kind = POLICY_WEB_IDENTITY,
					     .arn = "accounts.example.com" };
static const struct policy_principal chinese = { .kind = POLICY_USER,
						 .arn = "arn:aws-cn:iam::222222222222:user/bob",
						 .account_id = ACCOUNT };
static const struct policy_principal nameless = { .kind = POLICY_USER, .account_id = ACCOUNT };
static const struct policy_principal misnamed = { .kind = POLICY_USER,
						  .arn = "bob",
						  .account_id = ACCOUNT };
static const struct policy_principal anonymous = { .kind = POLICY_ANONYMOUS };

static const struct row {
	const char *name;
	const struct policy_principal *caller;
	const char *action, *resource, *resource_account; /* NULL: "*" and the caller's */
	const char *scp, *rcp, *identity, *boundary, *session, *resource_policy;
	enum policy_resource_kind kind;
	bool in_management, service_grants;
	const char *denied_by; /* "" when allowed; "!" in front: explicitly */
} rows[] = {
	/* One account. */
	{ "nothing allows anything", &user, "iam:GetUser", .denied_by = "identity" },
	{ "a deny beats an allow", &user, "iam:GetUser", .identity = "+* -iam:Get*",
	  .denied_by = "!identity" },
	{ "a boundary grants nothing", &user, "iam:GetUser", .boundary = "+*",
	  .denied_by = "identity" },
	{ "a boundary limits", &user, "iam:GetUser", .identity = "+*", .boundary = "+s3:*",
	  .denied_by = "boundary" },
	{ "a session policy limits", &session, "iam:GetUser", .identity = "+*", .session = "+s3:*",
	  .denied_by = "session" },
	{ "all three allow", &session, "IAM:getuser", .identity = "+iam:*", .boundary = "+iam:*",
	  .session = "+iam:*", .denied_by = "" },
	{ "the own account in a queue's policy only delegates", &user, "sqs:SendMessage", QUEUE,
	  .resource_policy = "+*@" ACCOUNT, .denied_by = "identity" },
	{ "another partition's account is another", &user, "sqs:SendMessage", QUEUE,
	  .identity = "+*", .resource_policy = "+*@arn:aws-cn:iam::222222222222:root",
	  .kind = POLICY_RESOURCE_TRUST, .denied_by = "resource" },
	{ "a partition's name may begin with another's", &chinese, "sqs:SendMessage", QUEUE,
	  .identity = "+*", .resource_policy = "+*@" ROOT, .kind = POLICY_RESOURCE_TRUST,
	  .denied_by = "resource" },
	{ "who has no ARN is of no partition", &nameless, "sqs:SendMessage", QUEUE,
	  .identity = "+*", .resource_policy = "+*@" ROOT, .kind = POLICY_RESOURCE_TRUST,
	  .denied_by = "resource" },
	{ "whose ARN is none is of no partition", &misnamed, "sqs:SendMessage", QUEUE,
	  .identity = "+*", .resource_policy = "+*@" ROOT, .kind = POLICY_RESOURCE_TRUST,
	  .denied_by = "resource" },
	{ "what only looks like an ARN names nobody", &user, "sqs:SendMessage", QUEUE,
	  .resource_policy = "+*@a:b:c:d:e:f,urn:aws:iam::222222222222:root",
	  .denied_by = "identity" },
	{ "a policy that cannot be read says nothing", &user, "sqs:SendMessage", QUEUE,
	  .identity = "?", .denied_by = "identity" },
	{ "a service longer than any", &user, "sqs:SendMessage",
	  "arn:aws:aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg::1:q",
	  .identity = "+*", .denied_by = "" },
	{ "a queue's policy that names the user needs no boundary", &user, "sqs:SendMessage", QUEUE,
	  .boundary = "+s3:*", .resource_policy = "+*@" USER, .denied_by = "" },
	{ "a user is named with regard to case", &user, "sqs:SendMessage", QUEUE,
	  .resource_policy = "+*@arn:aws:iam::222222222222:user/team/Bob",
	  .denied_by = "identity" },
	{ "a user is named by the unique id", &user, "sqs:SendMessage", QUEUE,
	  .resource_policy = "+*@AIDABOB", .denied_by = "" },
	{ "an explicit deny beats a direct grant", &user, "sqs:SendMessage", QUEUE,
	  .identity = "-*", .resource_policy = "+*@" USER, .denied_by = "!identity" },
	{ "a role in a queue's policy is limited by the boundary", &session, "sqs:SendMessage",
	  QUEUE, .boundary = "+s3:*", .resource_policy = "+*@" ROLE, .denied_by = "boundary" },
	{ "a role in a queue's policy needs no identity policy", &session, "sqs:SendMessage", QUEUE,
	  .boundary = "+*", .session = "+*", .resource_policy = "+*@AROAADMIN", .denied_by = "" },
	{ "a session in a queue's policy needs nothing else", &session, "sqs:SendMessage", QUEUE,
	  .boundary = "+s3:*", .session = "+s3:*", .resource_policy = "+*@" SESSION,
	  .denied_by = "" },
	{ "a trust policy must speak", &user, "sts:AssumeRole", ROLE, .identity = "+*",
	  .resource_policy = "+*@" OTHER, .kind = POLICY_RESOURCE_TRUST, .denied_by = "resource" },
	{ "a trust policy for the account needs the identity policy", &user, "sts:AssumeRole", ROLE,
	  .resource_policy = "+*@" ACCOUNT, .kind = POLICY_RESOURCE_TRUST,
	  .denied_by = "identity" },
	{ "a trust policy for the user needs nothing", &user, "sts:AssumeRole", ROLE,
	  .resource_policy = "+*@" USER, .kind = POLICY_RESOURCE_TRUST, .denied_by = "" },
	/* NotPrincipal. */
	{ "NotPrincipal denies whom it does not list", &user, "sqs:SendMessage", QUEUE,
	  .identity = "+*", .resource_policy = "-*!" OTHER, .denied_by = "!resource" },
	{ "NotPrincipal spares whom it lists", &user, "sqs:SendMessage", QUEUE, .identity = "+*",
	  .resource_policy = "-*!" USER, .denied_by = "" },
	{ "NotPrincipal does not spare whoever has a boundary", &bounded_user, "sqs:SendMessage",
	  QUEUE, .identity = "+*", .boundary = "+*", .resource_policy = "-*!" USER,
	  .denied_by = "!resource" },
	{ "Allow with NotPrincipal grants to others", &user, "sqs:SendMessage", QUEUE,
	  .resource_policy = "+*!" OTHER, .denied_by = "" },
	/* Across accounts. */
	{ "another account's queue must grant", &user, "sqs:SendMessage", OTHER_QUEUE, OTHER,
	  .identity = "+*", .denied_by = "resource" },
	{ "another account's queue grants, the own side does not", &user, "sqs:SendMessage",
	  OTHER_QUEUE, OTHER, .resource_policy = "+*@" USER, .denied_by = "identity" },
	{ "both sides allow", &user, "sqs:SendMessage", OTHER_QUEUE, OTHER, .identity = "+*",
	  .resource_policy = "+*@" ACCOUNT, .denied_by = "" },
	{ "across accounts a direct grant passes no boundary", &user, "sqs:SendMessage",
	  OTHER_QUEUE, OTHER, .identity = "+*", .boundary = "+s3:*", .resource_policy = "+*@" USER,
	  .denied_by = "boundary" },
	{ "the service is the other side", &user, "sts:AssumeRoot",
	  "arn:aws:iam::333333333333:root", OTHER, .identity = "+sts:*", .service_grants = true,
	  .denied_by = "" },
	{ "another account's root needs a grant", &root, "sqs:SendMessage", OTHER_QUEUE, OTHER,
	  .denied_by = "resource" },
	{ "another account's root has one", &root, "sqs:SendMessage", OTHER_QUEUE, OTHER,
	  .resource_policy = "+*@" ROOT, .denied_by = "" },
	/* Root users. */
	{ "root may do everything", &root, "iam:DeleteUser", .denied_by = "" },
	{ "root has no identity policies", &root, "iam:DeleteUser", .identity = "-*",
	  .boundary = "-*", .session = "-*", .denied_by = "" },
	{ "an SCP stops root", &root, "iam:DeleteUser", .scp = "+* -iam:*", .denied_by = "!scp" },
	{ "an SCP level without Allow stops root", &root, "iam:DeleteUser", .scp = "+*|+s3:*|+*",
	  .denied_by = "scp" },
	{ "a task policy takes away from a root session", &root_session, "iam:DeleteUser",
	  .session = "-iam:*", .denied_by = "!session" },
	{ "a task policy without Allow is no deny", &root_session, "iam:DeleteUser",
	  .session = "-s3:*", .denied_by = "" },
	{ "an SCP stops a root session", &root_session, "iam:GetUser", .scp = "+* -*",
	  .session = "-s3:*", .denied_by = "!scp" },
	/* SCPs. */
	{ "every level must allow", &user, "iam:GetUser", .scp = "+*|+s3:*", .identity = "+*",
	  .denied_by = "scp" },
	{ "an SCP grants nothing", &user, "iam:GetUser", .scp = "+*", .denied_by = "identity" },
	{ "SCPs do not bind the management account", &manager, "iam:GetUser", .scp = "-*",
	  .identity = "+*", .denied_by = "" },
	{ "SCPs do not bind service-linked roles", &linked, "iam:GetUser", .scp = "-*",
	  .identity = "+*", .denied_by = "" },
	{ "SCPs do not bind services", &service, "sqs:SendMessage", QUEUE, ACCOUNT, .scp = "-*",
	  .resource_policy = "+*@service/ec2.amazonaws.com", .denied_by = "" },
	{ "a deny of a lower level beats a level that lacks an allow", &user, "iam:GetUser",
	  .scp = "+s3:*|+* -*", .identity = "+*", .denied_by = "!scp" },
	/* RCPs. */
	{ "an RCP stops strangers", &user, "sqs:SendMessage", OTHER_QUEUE, OTHER,
	  .rcp = "+*@* -sqs:*@*", .identity = "+*", .resource_policy = "+*@*",
	  .denied_by = "!rcp" },
	{ "an RCP stops the management account", &manager, "sqs:SendMessage", OTHER_QUEUE, OTHER,
	  .rcp = "+*@* -sqs:*@*", .identity = "+*", .resource_policy = "+*@*",
	  .denied_by = "!rcp" },
	{ "an RCP stops the public", &anonymous, "sqs:SendMessage", OTHER_QUEUE, OTHER,
	  .rcp = "+*@* -sqs:*@*", .resource_policy = "+*@*", .denied_by = "!rcp" },
	{ "RCPs do not know IAM", &user, "iam:GetUser", USER, .rcp = "-*@*", .identity = "+*",
	  .denied_by = "" },
	{ "RCPs do not bind lists", &user, "sqs:ListQueues", .rcp = "-*@*", .identity = "+*",
	  .denied_by = "" },
	{ "RCPs do not bind what the management account owns", &user, "sqs:SendMessage",
	  OTHER_QUEUE, OTHER, .rcp = "-*@*", .identity = "+*", .resource_policy = "+*@*",
	  .in_management = true, .denied_by = "" },
	{ "RCPs do not bind service-linked roles", &linked, "sqs:SendMessage", QUEUE, .rcp = "-*@*",
	  .identity = "+*", .denied_by = "" },
	{ "RCPs do not keep anyone from a service-linked role", &service, "sts:AssumeRole",
	  "arn:aws:iam::222222222222:role/aws-service-role/ec2.amazonaws.com/R", ACCOUNT,
	  .rcp = "-*@*", .resource_policy = "+*@service/ec2.amazonaws.com",
	  .kind = POLICY_RESOURCE_TRUST, .denied_by = "" },
	{ "RCPs leave kms:RetireGrant alone", &user, "kms:RetireGrant",
	  "arn:aws:kms:eu-west-1:222222222222:key/k", .rcp = "-*@*", .identity = "+*",
	  .denied_by = "" },
	{ "an action without a prefix is none of theirs", &user, "SendMessage", QUEUE,
	  .rcp = "-*@*", .identity = "+*", .denied_by = "" },
	{ "a key's policy must grant", &user, "kms:Decrypt", KEY, .identity = "+*",
	  .resource_policy = "+*@" OTHER, .kind = POLICY_RESOURCE_KEY, .denied_by = "resource" },
	{ "a key's policy must grant to the root user too", &root, "kms:Decrypt", KEY,
	  .resource_policy = "+*@" OTHER, .kind = POLICY_RESOURCE_KEY, .denied_by = "resource" },
	{ "a key's policy that grants to the account delegates to it", &user, "kms:Decrypt", KEY,
	  .identity = "+kms:*", .resource_policy = "+*@" ROOT, .kind = POLICY_RESOURCE_KEY,
	  .denied_by = "" },
	{ "a key's policy that names a user is enough", &user, "kms:Decrypt", KEY,
	  .resource_policy = "+*@" USER, .kind = POLICY_RESOURCE_KEY, .denied_by = "" },
	/* Callers without identity policies. */
	{ "the public needs a grant", &anonymous, "sqs:SendMessage", QUEUE, ACCOUNT,
	  .resource_policy = "+*@" ACCOUNT, .denied_by = "resource" },
	{ "the public has a grant", &anonymous, "sqs:SendMessage", QUEUE, ACCOUNT,
	  .resource_policy = "+*@*", .denied_by = "" },
	{ "a service has no ARN", &service, "sqs:SendMessage", QUEUE, ACCOUNT,
	  .resource_policy = "+*@" USER ",canonical,AROAOTHER", .denied_by = "resource" },
	{ "another service is not meant", &service, "sqs:SendMessage", QUEUE, ACCOUNT,
	  .resource_policy = "+*@service/sns.amazonaws.com", .denied_by = "resource" },
	{ "a provider is no service", &web, "sts:AssumeRoleWithWebIdentity", ROLE, ACCOUNT,
	  .resource_policy = "+*@service/accounts.example.com", .kind = POLICY_RESOURCE_TRUST,
	  .denied_by = "resource" },
	{ "a provider is trusted", &web, "sts:AssumeRoleWithWebIdentity", ROLE, ACCOUNT,
	  .resource_policy = "+*@federated/accounts.example.com", .kind = POLICY_RESOURCE_TRUST,
	  .denied_by = "" },
	/* Federated users. */
	{ "a federated user without session policy has nothing", &federated, "iam:GetUser",
	  .identity = "+*", .denied_by = "session" },
	{ "a federated user with one", &federated, "iam:GetUser", .identity = "+*",
	  .session = "+iam:*", .denied_by = "" },
	{ "a federated user named by a queue", &federated, "sqs:SendMessage", QUEUE,
	  .resource_policy = "+*@arn:aws:sts::222222222222:federated-user/carol", .denied_by = "" },
	{ "the user behind, named by a queue, is limited by the session", &federated,
	  "sqs:SendMessage", QUEUE, .resource_policy = "+*@" USER, .denied_by = "session" },
	/* The delegation policy of Organizations. */
	{ "a delegation policy does not bind the management account", &manager,
	  "organizations:ListRoots", .identity = "+*", .resource_policy = "-*@*",
	  .kind = POLICY_RESOURCE_DELEGATION, .denied_by = "" },
	{ "a delegation policy beats the service's own grant", &user, "organizations:ListRoots",
	  .resource_account = OTHER, .identity = "+*", .resource_policy = "-*@*",
	  .kind = POLICY_RESOURCE_DELEGATION, .service_grants = true, .denied_by = "!resource" },
	/* What nobody can take away. */
	{ "everyone may ask who they are", &user, "sts:GetCallerIdentity", .scp = "-*",
	  .identity = "-*", .denied_by = "" },
	{ "the public is nobody", &anonymous, "sts:GetCallerIdentity", .denied_by = "resource" },
	{ "a user may have a session", &user, "sts:GetSessionToken", .identity = "-*",
	  .denied_by = "" },
	{ "a session may not", &session, "sts:GetSessionToken", .denied_by = "identity" },
};

static const struct policy_set *optional(struct arena *arena, const char *text)
{
	struct policy_set *set = arena_new(arena, struct policy_set);

	*set = shorthand_set(arena, text);
	return text ? set : NULL;
}

static void check_row(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = &fixture->arena;
	const struct row *row = fixture->row;
	struct policy_resource_policy resource_policy = { .kind = row->kind };
	bool is_explicit = row->denied_by[0] == '!';
	struct policy_request request = {
		.principal = *row->caller,
		.action = row->action,
		.resource = row->resource ? row->resource : "*",
		.resource_account = row->resource_account,
		.resource_in_management_account = row->in_management,
		.service_grants = row->service_grants,
		.scp = shorthand_levels(arena, row->scp),
		.rcp = shorthand_levels(arena, row->rcp),
		.identity = shorthand_set(arena, row->identity),
		.boundary = optional(arena, row->boundary),
		.session = optional(arena, row->session),
		.resource_policy = row->resource_policy ? &resource_policy : NULL,
	};
	struct policy_decision decision, explained;

	if (row->resource_policy)
		resource_policy.source.document = shorthand_document(arena, row->resource_policy);
	policy_evaluate(&request, &decision);
	policy_explain(&request, arena, &explained);
	assert_string_equal(policy_layer_name(decision.layer), row->denied_by + is_explicit);
	assert_string_equal(policy_verdict_name(decision.verdict), !*row->denied_by ? "Allowed"
								   : is_explicit
									   ? "ExplicitlyDenied"
									   : "ImplicitlyDenied");
	assert_int_equal(explained.verdict, decision.verdict);
	assert_int_equal(explained.layer, decision.layer);
}

int main(void)
{
	return check_table("policy/evaluate", rows, check_row);
}
