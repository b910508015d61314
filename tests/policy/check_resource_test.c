#include "tests/policy/checks.h"

#define BAD_TYPE                                                                               \
	"The provided policy document does not meet the requirements of the specified policy " \
	"type."
#define BAD_JSON    "This resource-based policy contains invalid JSON."
#define V           "'Version':'2012-10-17',"
#define TRUST(REST) "{" V "'Statement':{" REST "}}"
#define TRUSTS_ALL  "'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sts:AssumeRole'"

static const struct checks_row trust_rows[] = {
	{ "a trust policy is JSON", "{", "This policy contains invalid Json" },
	{ "a trust policy is no list", "[]", "This policy contains invalid Json" },
	{ "null appears not to be a policy", "null", "This text appears not to be a policy" },
	{ "nothing at all", "{}", "Syntax error at position (1,3)" },
	{ "no statement", "{" V "'Statement':[]}",
	  "Could not parse the policy: Statement is empty!" },
	{ "a version that never was", "{'Version':'2020-01-01','Statement':{" TRUSTS_ALL "}}",
	  "The policy must contain a valid version string" },
	{ "a trust policy needs an effect",
	  TRUST("'Principal':{'AWS':'*'},'Action':'sts:AssumeRole'"),
	  "Missing required field Effect" },
	{ "an effect is quoted back",
	  TRUST("'Effect':'ALLOW','Principal':{'AWS':'*'},'Action':'sts:AssumeRole'"),
	  "Invalid effect: ALLOW" },
	{ "an effect that is a number", TRUST("'Effect':1,'Principal':'*','Action':'sts:*'"),
	  "Invalid effect: 1" },
	{ "an effect that is nothing", TRUST("'Effect':null,'Principal':'*','Action':'sts:*'"),
	  "Invalid effect: " },
	{ "a version that is a number", "{'Version':1,'Statement':{" TRUSTS_ALL "}}",
	  "The policy must contain a valid version string" },
	{ "a trust policy without statement", "{'Version':'2012-10-17'}",
	  "Could not parse the policy: Statement is empty!" },
	{ "a provider that does not exist",
	  TRUST("'Effect':'Allow','Principal':{'Federated':'unknown'},'Action':'sts:*'"),
	  "Invalid principal in policy: \"FEDERATED\":\"unknown\"" },
	{ "somebody must be trusted", TRUST("'Effect':'Allow','Action':'sts:AssumeRole'"),
	  "Missing required field Principal" },
	{ "an empty principal", TRUST("'Effect':'Allow','Principal':{},'Action':'sts:AssumeRole'"),
	  "Missing required field Principal cannot be empty!" },
	{ "a principal is an object",
	  TRUST("'Effect':'Allow','Principal':'222222222222','Action':'sts:AssumeRole'"),
	  "Principal must be a JSON object." },
	{ "a principal of no kind",
	  TRUST("'Effect':'Allow','Principal':{'User':'bob'},'Action':'sts:AssumeRole'"),
	  "Invalid principal in policy: \"User\"" },
	{ "a list of nobody",
	  TRUST("'Effect':'Allow','Principal':{'AWS':[]},'Action':'sts:AssumeRole'"),
	  "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed "
	  "in policy has a statement with no principals!" },
	{ "a role that does not exist",
	  TRUST("'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::222222222222:role/unknown'},"
		"'Action':'sts:AssumeRole'"),
	  "Invalid principal in policy: \"AWS\":\"arn:aws:iam::222222222222:role/unknown\"" },
	{ "a service that does not exist",
	  TRUST("'Effect':'Allow','Principal':{'Service':'unknown.amazonaws.com'},"
		"'Action':'sts:AssumeRole'"),
	  "Invalid principal in policy: \"SERVICE\":\"unknown.amazonaws.com\"" },
	{ "nobody is excluded by name",
	  TRUST("'Effect':'Deny','NotPrincipal':{'AWS':'*'},'Action':'sts:AssumeRole'"),
	  "AssumeRole policy must not contain NotPrincipal field." },
	{ "everybody but one is not trusted",
	  TRUST("'Effect':'Allow','NotPrincipal':{'AWS':'*'},'Action':'sts:AssumeRole'"),
	  "Allow with NotPrincipal is not allowed." },
	{ "a trust policy needs an action", TRUST("'Effect':'Allow','Principal':{'AWS':'*'}"),
	  "Missing required field Action" },
	{ "only roles are assumed",
	  TRUST("'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sqs:SendMessage'"),
	  "AssumeRole policy may only specify STS AssumeRole actions." },
	{ "the resource is the role itself", TRUST(TRUSTS_ALL ",'Resource':'*'"),
	  "Has prohibited field Resource" },
	{ "NotResource has another text", TRUST(TRUSTS_ALL ",'NotResource':'*'"),
	  "AssumeRole policy must not contain resources." },
	{ "an unknown field", TRUST(TRUSTS_ALL ",'Comment':''"), "Unknown field Comment" },
	{ "a field twice", TRUST(TRUSTS_ALL ",'Effect':'Deny'"), "Duplicate field Effect" },
	{ "a statement is an object", "{" V "'Statement':['Allow']}",
	  "This policy contains invalid Json" },
	{ "a condition is an object in a trust policy", TRUST(TRUSTS_ALL ",'Condition':[]"),
	  "This policy contains invalid Json" },
	{ "a Sid twice in a trust policy",
	  "{" V "'Statement':[{'Sid':'a'," TRUSTS_ALL "},{'Sid':'a'," TRUSTS_ALL "}]}",
	  "The Statement Ids in the policy are not unique" },
	{ "trust with tags and source identity",
	  TRUST("'Effect':'Allow','Principal':{'AWS':'222222222222','Service':"
		"['ec2.amazonaws.com']},'Action':['sts:AssumeRole','sts:TagSession',"
		"'sts:SetSourceIdentity']"),
	  NULL },
	{ "trust for anyone, with a pattern of actions",
	  "{" V "'Statement':[{'Sid':'a','Effect':'Allow','Principal':'*','Action':'sts:Assume*'},"
	  "{'Sid':'b'," TRUSTS_ALL "},{'Sid':'c'," TRUSTS_ALL "}]}",
	  NULL },
	{ "empty Sids, and statements without one",
	  "{" V "'Statement':[{" TRUSTS_ALL "},{'Sid':''," TRUSTS_ALL "},{'Sid':''," TRUSTS_ALL
	  "},{'Sid':'a'," TRUSTS_ALL "}]}",
	  NULL },
	{ "a trust policy of the old version",
	  "{'Version':'2008-10-17','Statement':{" TRUSTS_ALL "}}", NULL },
};

