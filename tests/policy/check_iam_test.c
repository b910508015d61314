#include "tests/policy/checks.h"

#include <string.h>

#define SYNTAX      "Syntax errors in policy."
#define LEGACY      "The policy failed legacy parsing"
#define VENDOR      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
#define V           "'Version':'2012-10-17',"
#define OK_RESOURCE "'Resource':'arn:aws:sqs:eu-west-1:222222222222:jobs'"

static const struct checks_row managed_rows[] = {
	{ "plain words are no policy", "let me in", SYNTAX, 1, 1 },
	{ "null is no policy", "null", SYNTAX },
	{ "a list is no policy", "[]", SYNTAX },
	{ "a misplaced comma is found on its line", "{\n " V "\n 'Statement':[,]}", SYNTAX, 3, 15 },
	{ "the version must be one of two", "{'Version':'2013-10-17','Statement':[]}", SYNTAX },
	{ "the version must be a string", "{'Version':2012,'Statement':[]}", SYNTAX },
	{ "statements are needed", "{'Version':'2012-10-17'}", SYNTAX },
	{ "an empty list of statements is none", "{" V "'Statement':[]}", SYNTAX },
	{ "a statement is an object", "{" V "'Statement':['Allow']}", SYNTAX },
	{ "an unknown element beside Statement",
	  "{" V "'Comment':'x','Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE "}}",
	  SYNTAX },
	{ "an unknown element inside a statement",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*','Comment':''," OK_RESOURCE "}}",
	  SYNTAX },
	{ "an id is a string",
	  "{" V "'Id':['a'],'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE "}}",
	  SYNTAX },
	{ "a Sid is a string",
	  "{" V "'Statement':{'Sid':1,'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE "}}",
	  SYNTAX },
	{ "an effect is needed", "{" V "'Statement':{'Action':'sqs:*'," OK_RESOURCE "}}", SYNTAX },
	{ "a member twice",
	  "{" V "'Statement':{'Effect':'Deny','Effect':'Allow','Action':'sqs:*'," OK_RESOURCE "}}",
	  SYNTAX },
	{ "a condition key twice",
	  "{" V "'Statement':{'Effect':'Deny','Action':'sqs:*'," OK_RESOURCE
	  ",'Condition':{'Bool':{'a:b':'true','a:b':'false'}}}}",
	  SYNTAX },
	{ "Action and NotAction exclude each other",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*','NotAction':'s3:*'," OK_RESOURCE
	  "}}",
	  SYNTAX },
	{ "Resource and NotResource exclude each other",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  ",'NotResource':'*'}}",
	  SYNTAX },
	{ "an action is no object", "{" V "'Statement':{'Effect':'Allow','Action':{}}}", SYNTAX },
	{ "a list of lists is no list of resources",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':[['*']]}}", SYNTAX },
	{ "a condition is an object",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE ",'Condition':[]}}",
	  SYNTAX },
	{ "an operator needs keys",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  ",'Condition':{'Bool':'true'}}}",
	  SYNTAX },
	{ "an unknown operator",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  ",'Condition':{'StringSame':{'a:b':'c'}}}}",
	  SYNTAX },
	{ "a condition value is no object",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  ",'Condition':{'Bool':{'a:b':{}}}}}",
	  SYNTAX },
	{ "Null takes no IfExists",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  ",'Condition':{'NullIfExists':{'a:b':'true'}}}}",
	  SYNTAX },
	{ "the old version cannot be a managed policy",
	  "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  "}}",
	  "Policy document must be version 2012-10-17 or greater." },
	{ "a missing version comes before a bad effect",
	  "{'Statement':{'Effect':'allow','Action':'sqs:*'," OK_RESOURCE "}}",
	  "Policy document must be version 2012-10-17 or greater." },
	{ "an effect in the wrong case", "{" V "'Statement':{'Effect':'allow','Action':'sqs:*'}}",
	  LEGACY },
	{ "an ARN with a field missing comes before missing actions",
	  "{" V "'Statement':{'Effect':'Allow','Resource':'arn:aws:s3::jobs'}}", LEGACY },
	{ "an ARN without vendor",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws::::jobs'}}",
	  LEGACY },
	{ "a date of a thirteenth month comes before a bad partition",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:moon:s3:::b',"
	  "'Condition':{'DateLessThan':{'a:b':'2026-13'}}}}",
	  LEGACY },
	{ "a time beyond 64 bits",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'DateEquals':{'a:b':'9223372036854775808'}}}}",
	  LEGACY },
	{ "a word is no number",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'NumericEquals':{'a:b':'ten'}}}}",
	  LEGACY },
	{ "a variable is no address",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'IpAddress':{'a:b':'${aws:username}'}}}}",
	  LEGACY },
	{ "a word is no ARN",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'ArnLike':{'a:b':'user/bob'}}}}",
	  LEGACY },
	{ "a dash is not base64",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'BinaryEquals':{'a:b':'ab-d'}}}}",
	  LEGACY },
	{ "an empty variable",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/${}'}}",
	  LEGACY },
	{ "a variable without end",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::${a:b'}}",
	  LEGACY },
	{ "a default without quotes",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':"
	  "'arn:aws:s3:::${a:b, c}'}}",
	  LEGACY },
	{ "a Sid with a blank",
	  "{" V "'Statement':{'Sid':'a b','Effect':'Allow','Action':'s3:*'," OK_RESOURCE "}}",
	  "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
	  "expression [0-9A-Za-z]*" },
	{ "a Sid twice",
	  "{" V "'Statement':[{'Sid':'a','Effect':'Allow','Action':'s3:*'," OK_RESOURCE "},"
	  "\n{'Sid':'a','Effect':'Allow'}]}",
	  "Statement IDs (SID) in a single policy must be unique.", 2, 8 },
	{ "actions are needed", "{" V "'Statement':{'Effect':'Allow'}}",
	  "Policy statement must contain actions." },
	{ "an empty list of actions is none",
	  "{" V "'Statement':{'Effect':'Allow','Action':[]," OK_RESOURCE "}}",
	  "Policy statement must contain actions." },
	{ "a resource is an ARN",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':['*','my bucket']}}",
	  "Resource my bucket must be in ARN format or \"*\"." },
	{ "an empty resource",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':''}}",
	  "Resource  must be in ARN format or \"*\"." },
	{ "an unknown partition, padded in the text",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'x:moon:s3'}}",
	  "Partition \"moon\" is not valid for resource \"arn:moon:s3:*:*:*\"." },
	{ "a resource begins with arn",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'urn:aws:s3:::b'}}",
	  "Resource urn:aws:s3:::b must be in ARN format or \"*\"." },
	{ "a value among others is no text",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'," OK_RESOURCE
	  ",'Condition':{'Bool':{'a:b':['true',{}]}}}}",
	  SYNTAX },
	{ "principals of a kind are texts",
	  "{" V "'Statement':{'Effect':'Allow','Principal':{'AWS':[1]},'Action':'sqs:*'}}",
	  SYNTAX },
	{ "a variable in a condition without end",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'StringLike':{'a:b':'${c:d'}}}}",
	  LEGACY },
	{ "a resource needs a vendor",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws'}}",
	  "Resource vendor must be fully qualified and cannot contain regexes." },
	{ "users have no region",
	  "{" V "'Statement':{'Effect':'Allow','Action':'iam:*','Resource':"
	  "'arn:aws:iam:eu-west-1:222222222222:user/bob'}}",
	  "IAM resource arn:aws:iam:eu-west-1:222222222222:user/bob cannot contain region "
	  "information." },
	{ "buckets have no region",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':"
	  "'arn:aws:s3:eu-west-1:222222222222:b'}}",
	  "Resource arn:aws:s3:eu-west-1:222222222222:b can not contain region information." },
	{ "IAM has no such things",
	  "{" V "'Statement':{'Effect':'Allow','Action':'iam:*','Resource':"
	  "'arn:aws:iam::222222222222:usr/bob'}}",
	  "IAM resource path must either be \"*\", root, or start with user/, federated-user/, "
	  "role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, "
	  "saml-provider/, oidc-provider/, report/, access-report/." },
	{ "a partition that is none is told before an ARN that is too short",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':"
	  "['arn:error:s3:::b','arn:error:s3::b']}}",
	  "Partition \"error\" is not valid for resource \"arn:error:s3:::b\"." },
	{ "an ARN without vendor in a partition that is none",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:moon::::jobs'}}",
	  "Partition \"moon\" is not valid for resource \"arn:moon::::jobs\"." },
	{ "a partition as long as another",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws-xx:s3:::b'}}",
	  "Partition \"aws-xx\" is not valid for resource \"arn:aws-xx:s3:::b\"." },
	{ "a vendor with a star",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s*:::b'}}",
	  "Resource vendor must be fully qualified and cannot contain regexes." },
	{ "a vendor with a question mark",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s?:::b'}}",
	  "Resource vendor must be fully qualified and cannot contain regexes." },
	{ "a resource begins with arn and nothing else",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arns:aws:s3:::b'}}",
	  "Resource arns:aws:s3:::b must be in ARN format or \"*\"." },
	{ "a truth is no number",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'NumericEquals':{'a:b':[1,true]}}}}",
	  LEGACY },
	{ "nor is its contrary",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'NumericEquals':{'a:b':false}}}}",
	  LEGACY },
	{ "base64 comes in fours",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'BinaryEquals':{'a:b':'abc'}}}}",
	  LEGACY },
	{ "base64 ends with two signs at most",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'BinaryEquals':{'a:b':'a==='}}}}",
	  LEGACY },
	{ "an operator twice",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE
	  ",'Condition':{'Bool':{'a:b':'true'},'Bool':{'c:d':'true'}}}}",
	  SYNTAX },
	{ "a kind of principals twice",
	  "{" V "'Statement':{'Effect':'Allow','Principal':{'AWS':'1','AWS':'2'},'Action':'a:b'}}",
	  SYNTAX },
	{ "resources are missed before an action's vendor",
	  "{" V "'Statement':{'Effect':'Allow','Action':'invalid'}}",
	  "Policy statement must contain resources." },
	{ "an effect that is none is no matter of letter case",
	  "{" V "'Statement':{'Effect':'Maybe','Action':'s3:*'," OK_RESOURCE "}}",
	  "Syntax errors in policy." },
	{ "an offset has hours of two digits",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE ",'Condition':"
	  "{'DateLessThan':{'a':'2016-12-13T02:00:00+1'}}}}",
	  "The policy failed legacy parsing" },
	{ "a fraction has nine digits at most",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*'," OK_RESOURCE ",'Condition':"
	  "{'DateLessThan':{'a':'2016-12-13T02:00:00.1999999999Z'}}}}",
	  "The policy failed legacy parsing" },
	{ "an action needs a vendor",
	  "{" V "'Statement':{'Effect':'Allow','NotAction':'ListQueues'," OK_RESOURCE "}}",
	  VENDOR },
	{ "a vendor is not empty",
	  "{" V "'Statement':{'Effect':'Allow','Action':':ListQueues'," OK_RESOURCE "}}",
	  "Vendor  is not valid" },
	{ "an action has one colon",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:List:Queues'," OK_RESOURCE "}}",
	  "Actions/Condition can contain only one colon." },
	{ "a vendor has no blank",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s q s:ListQueues'," OK_RESOURCE "}}",
	  "Vendor s q s is not valid" },
	{ "a vendor has no wildcard",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s?s:ListQueues'," OK_RESOURCE "}}",
	  "Vendor s?s is not valid" },
	{ "resources are needed", "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*'}}",
	  "Policy statement must contain resources." },
	{ "an empty list of resources is none",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':[]}}",
	  "Policy statement must contain resources." },
	{ "a principal has no place",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':'*','Principal':'*'}}",
	  "Policy document should not specify a principal." },
	{ "everything at once is stored",
	  "{" V
	  "'Id':'a','Statement':[{'Sid':'','Effect':'Allow','Action':'*','Resource':['*',null]"
	  "},{'Sid':'','Effect':'Deny','NotAction':['s3-x.y:*'],'NotResource':"
	  "'arn:aws:nothing:::x','Condition':{'ForAllValues:StringLikeIfExists':{'a':['b',1,true]},"
	  "'DateLessThan':{'a':['01T','2026-01-02t3:04:05.678901+23']},'Null':{'a':false}}}]}",
	  NULL },
	{ "a range that can never match is stored",
	  "{" V "'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':'*','Condition':"
	  "{'IpAddress':{'aws:SourceIp':['192.0.2.0/33','2001:db8::5/64','10.0.0.0/+8']}}}}",
	  NULL },
	{ "short ARNs, users and all of IAM are stored",
	  "{" V "'Statement':{'Effect':'Allow','Action':'iam:*','Resource':['arn:aws:sqs',"
	  "'arn:aws:iam::222222222222:user/${aws:username}','arn:aws:iam::222222222222:*']}}",
	  NULL },
	{ "an operator nobody knows is stored when it asks for nothing",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':"
	  "{'StringSame':{}}}}",
	  NULL },
	{ "base64, ARNs and what may become one are stored",
	  "{" V "'Statement':{'Effect':'Allow','Action':'es:*','Resource':'arn:aws:es:::d',"
	  "'Condition':{'BinaryEquals':{'a:b':['YQ==','abcd']},'ArnLike':{'a:b':['*',"
	  "'${aws:username}','arn:aws:s3:::b']}}}}",
	  NULL },
	{ "Sids with an underscore, and none, are stored",
	  "{" V "'Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'*'},{'Sid':'a_1',"
	  "'Effect':'Allow','Action':'s3:*','Resource':'*'},{'Sid':'b','Effect':'Allow',"
	  "'Action':'s3:*','Resource':'*'}]}",
	  NULL },
	{ "an access point has a region",
	  "{" V "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':"
	  "'arn:aws:s3:eu-west-1:222222222222:accesspoint/a/object/*'}}",
	  NULL },
};

