/*
 * federated_identity.h - what an identity provider says of the bearer of its
 * token or assertion.
 *
 * AssumeRoleWithWebIdentity and AssumeRoleWithSAML are not signed: who calls
 * is what the provider says, if an account knows the provider. Signatures of
 * tokens and assertions are believed: the keys of OpenID Connect providers are
 * at their addresses, where the mock never asks, and those of SAML providers
 * sign canonical XML.
 */
#pragma once

#include "mock/call.h"
#include "model/sts_api.h"
#include "policy/context.h"

enum { FEDERATED_TAGS_MAX = 50 }; /* session tags of a token (documented) */

/* One condition key and its values. */
struct federated_claim {
	const char *key; /* "oidc.example.com:sub", "saml:sub" */
	const char *const *values;
	size_t count;
	bool is_list; /* a key of several values; otherwise the first counts */
	struct federated_claim *next;
};

/* Texts are owned by the call's arena; NULL: the provider does not say. */
struct federated_identity {
	const char *provider_arn;
	const char *issuer; /* of a token without https://, as condition keys have it */
	const char *audience;
	const char *subject;
	const char *subject_type;   /* SAML: "persistent", "transient" or another format's URI */
	const char *name_qualifier; /* SAML */
	const char *session_name;   /* SAML; with a token the request says it */
	const char *source_identity;
	const char *role_is_authorized; /* "true" or "false" by the roles of a token; SAML: NULL */
	int64_t ends_ms;                /* the session ends by then; 0: the provider does not say */
	struct sts_tag_list_type tags;
	struct sts_tag_key_list_type transitive_keys;
	struct federated_claim *claims;
};

/* Adds a condition key; without values it stays absent. Key and values are kept. */
void federated_identity_claim(struct call *call, struct federated_identity *identity,
			      const struct federated_claim *claim);

/* Adds a condition key of one value, which may be NULL. */
void federated_identity_claim_text(struct call *call, struct federated_identity *identity,
				   const char *key, const char *value);

/* Adds a session tag; false if there is no room or the tag is longer than tags may be. */
MUST_USE bool federated_identity_tag(struct call *call, struct federated_identity *identity,
				     const char *key, const char *value);

/* Whether a text may be a session's name or a source identity: [a-zA-Z_0-9+=,.@-]{2,64}. */
bool federated_identity_is_name(const char *text);

/* Refuses a source identity that is none; the text is documented for SAML. */
MUST_USE enum api_status federated_identity_check_source(struct call *call, const char *text);

/* Refuses session tags that are none (assumed). */
enum api_status federated_identity_refuse_tags(struct call *call);

/* What trust policies and RCPs can ask of the bearer, whose session is not yet there. */
void federated_identity_describe(const struct federated_identity *identity, struct call *call,
				 struct policy_context *context);
