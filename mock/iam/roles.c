#include <string.h>

#include "mock/iam/boundary.h"
#include "mock/iam/deletion.h"
#include "mock/iam/document.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/iam/protected.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/ids.h"

enum { ROLES_MAX = 1000, SESSION_DEFAULT_S = 3600 };

enum api_status iam_protected_check(struct call *call, const struct iam_entity *entity)
{
	if (entity->kind == IAM_ROLE && strncmp(entity->path, "/aws-service-role/", 18) == 0)
		return call_fail(call, &iam_unmodifiable_entity,
				 "Cannot perform the operation on the protected role '%s' - this "
				 "role is only modifiable by AWS",
				 entity->name);
	return API_OK;
}

static enum api_status check_new_role(struct call *call, const struct iam_create_role_in *in)
{
	struct iam_entity role;

	IAM_TRY(iam_tags_check(call, IAM_TAG_REQUEST(in->tags, IAM_TAGS_ANY_CASE)));
	if (in->permissions_boundary)
		IAM_TRY(iam_boundary_check(call, in->permissions_boundary));
	IAM_TRY(iam_document_check_trust(call, in->assume_role_policy_document));
	if (iam_entity_exists(call, IAM_ROLE, in->role_name, &role))
		return call_fail(call, &iam_entity_already_exists,
				 "Role with name %s already exists.", in->role_name);
	if (iam_entity_count(call, IAM_ROLE) >= ROLES_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for RolesPerAccount: %d", ROLES_MAX);
	return API_OK;
}

static void insert_role(struct call *call, const struct iam_create_role_in *in)
{
	const struct api_integer duration = in->max_session_duration;
	database_run(
		call,
		"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy,"
		" description, max_session_s, boundary_arn, created_ms)"
		" VALUES (:id, :account, :name, :path, :trust, :description, :duration, :boundary,"
		" :now)",
		DATABASE_VALUES(database_text("id", ids_new(call, IDS_ROLE)),
				database_text("account", call->principal->account_id),
				database_text("name", in->role_name),
				database_text("path", in->path ? in->path : "/"),
				database_text("trust", in->assume_role_policy_document),
				database_text("description", in->description),
				database_integer("duration", duration.is_set ? duration.value
									     : SESSION_DEFAULT_S),
				database_text("boundary", in->permissions_boundary),
				database_integer("now", call->now_ms)));
}

IAM_HANDLER(create_role)
{
	struct iam_entity role;

	IAM_TRY(check_new_role(call, in));
	insert_role(call, in);
	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_TRY(iam_tags_put(call, role.arn, IAM_TAG_REQUEST(in->tags, IAM_TAGS_ANY_CASE)));
	struct iam_role shape = iam_shape_role(call, &role, IAM_SHOW_TAGS | IAM_SHOW_BOUNDARY);
	out->role = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(get_role)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	struct iam_role shape = iam_shape_role(call, &role, IAM_SHOW_ALL);
	out->role = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(list_roles)
{
	struct iam_page page;
	struct iam_entity *roles = NULL;

	IAM_PAGE_OPEN(page);
	size_t count = iam_entity_list(call, IAM_ROLE, in->path_prefix, &page, &roles);
	IAM_PAGE_CLOSE(page, roles, count);
	struct iam_role *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = iam_shape_role(call, &roles[i], IAM_SHOW_LIMITS | IAM_SHOW_DESCRIPTION);
	IAM_LIST(out->roles, shapes, count);
	return API_OK;
}

/* What is absent stays as it was (recorded). */
IAM_HANDLER(update_role)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_TRY(iam_protected_check(call, &role));
	database_run(call,
		     "UPDATE iam_role SET description = coalesce(:description, description),"
		     " max_session_s = CASE WHEN :duration THEN :duration ELSE max_session_s END"
		     " WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("description", in->description),
				     database_integer("duration", in->max_session_duration.value),
				     database_text("id", role.id)));
	return API_OK;
}

/* Answers the role without duration, tags, boundary and use (recorded). */
IAM_HANDLER(update_role_description)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_TRY(iam_protected_check(call, &role));
	database_run(call, "UPDATE iam_role SET description = :description WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("description", in->description),
				     database_text("id", role.id)));
	role.description = in->description;
	struct iam_role shape = iam_shape_role(call, &role, IAM_SHOW_DESCRIPTION);
	out->role = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(update_assume_role_policy)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_TRY(iam_protected_check(call, &role));
	IAM_TRY(iam_document_check_trust(call, in->policy_document));
	database_run(call, "UPDATE iam_role SET trust_policy = :document WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("document", in->policy_document),
				     database_text("id", role.id)));
	return API_OK;
}

static const struct iam_deletion_rule role_rules[] = {
	{ "SELECT 1 FROM instance_profile_role WHERE role_id = :id",
	  "remove roles from instance profile first" },
	{ "SELECT 1 FROM managed_attachment WHERE owner_id = :id", "detach all policies first" },
	{ "SELECT 1 FROM inline_policy WHERE owner_id = :id", "delete policies first" },
	{ 0 },
};

IAM_HANDLER(delete_role)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_TRY(iam_protected_check(call, &role));
	IAM_TRY(iam_deletion_check(call, role_rules, role.id));
	database_run(call, "DELETE FROM iam_role WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", role.id)));
	iam_deletion_finish(call, &role);
	return API_OK;
}
