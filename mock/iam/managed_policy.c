#include "mock/iam/managed_policy.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/iam/aws_catalogue.h"
#include "mock/iam/shape.h"
#include "mock/iam/totp.h"
#include "mock/setting.h"
#include "wire/digest.h"

enum { ID_RANDOM_LEN = 17 };

#define POLICY_COLUMN(column, member, kind)                               \
	{                                                                 \
		column, offsetof(struct iam_managed_policy, member), kind \
	}

static const struct database_column policy_columns[] = {
	POLICY_COLUMN("arn", arn, COLUMN_TEXT),
	POLICY_COLUMN("unique_id", id, COLUMN_TEXT),
	POLICY_COLUMN("account_id", account_id, COLUMN_TEXT),
	POLICY_COLUMN("name", name, COLUMN_TEXT),
	POLICY_COLUMN("path", path, COLUMN_TEXT),
	POLICY_COLUMN("description", description, COLUMN_TEXT),
	POLICY_COLUMN("default_version", default_version, COLUMN_TEXT),
	POLICY_COLUMN("latest_version", latest_version, COLUMN_INTEGER),
	POLICY_COLUMN("created_ms", created_ms, COLUMN_INTEGER),
	POLICY_COLUMN("updated_ms", updated_ms, COLUMN_INTEGER),
	{ 0 },
};
const struct database_row iam_managed_policy_form = { sizeof(struct iam_managed_policy),
						      policy_columns };

/* The text after "arn:PARTITION:iam::", or NULL. */
static const char *arn_owner(const char *arn)
{
	if (strncmp(arn, "arn:", 4) != 0)
		return NULL;
	const char *service = strchr(arn + 4, ':');
	return service && strncmp(service, ":iam::", 6) == 0 ? service + 6 : NULL;
}

bool iam_managed_policy_is_arn(const char *arn)
{
	const char *owner = arn_owner(arn);
	const char *resource = owner ? strchr(owner, ':') : NULL;
	return resource && strncmp(resource, ":policy/", 8) == 0 && resource[8];
}

bool iam_managed_policy_is_own(struct call *call, const char *arn)
{
	const char *owner = arn_owner(arn), *account = call->principal->account_id;
	size_t len = strlen(account);
	return owner && strncmp(owner, account, len) == 0 && owner[len] == ':';
}

/* Path and name of the ARN of a policy of AWS's, or NULL. */
static const char *name_at_aws(struct call *call, const char *arn)
{
	const char *start = arn_iam(call, "aws", "policy", "/", "");
	size_t len = strlen(start);

	return strncmp(arn, start, len) == 0 && arn[len] ? arn + len : NULL;
}

/* Its id is made of its name: a list must not use up the ids of what is created. */
static void take(struct call *call, const struct aws_catalogue_entry *entry)
{
	const char *slash = strrchr(entry->name, '/');
	const char *name = slash ? slash + 1 : entry->name;
	const char *path =
		arena_printf(call->arena, "/%.*s", (int)(name - entry->name), entry->name);
	struct sha256 digest = sha256(entry->name, strlen(entry->name));
	const char *text = totp_base32(call->arena, digest.bytes, sizeof(digest.bytes));

	database_run(
		call,
		"INSERT OR IGNORE INTO managed_policy (arn, unique_id, account_id, name, path,"
		" default_version, latest_version, created_ms, updated_ms)"
		" VALUES (:arn, :id, 'aws', :name, :path, :version,"
		" CAST(substr(:version, 2) AS INTEGER), :created, :updated)",
		DATABASE_VALUES(database_text("arn", arn_iam(call, "aws", "policy", path, name)),
				database_text("id", arena_printf(call->arena, "ANPA%.*s",
								 ID_RANDOM_LEN, text)),
				database_text("name", name), database_text("path", path),
				database_text("version", entry->version),
				database_integer("created", entry->created_ms),
				database_integer("updated", entry->updated_ms)));
}

void iam_managed_policy_learn(struct call *call, const char *arn)
{
	const char *name = name_at_aws(call, arn);
	struct aws_catalogue_entry entry;

	if (name && aws_catalogue_find(call->arena, name, &entry))
		take(call, &entry);
}

void iam_managed_policy_learn_all(struct call *call)
{
	struct aws_catalogue_entry entry;
	const char *cursor = NULL;

	while (aws_catalogue_next(call->arena, &cursor, &entry))
		take(call, &entry);
}

