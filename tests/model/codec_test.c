#include "tests/support/check.h"

#include <string.h>

#include "model/account_api.h"
#include "model/codec.h"
#include "model/iam_api.h"
#include "model/organizations_api.h"
#include "model/s3_api.h"
#include "model/sqs_api.h"
#include "model/sts_api.h"

static const struct error_row {
	const char *name;
	const struct api_service *service;
	struct api_problem problem;
	const char *body;
	const char *header, *header_value;
} error_rows[] = {
	{ "IAM's error stands in Error, the request's id outside",
	  &iam_api,
	  { .http_status = 404, .code = "NoSuchEntity", .message = "No <user>." },
	  "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
	  "  <Error>\n"
	  "    <Type>Sender</Type>\n"
	  "    <Code>NoSuchEntity</Code>\n"
	  "    <Message>No &lt;user&gt;.</Message>\n"
	  "  </Error>\n"
	  "  <RequestId>id-1</RequestId>\n"
	  "</ErrorResponse>\n",
	  "Content-Type",
	  "text/xml" },
	{ "an error without a message has no Message element",
	  &iam_api,
	  { .http_status = 410, .code = "ReportNotPresent" },
	  "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
	  "  <Error>\n"
	  "    <Type>Sender</Type>\n"
	  "    <Code>ReportNotPresent</Code>\n"
	  "  </Error>\n"
	  "  <RequestId>id-1</RequestId>\n"
	  "</ErrorResponse>\n",
	  "x-amzn-RequestId",
	  "id-1" },
	{ "an unknown action is answered in the dispatcher's namespace",
	  &sts_api,
	  { .http_status = 400, .code = "InvalidAction", .message = "no" },
	  "<ErrorResponse xmlns=\"http://webservices.amazon.com/AWSFault/2005-15-09\">\n"
	  "  <Error>\n"
	  "    <Type>Sender</Type>\n"
	  "    <Code>InvalidAction</Code>\n"
	  "    <Message>no</Message>\n"
	  "  </Error>\n"
	  "  <RequestId>id-1</RequestId>\n"
	  "</ErrorResponse>\n",
	  "Content-Type",
	  "text/xml" },
	{ "Organizations' error is compact, with a capital Message",
	  &organizations_api,
	  { .http_status = 400, .code = "InvalidInputException", .message = "m", .reason = "R" },
	  "{\"__type\":\"InvalidInputException\",\"Message\":\"m\",\"Reason\":\"R\"}",
	  "Content-Type",
	  "application/x-amz-json-1.1" },
	{ "SQS names its old code in a header",
	  &sqs_api,
	  { .http_status = 400, .code = "QueueDoesNotExist", .message = "m" },
	  "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"m\"}",
	  "x-amzn-query-error",
	  "AWS.SimpleQueueService.NonExistentQueue;Sender" },
	{ "Account names the error in a header",
	  &account_api,
	  { .http_status = 404, .code = "ResourceNotFoundException", .message = "m" },
	  "{\"message\":\"m\"}",
	  "x-amzn-ErrorType",
	  "ResourceNotFoundException" },
	{ "S3's error is a document of its own, with details",
	  &s3_api,
	  { .http_status = 404,
	    .code = "NoSuchBucket",
	    .message = "m",
	    .details = (const struct api_detail[]){ { "BucketName", "b", false },
						    { "x-amz-bucket-region", "eu-west-1", true },
						    { NULL, NULL, false } } },
	  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	  "<Error><Code>NoSuchBucket</Code><Message>m</Message><BucketName>b</BucketName>"
	  "<RequestId>id-1</RequestId><HostId>id-1</HostId></Error>",
	  "x-amz-bucket-region",
	  "eu-west-1" },
};

static void writes_errors(void **state)
{
	struct fixture *t = *state;
	const struct error_row *row = t->row;
	struct http_response response = { 0 };
	struct fault fault;

	codec_write_error(&t->arena, row->service, &row->problem, "id-1", &response);
	assert_int_equal(response.status, row->problem.http_status);
	assert_string_equal(response.body, row->body);
	assert_string_equal(http_headers_get(&response.headers, row->header), row->header_value);

	assert_false(codec_read_error(&t->arena, row->service, &response, &fault));
	assert_int_equal(fault.kind, FAULT_SERVICE);
	assert_int_equal(fault.http_status, row->problem.http_status);
	assert_string_equal(fault.code, row->problem.code);
	assert_string_equal(fault.message, row->problem.message ? row->problem.message : "");
	assert_string_equal(fault.reason, row->problem.reason ? row->problem.reason : "");
	assert_string_equal(fault.request_id, "id-1");
}

