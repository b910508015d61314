#include "tests/support/check.h"

#include <string.h>

#include "tests/client/predict/program.h"
#include "wire/json_reader.h"

enum { WORDS_MAX = 8, WANTS_MAX = 6 };

#define CHECK(use) "policy", "check", "-", "--as", use
#define DENY       "\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\""

static const struct row {
	const char *name;
	const char *words[WORDS_MAX];
	const char *input;
	int status;
	const char *wants[WANTS_MAX + 1];
} rows[] = {
	{ "a policy is checked as something",
	  { "policy", "check", "-" },
	  "{}",
	  2,
	  { "! policy check needs what the policy is written as: --as scp" } },
	{ "there is a list of uses",
	  { CHECK("bucket") },
	  "{}",
	  2,
	  { "! it is one of: scp, rcp, managed" } },
	{ "a file that is not there is an error",
	  { "policy", "check", "/nonexistent/a.json", "--as", "scp" },
	  NULL,
	  1,
	  { "! cannot open /nonexistent/a.json: No such file or directory" } },
	{ "text that is no JSON is refused where it breaks",
	  { CHECK("scp") },
	  "{\n  \"Statement\" }",
	  3,
	  { "<stdin>:2:15: ", "MalformedPolicyDocumentException" } },
	{ "an unknown element is named with its place",
	  { CHECK("managed") },
	  "{\"Version\":\"2012-10-17\",\n\"Statement\":{\"Actions\":\"*\"," DENY "}}",
	  3,
	  { "<stdin>:2:24: there is no element Actions (MalformedPolicyDocument: Syntax errors in "
	    "policy.)\n" } },
	{ "an SCP has no principal",
	  { CHECK("scp") },
	  "{\"Version\":\"2012-10-17\",\"Statement\":{\"Principal\":\"*\"," DENY "}}",
	  3,
	  { "<stdin>:1:" } },
	{ "nothing at all is refused", { CHECK("inline") }, "", 3, { "<stdin>:1:1: " } },
	{ "all problems are told, the one that AWS answers first",
	  { CHECK("managed") },
	  "{\"Version\":\"2008-10-17\",\"Statement\":[\n"
	  "{\"Effect\":\"Allow\",\"Action\":[\"GetUser\",\"iam:A:b\"],\"Resource\":\"x\"},\n"
	  "{\"Effect\":\"Deny\",\"Sid\":\"\xc3\xa9\"}]}",
	  3,
	  { "<stdin>:1:12: Policy document must be version 2012-10-17 or greater. "
	    "(MalformedPolicyDocument)\n"
	    "<stdin>:3:24: Statement IDs (SID) must be alpha-numeric. Check that your input "
	    "satisfies the regular expression [0-9A-Za-z]* (MalformedPolicyDocument)\n"
	    "<stdin>:3:1: Policy statement must contain actions. (MalformedPolicyDocument)\n"
	    "<stdin>:2:61: Resource x must be in ARN format or \"*\". "
	    "(MalformedPolicyDocument)\n"
	    "<stdin>:3:1: Policy statement must contain resources. "
	    "(MalformedPolicyDocument)\n"
	    "<stdin>:2:29: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, "
	    "etc. (MalformedPolicyDocument)\n"
	    "<stdin>:2:39: Actions/Condition can contain only one colon. "
	    "(MalformedPolicyDocument)\n" } },
	{ "columns count characters",
	  { CHECK("scp") },
	  "{\"Id\":\"\xc3\xa4\xc3\xb6\xc3\xbc\xf0\x9f\x94\x91\",\"Statement\":{\"Why\":\"\"," DENY
	  "}}",
	  3,
	  { "<stdin>:1:33: there is no element Why " } },
	{ "an RCP does not allow, said as JSON",
	  { CHECK("rcp"), "--output", "json" },
	  "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
	  "\"Action\":\"s3:*\",\"Resource\":\"*\"}}",
	  3,
	  { "\"schema\": \"mattock.policyCheck/1\"", "\"file\": \"<stdin>\"", "\"line\": 1" } },
	{ "the same as CSV",
	  { CHECK("trust"), "--output", "csv" },
	  "null",
	  3,
	  { "file,line,column,code,reason,message,detail\r\n<stdin>,1,1,"
	    "MalformedPolicyDocument," } },
	{ "a good SCP is silent",
	  { CHECK("scp") },
	  "{\"Version\":\"2012-10-17\",\"Statement\":{" DENY "}}",
	  0,
	  { "~ stdin" } },
	{ "a good SCP has no problems in JSON",
	  { CHECK("scp"), "--output", "json" },
	  "{\"Version\":\"2012-10-17\",\"Statement\":{" DENY "}}",
	  0,
	  { "\"problems\": []" } },

	{ "a bad line is said and does not stop the others",
	  { "policy", "eval" },
	  "{\"id\":\"a\",\"condition\":{}}\n\nnonsense\n[]\n{\"id\":\"b\",\"condition\":{\"Bool\":"
	  "{\"aws:x\":\"true\"}}}",
	  1,
	  { "! line 3: column 1: expected a value\n",
	    "! line 4: column 1: request needs an action and a resource with its arn\n",
	    "{\"id\":\"a\",\"verdict\":\"match\",\"deniedBy\":null,\"statements\":[]}\n"
	    "{\"id\":\"b\",\"verdict\":\"nomatch\",\"deniedBy\":null,\"statements\":[]}\n" } },
	{ "a policy that cannot be read is no verdict",
	  { "policy", "eval" },
	  "{\"id\":\"a\",\"request\":{\"action\":\"a:b\",\"resource\":{\"arn\":\"*\"}},"
	  "\"principalInfo\":{\"kind\":\"user\"},\"identityPolicies\":[{\"Statement\":1}]}",
	  1,
	  { "! line 1: column ", "~ verdict" } },
	{ "statements that apply are named by place and condition",
	  { "policy", "eval" },
	  "{\"id\":\"a\",\"request\":{\"principal\":\"arn:aws:iam::111111111111:root\",\"action\":"
	  "\"iam:GetUser\",\"resource\":{\"arn\":\"*\"},\"context\":{\"aws:PrincipalArn\":"
	  "\"arn:aws:iam::111111111111:root\"}},\"principalInfo\":{\"kind\":\"root\"},"
	  "\"serviceControlPolicies\":[{\"orgIdentifier\":\"r-1\",\"policies\":[{\"Statement\":{"
	  "\"Sid\":\"R\"," DENY ",\"Condition\":{\"StringLike\":{\"aws:PrincipalArn\":\"*root\"}}"
	  "}}]}]}",
	  0,
	  { "{\"id\":\"a\",\"verdict\":\"ExplicitlyDenied\",\"deniedBy\":\"scp\",\"statements\":[{"
	    "\"layer\":\"scp\",\"effect\":\"Deny\",\"attachedTo\":{\"id\":\"r-1\"},\"sid\":\"R\","
	    "\"index\":0,\"line\":1,\"column\":",
	    "\"conditions\":[{\"operator\":\"StringLike\",\"key\":\"aws:PrincipalArn\","
	    "\"values\":[\"arn:aws:iam::111111111111:root\"]}]",
	    "\"missing\":[{\"layer\":\"scp\",\"attachedTo\":{\"id\":\"r-1\"}}]}\n" } },
	{ "no case is no error", { "policy", "eval" }, "\n", 0, { "~ {" } },
};

