#include "mock/authenticate.h"

#include <string.h>

#include "tests/support/signing.h"

static const struct signing_row rows[] = {
	/* What is accepted. */
	{ .name = "a user's key is the user",
	  .service = "iam",
	  .arn = "arn:aws:iam::123456789012:user/admin" },
	{ .name = "a root user's key is the root user",
	  .service = "iam",
	  .key = "AKIAROOT",
	  .arn = "arn:aws:iam::123456789012:root" },
	{ .name = "a session with its token is the session",
	  .service = "organizations",
	  .key = "ASIAROLE",
	  .token = "token",
	  .arn = "arn:aws:sts::123456789012:assumed-role/Auditor/job" },
	{ .name = "IAM takes any region on a host that is not AWS's",
	  .service = "iam",
	  .region = "ap-southeast-2",
	  .arn = "arn:aws:iam::123456789012:user/admin" },
	{ .name = "STS takes the region of its host",
	  .service = "sts",
	  .region = "eu-west-3",
	  .host = "sts.eu-west-3.amazonaws.com",
	  .arn = "arn:aws:iam::123456789012:user/admin" },
	{ .name = "STS does not look at the end of a presigned request",
	  .service = "sts",
	  .ago_ms = 840000,
	  .expires_s = 60,
	  .arn = "arn:aws:iam::123456789012:user/admin" },
	{ .name = "S3 takes a presigned request of an hour ago",
	  .service = "s3",
	  .key = "ASIAROLE",
	  .token = "token",
	  .ago_ms = 3500000,
	  .expires_s = 3600,
	  .arn = "arn:aws:sts::123456789012:assumed-role/Auditor/job" },
};

static void accepts(void **state)
{
	struct fixture *t = *state;
	const struct signing_row *row = t->row;
	struct signing_world *world = signing_start(&t->arena, row);
	struct exchange *exchange = &world->exchange;

	assert_int_equal(authenticate(exchange), API_OK);
	assert_null(exchange->call.error.code);
	assert_string_equal(exchange->principal.arn, row->arn);
	assert_string_equal(exchange->call.region, row->region ? row->region : "us-east-1");
	handlers_stop(&world->fixture);
}

static const struct signing_row hide_rows[] = {
	{ .name = "the journal's stages do not show the session token",
	  .service = "iam",
	  .key = "ASIAROLE",
	  .secret = "wrong",
	  .token = "token" },
	{ .name = "nor do those of a presigned request",
	  .service = "iam",
	  .key = "ASIAROLE",
	  .secret = "wrong",
	  .token = "token",
	  .expires_s = 60 },
	{ .name = "nor do they show a password in a query",
	  .service = "iam",
	  .operation = "CreateLoginProfile",
	  .query = "UserName=a&Password=token%3d+1",
	  .secret = "wrong" },
};

static void hides_tokens(void **state)
{
	struct fixture *t = *state;
	const struct signing_row *row = t->row;
	struct signing_world *world = signing_start(&t->arena, row);

	assert_int_equal(authenticate(&world->exchange), API_FAILED);
	assert_null(strstr(world->exchange.canonical_request, ":token\n"));
	assert_null(strstr(world->exchange.canonical_request, "=token"));
	assert_non_null(strstr(world->exchange.canonical_request, "[hidden]"));
	handlers_stop(&world->fixture);
}

/* Fifty seconds ago, in IAM. */
#define USED_LATELY                                                                      \
	"UPDATE access_key SET last_used_ms = 1795424350000, last_used_service = 'iam'," \
	" last_used_region = 'us-east-1'"

static const struct use_row {
	struct signing_row base; /* its name comes first */
	const char *sql;         /* answers last use and region in one text */
	const char *want;
} use_rows[] = {
	{ { .name = "a use less than a minute ago is not noted again",
	    .service = "iam",
	    .given = USED_LATELY },
	  "SELECT last_used_ms || ' ' || last_used_service || ' ' || last_used_region"
	  " FROM access_key WHERE id = 'AKIAUSER'",
	  "1795424350000 iam us-east-1" },
	{ { .name = "a use of another service is noted at once",
	    .service = "sts",
	    .given = USED_LATELY },
	  "SELECT last_used_ms || ' ' || last_used_service || ' ' || last_used_region"
	  " FROM access_key WHERE id = 'AKIAUSER'",
	  "1795424400000 sts us-east-1" },
	{ { .name = "the first use of a key is noted", .service = "iam", .region = "eu-west-1" },
	  "SELECT last_used_ms || ' ' || last_used_service || ' ' || last_used_region"
	  " FROM access_key WHERE id = 'AKIAUSER'",
	  "1795424400000 iam eu-west-1" },
	{ { .name = "a role is used when its session is",
	    .service = "iam",
	    .key = "ASIAROLE",
	    .token = "token" },
	  "SELECT last_used_ms || ' ' || last_used_region FROM iam_role WHERE unique_id = 'AROA'",
	  "1795424400000 us-east-1" },
};

static void notes_use(void **state)
{
	struct fixture *t = *state;
	const struct use_row *row = t->row;
	struct signing_world *world = signing_start(&t->arena, &row->base);

	assert_int_equal(authenticate(&world->exchange), API_OK);
	authenticate_note_use(&world->exchange);
	assert_string_equal(database_string(&world->exchange.call, row->sql, DATABASE_NO_VALUES),
			    row->want);
	handlers_stop(&world->fixture);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, accepts),
		CHECK_TABLE(hide_rows, hides_tokens),
		CHECK_TABLE(use_rows, notes_use),
	};

	return check_tables("mock/authenticate", tables, ARRAY_LEN(tables));
}