static const struct foreign_row {
	const char *name;
	const struct api_service *service;
	int status;
	const char *header, *body;
	const char *code, *message;
} foreign_rows[] = {
	{ "a proxy's page is an error without a name", &organizations_api, 502, NULL,
	  "<html>\r\n\n<b>Bad\x1b gateway</b></html>", "HTTP502",
	  "the answer names no error: 35 bytes of no type: \"<html> <b>Bad gateway</b></html>\"" },
	{ "a long page is cut", &sts_api, 503, NULL,
	  "<!DOCTYPE html><title>Service unavailable</title><p>Please come back later, thank you."
	  "</p>",
	  "HTTP503",
	  "the answer names no error: 90 bytes of no type: \"<!DOCTYPE html><title>Service "
	  "unavailable</title><p>Please come back later, than...\"" },
	{ "an empty answer is named by its status", &s3_api, 404, NULL, "", "NotFound",
	  "the answer names no error and has no body" },
	{ "a namespace before the code is dropped", &organizations_api, 400, NULL,
	  "{\"__type\":\"com.amazonaws.organizations#AccessDeniedException\",\"message\":\"m\"}",
	  "AccessDeniedException", "m" },
	{ "an address behind the code is dropped", &account_api, 403,
	  "AccessDeniedException:http://internal.amazon.com/coral/", "{\"Message\":\"m\"}",
	  "AccessDeniedException", "m" },
};

static void reads_foreign_errors(void **state)
{
	struct fixture *t = *state;
	const struct foreign_row *row = t->row;
	struct http_response response = { .status = row->status,
					  .body = row->body,
					  .body_len = strlen(row->body) };
	struct fault fault;

	if (row->header)
		http_headers_add(&response.headers, &t->arena, "X-Amzn-Errortype", row->header);
	assert_false(codec_read_error(&t->arena, row->service, &response, &fault));
	assert_int_equal(fault.http_status, row->status);
	assert_string_equal(fault.code, row->code);
	assert_string_equal(fault.message, row->message);
}

static const struct find_row {
	const char *name;
	const struct api_service *service;
	const char *method, *path, *query, *target, *body;
	const char *operation; /* NULL: none */
	int status;
	const char *code, *message;
} find_rows[] = {
	{ "an unknown action names the version it was asked in", &sts_api, "POST", "/", "", NULL,
	  "Action=NoSuchAction&Version=2011-06-15", NULL, 400, "InvalidAction",
	  "Could not find operation NoSuchAction for version 2011-06-15" },
	{ "an action without a version is not found", &sts_api, "POST", "/", "", NULL,
	  "Action=GetCallerIdentity", NULL, 400, "InvalidAction",
	  "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED" },
	{ "a request without an action goes to the product page", &iam_api, "GET", "/", "", NULL,
	  "", NULL, 302, "MissingAction", NULL },
	{ "a target of another service is unknown", &organizations_api, "POST", "/", "",
	  "AmazonSQS.ListQueues", "{}", NULL, 400, "UnknownOperationException", NULL },
	{ "a sub-resource of S3 that is not known is not the plain operation", &s3_api, "PUT",
	  "/bucket", "acl", NULL, "", NULL, 501, "NotImplemented", NULL },
	{ "an object is no bucket", &s3_api, "PUT", "/bucket/key", "", NULL, "", NULL, 501,
	  "NotImplemented", NULL },
	{ "a signed GET carries its action in the query", &sts_api, "GET", "/",
	  "Action=GetCallerIdentity&Version=2011-06-15", NULL, "", "GetCallerIdentity", 0, NULL,
	  NULL },
	{ "a target names its operation", &organizations_api, "POST", "/", "",
	  "AWSOrganizationsV20161128.ListRoots", "{}", "ListRoots", 0, NULL, NULL },
	{ "a sub-resource names its operation", &s3_api, "GET", "/bucket", "policy", NULL, "",
	  "GetBucketPolicy", 0, NULL, NULL },
	{ "an empty value behind the sub-resource does not matter", &s3_api, "DELETE", "/bucket/",
	  "policy=", NULL, "", "DeleteBucketPolicy", 0, NULL, NULL },
	{ "other parameters do not hide an operation", &s3_api, "GET", "/",
	  "max-buckets=10&x-id=ListBuckets", NULL, "", "ListBuckets", 0, NULL, NULL },
};

