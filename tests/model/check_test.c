#include "tests/support/check.h"

#include <string.h>

#include "model/account_api.h"
#include "model/check.h"
#include "model/codec.h"
#include "model/iam_api.h"
#include "model/organizations_api.h"
#include "model/s3_api.h"
#include "model/sqs_api.h"
#include "model/sts_api.h"

#define TEXT_64     "0123456789012345678901234567890123456789012345678901234567890123"
#define TEXT_128    TEXT_64 TEXT_64
#define TAG_PATTERN "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"

static const struct row {
	const char *name;
	const struct api_service *service;
	const char *operation;
	const char *body; /* a form or a JSON document */
	const char *code; /* NULL: nothing is wrong */
	const char *message, *reason;
} rows[] = {
	{ "IAM does not show a value that is too long", &iam_api, "TagUser",
	  "UserName=a&Tags.member.1.Key=" TEXT_128 "x&Tags.member.1.Value=v", "ValidationError",
	  "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: "
	  "Member must have length less than or equal to 128",
	  NULL },
	{ "IAM names the pattern", &iam_api, "TagUser",
	  "UserName=a&Tags.member.1.Key=%26&Tags.member.1.Value=v", "ValidationError",
	  "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: "
	  "Member must satisfy regular expression pattern: " TAG_PATTERN,
	  NULL },
	{ "IAM has a sentence of its own for a path", &iam_api, "CreateVirtualMFADevice",
	  "VirtualMFADeviceName=phone&Path=invalid-path/", "ValidationError",
	  "The specified value for path is invalid. It must begin and end with / and contain only "
	  "alphanumeric characters and/or / characters." },
	{ "IAM has a sentence of its own for a name", &iam_api, "GetRole", "RoleName=a b",
	  "ValidationError",
	  "The specified value for roleName is invalid. It must contain only alphanumeric "
	  "characters and/or the following: +=,.@_-" },
	{ "IAM does not list the values of an enum", &iam_api, "UpdateAccessKey",
	  "AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=on", "ValidationError",
	  "1 validation error detected: Value at 'status' failed to satisfy constraint: Member "
	  "must "
	  "satisfy enum value set",
	  NULL },
	{ "several errors stand in one message", &iam_api, "UpdateAccountPasswordPolicy",
	  "MinimumPasswordLength=129&PasswordReusePrevention=25&MaxPasswordAge=1096",
	  "ValidationError",
	  "3 validation errors detected: Value at 'minimumPasswordLength' failed to satisfy "
	  "constraint: Member must have value less than or equal to 128; Value at "
	  "'passwordReusePrevention' failed to satisfy constraint: Member must have value less "
	  "than or equal to 24; Value at 'maxPasswordAge' failed to satisfy constraint: Member "
	  "must have value less than or equal to 1095",
	  NULL },
	{ "in AWS's order, which is not that of its model", &iam_api, "CreateOpenIDConnectProvider",
	  "Url=&ThumbprintList.member.1=b", "ValidationError",
	  "2 validation errors detected: Value at 'thumbprintList' failed to satisfy constraint: "
	  "Member must satisfy constraint: [Member must have length less than or equal to 40, "
	  "Member must have length greater than or equal to 40]; Value at 'url' failed to satisfy "
	  "constraint: Member must have length greater than or equal to 1",
	  NULL },
	{ "texts in a list are told once, with all their rules", &iam_api, "UntagUser",
	  "UserName=a&TagKeys.member.1=%26&TagKeys.member.2=%26", "ValidationError",
	  "1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member "
	  "must "
	  "satisfy constraint: [Member must have length less than or equal to 128, Member must "
	  "have "
	  "length greater than or equal to 1, Member must satisfy regular expression "
	  "pattern: " TAG_PATTERN ", Member must not be null]",
	  NULL },
	{ "a list of texts without a pattern has no rule against null", &iam_api,
	  "CreateOpenIDConnectProvider", "Url=https://a&ThumbprintList.member.1=short",
	  "ValidationError",
	  "1 validation error detected: Value at 'thumbprintList' failed to satisfy constraint: "
	  "Member must satisfy constraint: [Member must have length less than or equal to 40, "
	  "Member "
	  "must have length greater than or equal to 40]",
	  NULL },
	{ "a message lists ten errors at most", &iam_api, "TagUser",
	  "UserName=a"
	  "&Tags.member.1.Key=a&Tags.member.2.Key=a&Tags.member.3.Key=a&Tags.member.4.Key=a"
	  "&Tags.member.5.Key=a&Tags.member.6.Key=a&Tags.member.7.Key=a&Tags.member.8.Key=a"
	  "&Tags.member.9.Key=a&Tags.member.10.Key=a&Tags.member.11.Key=a&Tags.member.12.Key=a",
	  "ValidationError", "10 validation errors detected: ", NULL },
	{ "STS shows the value", &sts_api, "AssumeRole",
	  "RoleArn=arn:aws:iam::123456789012:role/r&RoleSessionName=Session1:2", "ValidationError",
	  "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy "
	  "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
	  NULL },
	{ "STS shows null", &sts_api, "AssumeRoot", "TargetPrincipal=123456789012",
	  "ValidationError",
	  "1 validation error detected: Value null at 'taskPolicyArn' failed to satisfy "
	  "constraint: "
	  "Member must not be null",
	  NULL },
	{ "STS shows a number", &sts_api, "AssumeRoot",
	  "TargetPrincipal=123456789012&DurationSeconds=901"
	  "&TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
	  "ValidationError",
	  "1 validation error detected: Value '901' at 'durationSeconds' failed to satisfy "
	  "constraint: Member must have value less than or equal to 900",
	  NULL },
	{ "Organizations asks for an absent member", &organizations_api, "DescribeAccount", "{}",
	  "InvalidInputException", "You must provide a value for the parameter.",
	  "INPUT_REQUIRED:ACCOUNT_ID" },
	{ "null is absent", &organizations_api, "TagResource",
	  "{\"ResourceId\":\"123456789012\",\"Tags\":null}", "InvalidInputException",
	  "You must provide a value for the parameter.", "INPUT_REQUIRED:TAGS" },
	{ "an absent member of a list's item is named by its place", &organizations_api,
	  "TagResource",
	  "{\"ResourceId\":\"123456789012\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"\"},{\"Key\":"
	  "\"b\"}]}",
	  "InvalidInputException", "You must provide a value for the parameter.",
	  "INPUT_REQUIRED:TAGS_2_MEMBER_VALUE" },
	{ "a name may not be empty", &organizations_api, "UpdateOrganizationalUnit",
	  "{\"OrganizationalUnitId\":\"ou-root-abcd1234\",\"Name\":\"\"}", "InvalidInputException",
	  "You provided a string that is below the minimum length.", "MIN_LENGTH_EXCEEDED:NAME" },
	{ "129 characters are too many", &organizations_api, "UpdateOrganizationalUnit",
	  "{\"OrganizationalUnitId\":\"ou-root-abcd1234\",\"Name\":\"" TEXT_128 "x\"}",
	  "InvalidInputException", "You provided a string that exceeds that maximum length.",
	  "MAX_LENGTH_EXCEEDED:NAME" },
	{ "an id must have its form", &organizations_api, "DescribeOrganizationalUnit",
	  "{\"OrganizationalUnitId\":\"ou-nonsense\"}", "InvalidInputException",
	  "You provided a value that does not match the required pattern.",
	  "INVALID_PATTERN:ORGANIZATIONAL_UNIT_ID" },
	{ "a page of none is too small", &organizations_api, "ListAccounts", "{\"MaxResults\":0}",
	  "InvalidInputException", "You provided a value that is below the minimum allowed.",
	  "MIN_VALUE_EXCEEDED:MAX_RESULTS" },
	{ "a page of 21 is too large", &organizations_api, "ListAccounts", "{\"MaxResults\":21}",
	  "InvalidInputException", "You provided a value that exceeds the maximum allowed.",
	  "MAX_VALUE_EXCEEDED:MAX_RESULTS" },
	{ "a value of an enum must be one of it", &organizations_api, "ListPolicies",
	  "{\"Filter\":\"NO_POLICY\"}", "InvalidInputException", "You specified an invalid value.",
	  "INVALID_ENUM:FILTER" },
	{ "service control policies have no effective policy", &organizations_api,
	  "DescribeEffectivePolicy", "{\"PolicyType\":\"SERVICE_CONTROL_POLICY\"}",
	  "InvalidInputException", "You specified an invalid policy type.",
	  "INVALID_ENUM_POLICY_TYPE" },
	{ "another wrong type is an ordinary wrong value", &organizations_api,
	  "DescribeEffectivePolicy", "{\"PolicyType\":\"RESOURCE_CONTROL_POLICY\"}",
	  "InvalidInputException", "You specified an invalid value.", "INVALID_ENUM:POLICY_TYPE" },
	{ "a validation report without an account has a target that is not supported",
	  &organizations_api, "ListEffectivePolicyValidationErrors",
	  "{\"PolicyType\":\"TAG_POLICY\"}", "InvalidInputException",
	  "You specified a target that is not currently supported.", "TARGET_NOT_SUPPORTED" },
	{ "a validation report without a type asks for it", &organizations_api,
	  "ListEffectivePolicyValidationErrors", "{\"AccountId\":\"123456789012\"}",
	  "InvalidInputException", "You must provide a value for the parameter.",
	  "INPUT_REQUIRED:POLICY_TYPE" },
	{ "SQS names the absent parameter", &sqs_api, "DeleteQueue", "{}",
	  "MissingRequiredParameterException", "The request must contain the parameter QueueUrl.",
	  NULL },
	{ "SQS names the attribute it does not know", &sqs_api, "GetQueueAttributes",
	  "{\"QueueUrl\":\"u\",\"AttributeNames\":[\"Colour\"]}", "InvalidAttributeName",
	  "Unknown Attribute Colour.", NULL },
	{ "a duration of zero is within AWS's limits", &sts_api, "AssumeRoot",
	  "TargetPrincipal=123456789012&DurationSeconds=0"
	  "&TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
	  NULL, NULL, NULL },
	{ "128 characters of two bytes are not too many", &organizations_api,
	  "UpdateOrganizationalUnit",
	  "{\"OrganizationalUnitId\":\"ou-root-abcd1234\",\"Name\":"
	  "\"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
	  "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé\"}",
	  NULL, NULL, NULL },
	{ "an empty list of tags is fine", &organizations_api, "TagResource",
	  "{\"ResourceId\":\"123456789012\",\"Tags\":[]}", NULL, NULL, NULL },
};

