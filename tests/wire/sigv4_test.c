#include "tests/support/check.h"

#include <string.h>

#include "wire/clock.h"
#include "wire/sigv4_sign.h"
#include "wire/sigv4_verify.h"

#define SCOPE  "20260102/us-east-1/iam/aws4_request"
#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const int64_t now_ms = 1767323045000; /* 20260102T030405Z */

/* Malformed and well-formed claims. A NULL header or query is not there. */
static const struct claim_row {
	const char *name;
	const char *authorization, *amz_date, *date, *query;
	enum sigv4_result result;
	unsigned missing;
} claim_rows[] = {
	{ .name = "a request without a signature is missing one", .result = SIGV4_MISSING },
	{ .name = "a query without a signature is missing one",
	  .query = "Action=GetUser&X-Amz-Foo=1",
	  .result = SIGV4_MISSING },
	{ .name = "an empty header names no algorithm",
	  .authorization = "",
	  .result = SIGV4_BAD_ALGORITHM },
	{ .name = "another scheme is refused",
	  .authorization = "Basic dTpw",
	  .result = SIGV4_BAD_ALGORITHM },
	{ .name = "the algorithm is not read in another case",
	  .authorization = "aws4-hmac-sha256 Credential=a",
	  .result = SIGV4_BAD_ALGORITHM },
	{ .name = "the algorithm of version 4A is refused",
	  .authorization = "AWS4-ECDSA-P256-SHA256 Credential=a",
	  .result = SIGV4_BAD_ALGORITHM },
	{ .name = "a piece without an equals sign is refused",
	  .authorization = "AWS4-HMAC-SHA256 Credential",
	  .result = SIGV4_BAD_PAIR },
	{ .name = "the algorithm alone is missing everything",
	  .authorization = "AWS4-HMAC-SHA256",
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_CREDENTIAL | SIGV4_PART_SIGNATURE | SIGV4_PART_SIGNED_HEADERS |
		     SIGV4_PART_DATE },
	{ .name = "an empty value counts as missing",
	  .authorization = "AWS4-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=" DIGITS,
	  .amz_date = "20260102T030405Z",
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_CREDENTIAL },
	{ .name = "a missing signature is named",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE ", SignedHeaders=host",
	  .amz_date = "20260102T030405Z",
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_SIGNATURE },
	{ .name = "missing signed headers are named",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE ", Signature=" DIGITS,
	  .amz_date = "20260102T030405Z",
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_SIGNED_HEADERS },
	{ .name = "a missing date is named",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_DATE },
	{ .name = "a credential of four parts is refused",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/iam"
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .amz_date = "20260102T030405Z",
	  .result = SIGV4_BAD_CREDENTIAL },
	{ .name = "a credential of six parts is refused",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/b/" SCOPE
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .amz_date = "20260102T030405Z",
	  .result = SIGV4_BAD_CREDENTIAL },
	{ .name = "a date in another form is refused",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .amz_date = "2026-01-02T03:04:05Z",
	  .result = SIGV4_BAD_DATE },
	{ .name = "X-Amz-Date comes before Date",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .amz_date = "x",
	  .date = "20260102T030405Z",
	  .result = SIGV4_BAD_DATE },
	{ .name = "a presigned query names what is missing",
	  .query = "X-Amz-Signature=" DIGITS,
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_CREDENTIAL | SIGV4_PART_SIGNED_HEADERS | SIGV4_PART_DATE |
		     SIGV4_PART_ALGORITHM },
	{ .name = "another algorithm in a query is refused",
	  .query = "X-Amz-Algorithm=AWS3&X-Amz-Signature=" DIGITS,
	  .result = SIGV4_BAD_ALGORITHM,
	  .missing = SIGV4_PART_CREDENTIAL | SIGV4_PART_SIGNED_HEADERS | SIGV4_PART_DATE },
	{ .name = "S3 wants to know when a presigned query ends",
	  .query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20260102/us-east-1/s3/"
		   "aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host"
		   "&X-Amz-Signature=" DIGITS,
	  .result = SIGV4_INCOMPLETE,
	  .missing = SIGV4_PART_EXPIRES },
	{ .name = "S3 refuses more than a week",
	  .query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20260102/us-east-1/s3/"
		   "aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host"
		   "&X-Amz-Expires=604801&X-Amz-Signature=" DIGITS,
	  .result = SIGV4_BAD_EXPIRES },
	{ .name = "S3 refuses a time that is no number",
	  .query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20260102/us-east-1/s3/"
		   "aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host"
		   "&X-Amz-Expires=-1&X-Amz-Signature=" DIGITS,
	  .result = SIGV4_BAD_EXPIRES },
	{ .name = "the pieces of a header may come in any order and without blanks",
	  .authorization = "AWS4-HMAC-SHA256 Signature=" DIGITS
			   ",SignedHeaders=host,Other=1,Credential=a/" SCOPE,
	  .amz_date = "20260102T030405Z",
	  .result = SIGV4_OK },
	{ .name = "Date stands in for X-Amz-Date",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .date = "20260102T030405Z",
	  .result = SIGV4_OK },
	{ .name = "Date may have HTTP's form",
	  .authorization = "AWS4-HMAC-SHA256 Credential=a/" SCOPE
			   ", SignedHeaders=host, Signature=" DIGITS,
	  .date = "Fri, 02 Jan 2026 03:04:05 GMT",
	  .result = SIGV4_OK },
};