static void finds(void **state)
{
	struct fixture *t = *state;
	const struct find_row *row = t->row;
	struct http_request request = { .method = row->method,
					.path = row->path,
					.query = row->query,
					.body = row->body,
					.body_len = strlen(row->body) };
	const struct api_operation *operation;
	struct api_problem problem = { 0 };

	http_headers_add(&request.headers, &t->arena, "Content-Type",
			 "application/x-www-form-urlencoded; charset=utf-8");
	if (row->target)
		http_headers_add(&request.headers, &t->arena, "x-amz-target", row->target);
	operation = codec_find_operation(&t->arena, row->service, &request, &problem);
	if (row->operation) {
		assert_non_null(operation);
		assert_string_equal(operation->name, row->operation);
		return;
	}
	assert_null(operation);
	assert_int_equal(problem.http_status, row->status);
	assert_string_equal(problem.code, row->code);
	if (row->message)
		assert_string_equal(problem.message, row->message);
}

static const struct {
	const char *name;
} response_rows[] = { { "an answer has AWS's very bytes" } };

static void writes_response(void **state)
{
	struct fixture *t = *state;
	const struct sts_get_caller_identity_out out = {
		.user_id = "123456789012",
		.account = "123456789012",
		.arn = "arn:aws:iam::123456789012:root",
	};
	const struct iam_user user = {
		.path = "/",
		.user_name = "a&b",
		.create_date = api_timestamp(1700000000999),
	};
	const struct iam_list_users_out users = {
		.users = { .is_set = true, .len = 1, .items = (struct iam_user *)(uintptr_t)&user },
		.is_truncated = api_boolean(false),
	};
	struct http_response response = { 0 };

	codec_write_response(&t->arena, &sts_operations[STS_GET_CALLER_IDENTITY], &out, "id-1",
			     &response);
	assert_string_equal(response.body, "<GetCallerIdentityResponse "
					   "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
					   "  <GetCallerIdentityResult>\n"
					   "    <Arn>arn:aws:iam::123456789012:root</Arn>\n"
					   "    <UserId>123456789012</UserId>\n"
					   "    <Account>123456789012</Account>\n"
					   "  </GetCallerIdentityResult>\n"
					   "  <ResponseMetadata>\n"
					   "    <RequestId>id-1</RequestId>\n"
					   "  </ResponseMetadata>\n"
					   "</GetCallerIdentityResponse>\n");
	response = (struct http_response){ 0 };
	codec_write_response(&t->arena, &iam_operations[IAM_LIST_USERS], &users, "id-1", &response);
	assert_string_equal(response.body, "<ListUsersResponse "
					   "xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
					   "  <ListUsersResult>\n"
					   "    <Users>\n"
					   "      <member>\n"
					   "        <Path>/</Path>\n"
					   "        <UserName>a&amp;b</UserName>\n"
					   "        <CreateDate>2023-11-14T22:13:20Z</CreateDate>\n"
					   "      </member>\n"
					   "    </Users>\n"
					   "    <IsTruncated>false</IsTruncated>\n"
					   "  </ListUsersResult>\n"
					   "  <ResponseMetadata>\n"
					   "    <RequestId>id-1</RequestId>\n"
					   "  </ResponseMetadata>\n"
					   "</ListUsersResponse>\n");
	response = (struct http_response){ 0 };
	codec_write_response(&t->arena, &iam_operations[IAM_DELETE_USER], &users, "id-1",
			     &response);
	assert_string_equal(response.body, "<DeleteUserResponse "
					   "xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
					   "  <ResponseMetadata>\n"
					   "    <RequestId>id-1</RequestId>\n"
					   "  </ResponseMetadata>\n"
					   "</DeleteUserResponse>\n");
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(error_rows, writes_errors),
		CHECK_TABLE(foreign_rows, reads_foreign_errors),
		CHECK_TABLE(find_rows, finds),
		CHECK_TABLE(response_rows, writes_response),
	};

	return check_tables("model/codec", tables, ARRAY_LEN(tables));
}
