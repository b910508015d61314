/*
 * sigv4.h - AWS Signature Version 4, stage by stage.
 *
 * The client signs and the mock verifies with these same functions, so a
 * disagreement shows at the first stage whose text differs. They are pure:
 * no clock, no environment, no I/O. Signing and verifying as a whole are in
 * sigv4_sign.h and sigv4_verify.h.
 *
 * S3 has rules of its own (documented), which a scope of the service "s3"
 * selects: the path is coded once and not normalised, the payload's digest is
 * the one in x-amz-content-sha256, and X-Amz-Expires counts.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/digest.h"
#include "wire/http.h"

#define SIGV4_ALGORITHM        "AWS4-HMAC-SHA256"
#define SIGV4_TERMINATOR       "aws4_request"
#define SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

enum {
	SIGV4_HEX_LEN = 64, /* hex digits in a signature, without the NUL */
	SIGV4_DAY_LEN = 8,  /* of a date, YYYYMMDD */
};

/* Where and when a signature is valid. Strings are borrowed. */
struct sigv4_scope {
	const char *date;    /* UTC day, YYYYMMDD */
	const char *region;  /* "us-east-1" */
	const char *service; /* signing name, "organizations" */
};

/* Who signs. Strings are borrowed. */
struct sigv4_credentials {
	const char *access_key_id;
	const char *secret;
	const char *session_token; /* NULL for a long-term key */
};

/* What of a request a signature covers. Strings are borrowed. */
struct sigv4_coverage {
	const char *signed_headers; /* lower-case names in order, "host;x-amz-date" */
	const char *payload_hash;   /* 64 hex digits, or SIGV4_UNSIGNED_PAYLOAD */
	bool is_presigned;          /* leave X-Amz-Signature out of the query */
	bool is_s3;                 /* leave the path as it is */
};

/* Whether S3's rules hold. */
bool sigv4_is_s3(const struct sigv4_scope *scope);

/* Stage 1. Appends the canonical request. */
void sigv4_canonical_request(struct buffer *out, const struct http_request *request,
			     const struct sigv4_coverage *coverage);

/* Part of stage 1: appends the canonical path. */
void sigv4_canonical_path(struct buffer *out, const char *path, bool is_s3);

/*
 * Part of stage 1: appends the canonical query. Percent coding that is valid
 * stays as the sender wrote it; other bytes are coded, and "+" is a space,
 * which is what it means when the query is read.
 */
void sigv4_canonical_query(struct buffer *out, const char *query, bool is_presigned);

/* Stage 2. @time is UTC, YYYYMMDDTHHMMSSZ. Appends the string to sign. */
void sigv4_string_to_sign(struct buffer *out, const struct sigv4_scope *scope, const char *time,
			  const struct buffer *canonical_request);

/* Appends the scope as text: "20260102/us-east-1/sts/aws4_request". */
void sigv4_scope_text(struct buffer *out, const struct sigv4_scope *scope);

/* Stage 3. The signing key, ready for use. As secret as the secret. */
struct hmac_key sigv4_signing_key(const struct sigv4_scope *scope, const char *secret);

/* Stage 4. Writes the signature: SIGV4_HEX_LEN lower-case digits and a NUL. */
void sigv4_signature(const struct hmac_key *key, const struct buffer *string_to_sign,
		     char out_hex[SIGV4_HEX_LEN + 1]);