static void *read_input(struct arena *arena, const struct api_operation *operation,
			const char *body)
{
	bool is_query = operation->service->protocol == API_QUERY;
	void *in = arena_alloc(arena, operation->input_size);
	struct http_request request = { .method = "POST", .path = "/", .query = "" };
	struct api_problem problem;

	request.body = body;
	request.body_len = strlen(body);
	if (is_query)
		http_headers_add(&request.headers, arena, "Content-Type",
				 "application/x-www-form-urlencoded");
	assert_true(codec_read_request(arena, operation, &request, in, &problem));
	return in;
}

static void checks(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct api_operation *operation = api_operation_by_name(row->service, row->operation);
	struct pattern_cache *patterns = pattern_cache_new();
	struct api_problem problem = { 0 };
	void *in = read_input(&t->arena, operation, row->body);
	bool is_fine = check_input(patterns, &t->arena, operation, in, &problem);

	pattern_cache_free(patterns);
	if (!row->code) {
		assert_true(is_fine);
		return;
	}
	assert_false(is_fine);
	assert_int_equal(problem.http_status, 400);
	assert_string_equal(problem.code, row->code);
	if (row->message[strlen(row->message) - 1] == ' ')
		assert_memory_equal(problem.message, row->message, strlen(row->message));
	else
		assert_string_equal(problem.message, row->message);
	if (row->reason)
		assert_string_equal(problem.reason, row->reason);
	else
		assert_null(problem.reason);
}

