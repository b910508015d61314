/*
 * sts.h - what the handlers of STS share.
 *
 * The contract gives each handler its structs; here is what more than one of
 * them needs. Everything answered lives in the call's arena.
 */
#pragma once

#include "mock/call.h"
#include "mock/sts/session.h"
#include "model/sts_api.h"

/* Checks of the input's form that come before authorization; see mock/gate.h. */
enum api_status sts_assume_root_check(struct call *call, const void *input);
enum api_status sts_assume_role_check(struct call *call, const void *input);
enum api_status sts_get_web_identity_token_check(struct call *call, const void *input);

/* The same; the bearer of the token or assertion is the call's principal from then on. */
enum api_status sts_assume_role_with_saml_check(struct call *call, const void *input);
enum api_status sts_assume_role_with_web_identity_check(struct call *call, const void *input);

/* The handlers. */
enum api_status sts_get_caller_identity(struct call *call,
					const struct sts_get_caller_identity_in *in,
					struct sts_get_caller_identity_out *out);
enum api_status sts_get_access_key_info(struct call *call,
					const struct sts_get_access_key_info_in *in,
					struct sts_get_access_key_info_out *out);
enum api_status sts_decode_authorization_message(
	struct call *call, const struct sts_decode_authorization_message_in *in,
	struct sts_decode_authorization_message_out *out);
enum api_status sts_assume_root(struct call *call, const struct sts_assume_root_in *in,
				struct sts_assume_root_out *out);
enum api_status sts_assume_role(struct call *call, const struct sts_assume_role_in *in,
				struct sts_assume_role_out *out);
enum api_status sts_assume_role_with_saml(struct call *call,
					  const struct sts_assume_role_with_saml_in *in,
					  struct sts_assume_role_with_saml_out *out);
enum api_status sts_assume_role_with_web_identity(
	struct call *call, const struct sts_assume_role_with_web_identity_in *in,
	struct sts_assume_role_with_web_identity_out *out);
enum api_status sts_get_session_token(struct call *call, const struct sts_get_session_token_in *in,
				      struct sts_get_session_token_out *out);
enum api_status sts_get_federation_token(struct call *call,
					 const struct sts_get_federation_token_in *in,
					 struct sts_get_federation_token_out *out);

enum api_status sts_get_web_identity_token(struct call *call,
					   const struct sts_get_web_identity_token_in *in,
					   struct sts_get_web_identity_token_out *out);

/* Issues the session and makes the Credentials element of it. */
const struct sts_credentials *sts_credentials_issue(struct call *call,
						    const struct session_request *request);

/* The refusal of AssumeRole and AssumeRoot, which never says why (recorded). */
enum api_status sts_deny(struct call *call, const char *action, const char *resource);

/* The session tags of a request, as a session's row keeps them. */
struct sts_session_tags {
	const char *tags;       /* JSON object */
	const char *transitive; /* JSON list */
	size_t size;            /* bytes of keys and values, for the packed size */
};

/*
 * Checks the tags of a request and joins them with those that the calling
 * session hands on. The texts of the refusals are recorded.
 */
MUST_USE enum api_status sts_session_tags_read(struct call *call,
					       const struct sts_tag_list_type *tags,
					       const struct sts_tag_key_list_type *transitive,
					       struct sts_session_tags *out_tags);

/* The session policies of a request, as a session's row keeps them. */
struct sts_session_policies {
	const char *document; /* or NULL */
	const char *arns;     /* JSON list */
	size_t size;          /* bytes, for the packed size */
};

/* Checks the inline document and the managed ARNs of a request. */
MUST_USE enum api_status sts_session_policies_read(
	struct call *call, const char *document, const struct sts_policy_descriptor_list_type *arns,
	struct sts_session_policies *out_policies);

/*
 * The percentage of the room for policies and tags that @size bytes take.
 * How AWS packs is not published; one recording gives the scale. More than
 * 2,048 bytes are refused.
 */
MUST_USE enum api_status sts_packed_size(struct call *call, size_t size, int64_t *out_percent);

/*
 * Checks the MFA device and code of a request; @out_mfa_ms is when it was
 * given, 0 if the request has neither. The mock keeps no seeds: a device that
 * is enabled for the caller accepts every code but "000000".
 */
MUST_USE enum api_status sts_mfa_check(struct call *call, const char *serial, const char *code,
				       int64_t *out_mfa_ms);

extern const struct sts_handlers sts_handlers;
