/*
 * Every vector of tests/data/sigv4.jsonl: signed as it says, verified, and
 * refused once any byte of it is another.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"
#include "wire/json_reader.h"
#include "wire/sigv4_sign.h"
#include "wire/sigv4_verify.h"
#include "wire/uri.h"

enum { VECTORS_MAX = 64 };

struct row {
	const char *name;
	const struct json_value *vector;
};

static const char *text(const struct json_value *vector, const char *key)
{
	const char *value = json_get_string(vector, key);

	if (!value)
		fail_msg("the vector has no %s", key);
	return value;
}

/* The request of a vector, before or after it was signed. */
static struct http_request request_of(struct arena *arena, const struct json_value *vector,
				      const char *url_key, const char *headers_key)
{
	const struct json_value *headers = json_get(vector, headers_key);
	struct http_request request = { .method = text(vector, "method"),
					.body = text(vector, "body") };
	struct fault fault;
	struct uri uri;

	assert_true(uri_split(arena, text(vector, url_key), &fault, &uri));
	request.path = uri.path;
	request.query = uri.query;
	request.body_len = json_get(vector, "body")->len;
	http_headers_add(&request.headers, arena, "Host", uri.authority);
	for (const struct json_value *header = headers->first; header; header = header->next)
		http_headers_add(&request.headers, arena, header->key, header->text);
	return request;
}

static bool is_presigned(const struct json_value *vector)
{
	return strcmp(text(vector, "url"), text(vector, "signed_url")) != 0;
}

static struct sigv4_credentials credentials_of(const struct json_value *vector)
{
	return (struct sigv4_credentials){ .access_key_id = text(vector, "access_key"),
					   .secret = text(vector, "secret_key"),
					   .session_token =
						   json_get_string(vector, "session_token") };
}

static int64_t now_of(const struct json_value *vector)
{
	int64_t now_ms;

	assert_true(clock_parse_basic(text(vector, "time"), &now_ms));
	return now_ms;
}

static void signs(void **state)
{
	struct fixture *t = *state;
	const struct json_value *vector = ((const struct row *)t->row)->vector;
	const struct json_value *header = json_get(vector, "signed_headers");
	struct http_request request = request_of(&t->arena, vector, "url", "headers");
	struct http_request want = request_of(&t->arena, vector, "signed_url", "signed_headers");
	struct sigv4_credentials credentials = credentials_of(vector);
	struct sigv4_signing signing = {
		.region = text(vector, "region"),
		.service = text(vector, "service"),
		.now_ms = now_of(vector),
		.expires_s = 60,
		.adds_content_sha256 = json_get(header, "X-Amz-Content-SHA256") != NULL,
	};

	if (is_presigned(vector))
		sigv4_presign(&t->arena, &request, &credentials, &signing);
	else
		sigv4_sign(&t->arena, &request, &credentials, &signing);
	assert_string_equal(signing.canonical, text(vector, "canonical_request"));
	assert_string_equal(signing.string_to_sign, text(vector, "string_to_sign"));
	assert_string_equal(request.query, want.query);
	assert_int_equal(request.headers.count, want.headers.count);
	for (size_t i = 0; i < want.headers.count; i++) {
		assert_string_equal(request.headers.items[i].name, want.headers.items[i].name);
		assert_string_equal(request.headers.items[i].value, want.headers.items[i].value);
	}
}

/* A vector under verification, with all that it takes. */
struct trial {
	struct arena *arena;
	const struct json_value *vector;
	struct http_request request;
	struct sigv4_expected expected;
	struct sigv4_verification verification;
	size_t equal_count; /* changes that leave the canonical request as it was */
};

static enum sigv4_result verify(struct trial *trial)
{
	struct sigv4_claim claim;
	enum sigv4_result result = sigv4_parse(trial->arena, &trial->request, &claim);

	trial->verification = (struct sigv4_verification){ 0 };
	if (result != SIGV4_OK)
		return result;
	return sigv4_verify(trial->arena, &trial->request, &claim, &trial->expected,
			    &trial->verification);
}

