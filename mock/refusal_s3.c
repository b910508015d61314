/*
 * S3's own words. They are documented or widely reported, none was recorded
 * for this file.
 */
#include <string.h>

#include "mock/refusal.h"
#include "wire/clock.h"
#include "wire/digest.h"

static void add(struct exchange *exchange, const char *name, const char *value)
{
	call_fail_detail(&exchange->call, (struct call_detail){ .name = name, .value = value });
}

/* What is wrong with a signature in the query. */
static enum api_status query_claim(struct exchange *exchange)
{
	const char *text = "Query-string authentication version 4 requires the X-Amz-Algorithm, "
			   "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, "
			   "and X-Amz-Expires parameters.";

	if (exchange->claim_result == SIGV4_BAD_ALGORITHM)
		text = "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and "
		       "AWS4-ECDSA-P256-SHA256\"";
	if (exchange->claim_result == SIGV4_BAD_CREDENTIAL)
		text = "Error parsing the X-Amz-Credential parameter; the Credential is "
		       "mal-formed; expecting "
		       "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
	if (exchange->claim_result == SIGV4_BAD_DATE)
		text = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
	if (exchange->claim_result == SIGV4_BAD_EXPIRES)
		text = exchange->claim.expires_s < 0
			       ? "X-Amz-Expires should be a number"
			       : "X-Amz-Expires must be less than a week (in seconds); that is, "
				 "the given X-Amz-Expires must be less than 604800 seconds";
	return call_fail_common(&exchange->call, 400, "AuthorizationQueryParametersError", "%s",
				text);
}

static enum api_status malformed(struct exchange *exchange, const char *what)
{
	return call_fail_common(&exchange->call, 400, "AuthorizationHeaderMalformed",
				"The authorization header is malformed; %s", what);
}

enum api_status refusal_s3_claim(struct exchange *exchange)
{
	struct call *call = &exchange->call;

	if (exchange->claim_result == SIGV4_MISSING)
		return call_fail_common(call, 403, "AccessDenied", "Access Denied");
	if (exchange->claim.is_presigned)
		return query_claim(exchange);
	if (exchange->claim_result == SIGV4_BAD_ALGORITHM)
		return call_fail_common(call, 400, "InvalidRequest",
					"The authorization mechanism you have provided is not "
					"supported. Please use AWS4-HMAC-SHA256.");
	if (exchange->claim_result == SIGV4_BAD_CREDENTIAL)
		return malformed(exchange, "the Credential is mal-formed; expecting "
					   "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
	if (exchange->claim_result == SIGV4_BAD_DATE ||
	    exchange->claim.missing_parts == SIGV4_PART_DATE)
		return call_fail_common(call, 403, "AccessDenied",
					"AWS authentication requires a valid Date or x-amz-date "
					"header");
	return malformed(exchange, "the authorization header requires three components: "
				   "Credential, SignedHeaders, and Signature.");
}

enum api_status refusal_s3_missing_hash(struct exchange *exchange)
{
	return call_fail_common(&exchange->call, 400, "InvalidRequest",
				"Missing required header for this request: x-amz-content-sha256");
}

enum api_status refusal_s3_credentials(struct exchange *exchange, enum refusal refusal)
{
	struct call *call = &exchange->call;

