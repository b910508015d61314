#include <string.h>

#include "mock/gate.h"
#include "mock/handlers.h"
#include "mock/s3/s3.h"
#include "model/codec.h"
#include "tests/support/operation.h"

#define ALLOW(principal, resource)                                       \
	"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":" principal \
	",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::" resource "\"}]}"
#define IN(region)                                                                      \
	"<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" \
	"<LocationConstraint>" region "</LocationConstraint></CreateBucketConfiguration>"
#define NO_BUCKET "404 NoSuchBucket: The specified bucket does not exist"
#define NO_POLICY "404 NoSuchBucketPolicy: The bucket policy does not exist"

enum { STEPS = 6 };

/* Requests on one state, each with its answer; a final * stands for anything. */
struct step {
	const char *request; /* "PUT /bucket?policy" */
	const char *body;    /* or NULL */
	const char *answer;  /* "STATUS BODY" or "STATUS CODE: message" */
};

static const struct row {
	const char *name;
	struct step steps[STEPS];
	const char *region; /* NULL: us-east-1 */
	const char *host;
	const char *given;
	bool is_stranger; /* the steps are another account's */
} rows[] = {
	{ "a bucket that is not there is not found",
	  { { "GET /nothing?policy", NULL, NO_BUCKET },
	    { "DELETE /nothing?policy", NULL, NO_BUCKET },
	    { "HEAD /nothing", NULL, NO_BUCKET },
	    { "GET /nothing?location", NULL, NO_BUCKET },
	    { "DELETE /nothing", NULL, NO_BUCKET } } },
	{ "a bucket's name has rules",
	  { { "PUT /No", NULL, "400 InvalidBucketName: The specified bucket is not valid." } } },
	{ "a name is taken by one account only",
	  { { "PUT /logs", NULL, "409 BucketAlreadyExists: *" } },
	  .given = "INSERT INTO bucket VALUES ('logs', '" HANDLERS_ACCOUNT
		   "', 'us-east-1', 0, NULL)",
	  .is_stranger = true },
	{ "outside us-east-1 a bucket is not made twice",
	  { { "PUT /logs", IN("eu-west-1"), "200 *" },
	    { "PUT /logs", IN("eu-west-1"), "409 BucketAlreadyOwnedByYou: *" } },
	  .region = "eu-west-1" },
	{ "a regional endpoint makes its own buckets only",
	  { { "PUT /logs", NULL,
	      "400 IllegalLocationConstraintException: The unspecified location constraint is"
	      " incompatible for the region specific endpoint this request was sent to." },
	    { "PUT /logs", IN("eu-west-2"), "400 IllegalLocationConstraintException: *" } },
	  .region = "eu-west-1" },
	{ "the wrong region redirects in the path style",
	  { { "GET /logs?policy", NULL, "301 PermanentRedirect: *" },
	    { "DELETE /logs?policy", NULL, "301 PermanentRedirect: *" },
	    { "HEAD /logs", NULL, "301 PermanentRedirect: *" },
	    { "GET /logs?location", NULL, "200 *" } },
	  .given = "INSERT INTO bucket VALUES ('logs', '" HANDLERS_ACCOUNT
		   "', 'eu-west-1', 0, NULL)" },
	{ "the wrong region is said with the bucket in the host",
	  { { "GET /logs?policy", NULL,
	      "400 AuthorizationHeaderMalformed: The authorization header is malformed; the region"
	      " 'us-east-1' is wrong; expecting 'eu-west-1'" } },
	  .host = "logs.s3.amazonaws.com",
	  .given = "INSERT INTO bucket VALUES ('logs', '" HANDLERS_ACCOUNT
		   "', 'eu-west-1', 0, NULL)" },
	{ "another account's policy is not for this method",
	  { { "GET /logs?policy", NULL,
	      "405 MethodNotAllowed: The specified method is not allowed against this resource." },
	    { "PUT /logs?policy", "{}", "405 MethodNotAllowed: *" },
	    { "DELETE /logs?policy", NULL, "405 MethodNotAllowed: *" } },
	  .given = "INSERT INTO bucket VALUES ('logs', '" HANDLERS_ACCOUNT
		   "', 'us-east-1', 0, NULL)",
	  .is_stranger = true },
	{ "a bucket has no policy at first",
	  { { "PUT /logs", NULL, "200 *" },
	    { "GET /logs?policy", NULL, NO_POLICY },
	    { "GET /logs?policyStatus", NULL, NO_POLICY },
	    { "DELETE /logs?policy", NULL, "204 *" } } },
	{ "a policy is JSON",
	  { { "PUT /logs", NULL, "200 *" },
	    { "PUT /logs?policy", " {}",
	      "400 MalformedPolicy: Policies must be valid JSON and the first byte must be "
	      "'{'" } } },
	{ "a policy is of its bucket",
	  { { "PUT /logs", NULL, "200 *" },
	    { "PUT /logs?policy", ALLOW("\"*\"", "other/*"),
	      "400 MalformedPolicy: Policy has invalid resource" },
	    { "PUT /logs?policy", ALLOW("\"*\"", "logs2"),
	      "400 MalformedPolicy: Policy has invalid resource" } } },
	{ "a page of buckets has a size",
	  { { "GET /?max-buckets=0", NULL, "400 InvalidArgument: *" },
	    { "GET /?continuation-token=!", NULL, "400 InvalidArgument: *" } } },
	{ "a policy is put, read back as it was, and deleted",
	  { { "PUT /logs", NULL, "200 *" },
	    { "PUT /logs?policy", ALLOW("{\"AWS\":\"*\"}", "logs/*"), "200 *" },
	    { "GET /logs?policy", NULL, "200 " ALLOW("{\"AWS\":\"*\"}", "logs/*") },
	    { "DELETE /logs?policy", NULL, "204 " },
	    { "GET /logs?policy", NULL, NO_POLICY } } },
	{ "a policy that allows everybody is public",
	  { { "PUT /logs", NULL, "200 *" },
	    { "PUT /logs?policy", ALLOW("\"*\"", "logs/*"), "200 *" },
	    { "GET /logs?policyStatus", NULL,
	      "200 <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<PolicyStatus xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
	      "<IsPublic>true</IsPublic></PolicyStatus>" } } },
	{ "in us-east-1 one's own bucket is made again",
	  { { "PUT /logs", NULL, "200 *" }, { "PUT /logs", NULL, "200 *" } } },
	{ "a deleted bucket is gone",
	  { { "PUT /logs", NULL, "200 *" },
	    { "DELETE /logs", NULL, "204 *" },
	    { "HEAD /logs", NULL, NO_BUCKET } } },
};