void iam_managed_policy_take_name(struct call *call, const char *name)
{
	struct aws_catalogue_entry entry;

	if (!aws_catalogue_find(call->arena, name, &entry))
		entry = (struct aws_catalogue_entry){ name, "v1", call->now_ms, call->now_ms };
	take(call, &entry);
}

static bool read_policy(struct call *call, const char *arn, struct iam_managed_policy *out_policy)
{
	*out_policy = (struct iam_managed_policy){ 0 };
	return database_row(call,
			    "SELECT " IAM_MANAGED_POLICY_COLUMNS " FROM managed_policy"
			    " WHERE arn = :arn AND account_id IN (:account, 'aws')",
			    DATABASE_VALUES(database_text("arn", arn),
					    database_text("account", call->principal->account_id)),
			    &iam_managed_policy_form, out_policy);
}

bool iam_managed_policy_exists(struct call *call, const char *arn,
			       struct iam_managed_policy *out_policy)
{
	if (read_policy(call, arn, out_policy))
		return true;
	iam_managed_policy_learn(call, arn);
	return read_policy(call, arn, out_policy);
}

enum api_status iam_managed_policy_find(struct call *call, const char *arn,
					struct iam_managed_policy *out_policy)
{
	if (!iam_managed_policy_exists(call, arn, out_policy))
		return call_fail(call, &iam_no_such_entity, "Policy %s was not found.", arn);
	return API_OK;
}

/* Takes an ARN of AWS's that nobody knows, if the namespace is set to. */
static void believe(struct call *call, const char *arn)
{
	const char *name = name_at_aws(call, arn);

	if (name && strcmp(setting_text(call, "iam.unknown_aws_policies", "refuse"), "attach") == 0)
		iam_managed_policy_take_name(call, name);
}

enum api_status iam_managed_policy_fail_unread(struct call *call,
					       const struct iam_managed_policy *policy)
{
	return call_fail_common(call, 501, "NotImplemented",
				"Mattock knows the policy %s by its name, not its document.",
				policy->arn);
}

enum api_status iam_managed_policy_find_attachable(struct call *call, const char *arn,
						   struct iam_managed_policy *out_policy)
{
	if (iam_managed_policy_exists(call, arn, out_policy))
		return API_OK;
	believe(call, arn);
	if (!iam_managed_policy_exists(call, arn, out_policy))
		return call_fail(call, &iam_no_such_entity,
				 "Policy %s does not exist or is not attachable.", arn);
	return API_OK;
}

int64_t iam_managed_policy_attachments(struct call *call, const char *arn)
{
	return database_number(
		call,
		"SELECT count(*) FROM managed_attachment a WHERE a.policy_arn = :arn AND ("
		" EXISTS (SELECT 1 FROM iam_user u WHERE u.unique_id = a.owner_id"
		"  AND u.account_id = :account)"
		" OR EXISTS (SELECT 1 FROM iam_role r WHERE r.unique_id = a.owner_id"
		"  AND r.account_id = :account)"
		" OR EXISTS (SELECT 1 FROM iam_group g WHERE g.unique_id = a.owner_id"
		"  AND g.account_id = :account))",
		DATABASE_VALUES(database_text("arn", arn),
				database_text("account", call->principal->account_id)),
		0);
}

int64_t iam_managed_policy_boundary_uses(struct call *call, const char *arn)
{
	return database_number(
		call,
		"SELECT (SELECT count(*) FROM iam_user WHERE account_id = :account"
		" AND boundary_arn = :arn) + (SELECT count(*) FROM iam_role"
		" WHERE account_id = :account AND boundary_arn = :arn)",
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_text("arn", arn)),
		0);
}

struct iam_policy iam_shape_policy(struct call *call, const struct iam_managed_policy *policy)
{
	return (struct iam_policy){
		.policy_name = policy->name,
		.policy_id = policy->id,
		.arn = policy->arn,
		.path = policy->path,
		.default_version_id = policy->default_version,
		.attachment_count = api_integer(iam_managed_policy_attachments(call, policy->arn)),
		.permissions_boundary_usage_count =
			api_integer(iam_managed_policy_boundary_uses(call, policy->arn)),
		.is_attachable = api_boolean(true),
		.create_date = api_timestamp(policy->created_ms),
		.update_date = api_timestamp(policy->updated_ms),
	};
}
