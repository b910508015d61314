#include "mock/refusal.h"

#include <string.h>

#include "wire/clock.h"
#include "wire/digest.h"
#include "wire/encoding.h"

/* What a protocol calls what is wrong. */
struct codes {
	const char *missing, *incomplete, *unknown_key, *expired, *mismatch;
};

static const struct codes query_codes = {
	.missing = "MissingAuthenticationToken",
	.incomplete = "IncompleteSignature",
	.unknown_key = "InvalidClientTokenId",
	.expired = "ExpiredToken",
	.mismatch = "SignatureDoesNotMatch",
};

static const struct codes json_codes = {
	.missing = "MissingAuthenticationTokenException",
	.incomplete = "IncompleteSignatureException",
	.unknown_key = "UnrecognizedClientException",
	.expired = "ExpiredTokenException",
	.mismatch = "InvalidSignatureException",
};

/* How a kind of service refuses. What is incomplete has the status 400 everywhere. */
struct dialect {
	const struct codes *codes;
	int status;
	int window_min;
};

/* IAM and STS: recorded, but for the status of what is incomplete, which is documented. */
static const struct dialect query = { &query_codes, .status = 403, .window_min = 15 };

/* Organizations: the codes are documented; that the status is 400 is assumed. */
static const struct dialect json = { &json_codes, .status = 400, .window_min = 5 };

/* Account: the codes of JSON; that the status is 403 is assumed. */
static const struct dialect rest_json = { &json_codes, .status = 403, .window_min = 5 };

/* SQS keeps the codes of its Query days beside JSON's envelope: assumed. */
static const struct dialect query_compatible = { &query_codes, .status = 403, .window_min = 15 };

static const struct dialect *dialect_of(const struct api_service *service)
{
	if (service->is_query_compatible)
		return &query_compatible;
	if (service->protocol == API_REST_JSON)
		return &rest_json;
	return service->protocol == API_JSON ? &json : &query;
}

static bool is_s3(const struct exchange *exchange)
{
	return exchange->service->protocol == API_REST_XML;
}

int64_t refusal_window_ms(const struct api_service *service)
{
	return (int64_t)dialect_of(service)->window_min * 60 * 1000;
}

/*
 * AWS does not repeat a header that may hold a secret; it shows the header's
 * digest (seen in public reports, not recorded here).
 */
static const char *digest_of(struct exchange *exchange)
{
	const char *header = exchange->claim.authorization;
	struct sha256 digest = sha256(header, strlen(header));

	return base64_encode(exchange->call.arena, digest.bytes, sizeof(digest.bytes));
}

/* In the order in which AWS names them. */
static const struct {
	enum sigv4_part part;
	const char *header_text;
	const char *query_name;
} parts[] = {
	{ SIGV4_PART_ALGORITHM, NULL, "X-Amz-Algorithm" },
	{ SIGV4_PART_CREDENTIAL, "Authorization header requires 'Credential' parameter. ",
	  "X-Amz-Credential" },
	{ SIGV4_PART_SIGNATURE, "Authorization header requires 'Signature' parameter. ",
	  "X-Amz-Signature" },
	{ SIGV4_PART_SIGNED_HEADERS, "Authorization header requires 'SignedHeaders' parameter. ",
	  "X-Amz-SignedHeaders" },
	{ SIGV4_PART_DATE,
	  "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
	  "X-Amz-Date" },
};

/* The texts of the header are recorded, those of a query assumed. */
static const char *incomplete_text(struct exchange *exchange)
{
	const struct sigv4_claim *claim = &exchange->claim;
	struct buffer text;

	buffer_init(&text, exchange->call.arena, 400);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!(claim->missing_parts & parts[i].part))
			continue;
		if (claim->is_presigned)
			buffer_printf(&text, "AWS query-string parameters must include '%s'. ",
				      parts[i].query_name);
		else if (parts[i].header_text)
			buffer_add_text(&text, parts[i].header_text);
	}
	if (claim->is_presigned)
		buffer_add_text(&text, "Re-examine the query-string parameters.");
	else
		buffer_printf(&text,
			      "(Hashed with SHA-256 and encoded with Base64) Authorization=%s",
			      digest_of(exchange));
	return text.data;
}

/* A word that is no algorithm may be a secret in the wrong place; only a short one is repeated. */
static const char *shown_algorithm(const struct sigv4_claim *claim)
{
	return strlen(claim->algorithm) <= 24 ? claim->algorithm : "";
}

static const char *claim_text(struct exchange *exchange)
{
	const struct sigv4_claim *claim = &exchange->claim;
	struct arena *arena = exchange->call.arena;

	switch (exchange->claim_result) {
	case SIGV4_BAD_ALGORITHM:
		return arena_printf(arena, "Unsupported AWS 'algorithm': '%s'.",
				    shown_algorithm(claim));
	case SIGV4_BAD_PAIR:
		return arena_printf(arena,
				    "Invalid key=value pair (missing equal-sign) in Authorization "
				    "header (hashed with SHA-256 and encoded with Base64): '%s'.",
				    digest_of(exchange));
	case SIGV4_BAD_CREDENTIAL:
		return arena_printf(arena,
				    "Credential must have exactly 5 slash-delimited elements, e.g. "
				    "keyid/date/region/service/term, got '%s'",
				    claim->credential);
	case SIGV4_BAD_DATE:
		return arena_printf(arena,
				    "Date must be in ISO-8601 'basic format'. Got '%s'. See "
				    "http://en.wikipedia.org/wiki/ISO_8601",
				    claim->time);
	default:
		return incomplete_text(exchange);
	}
}

