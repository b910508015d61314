#include <string.h>

#include "mock/arn.h"
#include "mock/iam/boundary.h"
#include "mock/iam/deletion.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/owner.h"
#include "mock/iam/paging.h"
#include "mock/iam/reference.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/ids.h"

enum { USERS_MAX = 5000 };

IAM_HANDLER(create_user)
{
	const struct iam_tag_request *tags = IAM_TAG_REQUEST(in->tags, IAM_TAGS_ANY_CASE);
	struct iam_entity user;

	IAM_TRY(iam_tags_check(call, tags));
	if (iam_entity_exists(call, IAM_USER, in->user_name, &user))
		return call_fail(call, &iam_entity_already_exists,
				 "User with name %s already exists.", in->user_name);
	if (in->permissions_boundary)
		IAM_TRY(iam_boundary_check(call, in->permissions_boundary));
	if (iam_entity_count(call, IAM_USER) >= USERS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for UsersPerAccount: %d", USERS_MAX);
	database_run(call,
		     "INSERT INTO iam_user (unique_id, account_id, name, path, boundary_arn,"
		     " created_ms) VALUES (:id, :account, :name, :path, :boundary, :now)",
		     DATABASE_VALUES(database_text("id", ids_new(call, IDS_USER)),
				     database_text("account", call->principal->account_id),
				     database_text("name", in->user_name),
				     database_text("path", in->path ? in->path : "/"),
				     database_text("boundary", in->permissions_boundary),
				     database_integer("now", call->now_ms)));
	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	IAM_TRY(iam_tags_put(call, user.arn, tags));
	struct iam_user shape = iam_shape_user(call, &user, IAM_SHOW_TAGS | IAM_SHOW_BOUNDARY);
	out->user = IAM_KEEP(shape);
	return API_OK;
}

/* The root user as GetUser shows it: neither name nor path (recorded). */
static void show_root_user(struct call *call, struct iam_get_user_out *out)
{
	const char *account = call->principal->account_id;
	const struct database_value *values = DATABASE_VALUES(database_text("account", account));
	int64_t created_ms = database_number(
		call, "SELECT created_ms FROM account WHERE id = :account", values, 0);
	int64_t used_ms = database_number(
		call, "SELECT root_password_last_used_ms FROM account WHERE id = :account", values,
		0);
	struct iam_user shape = {
		.user_id = account,
		.arn = arn_root_user(call, account),
		.create_date = api_timestamp(created_ms),
		.password_last_used = iam_date(used_ms),
	};
	out->user = IAM_KEEP(shape);
}

IAM_HANDLER(get_user)
{
	struct iam_owner owner;
	struct iam_entity user;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (!owner.user_name) {
		show_root_user(call, out);
		return API_OK;
	}
	IAM_TRY(iam_entity_find(call, IAM_USER, owner.user_name, &user));
	struct iam_user shape = iam_shape_user(call, &user, IAM_SHOW_ALL);
	out->user = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(list_users)
{
	struct iam_page page;
	struct iam_entity *users = NULL;

	IAM_PAGE_OPEN(page);
	size_t count = iam_entity_list(call, IAM_USER, in->path_prefix, &page, &users);
	IAM_PAGE_CLOSE(page, users, count);
	struct iam_user *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = iam_shape_user(call, &users[i], IAM_SHOW_USE);
	IAM_LIST(out->users, shapes, count);
	return API_OK;
}

/* Tags and principals go by ARN, and a user's ARN holds its path and name. */
static void follow_rename(struct call *call, const struct iam_entity *before)
{
	struct iam_entity after;
	if (!iam_entity_by_id(call, IAM_USER, before->id, &after))
		return;
	iam_tags_move(call, before->arn, after.arn);
	iam_reference_move(call, before->arn, after.arn);
}

IAM_HANDLER(update_user)
{
	struct iam_entity user, other;
	const char *name = in->new_user_name;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	if (name && iam_entity_exists(call, IAM_USER, name, &other) &&
	    strcmp(other.id, user.id) != 0)
		return call_fail(call, &iam_entity_already_exists,
				 "User with name %s already exists.", name);
	database_run(
		call,
		"UPDATE iam_user SET name = coalesce(:name, name), path = coalesce(:path, path)"
		" WHERE unique_id = :id",
		DATABASE_VALUES(database_text("name", name), database_text("path", in->new_path),
				database_text("id", user.id)));
	follow_rename(call, &user);
	return API_OK;
}

/* What must be gone before a user can be deleted, in the order it is asked. */
static const struct iam_deletion_rule user_rules[] = {
	{ "SELECT 1 FROM managed_attachment WHERE owner_id = :id", "detach all policies first" },
	{ "SELECT 1 FROM inline_policy WHERE owner_id = :id", "delete policies first" },
	{ "SELECT 1 FROM group_member WHERE user_id = :id", "remove users from group first" },
	{ "SELECT 1 FROM access_key WHERE owner_id = :id", "delete access keys first" },
	{ "SELECT 1 FROM mfa_device WHERE owner_id = :id", "remove tokens from principal first" },
	{ "SELECT 1 FROM login_profile WHERE owner_id = :id", "delete login profile first" },
	{ "SELECT 1 FROM signing_certificate WHERE owner_id = :id",
	  "delete signing certificates first" },
	{ "SELECT 1 FROM ssh_public_key WHERE owner_id = :id", "remove referenced objects first" },
	{ "SELECT 1 FROM service_specific_credential WHERE owner_id = :id",
	  "remove referenced objects first" },
	{ 0 },
};

IAM_HANDLER(delete_user)
{
	struct iam_entity user;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	IAM_TRY(iam_deletion_check(call, user_rules, user.id));
	database_run(call, "DELETE FROM iam_user WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", user.id)));
	iam_deletion_finish(call, &user);
	return API_OK;
}