static const struct step *read_request(const struct step *step, struct arena *arena,
				       struct http_request *out_request)
{
	const char *blank = strchr(step->request, ' ');
	const char *query = strchr(step->request, '?');
	size_t path = query ? (size_t)(query - blank) - 1 : strlen(blank) - 1;

	*out_request = (struct http_request){
		.method = arena_strndup(arena, step->request, (size_t)(blank - step->request)),
		.path = arena_strndup(arena, blank + 1, path),
		.query = query ? query + 1 : "",
		.body = step->body,
		.body_len = step->body ? strlen(step->body) : 0,
	};
	return step;
}

static const char *answer_of(struct call *call, const struct http_request *request)
{
	struct http_response response = { 0 };
	struct api_problem problem = { 0 };
	enum api_status status;
	void *in, *out;

	call->operation = codec_find_operation(call->arena, &s3_api, request, &problem);
	assert_non_null(call->operation);
	in = arena_alloc(call->arena, call->operation->input_size);
	out = arena_alloc(call->arena, call->operation->output_size);
	assert_true(codec_read_request(call->arena, call->operation, request, in, &problem));
	status = gate_check(call, in);
	if (status == API_OK)
		status = handlers_run(call->operation, call, in, out);
	if (status != API_OK)
		return arena_printf(call->arena, "%d %s: %s", call->error.http_status,
				    call->error.code, call->error.message);
	codec_write_response(call->arena, call->operation, out, "id", &response);
	return arena_printf(call->arena, "%d %.*s", response.status, (int)response.body_len,
			    response.body_len ? response.body : "");
}

static void answers(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	if (row->given)
		handlers_given(&handlers, row->given);
	if (row->is_stranger)
		handlers.principal.account_id = "222222222222";
	handlers.call.region = row->region ? row->region : "us-east-1";
	handlers.call.host = row->host ? row->host : "127.0.0.1";
	for (size_t i = 0; i < STEPS && row->steps[i].request; i++) {
		struct http_request request;
		const struct step *step = read_request(&row->steps[i], &fixture->arena, &request);

		operation_expect(&fixture->arena, step->answer,
				 answer_of(&handlers.call, &request));
	}
	handlers_stop(&handlers);
}

/* ListBuckets' answers, member by member. */
static void lists(void **state)
{
	static const char given[] = "INSERT INTO bucket VALUES ('a', '" HANDLERS_ACCOUNT
				    "', 'eu-west-1', 0, NULL),"
				    " ('b', '" HANDLERS_ACCOUNT "', 'us-east-1', 0, NULL)";
	struct fixture *fixture = *state;
	struct s3_list_buckets_in in = { .max_buckets = api_integer(1) };
	struct s3_list_buckets_out first = { 0 }, second = { 0 }, plain = { 0 };
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, given);
	assert_int_equal(s3_list_buckets(&handlers.call, &in, &first), API_OK);
	assert_int_equal(first.buckets.len, 1);
	assert_string_equal(first.buckets.items[0].name, "a");
	assert_string_equal(first.buckets.items[0].bucket_region, "eu-west-1");
	in.continuation_token = first.continuation_token;
	assert_int_equal(s3_list_buckets(&handlers.call, &in, &second), API_OK);
	assert_string_equal(second.buckets.items[0].name, "b");
	assert_null(second.continuation_token);
	in = (struct s3_list_buckets_in){ 0 };
	assert_int_equal(s3_list_buckets(&handlers.call, &in, &plain), API_OK);
	assert_int_equal(plain.buckets.len, 2);
	assert_null(plain.buckets.items[0].bucket_region);
	handlers_stop(&handlers);
}

static const struct {
	const char *name;
} list_rows[] = {
	{ "buckets are listed page by page, with regions only if there is a parameter" },
};

static const struct check_table tables[] = {
	CHECK_TABLE(rows, answers),
	CHECK_TABLE(list_rows, lists),
};

int main(void)
{
	return check_tables("mock/s3", tables, ARRAY_LEN(tables));
}