enum api_status refusal_of_claim(struct exchange *exchange)
{
	const struct dialect *dialect = dialect_of(exchange->service);

	if (is_s3(exchange))
		return refusal_s3_claim(exchange);
	if (exchange->claim_result == SIGV4_MISSING)
		return call_fail_common(&exchange->call, dialect->status, dialect->codes->missing,
					"Request is missing Authentication Token");
	return call_fail_common(&exchange->call, 400, dialect->codes->incomplete, "%s",
				claim_text(exchange));
}

/* Whatever is wrong with a key or its token, the text is the same (recorded). */
enum api_status refusal_of_credentials(struct exchange *exchange, enum refusal refusal)
{
	const struct dialect *dialect = dialect_of(exchange->service);

	if (is_s3(exchange))
		return refusal_s3_credentials(exchange, refusal);
	if (refusal == REFUSAL_EXPIRED)
		return call_fail_common(&exchange->call, dialect->status, dialect->codes->expired,
					"The security token included in the request is expired");
	return call_fail_common(&exchange->call, dialect->status, dialect->codes->unknown_key,
				"The security token included in the request is invalid.");
}

/*
 * One sentence for each thing that is wrong, in a row; the blank at the end is
 * real (recorded for region and service; the other two are assumed).
 */
static const char *scope_text(struct exchange *exchange,
			      const struct sigv4_verification *verification)
{
	const struct sigv4_claim *claim = &exchange->claim;
	struct buffer text;

	buffer_init(&text, exchange->call.arena, 300);
	if (verification->wrong_region)
		buffer_add_text(&text, "Credential should be scoped to a valid region. ");
	if (verification->wrong_service)
		buffer_printf(&text, "Credential should be scoped to correct service: '%s'. ",
			      exchange->service->signing_name);
	if (verification->wrong_terminator)
		buffer_printf(&text,
			      "Credential should be scoped with a valid terminator: '%s', not "
			      "'%s'. ",
			      SIGV4_TERMINATOR, claim->terminator);
	if (verification->wrong_date)
		buffer_printf(&text,
			      "Date in Credential scope does not match YYYYMMDD from ISO-8601 "
			      "version of date from HTTP: '%s' != '%.8s', from '%s'. ",
			      claim->scope.date, claim->time, claim->time);
	return text.data;
}

/* Recorded for Query with 15 minutes; 5 are seen elsewhere. */
static const char *skew_text(struct exchange *exchange, const struct refusal_signature *signature)
{
	const struct sigv4_expected *expected = signature->expected;
	bool is_old = signature->result == SIGV4_TOO_OLD;
	int64_t edge_ms = expected->now_ms + (is_old ? -1 : 1) * expected->window_ms;
	char now[CLOCK_BASIC_LEN + 1], edge[CLOCK_BASIC_LEN + 1];

	clock_format_basic(expected->now_ms, now);
	clock_format_basic(edge_ms, edge);
	return arena_printf(exchange->call.arena, "%s: %s is %s %s (%s %c %d min.)",
			    is_old ? "Signature expired" : "Signature not yet current",
			    exchange->claim.time, is_old ? "now earlier than" : "still later than",
			    edge, now, is_old ? '-' : '+', (int)(expected->window_ms / 60000));
}

/* Documented by readers of AWS's answers; not recorded. */
static const char *unsigned_text(struct exchange *exchange, const char *header)
{
	struct buffer name;

	if (strcmp(header, "host") == 0)
		return "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
	buffer_init(&name, exchange->call.arena, 40);
	for (; *header; header++)
		buffer_add_char(&name, *header >= 'A' && *header <= 'Z' ? *header | 0x20 : *header);
	return arena_printf(exchange->call.arena,
			    "'%s' must be a 'SignedHeader' in the AWS Authorization.", name.data);
}

static const char *signature_text(struct exchange *exchange,
				  const struct refusal_signature *signature)
{
	switch (signature->result) {
	case SIGV4_WRONG_SCOPE:
		return scope_text(exchange, signature->verification);
	case SIGV4_TOO_OLD:
	case SIGV4_NOT_YET:
		return skew_text(exchange, signature);
	case SIGV4_HEADER_NOT_SIGNED:
		return unsigned_text(exchange, signature->verification->unsigned_header);
	default:
		return "The request signature we calculated does not match the signature you "
		       "provided. Check your AWS Secret Access Key and signing method. Consult "
		       "the service documentation for details.";
	}
}

enum api_status refusal_of_signature(struct exchange *exchange,
				     const struct refusal_signature *signature)
{
	const struct dialect *dialect = dialect_of(exchange->service);

	if (is_s3(exchange))
		return refusal_s3_signature(exchange, signature);
	return call_fail_common(&exchange->call, dialect->status, dialect->codes->mismatch, "%s",
				signature_text(exchange, signature));
}
