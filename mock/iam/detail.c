#include "mock/iam/detail.h"

#include <string.h>

#include "mock/iam/attachment.h"
#include "mock/iam/instance_profile.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"

static const struct iam_page everything = { .after = "", .fetch = -1 };

struct document_row {
	const char *name, *document;
	int64_t created_ms;
};

static const struct database_column document_columns[] = {
	{ "name", offsetof(struct document_row, name), COLUMN_TEXT },
	{ "document", offsetof(struct document_row, document), COLUMN_TEXT },
	{ "created_ms", offsetof(struct document_row, created_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row document_form = { sizeof(struct document_row), document_columns };

static struct iam_policy_detail_list_type inline_details(struct call *call, const char *owner_id)
{
	struct iam_policy_detail_list_type list = { .is_set = true };
	struct document_row *rows = NULL;
	list.len = database_rows(call,
				 "SELECT name, document FROM inline_policy"
				 " WHERE owner_id = :owner ORDER BY name",
				 DATABASE_VALUES(database_text("owner", owner_id)), &document_form,
				 &rows);
	list.items = arena_array(call->arena, list.len, sizeof(*list.items));
	for (size_t i = 0; i < list.len; i++)
		list.items[i] = (struct iam_policy_detail){
			.policy_name = rows[i].name,
			.policy_document = iam_document(call, rows[i].document),
		};
	return list;
}

static struct iam_attached_policies_list_type attached(struct call *call,
						       const struct iam_entity *entity)
{
	struct iam_attached_policies_list_type list = { .is_set = true };
	struct iam_attached_row *rows = NULL;
	list.len = iam_attached_rows(call, entity, NULL, &everything, &rows);
	list.items = iam_attached_shapes(call, rows, list.len);
	return list;
}

static struct iam_tag_list_type tags_of(struct call *call, const char *arn)
{
	struct iam_tag_list_type list = { .is_set = true };
	list.len = iam_tags_of(call, arn, &list.items);
	return list;
}

static const struct database_column name_columns[] = { { "name", 0, COLUMN_TEXT }, { 0 } };
static const struct database_row name_form = { sizeof(const char *), name_columns };

/* UserPolicyList is left out when there is none, unlike its relatives (recorded). */
void iam_detail_user(struct call *call, struct iam_details *out, const struct iam_entity *user)
{
	struct iam_user_detail *detail = &out->user_detail_list.items[out->user_detail_list.len++];
	*detail = (struct iam_user_detail){
		.path = user->path,
		.user_name = user->name,
		.user_id = user->id,
		.arn = user->arn,
		.create_date = api_timestamp(user->created_ms),
		.user_policy_list = inline_details(call, user->id),
		.attached_managed_policies = attached(call, user),
		.permissions_boundary = iam_shape_boundary(call, user->boundary_arn),
		.tags = tags_of(call, user->arn),
	};
	detail->user_policy_list.is_set = detail->user_policy_list.len > 0;
	const char **groups = NULL;
	size_t count = database_rows(call,
				     "SELECT g.name FROM group_member m JOIN iam_group g"
				     " ON g.unique_id = m.group_id WHERE m.user_id = :user"
				     " ORDER BY g.name",
				     DATABASE_VALUES(database_text("user", user->id)), &name_form,
				     &groups);
	IAM_LIST(detail->group_list, groups, count);
}

void iam_detail_group(struct call *call, struct iam_details *out, const struct iam_entity *group)
{
	out->group_detail_list.items[out->group_detail_list.len++] = (struct iam_group_detail){
		.path = group->path,
		.group_name = group->name,
		.group_id = group->id,
		.arn = group->arn,
		.create_date = api_timestamp(group->created_ms),
		.group_policy_list = inline_details(call, group->id),
		.attached_managed_policies = attached(call, group),
	};
}

void iam_detail_role(struct call *call, struct iam_details *out, const struct iam_entity *role)
{
	const struct iam_role shape = iam_shape_role(call, role, IAM_SHOW_BOUNDARY | IAM_SHOW_USE);
	struct iam_profile_row *profiles = NULL;
	size_t count = iam_profiles_of_role(call, role->id, &everything, &profiles);
	out->role_detail_list.items[out->role_detail_list.len++] = (struct iam_role_detail){
		.path = role->path,
		.role_name = role->name,
		.role_id = role->id,
		.arn = role->arn,
		.create_date = shape.create_date,
		.assume_role_policy_document = shape.assume_role_policy_document,
		.instance_profile_list = iam_profile_shapes(call, profiles, count),
		.role_policy_list = inline_details(call, role->id),
		.attached_managed_policies = attached(call, role),
		.permissions_boundary = shape.permissions_boundary,
		.tags = tags_of(call, role->arn),
		.role_last_used = shape.role_last_used,
	};
}

static struct iam_policy_document_version_list_type versions_of(
	struct call *call, const struct iam_managed_policy *policy)
{
	struct iam_policy_document_version_list_type list = { .is_set = true };
	struct document_row *rows = NULL;
	list.len = database_rows(call,
				 "SELECT version AS name, document, created_ms"
				 " FROM managed_policy_version WHERE policy_arn = :arn"
				 " ORDER BY CAST(substr(version, 2) AS INTEGER) DESC",
				 DATABASE_VALUES(database_text("arn", policy->arn)), &document_form,
				 &rows);
	list.items = arena_array(call->arena, list.len, sizeof(*list.items));
	for (size_t i = 0; i < list.len; i++)
		list.items[i] = (struct iam_policy_version){
			.document = iam_document(call, rows[i].document),
			.version_id = rows[i].name,
			.is_default_version =
				api_boolean(strcmp(policy->default_version, rows[i].name) == 0),
			.create_date = api_timestamp(rows[i].created_ms),
		};
	return list;
}

void iam_detail_policy(struct call *call, struct iam_details *out,
		       const struct iam_managed_policy *policy)
{
	const struct iam_policy shape = iam_shape_policy(call, policy);
	out->policies.items[out->policies.len++] = (struct iam_managed_policy_detail){
		.policy_name = shape.policy_name,
		.policy_id = shape.policy_id,
		.arn = shape.arn,
		.path = shape.path,
		.default_version_id = shape.default_version_id,
		.attachment_count = shape.attachment_count,
		.permissions_boundary_usage_count = shape.permissions_boundary_usage_count,
		.is_attachable = shape.is_attachable,
		.create_date = shape.create_date,
		.update_date = shape.update_date,
		.policy_version_list = versions_of(call, policy),
	};
}
