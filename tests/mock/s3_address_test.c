#include "mock/s3/address.h"
#include "tests/support/check.h"

static const struct row {
	const char *name;
	const char *host;
	const char *path;
	const char *expected;
	const char *region; /* NULL: the host names none */
} rows[] = {
	{ "an address is path style", "127.0.0.1", "/bucket", "/bucket", NULL },
	{ "a bare localhost is path style", "localhost", "/bucket", "/bucket", NULL },
	{ "no host is path style", NULL, "/bucket", "/bucket", NULL },
	{ "the regional endpoint is path style", "s3.eu-west-1.amazonaws.com", "/bucket", "/bucket",
	  "eu-west-1" },
	{ "the global endpoint is path style", "s3.amazonaws.com", "/bucket", "/bucket", NULL },
	{ "another service is path style", "sqs.eu-west-1.amazonaws.com", "/x", "/x", NULL },
	{ "a bucket stands before the global endpoint", "logs.s3.amazonaws.com", "/", "/logs",
	  NULL },
	{ "a bucket stands before the regional endpoint", "logs.s3.eu-west-1.amazonaws.com", "/",
	  "/logs", "eu-west-1" },
	{ "a bucket's name may have dots", "a.b.s3.amazonaws.com", "/", "/a.b", NULL },
	{ "a bucket's name may hold s3", "s3.s3.amazonaws.com", "/", "/s3", NULL },
	{ "a bucket stands before localhost", "logs.localhost", "/", "/logs", NULL },
	{ "a bucket stands before S3 on localhost", "logs.s3.localhost", "/", "/logs", NULL },
	{ "the key follows the bucket", "logs.s3.amazonaws.com", "/a/b", "/logs/a/b", NULL },
};

static void addresses(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const char *region = s3_address_region(&fixture->arena, row->host);

	assert_string_equal(s3_address_path(&fixture->arena, row->host, row->path), row->expected);
	if (row->region)
		assert_string_equal(region, row->region);
	else
		assert_null(region);
}

int main(void)
{
	return check_table("mock/s3_address", rows, addresses);
}
