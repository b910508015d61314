/* All problems of a document, in the order of AWS's checks. */
#include "policy/check.h"

#include <string.h>

#include "tests/support/check.h"
#include "wire/buffer.h"

#define V "'Version':'2012-10-17',"

/* A document with single quotes; each problem is "LINE:COLUMN text;". */
static const struct row {
	const char *name;
	enum policy_use use;
	size_t size_max;
	const char *document;
	const char *expected;
} rows[] = {
	{ "nothing", POLICY_USE_MANAGED, 0, "", "1:1 the text ends where a value must be;" },
	{ "a text that is no JSON may be too long as well", POLICY_USE_MANAGED, 1, "{'a'}",
	  "1:5 expected ':';1:1 Cannot exceed quota for PolicySize: 1;" },
	{ "an SCP that is too long is looked at too", POLICY_USE_SCP, 1, "[]",
	  "1:1 You have exceeded the maximum policy size;"
	  "1:1 a policy document must be an object;" },
	{ "a grammar that is broken everywhere", POLICY_USE_INLINE, 0,
	  "{'Version':1,'Id':{},'Who':'','Who':'','Statement':[1,{},\n"
	  "{'Effect':'Allow','Effect':'Deny','Action':[1,{}],'NotAction':2,'Resource':[null,3]},\n"
	  "{'Effect':'Allow','Principal':1,'Condition':1},\n"
	  "{'Effect':'Allow','NotPrincipal':{'AWS':1,'AWS':[2]},'Condition':{'Is':{'a':'b'},"
	  "'Bool':1,'Null':{'k':{},'l':[1,[]],'k':1}}}]}",
	  "1:12 Version must be 2012-10-17 or 2008-10-17;1:19 Id must be a string, not an object;"
	  "1:28 there is no element Who;1:37 there is no element Who;"
	  "1:53 a statement must be an object;1:55 a statement needs an Effect;"
	  "2:28 Effect is given twice;2:44 Action and NotAction exclude each other;"
	  "2:63 NotAction must be a string or a list of strings;"
	  "2:82 Resource lists something that is no string;"
	  "3:31 Principal must be \"*\" or an object;3:45 Condition must be an object of operators;"
	  "4:41 AWS must be a string or a list of strings;4:49 AWS is given twice;"
	  "4:50 AWS lists something that is no string;4:72 there is no operator Is;"
	  "4:89 Bool must be an object of keys;4:103 the values of k must be texts;"
	  "4:113 a value of l is no text;4:121 the key k is given twice;" },
	{ "an operator given twice is not an unknown one", POLICY_USE_INLINE, 0,
	  "{'Statement':{'Effect':'Deny','Action':'a:b','Resource':'*',\n"
	  "'Condition':{'Bool':{'k':'true'},'Bool':{'l':'true'}}}}",
	  "2:41 the operator Bool is given twice;" },
	{ "no statement at all", POLICY_USE_INLINE, 0, "{'Statement':[]}",
	  "1:14 Statement is empty;" },
	{ "no element at all", POLICY_USE_INLINE, 0, "{}",
	  "1:1 a policy document needs a Statement;" },
	{ "of a text only the first problem counts, of a statement each", POLICY_USE_MANAGED, 0,
	  "{" V "'Statement':[{'Effect':'allow','Action':'GetUser'},\n"
	  "{'Effect':'Perhaps','Resource':['arn:aws:s3::b','x','${','arn:aws:iam:eu-west-1::user/b'"
	  "],'Principal':'*','Condition':{'NumericEquals':{'a:b':['x','1','${','y']}}}]}",
	  "1:48 Effect must be written Allow or Deny;2:11 Effect must be Allow or Deny;"
	  "2:33 the ARN lacks a field or its service;2:144 the value of a:b is not a number;"
	  "2:152 the value of a:b is not a number;2:157 the value of a:b is not a number;"
	  "2:53 a policy variable is malformed;2:1 Policy statement must contain actions.;"
	  "2:49 Resource x must be in ARN format or \"*\".;"
	  "2:58 IAM resource arn:aws:iam:eu-west-1::user/b cannot contain region information.;"
	  "1:38 Policy statement must contain resources.;"
	  "1:65 Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.;"
	  "2:103 Policy document should not specify a principal.;" },
	{ "a session policy with several problems", POLICY_USE_SESSION, 0,
	  "{'Statement':{'Effect':'Allow','Action':'x','Resource':'y','Condition':"
	  "{'BinaryEquals':{'a:b':['!','?']},'NumericEquals':{'a:b':'z'}}}}",
	  "1:96 the value of a:b is not base64;1:100 the value of a:b is not base64;"
	  "1:56 Resource y must be in ARN format or \"*\".;"
	  "1:41 Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.;" },
	{ "a trust policy: null", POLICY_USE_TRUST, 0, "null",
	  "1:1 This text appears not to be a policy;" },
	{ "a trust policy with several problems", POLICY_USE_TRUST, 40,
	  "{'Version':'2020','Statement':[1,\n"
	  "{'Effect':1,'Principal':{},'NotPrincipal':'*','Action':['sqs:A','sqs:B'],"
	  "'Resource':'*','NotResource':'*','Why':1,'Why':2},\n"
	  "{'Sid':'a','Effect':'Allow','Principal':{'User':'a','AWS':[],'Service':['unknown',"
	  "'unknown']}},\n"
	  "{'Sid':'a','Effect':'Allow','NotPrincipal':'*','Action':'sts:*','Condition':[]},\n"
	  "{'Action':'sts:*','Principal':'x'}]}",
	  "1:12 The policy must contain a valid version string;1:32 a statement must be an object;"
	  "2:113 Unknown field Why;2:121 Unknown field Why;2:11 Invalid effect: 1;"
	  "2:85 Has prohibited field Resource;"
	  "2:103 AssumeRole policy must not contain resources.;"
	  "2:43 AssumeRole policy must not contain NotPrincipal field.;"
	  "2:25 Missing required field Principal cannot be empty!;"
	  "2:57 AssumeRole policy may only specify STS AssumeRole actions.;"
	  "2:65 AssumeRole policy may only specify STS AssumeRole actions.;"
	  "3:49 Invalid principal in policy: \"User\";"
	  "3:59 Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The "
	  "passed in policy has a statement with no principals!;"
	  "3:73 Invalid principal in policy: \"SERVICE\":\"unknown\";"
	  "3:83 Invalid principal in policy: \"SERVICE\":\"unknown\";"
	  "3:1 Missing required field Action;4:44 Allow with NotPrincipal is not allowed.;"
	  "4:1 The Statement Ids in the policy are not unique;"
	  "5:1 Missing required field Effect;5:31 Principal must be a JSON object.;"
	  "4:77 Condition must be an object of operators;"
	  "1:1 Cannot exceed quota for ACLSizePerRole: 40;" },
	{ "a trust policy: an effect that is missing beside NotPrincipal", POLICY_USE_TRUST, 0,
	  "{'Statement':{'NotPrincipal':'*','Action':'sts:*'}}",
	  "1:14 Missing required field Effect;"
	  "1:30 AssumeRole policy must not contain NotPrincipal field.;" },
	{ "an SCP with several problems", POLICY_USE_SCP, 0,
	  "{'Statement':[{'Effect':'deny','Principal':'*','Action':['a','*','b']},\n"
	  "{'Effect':'Deny','Condition':{'DateEquals':{'a:0':'2026-01-01','a:a':[],'a:b':['x','y']}"
	  "}}]}",
	  "1:44 an SCP names no principal;1:58 an action needs a service prefix;"
	  "1:66 an action needs a service prefix;1:25 Effect must be Allow or Deny;"
	  "1:15 a statement needs a Resource;2:1 a statement needs an Action;"
	  "2:1 a statement needs a Resource;2:80 the value of a:b is not a date;"
	  "2:84 the value of a:b is not a date;" },
	{ "an RCP with several problems", POLICY_USE_RCP, 0,
	  "{'Statement':[{'Effect':'Allow','NotAction':'*','Resource':'*'},\n"
	  "{'Effect':'Deny','Principal':'*','Action':['iam:*','*']}]}",
	  "1:25 an RCP can only deny;1:15 an RCP has no NotAction or NotPrincipal;"
	  "1:15 the principal of an RCP must be \"*\";2:44 RCPs do not support this action;"
	  "2:52 RCPs do not support this action;2:1 a statement needs a Resource;" },
	{ "a delegation policy with several problems", POLICY_USE_DELEGATION, 0,
	  "{'Statement':[{'Effect':'no','NotAction':'*'},\n"
	  "{'Effect':'Allow','Principal':{'AWS':['x','999999999999','222222222222'],'Service':'y',"
	  "'Federated':['a','*','b']},'Action':['organizations:*','organizations:LeaveOrganization'"
	  ","
	  "'sqs:*'],'Resource':'*'}]}",
	  "1:25 Effect must be Allow or Deny;1:15 Not elements cannot be used;"
	  "1:15 Action and Resource are needed;1:15 a statement needs a Principal;"
	  "2:39 only accounts can be delegates;2:43 the account is not in the organization;"
	  "2:101 only accounts can be delegates;2:109 only accounts can be delegates;"
	  "2:125 this action cannot be delegated;"
	  "2:143 organizations:LeaveOrganization is not a supported action for this "
	  "resource-based policy.;2:177 this action cannot be delegated;" },
	{ "a delegation policy of unknown elements", POLICY_USE_DELEGATION, 0,
	  "{'Statement':{'Effect':'Allow','Who':1}}", "1:38 there is no element Who;" },
	{ "a good policy", POLICY_USE_MANAGED, 0,
	  "{" V "'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}", "" },
};

