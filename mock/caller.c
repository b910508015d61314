#include "mock/caller.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"

/* What the two queries below answer. */
struct row {
	const char *secret, *token, *status, *kind, *account_id, *owner_id, *session_name;
	const char *user_name, *user_path, *role_name, *role_path, *boundary_arn;
	const char *organization_id, *management_account_id, *account_state;
	const char *policy, *policy_arns, *task_policy_arn, *source_identity, *federated_provider,
		*claims;
	const char *tags, *transitive_tags, *last_used_service, *last_used_region;
	int64_t issued_ms, expires_ms, mfa_ms, last_used_ms;
};

#define TEXT(member)                                               \
	{                                                          \
#member, offsetof(struct row, member), COLUMN_TEXT \
	}
#define NUMBER(member)                                                \
	{                                                             \
#member, offsetof(struct row, member), COLUMN_INTEGER \
	}

static const struct database_column columns[] = {
	TEXT(secret),
	TEXT(token),
	TEXT(status),
	TEXT(kind),
	TEXT(account_id),
	TEXT(owner_id),
	TEXT(session_name),
	TEXT(user_name),
	TEXT(user_path),
	TEXT(role_name),
	TEXT(role_path),
	TEXT(boundary_arn),
	TEXT(organization_id),
	TEXT(management_account_id),
	TEXT(account_state),
	TEXT(policy),
	TEXT(policy_arns),
	TEXT(task_policy_arn),
	TEXT(source_identity),
	TEXT(claims),
	TEXT(tags),
	TEXT(federated_provider),
	TEXT(transitive_tags),
	TEXT(last_used_service),
	TEXT(last_used_region),
	NUMBER(issued_ms),
	NUMBER(expires_ms),
	NUMBER(mfa_ms),
	NUMBER(last_used_ms),
	{ NULL, 0, COLUMN_TEXT },
};
static const struct database_row form = { sizeof(struct row), columns };

static const char key_sql[] =
	"SELECT k.secret, k.status, k.account_id, k.owner_id, k.last_used_ms, k.last_used_service,"
	" k.last_used_region, u.name AS user_name, u.path AS user_path, u.boundary_arn,"
	" a.organization_id, a.state AS account_state, o.management_account_id"
	" FROM access_key AS k JOIN account AS a ON a.id = k.account_id"
	" LEFT JOIN iam_user AS u ON u.unique_id = k.owner_id"
	" LEFT JOIN organization AS o ON o.id = a.organization_id WHERE k.id = :id";

static const char session_sql[] =
	"SELECT s.secret, s.token, s.kind, s.account_id, s.issuer_id AS owner_id,"
	" s.name AS session_name, s.issued_ms, s.expires_ms, s.mfa_ms, s.policy, s.policy_arns,"
	" s.task_policy_arn, s.source_identity, s.federated_provider, s.claims, s.tags, "
	"s.transitive_tags,"
	" u.name AS user_name, u.path AS user_path, r.name AS role_name, r.path AS role_path,"
	" coalesce(u.boundary_arn, r.boundary_arn) AS boundary_arn,"
	" a.organization_id, a.state AS account_state, o.management_account_id"
	" FROM session AS s JOIN account AS a ON a.id = s.account_id"
	" LEFT JOIN iam_user AS u ON u.unique_id = s.issuer_id"
	" LEFT JOIN iam_role AS r ON r.unique_id = s.issuer_id"
	" LEFT JOIN organization AS o ON o.id = a.organization_id WHERE s.access_key_id = :id";

static void be_root(struct call *call, const struct row *row, struct principal *principal)
{
	principal->arn = arn_root_user(call, row->account_id);
	principal->policy_arn = principal->arn;
	principal->user_id = row->account_id;
	principal->unique_id = row->account_id;
}

static void be_user(struct call *call, const struct row *row, struct principal *principal)
{
	principal->arn = arn_iam(call, row->account_id, "user", row->user_path, row->user_name);
	principal->policy_arn = principal->arn;
	principal->user_id = row->owner_id;
	principal->name = row->user_name;
}

