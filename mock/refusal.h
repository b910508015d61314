/*
 * refusal.h - AWS's words for credentials and signatures it does not take.
 *
 * Every protocol has its own codes, statuses and texts; S3 has texts for
 * nearly every case. What was recorded and what is assumed stands beside the
 * texts in refusal.c and refusal_s3.c, and in docs/fidelity.md.
 */
#pragma once

#include "mock/exchange.h"

/* What may be wrong with credentials whose signature is not looked at yet. */
enum refusal {
	REFUSAL_UNKNOWN_KEY,   /* no such key, an inactive one, or its owner is gone */
	REFUSAL_BAD_TOKEN,     /* a session token that is not the key's */
	REFUSAL_MISSING_TOKEN, /* the key of a session without its token */
	REFUSAL_EXPIRED,       /* the session has ended */
};

/* Ends the call over what sigv4_parse answered in exchange->claim_result. */
enum api_status refusal_of_claim(struct exchange *exchange);

/* Ends the call over the key or the token. */
enum api_status refusal_of_credentials(struct exchange *exchange, enum refusal refusal);

/* A signature that sigv4_verify did not take. */
struct refusal_signature {
	enum sigv4_result result;
	const struct sigv4_expected *expected;
	const struct sigv4_verification *verification;
};

/* Ends the call over the signature. */
enum api_status refusal_of_signature(struct exchange *exchange,
				     const struct refusal_signature *signature);

/* How far a request's time may be off, either way. */
int64_t refusal_window_ms(const struct api_service *service);

/* The same three for S3, which the functions above call. */
enum api_status refusal_s3_claim(struct exchange *exchange);
enum api_status refusal_s3_credentials(struct exchange *exchange, enum refusal refusal);
enum api_status refusal_s3_signature(struct exchange *exchange,
				     const struct refusal_signature *signature);

/* S3 alone wants X-Amz-Content-SHA256 in a request that is signed by its header. */
enum api_status refusal_s3_missing_hash(struct exchange *exchange);