static const struct pattern_row {
	const char *name;
	const char *pattern, *text;
	bool matches;
} pattern_rows[] = {
	{ "a part of the text is not enough", "[a-z]+", "abc1", false },
	{ "a line break at the end counts", "[a-z]+$", "abc\n", false },
	{ "text that is no UTF-8 matches nothing", "[\\s\\S]*", "\xff", false },
	{ "a pattern that would take for ever gives up", "(a*)*b", TEXT_64, false },
	{ "every alternative is whole", "^(ab)|(cd)$", "abx", false },
	{ "Java's way to write a character is understood", "[\\u0020-\\u00FF]+", "a \u00ff", true },
	{ "letters of any script are letters", "\\p{L}+", "\u6f22\u00e9", true },
};

static void matches(void **state)
{
	struct fixture *t = *state;
	const struct pattern_row *row = t->row;
	struct pattern_cache *patterns = pattern_cache_new();
	bool first = pattern_matches(patterns, row->pattern, row->text);
	bool again = pattern_matches(patterns, row->pattern, row->text);

	pattern_cache_free(patterns);
	assert_int_equal(first, row->matches);
	assert_int_equal(again, row->matches);
}

static const struct service_row {
	const char *name;
	const struct api_service *service;
} service_rows[] = {
	{ "every pattern of Account compiles", &account_api },
	{ "every pattern of IAM compiles", &iam_api },
	{ "every pattern of Organizations compiles", &organizations_api },
	{ "every pattern of S3 compiles", &s3_api },
	{ "every pattern of STS compiles", &sts_api },
};

static void try_patterns(struct pattern_cache *patterns, const struct api_shape *shape,
			 unsigned depth)
{
	if (shape->pattern)
		pattern_matches(patterns, shape->pattern, "");
	if (depth == 0)
		return;
	if (shape->item)
		try_patterns(patterns, shape->item, depth - 1);
	for (size_t i = 0; i < shape->member_count; i++)
		try_patterns(patterns, shape->members[i].shape, depth - 1);
}

static void compile(void **state)
{
	struct fixture *t = *state;
	const struct service_row *row = t->row;
	struct pattern_cache *patterns = pattern_cache_new();

	for (size_t i = 0; i < row->service->operation_count; i++) {
		try_patterns(patterns, row->service->operations[i].input, 6);
		try_patterns(patterns, row->service->operations[i].output, 6);
	}
	pattern_cache_free(patterns);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, checks),
		CHECK_TABLE(pattern_rows, matches),
		CHECK_TABLE(service_rows, compile),
	};

	return check_tables("model/check", tables, ARRAY_LEN(tables));
}