static const struct checks_row inline_rows[] = {
	{ "nobody is named in an inline policy",
	  "{'Statement':{'Effect':'Deny','Action':'sqs:*','Resource':'*','NotPrincipal':'*'}}",
	  "Policy document should not specify a principal." },
	{ "an inline policy may be of the old version",
	  "{'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':'*'}}", NULL },
	{ "so it is when the old version is named",
	  "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':"
	  "'arn:aws:s3:::${'}}",
	  NULL },
	{ "in the old version ${ is a text like any other",
	  "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::${'}}", NULL },
};

static const struct checks_row session_rows[] = {
	{ "a session policy is JSON", "{", "The policy is not in the valid JSON format." },
	{ "a session policy has the same grammar", "{'Statement':[]}", SYNTAX },
	{ "base64 is looked at",
	  "{'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':'*','Condition':"
	  "{'BinaryEquals':{'a:b':'?'}}}}",
	  LEGACY },
	{ "other literals are not looked at",
	  "{'Statement':{'Effect':'Allow','Action':'sqs:*','Resource':'*','Condition':"
	  "{'NumericEquals':{'a:b':'ten'},'ArnLike':{'a:b':'x'},'DateEquals':{'a:b':'soon'}}}}",
	  NULL },
};

CHECKS_USE(managed, POLICY_USE_MANAGED, "MalformedPolicyDocument")
CHECKS_USE(inline, POLICY_USE_INLINE, "MalformedPolicyDocument")
CHECKS_USE(session, POLICY_USE_SESSION, "MalformedPolicyDocument")

