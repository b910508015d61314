#include "mock/arn.h"
#include "mock/sts/sts.h"

enum { TOKEN_S = 43200, ROOT_TOKEN_S = 3600 };

/* Credentials of a root user last an hour at most; a longer wish is cut (documented). */
static int64_t token_duration(const struct call *call, struct api_integer wish)
{
	int64_t duration_s = wish.is_set ? wish.value : TOKEN_S;

	if (call->principal->kind == PRINCIPAL_ROOT && duration_s > ROOT_TOKEN_S)
		return ROOT_TOKEN_S;
	return duration_s;
}

enum api_status sts_get_session_token(struct call *call, const struct sts_get_session_token_in *in,
				      struct sts_get_session_token_out *out)
{
	int64_t mfa_ms;

	if (sts_mfa_check(call, in->serial_number, in->token_code, &mfa_ms) != API_OK)
		return API_FAILED;
	out->credentials = sts_credentials_issue(
		call, &(struct session_request){
			      .kind = "user",
			      .account_id = call->principal->account_id,
			      .issuer_id = call->principal->unique_id,
			      .duration_s = token_duration(call, in->duration_seconds),
			      .mfa_ms = mfa_ms,
		      });
	return API_OK;
}

static const struct sts_federated_user *federated_user(struct call *call, const char *name)
{
	struct sts_federated_user *user = arena_new(call->arena, struct sts_federated_user);
	const char *account = call->principal->account_id;

	*user = (struct sts_federated_user){
		.federated_user_id = arena_printf(call->arena, "%s:%s", account, name),
		.arn = arn_federated_user(call, account, name),
	};
	return user;
}

enum api_status sts_get_federation_token(struct call *call,
					 const struct sts_get_federation_token_in *in,
					 struct sts_get_federation_token_out *out)
{
	struct sts_session_tags tags;
	struct sts_session_policies policies;
	int64_t percent;

	if (sts_session_tags_read(call, &in->tags, NULL, &tags) != API_OK ||
	    sts_session_policies_read(call, in->policy, &in->policy_arns, &policies) != API_OK ||
	    sts_packed_size(call, tags.size + policies.size, &percent) != API_OK)
		return API_FAILED;
	out->federated_user = federated_user(call, in->name);
	out->packed_policy_size = api_integer(percent); /* answered even when 0 (recorded) */
	out->credentials = sts_credentials_issue(
		call, &(struct session_request){
			      .kind = "federated",
			      .account_id = call->principal->account_id,
			      .issuer_id = call->principal->unique_id,
			      .name = in->name,
			      .policy = policies.document,
			      .policy_arns = policies.arns,
			      .tags = tags.tags,
			      .duration_s = token_duration(call, in->duration_seconds),
		      });
	return API_OK;
}
