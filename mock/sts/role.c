#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/sts/sts.h"
#include "mock/sts/web_identity.h"

enum { ROLE_SESSION_S = 3600, CHAINED_SESSION_MAX_S = 3600 };

/* A role as AssumeRole needs it. */
struct role {
	const char *unique_id;
	const char *account_id;
	const char *name;
	const char *path;
	int64_t max_session_s;
};

static const struct database_column role_columns[] = {
	{ "unique_id", offsetof(struct role, unique_id), COLUMN_TEXT },
	{ "account_id", offsetof(struct role, account_id), COLUMN_TEXT },
	{ "name", offsetof(struct role, name), COLUMN_TEXT },
	{ "path", offsetof(struct role, path), COLUMN_TEXT },
	{ "max_session_s", offsetof(struct role, max_session_s), COLUMN_INTEGER },
	{ NULL },
};

static const struct database_row role_row = { sizeof(struct role), role_columns };

/* "arn:PARTITION:iam::ACCOUNT:RESOURCE" with a resource. */
static bool is_iam_arn(struct call *call, const char *arn)
{
	const char *account = arn_account(call->arena, arn);
	const char *prefix;

	if (!account)
		return false;
	prefix = arena_printf(call->arena, "arn:%s:iam::%s:", arn_partition(call), account);
	return strncmp(arn, prefix, strlen(prefix)) == 0 && arn[strlen(prefix)] != '\0';
}

/* Validation comes before authorization; the text is recorded. */
static enum api_status check_arn(struct call *call, const char *role_arn)
{
	if (!is_iam_arn(call, role_arn))
		return call_fail(call, &sts_validation_error, "%s is invalid", role_arn);
	return API_OK;
}

enum api_status sts_assume_role_check(struct call *call, const void *input)
{
	const struct sts_assume_role_in *in = input;

	return check_arn(call, in->role_arn);
}

enum api_status sts_assume_role_with_web_identity_check(struct call *call, const void *input)
{
	const struct sts_assume_role_with_web_identity_in *in = input;
	struct web_identity *identity = arena_new(call->arena, struct web_identity);
	struct principal *principal = arena_new(call->arena, struct principal);

	if (check_arn(call, in->role_arn) != API_OK)
		return API_FAILED;
	*principal = (struct principal){
		.kind = PRINCIPAL_WEB_IDENTITY,
		.account_id = arn_account(call->arena, in->role_arn),
		.web_identity = identity,
	};
	if (web_identity_read(call, in->web_identity_token, principal->account_id, identity) !=
	    API_OK)
		return API_FAILED;
	principal->arn = identity->provider_arn;
	call->principal = principal;
	return API_OK;
}

/* The role of an ARN, which must be written as it is stored. */
static bool find_role(struct call *call, const char *arn, struct role *out_role)
{
	static const char by_name[] = "SELECT unique_id, account_id, name, path, max_session_s"
				      " FROM iam_role"
				      " WHERE account_id = :account_id AND name = :name";
	const char *account = arn_account(call->arena, arn);
	const char *name = strrchr(arn, '/');

	if (!account || !name ||
	    !database_row(call, by_name,
			  DATABASE_VALUES(database_text("account_id", account),
					  database_text("name", name + 1)),
			  &role_row, out_role))
		return false;
	return strcmp(arn, arn_iam(call, account, "role", out_role->path, out_role->name)) == 0;
}

/* The length of the session; a role assumed from a role's session lasts an hour at most. */
static enum api_status session_duration(struct call *call, const struct role *role,
					struct api_integer wanted_s, int64_t *out_duration_s)
{
	bool is_chained = call->principal->kind == PRINCIPAL_ROLE_SESSION;

	*out_duration_s = wanted_s.is_set ? wanted_s.value : ROLE_SESSION_S;
	if (*out_duration_s > role->max_session_s)
		return call_fail(call, &sts_validation_error,
				 "The requested DurationSeconds exceeds the MaxSessionDuration set"
				 " for this role.");
	if (is_chained && *out_duration_s > CHAINED_SESSION_MAX_S)
		return call_fail(
			call, &sts_validation_error,
			"The requested DurationSeconds exceeds the 1 hour session limit for"
			" roles assumed by role chaining.");
	return API_OK;
}