/* A document of that many characters, white space not counted, and that many blanks. */
static const struct size_row {
	const char *name;
	enum policy_use use;
	size_t size, blanks;
	const char *code; /* NULL: it fits */
	const char *message;
	int http_status;
} size_rows[] = {
	{ "a managed policy is too long", POLICY_USE_MANAGED, 6145, 0, "LimitExceeded",
	  "Cannot exceed quota for PolicySize: 6144", 409 },
	{ "blanks in a managed policy do not count", POLICY_USE_MANAGED, 6144, 500, NULL, NULL, 0 },
	{ "a trust policy is too long", POLICY_USE_TRUST, 2049, 0, "LimitExceeded",
	  "Cannot exceed quota for ACLSizePerRole: 2048", 409 },
	{ "a trust policy is so long that nobody reads it", POLICY_USE_TRUST, 131073, 0,
	  "ValidationError",
	  "1 validation error detected: Value at 'assumeRolePolicyDocument' failed to satisfy "
	  "constraint: Member must have length less than or equal to 131072",
	  400 },
	{ "blanks in an SCP count", POLICY_USE_SCP, 10240, 1, "ConstraintViolationException",
	  "You have exceeded the maximum policy size", 400 },
	{ "an SCP of the largest size", POLICY_USE_SCP, 10240, 0, NULL, NULL, 0 },
	{ "an RCP is half as long", POLICY_USE_RCP, 5121, 0, "ConstraintViolationException",
	  "You have exceeded the maximum policy size", 400 },
};

