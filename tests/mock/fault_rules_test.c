/* Fault rules over a real socket: what the client sees of each action, and what is told of it. */
#include <string.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

#define SCENARIO(rules)                                                                         \
	"{'mattock':1,'organization':{'management':'111111111111','trustedAccess':["            \
	"'iam.amazonaws.com'],'features':['RootCredentialsManagement']},'accounts':[{'id':"     \
	"'222222222222','name':'shop','root':{'password':true}},{'id':'333333333333','name':"   \
	"'bank','root':{'password':true}}],'callers':{'admin':{'account':'111111111111',"       \
	"'user':'admin','policies':['AdministratorAccess']},'other':{'account':'222222222222'," \
	"'user':'other','policies':['AdministratorAccess']}},'faults':[" rules "]}"

#define RULE(match, action) "{'name':'it','match':{" match "},'do':{" action "}}"
#define ADMINS_KEYS         "{'AccessKeyMetadata':[{'UserName':'admin'*"

/* One rule, and what three requests one after another are answered. */
static const struct action_row {
	const char *name, *rule;
	const char *operation, *input;
	const char *answers[3];
} action_rows[] = {
	{ "an error is one that AWS gives for the operation",
	  RULE("'operation':'iam:Delete*'", "'error':'EntityTemporarilyUnmodifiable'"),
	  "iam:DeleteLoginProfile",
	  "{'UserName':'admin'}",
	  { "409 EntityTemporarilyUnmodifiable: *" } },
	{ "an operation that never gives the error goes on",
	  RULE("'operation':'iam:*'", "'error':'EntityTemporarilyUnmodifiable'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS } },
	{ "an error has the text that was recorded",
	  RULE("'service':'organizations'", "'error':'ConcurrentModificationException'"),
	  "organizations:EnableAWSServiceAccess",
	  "{'ServicePrincipal':'sso.amazonaws.com'}",
	  { "400 ConcurrentModificationException: AWS Organizations can't complete your request "
	    "because it conflicts with another attempt to modify the same entity. Try again "
	    "later." } },
	{ "a common error can be given by any operation",
	  RULE("", "'error':{'code':'ServiceUnavailable','message':'So sorry.'}"),
	  "sts:GetCallerIdentity",
	  "{}",
	  { "503 ServiceUnavailable: So sorry." } },
	{ "the second match is the second",
	  RULE("'operation':'iam:ListAccessKeys','nth':2", "'error':'Throttling'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, "400 Throttling: Rate exceeded", ADMINS_KEYS } },
	{ "every second match is the second, the fourth and so on",
	  RULE("'every':2", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, "503 SlowDown: *", ADMINS_KEYS } },
	{ "after the first match come all others",
	  RULE("'after':1", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, "503 SlowDown: *", "503 SlowDown: *" } },
	{ "a rule fires as often as it says",
	  "{'do':{'error':'SlowDown'},'times':1}",
	  "iam:ListAccessKeys",
	  "{}",
	  { "503 SlowDown: *", ADMINS_KEYS, ADMINS_KEYS } },
	{ "another account's caller is left alone",
	  RULE("'account':'222222222222'", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS } },
	{ "a principal is matched by its ARN",
	  RULE("'principal':'arn:aws:iam::*:user/ad?in'", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "503 SlowDown: *" } },
	{ "a target is any text among the parameters",
	  RULE("'target':['x','adm*']", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{'UserName':'admin'}",
	  { "503 SlowDown: *" } },
	{ "a target is the account of an ARN",
	  RULE("'target':'222222222222'", "'error':'RegionDisabledException'"),
	  "sts:AssumeRoot",
	  "{'TargetPrincipal':'arn:aws:iam::222222222222:root','TaskPolicyArn':{'arn':"
	  "'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'}}",
	  { "403 RegionDisabledException: *" } },
	{ "another region is left alone",
	  RULE("'region':'eu-*'", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS } },
	{ "a header is matched by its value",
	  RULE("'header':{'host':'127.*'}", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "503 SlowDown: *" } },
	{ "a header that is not there does not match",
	  RULE("'header':{'x-nothing':'*'}", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS } },
	{ "what never happens does not",
	  RULE("'probability':0", "'error':'SlowDown'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, ADMINS_KEYS, ADMINS_KEYS } },
	{ "a bucket is empty after its burst",
	  RULE("'service':'iam'", "'throttle':{'rate':0.001,'burst':2}"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, ADMINS_KEYS, "400 Throttling: Rate exceeded" } },
	{ "a bucket fills again",
	  "{'do':{'latency':20}}," RULE("'service':'iam'", "'throttle':{'rate':100,'burst':1}"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, ADMINS_KEYS, ADMINS_KEYS } },
	{ "Organizations throttles in its own words",
	  RULE("", "'throttle':{'rate':0.001}"),
	  "organizations:ListRoots",
	  "{}",
	  { "{'Roots':*",
	    "400 TooManyRequestsException: AWS Organizations can't complete your request because "
	    "another request is already in progress. Try again later." } },
	{ "S3 throttles in its own words",
	  RULE("'service':'s3'", "'throttle':{'rate':0.001}"),
	  "s3:ListBuckets",
	  "{}",
	  { "{*", "503 SlowDown: Please reduce your request rate." } },
	{ "a reset before the work leaves nothing behind",
	  RULE("'nth':1", "'reset':'before'"),
	  "iam:CreateUser",
	  "{'UserName':'ada'}",
	  { "reset", "{'User':*", "409 EntityAlreadyExists: *" } },
	{ "a reset after the work leaves it done",
	  RULE("'nth':1", "'reset':'after'"),
	  "iam:CreateUser",
	  "{'UserName':'ada'}",
	  { "reset", "409 EntityAlreadyExists: *" } },
	{ "work is done and its answer is lost by a reset",
	  RULE("'nth':1", "'commitThenFail':true"),
	  "iam:CreateUser",
	  "{'UserName':'ada'}",
	  { "reset", "409 EntityAlreadyExists: *" } },
	{ "work is done and its answer is lost by a close",
	  RULE("'nth':1", "'commitThenFail':'close'"),
	  "iam:CreateUser",
	  "{'UserName':'ada'}",
	  { "closed", "409 EntityAlreadyExists: *" } },
	{ "work is done and its answer is an error",
	  RULE("'nth':1", "'commitThenFail':{'error':'ServiceFailure'}"),
	  "iam:CreateUser",
	  "{'UserName':'ada'}",
	  { "500 ServiceFailure: *", "409 EntityAlreadyExists: *" } },
	{ "work is done and its answer does not come",
	  RULE("'nth':1", "'commitThenFail':{'answer':'stall','holdMs':1}"),
	  "iam:CreateUser",
	  "{'UserName':'ada'}",
	  { "cut after 0", "409 EntityAlreadyExists: *" } },
	{ "a half-closed connection has no answer",
	  RULE("", "'halfClose':1"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "closed" } },
	{ "a stall sends the header only",
	  RULE("", "'stall':1"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "cut after 0" } },
	{ "a dribbled answer comes whole",
	  RULE("", "'dribble':{'bytes':50,'everyMs':1}"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, ADMINS_KEYS } },
	{ "an answer is cut at a byte",
	  RULE("", "'truncate':40"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "cut after 40" } },
	{ "an answer cut behind its end is whole",
	  RULE("", "'truncate':100000"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS } },
	{ "garbage is no answer",
	  RULE("", "'garbage':'<<<'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "unreadable: *" } },
	{ "garbage of the seed is no answer",
	  RULE("", "'garbage':{'bytes':300}"),
	  "organizations:ListRoots",
	  "{}",
	  { "unreadable: *" } },
	{ "a length that tells too much",
	  RULE("", "'wrongLength':7"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "cut after 5*" } },
	{ "a page of a proxy has no request id of AWS's",
	  RULE("", "'page':{'status':503}"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "503 *" } },
	{ "a revoked session stays revoked for other operations too",
	  RULE("'operation':'sts:*'", "'sessionRevoked':true"),
	  "sts:GetCallerIdentity",
	  "{}",
	  { "403 InvalidClientTokenId: The security token included in the request is invalid.",
	    "403 InvalidClientTokenId: *" } },
	{ "credentials that have expired stay so",
	  RULE("'nth':2", "'credentialExpired':true"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS, "403 ExpiredToken: The security token included in the request is expired",
	    "403 ExpiredToken: *" } },
	{ "Organizations says so in its own words",
	  RULE("", "'credentialExpired':true"),
	  "organizations:ListRoots",
	  "{}",
	  { "400 ExpiredTokenException: *" } },
	{ "a clock that is ahead finds the signature expired",
	  RULE("'nth':1", "'clockSkew':3600000"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "403 SignatureDoesNotMatch: Signature expired: *", ADMINS_KEYS } },
	{ "a clock that is behind finds the signature not yet current",
	  RULE("", "'clockSkew':-3600000"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "403 SignatureDoesNotMatch: Signature not yet current: *" } },
	{ "an empty page leads to the first one",
	  RULE("'nth':1", "'emptyPage':true"),
	  "organizations:ListAccounts",
	  "{}",
	  { "{'Accounts':[],'NextToken':'mattock-empty-page:'}", "{'Accounts':[{'Id':*" } },
	{ "a request with the empty page's token gets the first page",
	  RULE("'nth':3", "'emptyPage':true"),
	  "organizations:ListAccounts",
	  "{'NextToken':'mattock-empty-page:'}",
	  { "{'Accounts':[{'Id':*" } },
	{ "IAM's empty page is truncated",
	  RULE("", "'emptyPage':true"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "{'AccessKeyMetadata':[],'IsTruncated':true,'Marker':'mattock-empty-page:'}" } },
	{ "a member is left out wherever its shape stands",
	  RULE("", "'omit':['AccessKeyMetadata.UserName','AccessKeyMetadata.AccessKeyId',"
		   "'AccessKeyMetadata.CreateDate']"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "{'AccessKeyMetadata':[{'Status':'Active'}],'IsTruncated':false}" } },
	{ "an answer that has no such member goes on",
	  RULE("", "'omit':['Account.State']"),
	  "iam:ListAccessKeys",
	  "{}",
	  { ADMINS_KEYS } },
	{ "an error is not emptied",
	  RULE("", "'emptyPage':true"),
	  "iam:ListAccessKeys",
	  "{'UserName':'nobody'}",
	  { "404 NoSuchEntity: *" } },
	{ "a redirect leads elsewhere",
	  RULE("", "'redirect':'http://127.0.0.1:1/'"),
	  "iam:ListAccessKeys",
	  "{}",
	  { "307 *" } },
};

static const char *with_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	return copy;
}

static void expect(struct arena *arena, const char *expected, const char *found)
{
	const char *text = expected[0] == '{' ? with_quotes(arena, expected) : expected;
	size_t len = strlen(text);

	if (text[len - 1] != '*' || strncmp(text, found, len - 1) != 0)
		assert_string_equal(found, text);
}

static struct conversation *start(struct arena *arena, const char *rules)
{
	return conversation_start(arena, arena_printf(arena, SCENARIO("%s"), rules));
}

static void acts(void **state)
{
	struct fixture *fixture = *state;
	const struct action_row *row = fixture->row;
	struct conversation *conversation = start(&fixture->arena, row->rule);

	for (size_t i = 0; i < ARRAY_LEN(row->answers) && row->answers[i]; i++)
		expect(&fixture->arena, row->answers[i],
		       conversation_ask(conversation, "admin", row->operation, row->input).text);
	conversation_stop(conversation);
}

static struct conversation_answer control(struct arena *arena, struct conversation *conversation,
					  const char *method, const char *path, const char *body)
{
	const char *text = with_quotes(arena, body);

	return conversation_say(
		conversation,
		arena_printf(arena,
			     "%s /_mattock/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
			     "application/json\r\nContent-Length: %zu\r\n\r\n%s",
			     method, path, strlen(text), text));
}

static void contains(struct arena *arena, const char *text, const char *part)
{
	if (!strstr(text, with_quotes(arena, part)))
		fail_msg("%s is not in %s", with_quotes(arena, part), text);
}

/* What control requests answer, one after another, on a server with one rule and one call. */
static const struct control_row {
	const char *name;
	struct {
		const char *method, *path, *body;
		int status;
		const char *part;
	} steps[4];
} control_rows[] = {
	{ "counts are shown",
	  { { "GET", "faults", "", 200,
	      "{'faults':[{'name':'keys','matched':1,'fired':1,'rule':{'name':'keys','match':"
	      "{" } } },
	{ "the journal names the rule and what became of the work",
	  { { "GET", "requests", "", 200,
	      "'status':200,'faults':[{'rule':'keys','action':'commitThenFail'}],"
	      "'committed':true" } } },
	{ "rules are added behind the others",
	  { { "POST", "faults", "[{'name':'b','do':{'latency':5}},{'do':{'reset':'before'}}]", 200,
	      "'fired':1,'rule':{" },
	    { "GET", "faults", "", 200, "{'name':'b','matched':0,'fired':0," },
	    { "GET", "faults", "", 200, "{'name':'rule 3','matched':0,'fired':0," } } },
	{ "a rule without a name does not take one that is in use",
	  { { "POST", "faults", "[{'name':'a','do':{'latency':5}},{'do':{'latency':6}}]", 200,
	      "rule 3" },
	    { "DELETE", "faults?name=a", "", 200, "rule 3" },
	    { "POST", "faults", "[{'do':{'latency':7}}]", 200, "rule 4" } } },
	{ "a mistake adds nothing and names its place",
	  { { "POST", "faults", "[{'do':{'latency':5}},\n {'do':{'latency':0}}]", 400,
	      "request:2:19: [1].do.latency: expected a number from 1 to 600000" },
	    { "GET", "faults", "", 200, "'do':{'commitThenFail':'close'}}}]}" } } },
	{ "nothing is no list", { { "POST", "faults", "", 400, "request:1:1: " } } },
	{ "an object is no list",
	  { { "POST", "faults", "{}", 400,
	      "request:1:1: the document: expected a list of rules" } } },
	{ "a name is given once",
	  { { "POST", "faults", "[{'name':'keys','do':{'latency':5}}]", 400,
	      "[0]: expected a name that no other rule has" } } },
	{ "a rule is taken away by its name",
	  { { "DELETE", "faults?name=keys", "", 200, "{'faults':[]}" },
	    { "DELETE", "faults?name=keys", "", 404, "no fault rule" } } },
	{ "consistency is shown, set, and as it was after a reset",
	  { { "GET", "consistency", "", 200, "{'model': 'strong', 'scale': 1, 'time': 'real'}" },
	    { "POST", "consistency", "{'model':'aws','scale':0.5,'time':'clock'}", 200,
	      "{'model': 'aws', 'scale': 0.5, 'time': 'clock'}" },
	    { "POST", "consistency", "'eventual'", 400,
	      "request:1:1: the document: expected one of" },
	    { "POST", "reset", "", 200, "reset" } } },
	{ "all rules are taken away and a reset brings the scenario's back",
	  { { "POST", "faults", "[{'name':'b','do':{'latency':5}}]", 200, "'b'" },
	    { "DELETE", "faults", "", 200, "{'faults':[]}" },
	    { "POST", "reset", "", 200, "reset" },
	    { "GET", "faults", "", 200,
	      "{'faults':[{'name':'keys','matched':0,'fired':0,'rule'" } } },
};

static void controls(void **state)
{
	static const char rule[] = "{'name':'keys','match':{'operation':'iam:ListAccessKeys'},"
				   "'do':{'commitThenFail':'close'}}";
	struct fixture *fixture = *state;
	const struct control_row *row = fixture->row;
	struct conversation *conversation = start(&fixture->arena, rule);

	conversation_ask(conversation, "admin", "iam:ListAccessKeys", "{}");
	for (size_t i = 0; i < ARRAY_LEN(row->steps) && row->steps[i].method; i++) {
		struct conversation_answer answer = control(&fixture->arena, conversation,
							    row->steps[i].method,
							    row->steps[i].path, row->steps[i].body);

		if (answer.status != row->steps[i].status)
			fail_msg("%d: %s", answer.status, answer.body);
		contains(&fixture->arena, answer.body, row->steps[i].part);
	}
	conversation_stop(conversation);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(action_rows, acts),
		CHECK_TABLE(control_rows, controls),
	};

	return check_tables("mock/fault_rules", tables, ARRAY_LEN(tables));
}