static void add(struct fixture *t, struct http_request *request, const char *name,
		const char *value)
{
	if (value)
		http_headers_add(&request->headers, &t->arena, name, value);
}

static void reads_claims(void **state)
{
	struct fixture *t = *state;
	const struct claim_row *row = t->row;
	struct http_request request = { .method = "GET",
					.path = "/",
					.query = row->query ? row->query : "" };
	struct sigv4_claim claim;

	add(t, &request, "Host", "iam.amazonaws.com");
	add(t, &request, "Authorization", row->authorization);
	add(t, &request, "X-Amz-Date", row->amz_date);
	add(t, &request, "Date", row->date);
	assert_int_equal(sigv4_parse(&t->arena, &request, &claim), row->result);
	assert_int_equal(claim.missing_parts, row->missing);
	if (row->result != SIGV4_OK)
		return;
	assert_string_equal(claim.access_key_id, "a");
	assert_string_equal(claim.scope.date, "20260102");
	assert_string_equal(claim.scope.region, "us-east-1");
	assert_string_equal(claim.scope.service, "iam");
	assert_string_equal(claim.terminator, "aws4_request");
	assert_string_equal(claim.signed_headers, "host");
	assert_string_equal(claim.signature, DIGITS);
	assert_string_equal(claim.time, "20260102T030405Z");
	assert_true(claim.time_ms == now_ms);
}

/* What is done to a signed request before it is verified. */
enum change {
	AS_SIGNED,
	OTHER_SECRET,
	OTHER_BODY,
	ADD_AMZ_HEADER,
	ADD_OTHER_HEADER,
	DROP_SIGNED_HEADER,
	UPPER_CASE_SIGNATURE,
};