static const char *const size_starts[POLICY_USE_COUNT] = {
	[POLICY_USE_MANAGED] = "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'*',"
			       "'Resource':'arn:aws:s3:::",
	[POLICY_USE_SCP] = "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Action':'*',"
			   "'Resource':'arn:aws:s3:::",
	[POLICY_USE_RCP] = "{'Statement':{'Effect':'Deny','Principal':'*','Action':'s3:*',"
			   "'Resource':'arn:aws:s3:::",
	[POLICY_USE_TRUST] = "{'Statement':{'Effect':'Allow','Principal':{'AWS':'*'},'Action':"
			     "'sts:AssumeRole','Sid':'",
};

static void check_size(void **state)
{
	struct fixture *fixture = *state;
	const struct size_row *row = fixture->row;
	struct policy_check_options options = { .use = row->use };
	struct policy_problem problem;
	char *text = arena_alloc(&fixture->arena, row->size + row->blanks + 1);
	size_t start = strlen(size_starts[row->use]);
	bool is_good;

	memset(text, 'x', row->size);
	memcpy(text, size_starts[row->use], start);
	memcpy(text + row->size - 3, "'}}", 3);
	memset(text + row->size, ' ', row->blanks);
	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	is_good = policy_check(&options, text, row->size + row->blanks, &problem);
	assert_string_equal(is_good ? "" : problem.message, row->message ? row->message : "");
	if (is_good)
		return;
	assert_string_equal(problem.code, row->code);
	assert_int_equal(problem.http_status, row->http_status);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(managed_rows, check_managed),
		CHECK_TABLE(inline_rows, check_inline),
		CHECK_TABLE(session_rows, check_session),
		CHECK_TABLE(size_rows, check_size),
	};

	return check_tables("policy/check_iam", tables, ARRAY_LEN(tables));
}