static struct trial trial_of(struct arena *arena, const struct json_value *vector,
			     struct sigv4_keys *keys)
{
	return (struct trial){
		.arena = arena,
		.vector = vector,
		.request = request_of(arena, vector, "signed_url", "signed_headers"),
		.expected = { .region = text(vector, "region"),
			      .service = text(vector, "service"),
			      .now_ms = now_of(vector),
			      .window_ms = 300000,
			      .credentials = credentials_of(vector),
			      .keys = keys },
	};
}

static void verifies(void **state)
{
	struct fixture *t = *state;
	struct trial trial = trial_of(&t->arena, ((const struct row *)t->row)->vector, NULL);

	assert_int_equal(verify(&trial), SIGV4_OK);
	assert_string_equal(trial.verification.canonical_request,
			    text(trial.vector, "canonical_request"));
	assert_string_equal(trial.verification.string_to_sign,
			    text(trial.vector, "string_to_sign"));
}

/* Changes each byte of @data in turn, but the @skip_len at @skip, and wants a refusal. */
static void change_bytes(struct trial *trial, char *data, size_t len, const char *skip,
			 size_t skip_len)
{
	struct arena *arena = trial->arena;
	struct arena scratch = { 0 };

	trial->arena = &scratch;
	for (size_t i = 0; i < len; i++) {
		enum sigv4_result result;
		const char *canonical;

		if (skip && data + i >= skip && data + i < skip + skip_len)
			continue;
		data[i] ^= 1;
		result = verify(trial);
		canonical = trial->verification.canonical_request;
		if (result == SIGV4_OK &&
		    !strcmp(canonical, text(trial->vector, "canonical_request")))
			trial->equal_count++;
		else if (result == SIGV4_OK)
			fail_msg("accepted with byte %zu changed: %.80s", i, data);
		data[i] ^= 1;
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	trial->arena = arena;
}

/* The same for a text that does not cover the access key's id, which the look-up catches. */
static const char *change_text(struct trial *trial, const char **field)
{
	const char *key_id = trial->expected.credentials.access_key_id;
	char *copy = arena_strdup(trial->arena, *field);

	*field = copy;
	change_bytes(trial, copy, strlen(copy), strstr(copy, key_id), strlen(key_id));
	return copy;
}

static void refuses_changes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct sigv4_keys *keys = sigv4_keys_new(64);
	struct trial trial = trial_of(&t->arena, row->vector, keys);
	struct http_request *request = &trial.request;
	char *body = arena_strndup(&t->arena, request->body, request->body_len);

	change_text(&trial, &request->method);
	change_text(&trial, &request->query);
	for (size_t i = 0; i < request->headers.count; i++)
		change_text(&trial, &request->headers.items[i].value);
	request->body = body;
	change_bytes(&trial, body, request->body_len, NULL, 0);
	assert_int_equal(trial.equal_count, 0);
	/* A segment that ".." takes back may have any name. */
	change_text(&trial, &request->path);
	assert_true(trial.equal_count == 0 || !strcmp(row->name, "path with dot segments"));
	assert_int_equal(verify(&trial), SIGV4_OK);
	sigv4_keys_free(keys);
}

static size_t read_rows(struct arena *arena, struct row *rows)
{
	size_t count = 0;
	char *line = check_read_file(arena, check_data_path(arena, "sigv4.jsonl"), NULL);

	for (char *next; *line && count < VECTORS_MAX; line = next) {
		size_t len = strcspn(line, "\n");
		struct fault fault;

		next = line + len + (line[len] == '\n');
		if (!json_read(arena, line, len, &fault, &rows[count].vector)) {
			fprintf(stderr, "%s\n", fault.message);
			abort();
		}
		rows[count].name = json_get_string(rows[count].vector, "name");
		count++;
	}
	return count;
}

int main(void)
{
	static struct row rows[VECTORS_MAX];
	struct arena arena = { 0 };
	size_t count = read_rows(&arena, rows);
	const struct check_table tables[] = {
		{ rows, count, sizeof(rows[0]), signs },
		{ rows, count, sizeof(rows[0]), verifies },
		{ rows, count, sizeof(rows[0]), refuses_changes },
	};
	int failed = check_tables("wire/sigv4_vectors", tables, ARRAY_LEN(tables));

	arena_done(&arena);
	return failed;
}