static const struct verify_row {
	const char *name;
	const char *service;      /* signed for; NULL: "iam" */
	const char *want_service; /* expected by the server; NULL: any */
	const char *want_region;  /* the same; signed for us-east-1 */
	int64_t later_ms;         /* the server's clock */
	unsigned expires_s;       /* presigned if set */
	bool is_unsigned_payload;
	enum change change;
	enum sigv4_result result;
} verify_rows[] = {
	{ .name = "another region is refused",
	  .want_region = "eu-west-1",
	  .result = SIGV4_WRONG_SCOPE },
	{ .name = "another service is refused",
	  .want_service = "sts",
	  .result = SIGV4_WRONG_SCOPE },
	{ .name = "a signature of more than the window ago is refused",
	  .later_ms = 300001,
	  .result = SIGV4_TOO_OLD },
	{ .name = "a signature from beyond the window ahead is refused",
	  .later_ms = -300001,
	  .result = SIGV4_NOT_YET },
	{ .name = "the scope is looked at before the clock",
	  .want_service = "sts",
	  .later_ms = 300001,
	  .result = SIGV4_WRONG_SCOPE },
	{ .name = "the clock is looked at before the signature",
	  .later_ms = 300001,
	  .change = OTHER_SECRET,
	  .result = SIGV4_TOO_OLD },
	{ .name = "another secret is refused",
	  .change = OTHER_SECRET,
	  .result = SIGV4_SIGNATURE_MISMATCH },
	{ .name = "another body is refused",
	  .change = OTHER_BODY,
	  .result = SIGV4_SIGNATURE_MISMATCH },
	{ .name = "S3 says that the body is another",
	  .service = "s3",
	  .change = OTHER_BODY,
	  .result = SIGV4_BODY_MISMATCH },
	{ .name = "an X-Amz- header that is not signed is refused",
	  .change = ADD_AMZ_HEADER,
	  .result = SIGV4_HEADER_NOT_SIGNED },
	{ .name = "a signed header that is gone is refused",
	  .change = DROP_SIGNED_HEADER,
	  .result = SIGV4_SIGNATURE_MISMATCH },
	{ .name = "a signature in capitals is refused",
	  .change = UPPER_CASE_SIGNATURE,
	  .result = SIGV4_SIGNATURE_MISMATCH },
	{ .name = "a payload that is not signed is S3's alone",
	  .is_unsigned_payload = true,
	  .result = SIGV4_SIGNATURE_MISMATCH },
	{ .name = "S3 refuses a presigned request that has expired",
	  .service = "s3",
	  .expires_s = 60,
	  .later_ms = 60001,
	  .result = SIGV4_TOO_OLD },
	{ .name = "S3 takes a presigned request until it expires",
	  .service = "s3",
	  .expires_s = 3600,
	  .later_ms = 3600000,
	  .change = OTHER_BODY,
	  .result = SIGV4_OK },
	{ .name = "the others do not look at the end of a presigned request",
	  .expires_s = 60,
	  .later_ms = 300000,
	  .result = SIGV4_OK },
	{ .name = "the edge of the window is inside", .later_ms = 300000, .result = SIGV4_OK },
	{ .name = "the other edge is inside too", .later_ms = -300000, .result = SIGV4_OK },
	{ .name = "a header that a proxy added does not matter",
	  .change = ADD_OTHER_HEADER,
	  .result = SIGV4_OK },
	{ .name = "S3 takes any body when the payload is not signed",
	  .service = "s3",
	  .is_unsigned_payload = true,
	  .change = OTHER_BODY,
	  .result = SIGV4_OK },
};

static void make_change(struct fixture *t, struct http_request *request, enum change change)
{
	struct http_headers *headers = &request->headers;
	char *signature;

	if (change == OTHER_BODY)
		request->body = "BODY";
	if (change == ADD_AMZ_HEADER)
		add(t, request, "x-amz-target", "Other");
	if (change == ADD_OTHER_HEADER)
		add(t, request, "X-Forwarded-For", "127.0.0.1");
	if (change == DROP_SIGNED_HEADER)
		headers->items[0] = (struct http_header){ "X-Other", "1" };
	if (change != UPPER_CASE_SIGNATURE)
		return;
	signature = arena_strdup(&t->arena, http_headers_get(headers, "Authorization"));
	headers->items[headers->count - 1].value = signature;
	for (signature = strstr(signature, "Signature=") + 10; *signature; signature++)
		if (*signature >= 'a')
			*signature &= ~0x20;
}

static void verifies(void **state)
{
	struct fixture *t = *state;
	const struct verify_row *row = t->row;
	const char *service = row->service ? row->service : "iam";
	struct http_request request = {
		.method = "PUT", .path = "/b/k", .query = "policy", .body = "body", .body_len = 4
	};
	struct sigv4_credentials credentials = { "AKID", "secret", "token" };
	struct sigv4_signing signing = { .region = "us-east-1",
					 .service = service,
					 .now_ms = now_ms,
					 .expires_s = row->expires_s,
					 .adds_content_sha256 = !row->expires_s,
					 .is_unsigned_payload = row->is_unsigned_payload };
	struct sigv4_expected expected = { .region = row->want_region,
					   .service = row->want_service,
					   .now_ms = now_ms + row->later_ms,
					   .window_ms = 300000,
					   .credentials = credentials };
	struct sigv4_verification verification;
	struct sigv4_claim claim;

	add(t, &request, "Content-Type", "text/plain");
	add(t, &request, "Host", "127.0.0.1:4566");
	if (row->expires_s)
		sigv4_presign(&t->arena, &request, &credentials, &signing);
	else
		sigv4_sign(&t->arena, &request, &credentials, &signing);
	make_change(t, &request, row->change);
	if (row->change == OTHER_SECRET)
		expected.credentials.secret = "Secret";
	assert_int_equal(sigv4_parse(&t->arena, &request, &claim), SIGV4_OK);
	assert_string_equal(claim.session_token, "token");
	assert_int_equal(claim.is_presigned, row->expires_s != 0);
	assert_int_equal(sigv4_verify(&t->arena, &request, &claim, &expected, &verification),
			 row->result);
	if (row->result == SIGV4_OK || row->result == SIGV4_SIGNATURE_MISMATCH)
		assert_non_null(verification.string_to_sign);
}