/* A source identity is set once and stays for the whole chain of roles. */
static enum api_status source_identity(struct call *call, const struct sts_assume_role_in *in,
				       const char **out_identity)
{
	const char *inherited = call->principal->source_identity;

	*out_identity = inherited ? inherited : in->source_identity;
	if (inherited && in->source_identity && strcmp(inherited, in->source_identity) != 0)
		return sts_deny(call, "sts:SetSourceIdentity", in->role_arn);
	return API_OK;
}

/* Everything the session will be; the checks are in AWS's order where that is known. */
static enum api_status read_request(struct call *call, const struct sts_assume_role_in *in,
				    const struct role *role, struct session_request *out_request,
				    size_t *out_size)
{
	struct sts_session_tags tags;
	struct sts_session_policies policies;
	int64_t mfa_ms; /* counts for the role's trust policy only; its sessions carry none */

	if (sts_mfa_check(call, in->serial_number, in->token_code, &mfa_ms) != API_OK ||
	    sts_session_tags_read(call, &in->tags, &in->transitive_tag_keys, &tags) != API_OK ||
	    sts_session_policies_read(call, in->policy, &in->policy_arns, &policies) != API_OK ||
	    session_duration(call, role, in->duration_seconds, &out_request->duration_s) !=
		    API_OK ||
	    source_identity(call, in, &out_request->source_identity) != API_OK)
		return API_FAILED;
	out_request->kind = "role";
	out_request->account_id = role->account_id;
	out_request->issuer_id = role->unique_id;
	out_request->name = in->role_session_name;
	out_request->policy = policies.document;
	out_request->policy_arns = policies.arns;
	out_request->tags = tags.tags;
	out_request->transitive_tags = tags.transitive;
	*out_size = tags.size + policies.size;
	return API_OK;
}

static const struct sts_assumed_role_user *role_user(struct call *call, const struct role *role,
						     const char *session_name)
{
	struct sts_assumed_role_user *user = arena_new(call->arena, struct sts_assumed_role_user);

	*user = (struct sts_assumed_role_user){
		.assumed_role_id =
			arena_printf(call->arena, "%s:%s", role->unique_id, session_name),
		.arn = arn_assumed_role(call, role->account_id, role->name, session_name),
	};
	return user;
}

enum api_status sts_assume_role(struct call *call, const struct sts_assume_role_in *in,
				struct sts_assume_role_out *out)
{
	struct session_request request = { 0 };
	struct role role;
	size_t size;
	int64_t percent;

	if (!find_role(call, in->role_arn, &role))
		return sts_deny(call, "sts:AssumeRole", in->role_arn);
	if (read_request(call, in, &role, &request, &size) != API_OK ||
	    sts_packed_size(call, size, &percent) != API_OK)
		return API_FAILED;
	out->assumed_role_user = role_user(call, &role, in->role_session_name);
	if (size > 0) /* answered only when a policy or tags came (recorded) */
		out->packed_policy_size = api_integer(percent);
	out->source_identity = request.source_identity;
	out->credentials = sts_credentials_issue(call, &request);
	return API_OK;
}

enum api_status sts_assume_role_with_web_identity(
	struct call *call, const struct sts_assume_role_with_web_identity_in *in,
	struct sts_assume_role_with_web_identity_out *out)
{
	const struct web_identity *identity = call->principal->web_identity;
	struct sts_session_policies policies;
	struct session_request request = { .kind = "role" };
	struct role role;
	int64_t percent;

	/* A role that is not there trusts nobody, so authorization ended the call before. */
	if (!find_role(call, in->role_arn, &role))
		return call_fail_common(call, 403, "AccessDenied",
					"Not authorized to perform sts:AssumeRoleWithWebIdentity");
	if (sts_session_policies_read(call, in->policy, &in->policy_arns, &policies) != API_OK ||
	    session_duration(call, &role, in->duration_seconds, &request.duration_s) != API_OK ||
	    sts_packed_size(call, policies.size, &percent) != API_OK)
		return API_FAILED;
	request.account_id = role.account_id;
	request.issuer_id = role.unique_id;
	request.name = in->role_session_name;
	request.policy = policies.document;
	request.policy_arns = policies.arns;
	request.federated_provider = identity->provider_arn;
	out->assumed_role_user = role_user(call, &role, in->role_session_name);
	out->subject_from_web_identity_token = identity->subject;
	out->audience = identity->audience;
	out->provider = arena_printf(call->arena, "https://%s", identity->issuer);
	if (policies.size > 0)
		out->packed_policy_size = api_integer(percent);
	out->credentials = sts_credentials_issue(call, &request);
	return API_OK;
}
