#include "wire/sigv4_verify.h"

#include <string.h>
#include <strings.h>

static bool scope_is_right(const struct sigv4_claim *claim, const struct sigv4_expected *expected,
			   struct sigv4_verification *verification)
{
	verification->wrong_region = expected->region &&
				     strcmp(claim->scope.region, expected->region) != 0;
	verification->wrong_service = expected->service &&
				      strcmp(claim->scope.service, expected->service) != 0;
	verification->wrong_terminator = strcmp(claim->terminator, SIGV4_TERMINATOR) != 0;
	verification->wrong_date = strlen(claim->scope.date) != SIGV4_DAY_LEN ||
				   strncmp(claim->scope.date, claim->time, SIGV4_DAY_LEN) != 0;
	return !verification->wrong_region && !verification->wrong_service &&
	       !verification->wrong_terminator && !verification->wrong_date;
}

/* Only S3 looks at X-Amz-Expires; to the others a presigned request is like any other. */
static enum sigv4_result check_time(const struct sigv4_claim *claim,
				    const struct sigv4_expected *expected)
{
	int64_t age_ms = expected->now_ms - claim->time_ms;
	int64_t oldest_ms = expected->window_ms;

	if (claim->is_presigned && sigv4_is_s3(&claim->scope))
		oldest_ms = claim->expires_s * 1000;
	if (age_ms > oldest_ms)
		return SIGV4_TOO_OLD;
	return age_ms < -expected->window_ms ? SIGV4_NOT_YET : SIGV4_OK;
}

/* Whether a name is in "host;x-amz-date". */
static bool is_signed(const char *signed_headers, const char *name)
{
	size_t name_len = strlen(name);

	for (const char *at = signed_headers; *at;) {
		size_t len = (size_t)(strchrnul(at, ';') - at);

		if (len == name_len && !strncasecmp(at, name, len))
			return true;
		at += len + (at[len] == ';');
	}
	return false;
}

/* The first header that must be signed and is not, or NULL. */
static const char *find_unsigned(const struct http_headers *headers, const char *signed_headers)
{
	if (!is_signed(signed_headers, "host"))
		return "host";
	for (size_t i = 0; i < headers->count; i++) {
		const char *name = headers->items[i].name;

		if ((name[0] | 0x20) == 'x' && !strncasecmp(name, "x-amz-", 6) &&
		    !is_signed(signed_headers, name))
			return name;
	}
	return NULL;
}

/* What the signature covers of the body: its digest, or what S3 was told instead. */
static const char *payload_hash(const struct http_request *request, const struct sigv4_claim *claim,
				const char *body_hash)
{
	const char *header;

	if (!sigv4_is_s3(&claim->scope))
		return body_hash;
	header = http_headers_get(&request->headers, "X-Amz-Content-SHA256");
	if (header)
		return header;
	return claim->is_presigned ? SIGV4_UNSIGNED_PAYLOAD : body_hash;
}

static enum sigv4_result check_signature(struct arena *arena, const struct http_request *request,
					 const struct sigv4_claim *claim,
					 const struct sigv4_expected *expected,
					 struct sigv4_verification *verification)
{
	char hex[SIGV4_HEX_LEN + 1], body_hash[SHA256_HEX_LEN + 1];
	struct sigv4_coverage coverage = { .signed_headers = claim->signed_headers,
					   .is_presigned = claim->is_presigned,
					   .is_s3 = sigv4_is_s3(&claim->scope) };
	struct buffer canonical, string_to_sign;
	struct hmac_key key;

	sha256_hex(request->body, request->body_len, body_hash);
	coverage.payload_hash = payload_hash(request, claim, body_hash);
	buffer_init(&canonical, arena, 2000);
	sigv4_canonical_request(&canonical, request, &coverage);
	buffer_init(&string_to_sign, arena, 200);
	sigv4_string_to_sign(&string_to_sign, &claim->scope, claim->time, &canonical);
	verification->canonical_request = canonical.data;
	verification->string_to_sign = string_to_sign.data;
	key = expected->keys
		      ? *sigv4_keys_get(expected->keys, &claim->scope, &expected->credentials)
		      : sigv4_signing_key(&claim->scope, expected->credentials.secret);
	sigv4_signature(&key, &string_to_sign, hex);
	secret_wipe(&key, sizeof(key));
	if (strlen(claim->signature) != SIGV4_HEX_LEN ||
	    !secret_equal(claim->signature, hex, SIGV4_HEX_LEN))
		return SIGV4_SIGNATURE_MISMATCH;
	if (strcmp(coverage.payload_hash, SIGV4_UNSIGNED_PAYLOAD) != 0 &&
	    strcmp(coverage.payload_hash, body_hash) != 0)
		return SIGV4_BODY_MISMATCH;
	return SIGV4_OK;
}

enum sigv4_result sigv4_verify(struct arena *arena, const struct http_request *request,
			       const struct sigv4_claim *claim,
			       const struct sigv4_expected *expected,
			       struct sigv4_verification *out_verification)
{
	enum sigv4_result result;

	*out_verification = (struct sigv4_verification){ 0 };
	if (!scope_is_right(claim, expected, out_verification))
		return SIGV4_WRONG_SCOPE;
	result = check_time(claim, expected);
	if (result != SIGV4_OK)
		return result;
	out_verification->unsigned_header = find_unsigned(&request->headers, claim->signed_headers);
	if (out_verification->unsigned_header)
		return SIGV4_HEADER_NOT_SIGNED;
	return check_signature(arena, request, claim, expected, out_verification);
}