static const struct checks_row scp_rows[] = {
	{ "an SCP names nobody",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'"), BAD_TYPE },
	{ "an SCP has actions", TRUST("'Effect':'Deny','Resource':'*'"), BAD_TYPE },
	{ "an SCP has resources", TRUST("'Effect':'Deny','Action':'*'"), BAD_TYPE },
	{ "an SCP has an effect of two", TRUST("'Effect':'deny','Action':'*','Resource':'*'"),
	  BAD_TYPE },
	{ "an action of an SCP has a prefix",
	  TRUST("'Effect':'Deny','Action':'Stop*','Resource':'*'"), BAD_TYPE },
	{ "an SCP is JSON", "{", BAD_TYPE },
	{ "an SCP has a statement", "{'Statement':[]}", BAD_TYPE },
	{ "an SCP has no elements of its own",
	  TRUST("'Effect':'Deny','Action':'*','Resource':'*','Why':''"), BAD_TYPE },
	{ "a value that a condition of an SCP could never use",
	  TRUST("'Effect':'Deny','Action':'*','Resource':'*','Condition':"
		"{'NumericEquals':{'a:b':'ten'}}"),
	  BAD_TYPE },
	{ "an SCP may allow some things to some",
	  TRUST("'Effect':'Allow','Action':['s3:*Object*','ec2:*'],'NotResource':'arn:aws:s3:::b',"
		"'Condition':{'StringEquals':{'aws:RequestedRegion':'eu-west-1'}}"),
	  NULL },
	{ "an SCP may allow all but some",
	  TRUST("'Effect':'Allow','NotAction':'iam:*','Resource':'*'"), NULL },
};

static const struct checks_row rcp_rows[] = {
	{ "an RCP is JSON", "{", BAD_TYPE },
	{ "an RCP has resources", TRUST("'Effect':'Deny','Principal':'*','Action':'sqs:*'"),
	  BAD_TYPE },
	{ "an RCP has a principal", TRUST("'Effect':'Deny','Action':'sqs:*','Resource':'*'"),
	  BAD_TYPE },
	{ "an RCP cannot allow",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'sqs:*','Resource':'*'"), BAD_TYPE },
	{ "an RCP cannot deny everything",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'"), BAD_TYPE },
	{ "an RCP has no NotAction",
	  TRUST("'Effect':'Deny','Principal':'*','NotAction':'sqs:*','Resource':'*'"), BAD_TYPE },
	{ "RCPs do not know IAM",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'iam:*','Resource':'*'"), BAD_TYPE },
	{ "a service whose name begins like one of RCPs",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'ecr-pub:*','Resource':'*'"), BAD_TYPE },
	{ "a service whose name is the beginning of one",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'dynamo:*','Resource':'*'"), BAD_TYPE },
	{ "RCPs know the first and the last of their services and those between",
	  TRUST("'Effect':'Deny','Principal':'*','Action':['aoss:*','ecr:*','ECR-Public:*',"
		"'cloudtrail-data:*','DynamoDB:Get*','logs:x','xray:*'],'Resource':'*'"),
	  NULL },
	{ "an RCP binds everyone",
	  TRUST("'Effect':'Deny','Principal':{'AWS':'222222222222'},'Action':'sqs:*',"
		"'Resource':'*'"),
	  BAD_TYPE },
	{ "a list of everyone is not everyone",
	  TRUST("'Effect':'Deny','Principal':['*'],'Action':'sqs:*','Resource':'*'"), BAD_TYPE },
	{ "a value that a condition of an RCP could never use",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'sqs:*','Resource':'*','Condition':"
		"{'ArnLike':{'a:b':'x'}}"),
	  BAD_TYPE },
	{ "everyone and a service are not everyone",
	  TRUST("'Effect':'Deny','Principal':{'AWS':'*','Service':'x'},'Action':'sqs:*',"
		"'Resource':'*'"),
	  BAD_TYPE },
	{ "every service is not everyone",
	  TRUST("'Effect':'Deny','Principal':{'Service':'*'},'Action':'sqs:*','Resource':'*'"),
	  BAD_TYPE },
	{ "an RCP excludes nobody",
	  TRUST("'Effect':'Deny','NotPrincipal':'*','Action':'sqs:*','Resource':'*'"), BAD_TYPE },
	{ "an RCP in capitals, of the old version",
	  "{'Statement':[{'Effect':'Deny','Principal':{'AWS':'*'},'Action':'SQS:NoSuchThing',"
	  "'NotResource':'arn:aws:sqs:eu-west-1:222222222222:jobs'}]}",
	  NULL },
};

static const struct checks_row delegation_rows[] = {
	{ "a delegation policy is JSON", "{", BAD_JSON },
	{ "a delegation policy has an effect of two",
	  TRUST("'Effect':'no','Principal':'*','Action':'organizations:ListRoots','Resource':'*'"),
	  BAD_JSON },
	{ "a delegation policy has a principal",
	  TRUST("'Effect':'Allow','Action':'organizations:ListRoots','Resource':'*'"), BAD_JSON },
	{ "a delegation policy has resources",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'organizations:ListRoots'"), BAD_JSON },
	{ "a principal that is a word",
	  TRUST("'Effect':'Allow','Principal':'all','Action':'organizations:ListRoots',"
		"'Resource':'*'"),
	  BAD_JSON },
	{ "a role is no delegate",
	  TRUST("'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::222222222222:role/r'},"
		"'Action':'organizations:ListRoots','Resource':'*'"),
	  BAD_JSON },
	{ "a stranger is no delegate",
	  TRUST("'Effect':'Allow','Principal':{'AWS':'999999999999'},"
		"'Action':'organizations:ListRoots','Resource':'*'"),
	  BAD_JSON },
	{ "everything is too much",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'organizations:*','Resource':'*'"),
	  BAD_JSON },
	{ "another service",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'sqs:SendMessage','Resource':'*'"),
	  BAD_JSON },
	{ "what only the management account does",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'organizations:CreateAccount',"
		"'Resource':'*'"),
	  "organizations:CreateAccount is not a supported action for this resource-based policy." },
	{ "a principal of nobody",
	  TRUST("'Effect':'Allow','Principal':{},'Action':'organizations:ListRoots',"
		"'Resource':'*'"),
	  BAD_JSON },
	{ "a provider is no delegate",
	  TRUST("'Effect':'Allow','Principal':{'Federated':'x'},"
		"'Action':'organizations:ListRoots','Resource':'*'"),
	  BAD_JSON },
	{ "an account has twelve digits",
	  TRUST("'Effect':'Allow','Principal':{'AWS':'2222'},"
		"'Action':'organizations:ListRoots','Resource':'*'"),
	  BAD_JSON },
	{ "a delegation policy has actions",
	  TRUST("'Effect':'Allow','Principal':'*','Resource':'*'"), BAD_JSON },
	{ "no NotAction",
	  TRUST("'Effect':'Allow','Principal':'*','NotAction':'organizations:ListRoots',"
		"'Resource':'*'"),
	  BAD_JSON },
	{ "no NotPrincipal",
	  TRUST("'Effect':'Allow','NotPrincipal':'*','Action':'organizations:ListRoots',"
		"'Resource':'*'"),
	  BAD_JSON },
	{ "a list is delegated to everyone",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'organizations:ListRoots',"
		"'Resource':'*'"),
	  NULL },
	{ "no NotResource",
	  TRUST("'Effect':'Allow','Principal':'*','Action':'organizations:ListRoots',"
		"'NotResource':'*'"),
	  BAD_JSON },
	{ "reads and writes of policies, and denials",
	  TRUST("'Effect':'Deny','Principal':{'AWS':['*','222222222222',"
		"'arn:aws:iam::222222222222:root'],'Service':'kms.amazonaws.com'},'Action':"
		"['organizations:Describe*','organizations:AttachPolicy'],'Resource':'*'"),
	  NULL },
};

static const struct checks_row resource_rows[] = {
	{ "a resource's policy needs an effect", "{'Statement':[{}]}",
	  "Missing required field Effect" },
	{ "a resource's policy needs a principal",
	  TRUST("'Effect':'Deny','Action':'sqs:*','Resource':'*'"),
	  "Missing required field Principal" },
	{ "all but one may be denied",
	  TRUST("'Effect':'Deny','NotPrincipal':{'AWS':'222222222222'},'Action':'sqs:*',"
		"'Resource':'*'"),
	  NULL },
	{ "a resource's policy is JSON", "", "This policy contains invalid Json" },
	{ "a queue locked for all",
	  TRUST("'Effect':'Deny','Principal':'*','Action':'sqs:*','Resource':'*'"), NULL },
};

CHECKS_USE(trust, POLICY_USE_TRUST, "MalformedPolicyDocument")
CHECKS_USE(scp, POLICY_USE_SCP, "MalformedPolicyDocumentException")
CHECKS_USE(rcp, POLICY_USE_RCP, "MalformedPolicyDocumentException")
CHECKS_USE(delegation, POLICY_USE_DELEGATION, "InvalidInputException")
CHECKS_USE(resource, POLICY_USE_RESOURCE, "ValidationException")

static const struct name_row {
	const char *name;
	const char *use;
	bool is_known;
	enum policy_use expected;
} name_rows[] = {
	{ "there is no such use", "user", false, POLICY_USE_COUNT },
	{ "managed policies come first", "managed", true, POLICY_USE_MANAGED },
	{ "policies of resources come last", "resource", true, POLICY_USE_RESOURCE },
};

static void check_name(void **state)
{
	const struct fixture *fixture = *state;
	const struct name_row *row = fixture->row;
	enum policy_use use = POLICY_USE_COUNT;

	assert_int_equal(policy_use_find(row->use, &use), row->is_known);
	assert_int_equal(use, row->expected);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(trust_rows, check_trust),
		CHECK_TABLE(scp_rows, check_scp),
		CHECK_TABLE(rcp_rows, check_rcp),
		CHECK_TABLE(delegation_rows, check_delegation),
		CHECK_TABLE(resource_rows, check_resource),
		CHECK_TABLE(name_rows, check_name),
	};

	return check_tables("policy/check_resource", tables, ARRAY_LEN(tables));
}