	if (refusal == REFUSAL_EXPIRED)
		return call_fail_common(call, 400, "ExpiredToken",
					"The provided token has expired.");
	if (refusal == REFUSAL_BAD_TOKEN)
		return call_fail_common(call, 400, "InvalidToken",
					"The provided token is malformed or otherwise invalid.");
	call_fail_common(call, 403, "InvalidAccessKeyId",
			 "The AWS Access Key Id you provided does not exist in our records.");
	add(exchange, "AWSAccessKeyId", exchange->claim.access_key_id);
	return API_FAILED;
}

static enum api_status wrong_scope(struct exchange *exchange,
				   const struct refusal_signature *signature)
{
	const struct sigv4_scope *scope = &exchange->claim.scope;
	const struct sigv4_verification *verification = signature->verification;
	const char *region = signature->expected->region;
	struct arena *arena = exchange->call.arena;

	if (verification->wrong_region) {
		malformed(exchange, arena_printf(arena, "the region '%s' is wrong; expecting '%s'",
						 scope->region, region));
		add(exchange, "Region", region);
		return API_FAILED;
	}
	if (verification->wrong_service)
		return malformed(exchange,
				 arena_printf(arena,
					      "incorrect service \"%s\". This endpoint belongs to "
					      "\"s3\".",
					      scope->service));
	if (verification->wrong_terminator)
		return malformed(exchange,
				 arena_printf(arena,
					      "incorrect terminal \"%s\". This endpoint uses "
					      "\"" SIGV4_TERMINATOR "\".",
					      exchange->claim.terminator));
	return malformed(exchange,
			 arena_printf(arena,
				      "Invalid credential date \"%s\". This date is not the same "
				      "as X-Amz-Date: \"%.8s\".",
				      scope->date, exchange->claim.time));
}

static const char *iso(struct arena *arena, int64_t ms)
{
	char text[CLOCK_ISO_LEN + 1];

	clock_format_iso(ms, text);
	return arena_strdup(arena, text);
}

/* A presigned request ends by its own word; any other is too far from the server's time. */
static enum api_status skewed(struct exchange *exchange, const struct refusal_signature *signature)
{
	const struct sigv4_claim *claim = &exchange->claim;
	const struct sigv4_expected *expected = signature->expected;
	struct arena *arena = exchange->call.arena;

	if (claim->is_presigned) {
		bool is_old = signature->result == SIGV4_TOO_OLD;

		call_fail_common(&exchange->call, 403, "AccessDenied", "%s",
				 is_old ? "Request has expired" : "Request is not valid yet");
		add(exchange, "X-Amz-Expires",
		    arena_printf(arena, "%lld", (long long)claim->expires_s));
		add(exchange, "Expires", iso(arena, claim->time_ms + claim->expires_s * 1000));
		add(exchange, "ServerTime", iso(arena, expected->now_ms));
		return API_FAILED;
	}
	call_fail_common(&exchange->call, 403, "RequestTimeTooSkewed",
			 "The difference between the request time and the current time is too "
			 "large.");
	add(exchange, "RequestTime", claim->time);
	add(exchange, "ServerTime", iso(arena, expected->now_ms));
	add(exchange, "MaxAllowedSkewMilliseconds",
	    arena_printf(arena, "%lld", (long long)expected->window_ms));
	return API_FAILED;
}

static enum api_status other_body(struct exchange *exchange)
{
	const struct http_request *http = &exchange->request->http;
	char hash[SHA256_HEX_LEN + 1];

	sha256_hex(http->body, http->body_len, hash);
	call_fail_common(&exchange->call, 400, "XAmzContentSHA256Mismatch",
			 "The provided 'x-amz-content-sha256' header does not match what was "
			 "computed.");
	add(exchange, "ClientComputedContentSHA256",
	    http_headers_get(&http->headers, "X-Amz-Content-SHA256"));
	add(exchange, "S3ComputedContentSHA256", arena_strdup(exchange->call.arena, hash));
	return API_FAILED;
}

enum api_status refusal_s3_signature(struct exchange *exchange,
				     const struct refusal_signature *signature)
{
	struct call *call = &exchange->call;

	switch (signature->result) {
	case SIGV4_WRONG_SCOPE:
		return wrong_scope(exchange, signature);
	case SIGV4_TOO_OLD:
	case SIGV4_NOT_YET:
		return skewed(exchange, signature);
	case SIGV4_BODY_MISMATCH:
		return other_body(exchange);
	case SIGV4_HEADER_NOT_SIGNED:
		call_fail_common(call, 403, "AccessDenied",
				 "There were headers present in the request which were not signed");
		add(exchange, "HeadersNotSigned", signature->verification->unsigned_header);
		return API_FAILED;
	default:
		call_fail_common(call, 403, "SignatureDoesNotMatch",
				 "The request signature we calculated does not match the signature "
				 "you provided. Check your key and signing method.");
		add(exchange, "AWSAccessKeyId", exchange->claim.access_key_id);
		add(exchange, "StringToSign", signature->verification->string_to_sign);
		add(exchange, "SignatureProvided", exchange->claim.signature);
		add(exchange, "CanonicalRequest", signature->verification->canonical_request);
		return API_FAILED;
	}
}
