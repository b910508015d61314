/*
 * web_identity.h - what the token of an identity provider says of its bearer.
 *
 * AssumeRoleWithWebIdentity is not signed: who calls is what the token says,
 * if its account knows the provider. The keys of providers are at their
 * addresses, where the mock never asks, so signatures of tokens are believed.
 */
#pragma once

#include "mock/call.h"
#include "wire/json_reader.h"

/* Texts are owned by the call's arena; NULL: the token does not say. */
struct web_identity {
	const char *provider_arn;
	const char *issuer;   /* without https://, as condition keys have it */
	const char *audience; /* who the token is for: azp before aud (documented) */
	const char *subject;
	const char *email;
	const char *own_audience; /* aud, where azp is there too */
	const char *const *methods;
	size_t method_count; /* of amr */
	int64_t expires_s;
};

/*
 * Reads a token for roles of an account and checks it: its form, a provider
 * the account has, its audience, its time. The texts of the refusals are
 * widely reported.
 */
MUST_USE enum api_status web_identity_read(struct call *call, const char *token,
					   const char *account_id,
					   struct web_identity *out_identity);