static bool knows(void *context, const char *type, const char *text)
{
	UNUSED(context);
	UNUSED(type);
	return strcmp(text, "unknown") != 0 && strcmp(text, "999999999999") != 0;
}

static const char *quoted(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return copy;
}

static void tells_all(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct policy_check_options options = { .use = row->use,
						.size_max = row->size_max,
						.knows_principal = knows };
	const char *text = quoted(&fixture->arena, row->document);
	struct policy_problem first;
	struct policy_problems problems;
	struct buffer told;

	buffer_init(&told, &fixture->arena, 1024);
	policy_check_all(&options, &fixture->arena, text, strlen(text), &problems);
	for (size_t i = 0; i < problems.count; i++) {
		const struct policy_problem *problem = &problems.items[i];

		buffer_printf(&told, "%u:%u %s;", problem->line, problem->column,
			      *problem->detail ? problem->detail : problem->message);
	}
	assert_string_equal(told.len ? told.data : "", row->expected);
	assert_int_equal(policy_check(&options, text, strlen(text), &first), !problems.count);
	if (problems.count) {
		assert_string_equal(first.message, problems.items[0].message);
		assert_string_equal(first.detail, problems.items[0].detail);
		assert_string_equal(first.code, problems.items[0].code);
	}
}

static const struct belief_row {
	const char *name;
	const char *document;
} belief_rows[] = {
	{ "an account is believed where nobody knows the organization",
	  "{'Statement':{'Effect':'Allow','Principal':{'AWS':'999999999999'},'Action':"
	  "'organizations:ListRoots','Resource':'*'}}" },
};

