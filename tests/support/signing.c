#include "tests/support/signing.h"

#include <string.h>

#include "mock/authenticate.h"
#include "wire/sigv4_sign.h"

/* The credentials of the tests; every secret is SIGNING_SECRET and every token "token". */
static const char given[] =
	"INSERT INTO account (id, name, email, created_ms, state) VALUES"
	" ('999999999999', 'Closed', 'closed@example.com', 1, 'SUSPENDED');"
	"INSERT INTO access_key (id, account_id, owner_id, secret, status, created_ms) VALUES"
	" ('AKIAUSER', '" HANDLERS_ACCOUNT "', 'AIDA22222222222222222', '" SIGNING_SECRET
	"', 'Active', 1),"
	" ('AKIAROOT', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT "', '" SIGNING_SECRET
	"', 'Active', 1),"
	" ('AKIAINACTIVE', '" HANDLERS_ACCOUNT "', 'AIDA22222222222222222', '" SIGNING_SECRET
	"', 'Inactive', 1),"
	" ('AKIACLOSED', '999999999999', '999999999999', '" SIGNING_SECRET "', 'Active', 1);"
	"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy, created_ms) VALUES"
	" ('AROA', '" HANDLERS_ACCOUNT "', 'Auditor', '/', '{}', 1);"
	"INSERT INTO session (access_key_id, secret, token, kind, account_id, issuer_id, name,"
	" issued_ms, expires_ms) VALUES"
	" ('ASIAROLE', '" SIGNING_SECRET "', 'token', 'role', '" HANDLERS_ACCOUNT
	"', 'AROA', 'job', 1, 1795424400001),"
	" ('ASIAEXPIRED', '" SIGNING_SECRET "', 'token', 'role', '" HANDLERS_ACCOUNT
	"', 'AROA', 'job', 1, 1795424400000),"
	" ('ASIAGONE', '" SIGNING_SECRET "', 'token', 'role', '" HANDLERS_ACCOUNT
	"', 'AROAGONE', 'job', 1, 1795424400001),"
	" ('ASIAEXPIREDGONE', '" SIGNING_SECRET "', 'token', 'role', '" HANDLERS_ACCOUNT
	"', 'AROAGONE', 'job', 1, 1795424400000);";

static void sign(struct signing_world *world, struct arena *arena, const struct signing_row *row)
{
	struct http_request *http = &world->request.http;
	struct sigv4_credentials credentials = {
		.access_key_id = row->key ? row->key : "AKIAUSER",
		.secret = row->secret ? row->secret : SIGNING_SECRET,
		.session_token = row->token,
	};
	struct sigv4_signing signing = {
		.region = row->region ? row->region : "us-east-1",
		.service = row->signed_for ? row->signed_for
					   : world->exchange.service->signing_name,
		.now_ms = HANDLERS_NOW_MS - row->ago_ms,
		.expires_s = row->expires_s,
		.adds_content_sha256 = !strcmp(row->service, "s3") && !row->without_hash,
	};

	if (row->expires_s)
		sigv4_presign(arena, http, &credentials, &signing);
	else
		sigv4_sign(arena, http, &credentials, &signing);
}

/* Does to the signed request what the row says. */
static void change(struct signing_world *world, struct arena *arena, const struct signing_row *row)
{
	struct http_request *http = &world->request.http;

	if (row->authorization)
		http->headers.items[http->headers.count - 1] =
			(struct http_header){ *row->authorization ? "Authorization" : "X-Nothing",
					      row->authorization };
	if (row->without_date)
		http->headers.items[2].name = "X-Nothing";
	if (row->add_header)
		http_headers_add(&http->headers, arena, "X-Amz-Target", row->add_header);
	if (row->with_other_body)
		http->body = "BODY";
}

struct signing_world *signing_start(struct arena *arena, const struct signing_row *row)
{
	struct signing_world *world = arena_new(arena, struct signing_world);
	struct exchange *exchange = &world->exchange;
	const struct api_service *service = api_service_by_name(row->service);

	handlers_start(&world->fixture, arena);
	handlers_given(&world->fixture, given);
	if (row->given)
		handlers_given(&world->fixture, row->given);
	world->space.database = world->fixture.database;
	world->request.arena = arena;
	world->request.http = (struct http_request){ .method = "POST",
						     .path = "/",
						     .query = row->query ? row->query : "",
						     .body = "body",
						     .body_len = 4 };
	http_headers_add(&world->request.http.headers, arena, "Content-Type", "text/plain");
	http_headers_add(&world->request.http.headers, arena, "Host",
			 row->host ? row->host : "127.0.0.1:4000");
	exchange->space = &world->space;
	exchange->request = &world->request;
	exchange->service = service;
	exchange->operation = row->operation ? api_operation_by_name(service, row->operation)
					     : &service->operations[0];
	exchange->call = world->fixture.call;
	exchange->call.principal = &exchange->principal;
	if (row->host)
		exchange->call.host = row->host;
	sign(world, arena, row);
	change(world, arena, row);
	exchange->claim_result = sigv4_parse(arena, &world->request.http, &exchange->claim);
	return world;
}

void signing_is_refused(void **state)
{
	struct fixture *t = *state;
	const struct signing_row *row = t->row;
	struct signing_world *world = signing_start(&t->arena, row);
	struct exchange *exchange = &world->exchange;
	const struct call_error *error = &exchange->call.error;
	size_t len = strlen(row->message);
	bool has_detail = !row->detail;

	assert_int_equal(authenticate(exchange), API_FAILED);
	assert_string_equal(error->code, row->code);
	if (row->message[len - 1] == '=')
		assert_memory_equal(error->message, row->message, len);
	else
		assert_string_equal(error->message, row->message);
	assert_int_equal(error->http_status, row->status);
	for (size_t i = 0; i < CALL_DETAIL_MAX && error->details[i].name && row->detail; i++)
		has_detail |= !strcmp(error->details[i].name, row->detail);
	assert_true(has_detail);
	assert_null(exchange->principal.arn);
	authenticate_note_use(exchange);
	handlers_stop(&world->fixture);
}
