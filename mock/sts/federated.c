#include <string.h>

#include "mock/arn.h"
#include "mock/sts/role.h"
#include "mock/sts/saml_response.h"
#include "mock/sts/sts.h"
#include "mock/sts/web_identity.h"
#include "wire/json_writer.h"

enum { SESSION_MIN_MS = 1000 };

/* What AssumeRoleWithSAML and AssumeRoleWithWebIdentity have in common; texts are borrowed. */
struct federated_request {
	const char *role_arn;
	const char *session_name;
	const char *policy;
	const struct sts_policy_descriptor_list_type *policy_arns;
	struct api_integer duration_s;
};

struct federated_answer {
	const struct sts_credentials *credentials;
	const struct sts_assumed_role_user *user;
	struct api_integer packed_size;
};

/* The bearer is the caller from now on. */
static void become(struct call *call, const char *role_arn,
		   const struct federated_identity *identity)
{
	struct principal *principal = arena_new(call->arena, struct principal);

	*principal = (struct principal){
		.kind = PRINCIPAL_WEB_IDENTITY,
		.account_id = arn_account(call->arena, role_arn),
		.arn = identity->provider_arn,
		.federated = identity,
	};
	call->principal = principal;
}

enum api_status sts_assume_role_with_web_identity_check(struct call *call, const void *input)
{
	const struct sts_assume_role_with_web_identity_in *in = input;
	struct federated_identity *identity = arena_new(call->arena, struct federated_identity);

	if (sts_role_check_arn(call, in->role_arn) != API_OK ||
	    web_identity_read(call, in->web_identity_token, in->role_arn, identity) != API_OK)
		return API_FAILED;
	become(call, in->role_arn, identity);
	return API_OK;
}

/* An ARN of that type and of an account: "arn:aws:iam::ACCOUNT:TYPE/NAME". */
static bool is_arn_of(struct call *call, const char *arn, const char *type)
{
	const char *account = arn_account(call->arena, arn);
	const char *start;

	if (!account)
		return false;
	start = arn_iam(call, account, type, "/", "");
	return strncmp(arn, start, strlen(start)) == 0 && arn[strlen(start)];
}

enum api_status sts_assume_role_with_saml_check(struct call *call, const void *input)
{
	const struct sts_assume_role_with_saml_in *in = input;
	const struct saml_request request = { in->saml_assertion, in->role_arn, in->principal_arn };
	struct federated_identity *identity = arena_new(call->arena, struct federated_identity);

	if (!is_arn_of(call, in->role_arn, "role") ||
	    !is_arn_of(call, in->principal_arn, "saml-provider"))
		return call_fail(call, &sts_validation_error, "Request ARN is invalid");
	if (saml_response_read(call, &request, identity) != API_OK)
		return API_FAILED;
	become(call, in->role_arn, identity);
	return API_OK;
}

/* How long the session lasts: no longer than the one at the provider (documented). */
static enum api_status read_duration(struct call *call, const struct sts_role *role,
				     struct api_integer wanted_s, int64_t *out_duration_s)
{
	int64_t ends_ms = call->principal->federated->ends_ms;

	if (sts_role_duration(call, role, wanted_s, out_duration_s) != API_OK)
		return API_FAILED;
	if (ends_ms && ends_ms - call->now_ms < *out_duration_s * 1000)
		*out_duration_s = (ends_ms - call->now_ms + SESSION_MIN_MS - 1) / 1000;
	return API_OK;
}

/* The keys that requests of the session have too (documented), as its row keeps them. */
static const char *kept_claims(struct call *call, const struct federated_identity *identity)
{
	static const char *const kept[] = { "saml:namequalifier", "saml:sub", "saml:sub_type" };
	const struct federated_claim *claim = identity->claims;
	struct buffer text;
	struct json_writer json;

	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	for (; claim; claim = claim->next) {
		for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
			if (strcmp(claim->key, kept[i]) != 0)
				continue;
			json_key(&json, claim->key);
			json_string(&json, claim->values[0]);
		}
	}
	json_close_object(&json);
	return text.data;
}

static enum api_status issue(struct call *call, const struct federated_request *request,
			     struct federated_answer *out_answer)
{
	const struct federated_identity *identity = call->principal->federated;
	struct session_request session = { .kind = "role", .name = request->session_name };
	struct sts_session_policies policies;
	struct sts_session_tags tags;
	struct sts_role role;
	int64_t percent;

	/* A role that is not there trusts nobody, so authorization ended the call before. */
	if (!sts_role_find(call, request->role_arn, &role))
		return call_fail_common(call, 403, "AccessDenied",
					"Not authorized to perform sts:%s", call->operation->name);
	if (sts_session_tags_read(call, &identity->tags, &identity->transitive_keys, &tags) !=
		    API_OK ||
	    sts_session_policies_read(call, request->policy, request->policy_arns, &policies) !=
		    API_OK ||
	    read_duration(call, &role, request->duration_s, &session.duration_s) != API_OK ||
	    sts_packed_size(call, policies.size + tags.size, &percent) != API_OK)
		return API_FAILED;
	session.account_id = role.account_id;
	session.issuer_id = role.unique_id;
	session.policy = policies.document;
	session.policy_arns = policies.arns;
	session.claims = kept_claims(call, identity);
	session.tags = tags.tags;
	session.transitive_tags = tags.transitive;
	session.source_identity = identity->source_identity;
	session.federated_provider = identity->provider_arn;
	out_answer->user = sts_role_user(call, &role, request->session_name);
	out_answer->packed_size = (struct api_integer){ 0 };
	if (policies.size + tags.size > 0)
		out_answer->packed_size = api_integer(percent);
	out_answer->credentials = sts_credentials_issue(call, &session);
	return API_OK;
}

enum api_status sts_assume_role_with_web_identity(
	struct call *call, const struct sts_assume_role_with_web_identity_in *in,
	struct sts_assume_role_with_web_identity_out *out)
{
	const struct federated_identity *identity = call->principal->federated;
	const struct federated_request request = {
		.role_arn = in->role_arn,
		.session_name = in->role_session_name,
		.policy = in->policy,
		.policy_arns = &in->policy_arns,
		.duration_s = in->duration_seconds,
	};
	struct federated_answer answer;

	if (issue(call, &request, &answer) != API_OK)
		return API_FAILED;
	out->credentials = answer.credentials;
	out->assumed_role_user = answer.user;
	out->packed_policy_size = answer.packed_size;
	out->subject_from_web_identity_token = identity->subject;
	out->audience = identity->audience;
	out->provider = arena_printf(call->arena, "https://%s", identity->issuer);
	out->source_identity = identity->source_identity;
	return API_OK;
}

enum api_status sts_assume_role_with_saml(struct call *call,
					  const struct sts_assume_role_with_saml_in *in,
					  struct sts_assume_role_with_saml_out *out)
{
	const struct federated_identity *identity = call->principal->federated;
	const struct federated_request request = {
		.role_arn = in->role_arn,
		.session_name = identity->session_name,
		.policy = in->policy,
		.policy_arns = &in->policy_arns,
		.duration_s = in->duration_seconds,
	};
	struct federated_answer answer;

	if (issue(call, &request, &answer) != API_OK)
		return API_FAILED;
	out->credentials = answer.credentials;
	out->assumed_role_user = answer.user;
	out->packed_policy_size = answer.packed_size;
	out->subject = identity->subject;
	out->subject_type = identity->subject_type;
	out->issuer = identity->issuer;
	out->audience = identity->audience;
	out->name_qualifier = identity->name_qualifier;
	out->source_identity = identity->source_identity;
	return API_OK;
}