static void be_role(struct call *call, const struct row *row, struct principal *principal)
{
	principal->arn = arn_assumed_role(call, row->account_id, row->role_name, row->session_name);
	principal->policy_arn =
		arn_iam(call, row->account_id, "role", row->role_path, row->role_name);
	principal->user_id = arena_printf(call->arena, "%s:%s", row->owner_id, row->session_name);
	principal->name = row->role_name;
	principal->is_service_linked_role = row->role_path &&
					    strncmp(row->role_path, "/aws-service-role/", 18) == 0;
}

static void be_federated(struct call *call, const struct row *row, struct principal *principal)
{
	principal->arn = arn_federated_user(call, row->account_id, row->session_name);
	principal->policy_arn = principal->arn;
	principal->user_id = arena_printf(call->arena, "%s:%s", row->account_id, row->session_name);
	principal->name = row->user_name;
}

/* A session of the root user's own has the account as its issuer. */
static enum principal_kind kind_of(const struct row *row)
{
	bool is_root = strcmp(row->owner_id, row->account_id) == 0;

	if (!row->kind)
		return is_root ? PRINCIPAL_ROOT : PRINCIPAL_USER;
	if (strcmp(row->kind, "role") == 0)
		return PRINCIPAL_ROLE_SESSION;
	if (strcmp(row->kind, "root") == 0)
		return PRINCIPAL_ROOT_SESSION;
	return strcmp(row->kind, "user") == 0 ? PRINCIPAL_USER_SESSION
					      : PRINCIPAL_FEDERATED_SESSION;
}

static void fill_principal(struct call *call, const struct row *row, struct principal *principal)
{
	bool is_root = strcmp(row->owner_id, row->account_id) == 0;

	principal->kind = kind_of(row);
	principal->account_id = row->account_id;
	principal->unique_id = row->owner_id;
	principal->session_name = row->session_name;
	principal->organization_id = row->organization_id;
	principal->is_management_account = row->management_account_id &&
					   strcmp(row->management_account_id, row->account_id) == 0;
	principal->task_policy_arn = row->task_policy_arn;
	principal->session_policy = row->policy;
	principal->session_policy_arns = row->policy_arns;
	principal->session_claims = row->claims;
	principal->session_tags = row->tags;
	principal->transitive_tags = row->transitive_tags;
	principal->source_identity = row->source_identity;
	principal->federated_provider = row->federated_provider;
	principal->boundary_arn = row->boundary_arn;
	principal->issued_ms = row->issued_ms;
	principal->expires_ms = row->expires_ms;
	principal->mfa_ms = row->mfa_ms;
	if (principal->kind == PRINCIPAL_FEDERATED_SESSION)
		be_federated(call, row, principal);
	else if (is_root)
		be_root(call, row, principal);
	else if (principal->kind == PRINCIPAL_ROLE_SESSION)
		be_role(call, row, principal);
	else
		be_user(call, row, principal);
}

bool caller_find(struct call *call, const char *access_key_id, struct caller *out_caller)
{
	const struct database_value *values = DATABASE_VALUES(database_text("id", access_key_id));
	struct row row = { 0 };
	bool is_root;

	if (!database_row(call, key_sql, values, &form, &row) &&
	    !database_row(call, session_sql, values, &form, &row))
		return false;
	is_root = strcmp(row.owner_id, row.account_id) == 0;
	*out_caller = (struct caller){
		.secret = row.secret,
		.token = row.token,
		.expires_ms = row.expires_ms,
		.is_inactive = row.status && strcmp(row.status, "Active") != 0,
		.is_issuer_gone = !is_root && !row.user_name && !row.role_name,
		.account_state = row.account_state,
		.last_used_ms = row.last_used_ms,
		.last_used_service = row.last_used_service,
		.last_used_region = row.last_used_region,
	};
	if (!out_caller->is_issuer_gone)
		fill_principal(call, &row, &out_caller->principal);
	out_caller->principal.access_key_id = arena_strdup(call->arena, access_key_id);
	return true;
}
