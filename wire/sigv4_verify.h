/*
 * sigv4_verify.h - reading and verifying a signature: what the server does.
 *
 * Reading comes first, since the key id in the request says which secret to
 * verify with. Every way to fail has its own result, for AWS has its own words
 * for most of them.
 */
#pragma once

#include "wire/sigv4.h"
#include "wire/sigv4_keys.h"

enum sigv4_result {
	SIGV4_OK,
	/* of sigv4_parse */
	SIGV4_MISSING,        /* the request is not signed at all */
	SIGV4_BAD_ALGORITHM,  /* claim.algorithm is not ours */
	SIGV4_BAD_PAIR,       /* a piece of Authorization has no "=" */
	SIGV4_INCOMPLETE,     /* claim.missing_parts says what is not there */
	SIGV4_BAD_CREDENTIAL, /* claim.credential has not five parts */
	SIGV4_BAD_DATE,       /* claim.time is no time */
	SIGV4_BAD_EXPIRES,    /* X-Amz-Expires is no number from 1 to a week */
	/* of sigv4_verify */
	SIGV4_WRONG_SCOPE,        /* the wrong_ members of the verification say why */
	SIGV4_TOO_OLD,            /* signed before the window, or expired */
	SIGV4_NOT_YET,            /* signed after the window */
	SIGV4_HEADER_NOT_SIGNED,  /* Host or an X-Amz- header is not covered */
	SIGV4_SIGNATURE_MISMATCH, /* another secret, or the request was changed */
	SIGV4_BODY_MISMATCH,      /* the body is not the one x-amz-content-sha256 names */
};

/* What a signature cannot do without; bits of missing_parts. */
enum sigv4_part {
	SIGV4_PART_CREDENTIAL = 1,
	SIGV4_PART_SIGNATURE = 2,
	SIGV4_PART_SIGNED_HEADERS = 4,
	SIGV4_PART_DATE = 8,
	SIGV4_PART_EXPIRES = 16,
	SIGV4_PART_ALGORITHM = 32,
};

/* What a request says about its signature. Texts are owned by the arena; NULL is absent. */
struct sigv4_claim {
	bool is_presigned;         /* by its query, not by Authorization */
	const char *authorization; /* the header as it came */
	const char *algorithm;
	const char *credential; /* "AKIA.../20260102/us-east-1/sts/aws4_request" */
	const char *access_key_id;
	struct sigv4_scope scope;
	const char *terminator;
	const char *signed_headers;
	const char *signature;
	const char *time; /* as it came; YYYYMMDDTHHMMSSZ after SIGV4_OK */
	int64_t time_ms;
	int64_t expires_s; /* presigned only */
	const char *session_token;
	unsigned missing_parts;
};

/* Reads what a request says; no secret is needed. The claim is filled as far as it can be read. */
MUST_USE enum sigv4_result sigv4_parse(struct arena *arena, const struct http_request *request,
				       struct sigv4_claim *out_claim);

/* What the server holds against a claim. */
struct sigv4_expected {
	const char *region;  /* NULL: any */
	const char *service; /* NULL: any */
	int64_t now_ms;
	int64_t window_ms;                    /* how far the time may be off, either way */
	struct sigv4_credentials credentials; /* of claim.access_key_id */
	struct sigv4_keys *keys;              /* NULL: derive the key each time */
};

struct sigv4_verification {
	bool wrong_region, wrong_service, wrong_terminator, wrong_date; /* SIGV4_WRONG_SCOPE */
	const char *unsigned_header;   /* SIGV4_HEADER_NOT_SIGNED: its name */
	const char *canonical_request; /* once it was computed; else NULL */
	const char *string_to_sign;    /* the same */
};

/*
 * Verifies a claim that sigv4_parse accepted, in the order of the results
 * above. The comparison takes the same time wherever the signatures differ.
 */
MUST_USE enum sigv4_result sigv4_verify(struct arena *arena, const struct http_request *request,
					const struct sigv4_claim *claim,
					const struct sigv4_expected *expected,
					struct sigv4_verification *out_verification);