static void runs(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct process_result result;
	const char *problem;

	program_run(&t->arena, row->words, row->input, &result);
	problem = program_problem(&t->arena, &result, row->status, row->wants);
	if (problem)
		fail_msg("%s", problem);
}

static const struct file_row {
	const char *name;
	const char *file;
	size_t lines;
} file_rows[] = {
	{ "every known request gets AWS's verdict", "decisions.jsonl", 1500 },
	{ "every recorded condition matches or not", "conditions.jsonl", 397 },
};

static const char *expected_verdict(const struct json_value *item)
{
	const struct json_value *expected = json_get(item, "expected");

	if (expected->kind == JSON_BOOLEAN)
		return expected->boolean ? "match" : "nomatch";
	return expected->text;
}

static const struct json_value *read_line(struct arena *arena, const char **at)
{
	const struct json_value *value;
	struct fault fault = { 0 };
	size_t len = strcspn(*at, "\n");

	if (!json_read(arena, *at, len, &fault, &value))
		fail_msg("%s", fault.message);
	*at += len + ((*at)[len] == '\n');
	return value;
}

static void check_line(const struct json_value *item, const struct json_value *answer)
{
	const char *denied_by = json_get_string(item, "deniedBy");
	const char *named = json_get_string(answer, "deniedBy");

	assert_string_equal(json_get_string(answer, "id"), json_get_string(item, "id"));
	assert_string_equal(json_get_string(answer, "verdict"), expected_verdict(item));
	assert_string_equal(named ? named : "", denied_by ? denied_by : "");
	assert_non_null(json_get(answer, "statements"));
}

static void agrees(void **state)
{
	static const char *const words[] = { "policy", "eval", NULL };
	struct fixture *t = *state;
	const struct file_row *row = t->row;
	struct process_result result;
	const char *input, *answers;
	size_t len, count = 0;

	input = check_read_file(&t->arena, check_data_path(&t->arena, row->file), &len);
	program_run(&t->arena, words, input, &result);
	assert_string_equal(result.errors, "");
	assert_int_equal(result.exit_status, 0);
	for (answers = result.out; *input; count++)
		check_line(read_line(&t->arena, &input), read_line(&t->arena, &answers));
	assert_int_equal(count, row->lines);
	assert_string_equal(answers, "");
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, runs),
		CHECK_TABLE(file_rows, agrees),
	};

	return check_tables("client/predict/policy", tables, ARRAY_LEN(tables));
}
