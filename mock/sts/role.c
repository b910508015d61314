#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/sts/role.h"
#include "mock/sts/sts.h"

enum { ROLE_SESSION_S = 3600, CHAINED_SESSION_MAX_S = 3600 };

static const struct database_column role_columns[] = {
	{ "unique_id", offsetof(struct sts_role, unique_id), COLUMN_TEXT },
	{ "account_id", offsetof(struct sts_role, account_id), COLUMN_TEXT },
	{ "name", offsetof(struct sts_role, name), COLUMN_TEXT },
	{ "path", offsetof(struct sts_role, path), COLUMN_TEXT },
	{ "max_session_s", offsetof(struct sts_role, max_session_s), COLUMN_INTEGER },
	{ NULL },
};

static const struct database_row role_row = { sizeof(struct sts_role), role_columns };

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

enum api_status sts_role_check_arn(struct call *call, const char *role_arn)
{
	if (!is_iam_arn(call, role_arn))
		return call_fail(call, &sts_validation_error, "%s is invalid", role_arn);
	return API_OK;
}

enum api_status sts_assume_role_check(struct call *call, const void *input)
{
	const struct sts_assume_role_in *in = input;

	return sts_role_check_arn(call, in->role_arn);
}

bool sts_role_find(struct call *call, const char *arn, struct sts_role *out_role)
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

enum api_status sts_role_duration(struct call *call, const struct sts_role *role,
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
				    const struct sts_role *role,
				    struct session_request *out_request, size_t *out_size)
{
	struct sts_session_tags tags;
	struct sts_session_policies policies;
	int64_t mfa_ms; /* counts for the role's trust policy only; its sessions carry none */

	if (sts_mfa_check(call, in->serial_number, in->token_code, &mfa_ms) != API_OK ||
	    sts_session_tags_read(call, &in->tags, &in->transitive_tag_keys, &tags) != API_OK ||
	    sts_session_policies_read(call, in->policy, &in->policy_arns, &policies) != API_OK ||
	    sts_role_duration(call, role, in->duration_seconds, &out_request->duration_s) !=
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

const struct sts_assumed_role_user *sts_role_user(struct call *call, const struct sts_role *role,
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
	struct sts_role role;
	size_t size;
	int64_t percent;

	if (!sts_role_find(call, in->role_arn, &role))
		return sts_deny(call, "sts:AssumeRole", in->role_arn);
	if (read_request(call, in, &role, &request, &size) != API_OK ||
	    sts_packed_size(call, size, &percent) != API_OK)
		return API_FAILED;
	out->assumed_role_user = sts_role_user(call, &role, in->role_session_name);
	if (size > 0) /* answered only when a policy or tags came (recorded) */
		out->packed_policy_size = api_integer(percent);
	out->source_identity = request.source_identity;
	out->credentials = sts_credentials_issue(call, &request);
	return API_OK;
}