static const struct text_row {
	const char *name;
	const char *text;
	bool is_s3;
	const char *want;
} path_rows[] = {
	{ "what is no path does not become one", "*", false, "%2A" },
	{ "going up stops at the root", "/../..", false, "/" },
	{ "an up at the end leaves a folder", "/a/b/..", false, "/a/" },
	{ "a dot at the end leaves a folder", "/a/.", false, "/a/" },
	{ "three dots are a name", "/.../a", false, "/.../a" },
	{ "slashes are made one", "//a///b//", false, "/a/b/" },
	{ "coding is coded again", "/a%20b", false, "/a%2520b" },
	{ "S3 keeps every segment", "/b//a/../c/.", true, "/b//a/../c/." },
	{ "S3 codes once, with capitals", "/b/a%c3%a9:+", true, "/b/a%C3%A9%3A%2B" },
	{ "S3 codes a stray percent sign", "/b/100%", true, "/b/100%25" },
};

static const struct text_row query_rows[] = {
	{ "no query is no text", "", false, "" },
	{ "a name without a value gets an equals sign", "policy", false, "policy=" },
	{ "names are sorted before values", "aa=1&a=3&a=2&A=9", false, "A=9&a=2&a=3&aa=1" },
	{ "a name that begins another comes first", "a-b=1&a=2", false, "a=2&a-b=1" },
	{ "a value may have equals signs", "a==b", false, "a=%3Db" },
	{ "a plus is a space", "a=b+c", false, "a=b%20c" },
	{ "coding that is there is kept", "a=%7e%7E", false, "a=%7e%7E" },
	{ "a stray percent sign is coded", "a=5%&b=%4", false, "a=5%25&b=%254" },
	{ "empty pieces are dropped", "&&a=1&", false, "a=1" },
	{ "a presigned query leaves its signature out", "X-Amz-Signature=1&a=1", true, "a=1" },
};

static void canonical_path(void **state)
{
	struct fixture *t = *state;
	const struct text_row *row = t->row;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	sigv4_canonical_path(&out, row->text, row->is_s3);
	assert_string_equal(out.data, row->want);
}

static void canonical_query(void **state)
{
	struct fixture *t = *state;
	const struct text_row *row = t->row;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	sigv4_canonical_query(&out, row->text, row->is_s3);
	assert_string_equal(out.data, row->want);
}

static const struct keys_row {
	const char *name;
	size_t slots;
	const char *secrets[4]; /* asked for in turn */
	size_t derived;
} keys_rows[] = {
	{ "a changed secret is another key", 8, { "a", "b", "a", "b" }, 4 },
	{ "the same key is derived once", 8, { "a", "a", "a", "a" }, 1 },
	{ "one place holds one key", 1, { "a", "b", "a", "a" }, 3 },
};

static void caches_keys(void **state)
{
	struct fixture *t = *state;
	const struct keys_row *row = t->row;
	const struct sigv4_scope scope = { "20260102", "us-east-1", "iam" };
	struct sigv4_keys *keys = sigv4_keys_new(row->slots);
	char long_secret[1000] = { 0 };
	struct hmac_key want;

	for (size_t i = 0; i < ARRAY_LEN(row->secrets); i++) {
		struct sigv4_credentials credentials = { "AKID", row->secrets[i], NULL };

		want = sigv4_signing_key(&scope, row->secrets[i]);
		assert_memory_equal(sigv4_keys_get(keys, &scope, &credentials), &want,
				    sizeof(want));
	}
	assert_int_equal(sigv4_keys_derived(keys), row->derived);
	memset(long_secret, 's', sizeof(long_secret) - 1);
	want = sigv4_signing_key(&scope, long_secret);
	assert_memory_equal(
		sigv4_keys_get(keys, &scope,
			       &(struct sigv4_credentials){ "AKID", long_secret, NULL }),
		&want, sizeof(want));
	sigv4_keys_clear(keys);
	sigv4_keys_free(keys);
	sigv4_keys_free(NULL);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(claim_rows, reads_claims),  CHECK_TABLE(verify_rows, verifies),
		CHECK_TABLE(path_rows, canonical_path), CHECK_TABLE(query_rows, canonical_query),
		CHECK_TABLE(keys_rows, caches_keys),
	};

	return check_tables("wire/sigv4", tables, ARRAY_LEN(tables));
}
