#include <string.h>

#include "mock/iam/deletion.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"
#include "mock/ids.h"

enum { GROUPS_MAX = 300, GROUPS_PER_USER_MAX = 10 };

IAM_HANDLER(create_group)
{
	struct iam_entity group;

	if (iam_entity_exists(call, IAM_GROUP, in->group_name, &group))
		return call_fail(call, &iam_entity_already_exists,
				 "Group with name %s already exists.", in->group_name);
	if (iam_entity_count(call, IAM_GROUP) >= GROUPS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for GroupsPerAccount: %d", GROUPS_MAX);
	database_run(call,
		     "INSERT INTO iam_group (unique_id, account_id, name, path, created_ms)"
		     " VALUES (:id, :account, :name, :path, :now)",
		     DATABASE_VALUES(database_text("id", ids_new(call, IDS_GROUP)),
				     database_text("account", call->principal->account_id),
				     database_text("name", in->group_name),
				     database_text("path", in->path ? in->path : "/"),
				     database_integer("now", call->now_ms)));
	IAM_TRY(iam_entity_find(call, IAM_GROUP, in->group_name, &group));
	struct iam_group shape = iam_shape_group(&group);
	out->group = IAM_KEEP(shape);
	return API_OK;
}

/* Users of a group, a page at a time. */
static size_t read_members(struct call *call, const struct iam_entity *group,
			   const struct iam_page *page, struct iam_entity **members)
{
	return iam_entity_rows(call, IAM_USER,
			       "SELECT u.name, u.unique_id, u.path, u.created_ms, u.boundary_arn,"
			       " u.password_last_used_ms FROM group_member m"
			       " JOIN iam_user u ON u.unique_id = m.user_id"
			       " WHERE m.group_id = :group AND u.name > :after"
			       " ORDER BY u.name LIMIT :limit",
			       DATABASE_VALUES(database_text("group", group->id),
					       database_text("after", page->after),
					       database_integer("limit", page->fetch)),
			       members);
}

IAM_HANDLER(get_group)
{
	struct iam_entity group, *members = NULL;
	struct iam_page page;

	IAM_TRY(iam_entity_find(call, IAM_GROUP, in->group_name, &group));
	IAM_PAGE_OPEN(page);
	size_t count = read_members(call, &group, &page, &members);
	IAM_PAGE_CLOSE(page, members, count);
	struct iam_user *users = arena_array(call->arena, count, sizeof(*users));
	for (size_t i = 0; i < count; i++)
		users[i] = iam_shape_user(call, &members[i], IAM_SHOW_USE);
	struct iam_group shape = iam_shape_group(&group);
	out->group = IAM_KEEP(shape);
	IAM_LIST(out->users, users, count);
	return API_OK;
}

static struct iam_group *group_shapes(struct call *call, const struct iam_entity *groups,
				      size_t count)
{
	struct iam_group *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = iam_shape_group(&groups[i]);
	return shapes;
}

IAM_HANDLER(list_groups)
{
	struct iam_page page;
	struct iam_entity *groups = NULL;

	IAM_PAGE_OPEN(page);
	size_t count = iam_entity_list(call, IAM_GROUP, in->path_prefix, &page, &groups);
	IAM_PAGE_CLOSE(page, groups, count);
	IAM_LIST(out->groups, group_shapes(call, groups, count), count);
	return API_OK;
}

IAM_HANDLER(list_groups_for_user)
{
	struct iam_page page;
	struct iam_entity user, *groups = NULL;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	IAM_PAGE_OPEN(page);
	size_t count = iam_entity_rows(
		call, IAM_GROUP,
		"SELECT g.name, g.unique_id, g.path, g.created_ms FROM group_member m"
		" JOIN iam_group g ON g.unique_id = m.group_id"
		" WHERE m.user_id = :user AND g.name > :after ORDER BY g.name LIMIT :limit",
		DATABASE_VALUES(database_text("user", user.id), database_text("after", page.after),
				database_integer("limit", page.fetch)),
		&groups);
	IAM_PAGE_CLOSE(page, groups, count);
	IAM_LIST(out->groups, group_shapes(call, groups, count), count);
	return API_OK;
}

IAM_HANDLER(update_group)
{
	struct iam_entity group, other;
	const char *name = in->new_group_name;

	IAM_TRY(iam_entity_find(call, IAM_GROUP, in->group_name, &group));
	if (name && iam_entity_exists(call, IAM_GROUP, name, &other) &&
	    strcmp(other.id, group.id) != 0)
		return call_fail(call, &iam_entity_already_exists,
				 "Group with name %s already exists.", name);
	database_run(call,
		     "UPDATE iam_group SET name = coalesce(:name, name),"
		     " path = coalesce(:path, path) WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("name", name),
				     database_text("path", in->new_path),
				     database_text("id", group.id)));
	return API_OK;
}

static const struct iam_deletion_rule group_rules[] = {
	{ "SELECT 1 FROM group_member WHERE group_id = :id", "remove users from group first" },
	{ "SELECT 1 FROM managed_attachment WHERE owner_id = :id", "detach all policies first" },
	{ "SELECT 1 FROM inline_policy WHERE owner_id = :id", "delete policies first" },
	{ 0 },
};

IAM_HANDLER(delete_group)
{
	struct iam_entity group;

	IAM_TRY(iam_entity_find(call, IAM_GROUP, in->group_name, &group));
	IAM_TRY(iam_deletion_check(call, group_rules, group.id));
	database_run(call, "DELETE FROM iam_group WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", group.id)));
	return API_OK;
}

/* Adding a member again succeeds (recorded). */
IAM_HANDLER(add_user_to_group)
{
	struct iam_entity user, group;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	IAM_TRY(iam_entity_find(call, IAM_GROUP, in->group_name, &group));
	database_run(
		call,
		"INSERT OR IGNORE INTO group_member (group_id, user_id)"
		" VALUES (:group, :user)",
		DATABASE_VALUES(database_text("group", group.id), database_text("user", user.id)));
	if (database_number(call, "SELECT count(*) FROM group_member WHERE user_id = :user",
			    DATABASE_VALUES(database_text("user", user.id)),
			    0) > GROUPS_PER_USER_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for GroupsPerUser: %d", GROUPS_PER_USER_MAX);
	return API_OK;
}

/* Removing who is no member succeeds (recorded). */
IAM_HANDLER(remove_user_from_group)
{
	struct iam_entity user, group;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	IAM_TRY(iam_entity_find(call, IAM_GROUP, in->group_name, &group));
	database_run(
		call, "DELETE FROM group_member WHERE group_id = :group AND user_id = :user",
		DATABASE_VALUES(database_text("group", group.id), database_text("user", user.id)));
	return API_OK;
}
