/*
 * token_key.h - the keys that web identity tokens are signed with.
 *
 * A namespace has one for each algorithm, made when it is first needed and
 * kept in its state. They come from OpenSSL and not from the seed, so tokens
 * of two runs differ in their signatures.
 */
#pragma once

#include "mock/call.h"

/* Whether AWS signs with it: "RS256", "ES384" (documented). */
bool token_key_is_algorithm(const char *algorithm);

/*
 * A whole token of these claims, which are JSON: header, claims and signature
 * in base64 for URLs. NULL: OpenSSL cannot.
 */
const char *token_key_sign(struct call *call, const char *algorithm, const char *claims);

/* The public keys as a JSON Web Key Set, in the form that AWS's has (public transcripts). NULL:
 * OpenSSL cannot. */
const char *token_key_set(struct call *call);
