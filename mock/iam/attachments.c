#include <string.h>

#include "mock/iam/attachment.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/paging.h"
#include "mock/iam/protected.h"

/* How many managed policies a kind may have (recorded, GetAccountSummary). */
static const struct attachment_quota {
	const char *name;
	int64_t max;
} quotas[] = {
	[IAM_USER] = { "PoliciesPerUser", 10 },
	[IAM_ROLE] = { "PoliciesPerRole", 20 },
	[IAM_GROUP] = { "PoliciesPerGroup", 10 },
};

/* The five policies of AssumeRoot are for sessions only (recorded). */
static bool is_task_policy(const struct iam_managed_policy *policy)
{
	return strcmp(policy->account_id, "aws") == 0 && strcmp(policy->path, "/root-task/") == 0;
}

/* Attaching again succeeds and changes nothing (documented). */
static enum api_status attach(struct call *call, const struct iam_entity *entity,
			      const struct iam_managed_policy *policy)
{
	const struct attachment_quota *quota = &quotas[entity->kind];

	if (is_task_policy(policy))
		return call_fail(call, &iam_policy_not_attachable,
				 "Cannot attach AWS reserved policy to an IAM %s.",
				 iam_entity_word(entity->kind));
	database_run(call,
		     "INSERT OR IGNORE INTO managed_attachment (owner_id, policy_arn)"
		     " VALUES (:owner, :arn)",
		     DATABASE_VALUES(database_text("owner", entity->id),
				     database_text("arn", policy->arn)));
	if (database_number(call, "SELECT count(*) FROM managed_attachment WHERE owner_id = :owner",
			    DATABASE_VALUES(database_text("owner", entity->id)), 0) > quota->max)
		return call_fail(call, &iam_limit_exceeded, "Cannot exceed quota for %s: %lld",
				 quota->name, (long long)quota->max);
	return API_OK;
}

static enum api_status attach_by_name(struct call *call, enum iam_entity_kind kind,
				      const char *name, const char *policy_arn)
{
	struct iam_entity entity;
	struct iam_managed_policy policy;

	if (!iam_managed_policy_is_arn(policy_arn))
		return call_fail_common(call, 400, "ValidationError", "ARN %s is not valid.",
					policy_arn);
	IAM_TRY(iam_entity_find(call, kind, name, &entity));
	IAM_TRY(iam_protected_check(call, &entity));
	IAM_TRY(iam_managed_policy_find_attachable(call, policy_arn, &policy));
	return attach(call, &entity, &policy);
}

static enum api_status detach_by_name(struct call *call, enum iam_entity_kind kind,
				      const char *name, const char *policy_arn)
{
	struct iam_entity entity;

	IAM_TRY(iam_entity_find(call, kind, name, &entity));
	IAM_TRY(iam_protected_check(call, &entity));
	if (database_run(call,
			 "DELETE FROM managed_attachment"
			 " WHERE owner_id = :owner AND policy_arn = :arn",
			 DATABASE_VALUES(database_text("owner", entity.id),
					 database_text("arn", policy_arn))) != 1)
		return call_fail(call, &iam_no_such_entity, "Policy %s was not found.", policy_arn);
	return API_OK;
}

static const struct database_column attached_columns[] = {
	{ "arn", offsetof(struct iam_attached_row, arn), COLUMN_TEXT },
	{ "name", offsetof(struct iam_attached_row, name), COLUMN_TEXT },
	{ 0 },
};
static const struct database_row attached_form = { sizeof(struct iam_attached_row),
						   attached_columns };

size_t iam_attached_rows(struct call *call, const struct iam_entity *entity,
			 const char *path_prefix, const struct iam_page *page,
			 struct iam_attached_row **out_rows)
{
	return database_rows(call,
			     "SELECT p.arn, p.name FROM managed_attachment a"
			     " JOIN managed_policy p ON p.arn = a.policy_arn"
			     " WHERE a.owner_id = :owner AND a.policy_arn > :after"
			     " AND (:prefix IS NULL"
			     "  OR substr(p.path, 1, length(:prefix)) = :prefix)"
			     " ORDER BY a.policy_arn LIMIT :limit",
			     DATABASE_VALUES(database_text("owner", entity->id),
					     database_text("after", page->after),
					     database_text("prefix", path_prefix),
					     database_integer("limit", page->fetch)),
			     &attached_form, out_rows);
}

struct iam_attached_policy *iam_attached_shapes(struct call *call,
						const struct iam_attached_row *rows, size_t count)
{
	struct iam_attached_policy *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = (struct iam_attached_policy){
			.policy_name = rows[i].name,
			.policy_arn = rows[i].arn,
		};
	return shapes;
}

#define ATTACHMENT_HANDLERS(word, entity_kind, member)                                           \
	IAM_HANDLER(attach_##word##_policy)                                                      \
	{                                                                                        \
		return attach_by_name(call, entity_kind, in->member, in->policy_arn);            \
	}                                                                                        \
	IAM_HANDLER(detach_##word##_policy)                                                      \
	{                                                                                        \
		return detach_by_name(call, entity_kind, in->member, in->policy_arn);            \
	}                                                                                        \
	IAM_HANDLER(list_attached_##word##_policies)                                             \
	{                                                                                        \
		struct iam_entity entity;                                                        \
		struct iam_page page;                                                            \
		struct iam_attached_row *rows = NULL;                                            \
		IAM_TRY(iam_entity_find(call, entity_kind, in->member, &entity));                \
		IAM_PAGE_OPEN(page);                                                             \
		size_t count = iam_attached_rows(call, &entity, in->path_prefix, &page, &rows);  \
		IAM_PAGE_CLOSE(page, rows, count);                                               \
		IAM_LIST(out->attached_policies, iam_attached_shapes(call, rows, count), count); \
		return API_OK;                                                                   \
	}

ATTACHMENT_HANDLERS(user, IAM_USER, user_name)
ATTACHMENT_HANDLERS(role, IAM_ROLE, role_name)
ATTACHMENT_HANDLERS(group, IAM_GROUP, group_name)
