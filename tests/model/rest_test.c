#include "tests/support/check.h"

#include <string.h>

#include "model/codec.h"
#include "model/rest.h"
#include "model/s3_api.h"

static const struct row {
	const char *name;
	const struct api_operation *operation;
	const void *in;
	const char *method, *path, *query;
	const char *header, *header_value;
	const char *body;
} rows[] = {
	{ "a bucket's name is coded in the path", &s3_operations[S3_HEAD_BUCKET],
	  &(const struct s3_head_bucket_in){ .bucket = "a b/c" }, "HEAD", "/a%20b%2Fc", "", NULL,
	  NULL, "" },
	{ "members of the query follow AWS's names", &s3_operations[S3_LIST_BUCKETS],
	  &(const struct s3_list_buckets_in){ .max_buckets = { true, 10 },
					      .continuation_token = "a+b=" },
	  "GET", "/", "max-buckets=10&continuation-token=a%2Bb%3D", NULL, NULL, "" },
	{ "a header member is a header", &s3_operations[S3_DELETE_BUCKET_POLICY],
	  &(const struct s3_delete_bucket_policy_in){ .bucket = "b",
						      .expected_bucket_owner = "123456789012" },
	  "DELETE", "/b", "policy", "x-amz-expected-bucket-owner", "123456789012", "" },
	{ "a payload of text is the body", &s3_operations[S3_PUT_BUCKET_POLICY],
	  &(const struct s3_put_bucket_policy_in){ .bucket = "b", .policy = "{}" }, "PUT", "/b",
	  "policy", "Content-Type", "application/json", "{}" },
	{ "a payload of members is a document", &s3_operations[S3_CREATE_BUCKET],
	  &(const struct s3_create_bucket_in){
		  .bucket = "b",
		  .create_bucket_configuration =
			  &(const struct s3_create_bucket_configuration){
				  .location_constraint = "eu-west-1" } },
	  "PUT", "/b", "", "Content-Type", "application/xml",
	  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	  "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
	  "<LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>" },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct http_request request = { 0 };

	codec_write_request(&t->arena, row->operation, row->in, &request);
	assert_string_equal(request.method, row->method);
	assert_string_equal(request.path, row->path);
	assert_string_equal(request.query, row->query);
	assert_string_equal(request.body, row->body);
	if (row->header)
		assert_string_equal(http_headers_get(&request.headers, row->header),
				    row->header_value);
}

static const struct read_row {
	const char *name;
	const char *path, *query, *body;
	const char *code; /* NULL: it is read */
	const char *bucket;
} read_rows[] = {
	{ "a path with broken coding is refused", "/a%2", "", "", "InvalidArgument", NULL },
	{ "a coded NUL is refused", "/a%00", "", "", "InvalidArgument", NULL },
	{ "a document that is none is refused", "/a", "", "<Create", "MalformedXML", NULL },
	{ "the bucket's name is decoded", "/a%20b", "", "", NULL, "a b" },
	{ "an unknown document is read as an empty one", "/a", "", "<Other/>", NULL, "a" },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct read_row *row = t->row;
	const struct http_request request = { .method = "PUT",
					      .path = row->path,
					      .query = row->query,
					      .body = row->body,
					      .body_len = strlen(row->body) };
	struct s3_create_bucket_in in = { 0 };
	struct api_problem problem = { 0 };
	bool is_read = codec_read_request(&t->arena, &s3_operations[S3_CREATE_BUCKET], &request,
					  &in, &problem);

	assert_int_equal(is_read, !row->code);
	if (is_read)
		assert_string_equal(in.bucket, row->bucket);
	else
		assert_string_equal(problem.code, row->code);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, writes),
		CHECK_TABLE(read_rows, reads),
	};

	return check_tables("model/rest", tables, ARRAY_LEN(tables));
}