/* Accounts that nobody knows are told by who knows the organization only. */
static void believes(void **state)
{
	struct fixture *fixture = *state;
	const struct belief_row *row = fixture->row;
	struct policy_check_options options = { .use = POLICY_USE_DELEGATION };
	const char *text = quoted(&fixture->arena, row->document);
	struct policy_problem problem;

	assert_true(policy_check(&options, text, strlen(text), &problem));
}

static const struct bound_row {
	const char *name;
	const char *start, *item, *end;
} bound_rows[] = {
	{ "no more than a thousand", "{'Statement':{'Effect':'Deny','Resource':'*','Action':['a'",
	  ",'a'", "]}}" },
	{ "nor of unknown elements", "{'Statement':{'Effect':'Deny'", ",'a':1", "}}" },
};

static void is_bounded(void **state)
{
	struct fixture *fixture = *state;
	const struct bound_row *row = fixture->row;
	struct policy_check_options options = { .use = POLICY_USE_INLINE };
	struct policy_problems problems;
	struct buffer text;

	buffer_init(&text, &fixture->arena, 1024);
	buffer_add_text(&text, row->start);
	for (size_t i = 0; i < POLICY_PROBLEMS_MAX + 1; i++)
		buffer_add_text(&text, row->item);
	buffer_add_text(&text, row->end);
	policy_check_all(&options, &fixture->arena, quoted(&fixture->arena, text.data), text.len,
			 &problems);
	assert_int_equal(problems.count, POLICY_PROBLEMS_MAX);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, tells_all),
		CHECK_TABLE(belief_rows, believes),
		CHECK_TABLE(bound_rows, is_bounded),
	};

	return check_tables("policy/check_all", tables, ARRAY_LEN(tables));
}
