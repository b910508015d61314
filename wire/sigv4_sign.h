/*
 * sigv4_sign.h - signing a request: what a client does.
 */
#pragma once

#include "wire/sigv4.h"
#include "wire/sigv4_keys.h"

enum { SIGV4_EXPIRES_MAX_S = 604800 }; /* a week, S3's longest (documented) */

struct sigv4_signing {
	const char *region, *service;
	int64_t now_ms;
	unsigned expires_s;         /* sigv4_presign only */
	bool adds_content_sha256;   /* S3 wants the header */
	bool is_unsigned_payload;   /* the body is not covered; S3 over TLS only */
	struct sigv4_keys *keys;    /* NULL: derive the key each time */
	const char *canonical;      /* out: the canonical request, for diagnosis */
	const char *string_to_sign; /* out */
};

/*
 * Signs a request that has its Host header: adds X-Amz-Date,
 * X-Amz-Security-Token, X-Amz-Content-SHA256 and Authorization to its
 * headers. What proxies may change is not signed. Texts live in @arena.
 */
void sigv4_sign(struct arena *arena, struct http_request *request,
		const struct sigv4_credentials *credentials, struct sigv4_signing *signing);

/*
 * Signs by the query instead: replaces request->query by one with the
 * signature's parameters. Only Host is signed.
 */
void sigv4_presign(struct arena *arena, struct http_request *request,
		   const struct sigv4_credentials *credentials, struct sigv4_signing *signing);
