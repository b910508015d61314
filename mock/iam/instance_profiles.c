#include <string.h>

#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/instance_profile.h"
#include "mock/iam/paging.h"
#include "mock/iam/resource.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/ids.h"

enum { PROFILES_MAX = 1000, ROLES_PER_PROFILE_MAX = 1 };

#define PROFILE_COLUMNS "i.name, i.unique_id, i.path, i.created_ms"

static const struct database_column profile_columns[] = {
	{ "name", offsetof(struct iam_profile_row, name), COLUMN_TEXT },
	{ "unique_id", offsetof(struct iam_profile_row, id), COLUMN_TEXT },
	{ "path", offsetof(struct iam_profile_row, path), COLUMN_TEXT },
	{ "created_ms", offsetof(struct iam_profile_row, created_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row profile_form = { sizeof(struct iam_profile_row), profile_columns };

static bool profile_exists(struct call *call, const char *name, struct iam_profile_row *row)
{
	*row = (struct iam_profile_row){ 0 };
	return database_row(call,
			    "SELECT " PROFILE_COLUMNS " FROM instance_profile i"
			    " WHERE i.account_id = :account AND i.name = :name",
			    DATABASE_VALUES(database_text("account", call->principal->account_id),
					    database_text("name", name)),
			    &profile_form, row);
}

static enum api_status profile_find(struct call *call, const char *name,
				    struct iam_profile_row *row)
{
	if (!profile_exists(call, name, row))
		return call_fail(call, &iam_no_such_entity, "Instance Profile %s cannot be found.",
				 name);
	return API_OK;
}

enum api_status iam_instance_profile_arn(struct call *call, const char *name, const char **out_arn)
{
	struct iam_profile_row row;
	IAM_TRY(profile_find(call, name, &row));
	*out_arn = iam_arn(call, "instance-profile", row.path, row.name);
	return API_OK;
}

/* The role of a profile, as a list of none or one. */
static struct iam_role_list_type profile_roles(struct call *call, const struct iam_profile_row *row)
{
	struct iam_role_list_type list = { .is_set = true };
	struct iam_entity role;
	const char *role_id = database_string(
		call, "SELECT role_id FROM instance_profile_role WHERE profile_id = :profile",
		DATABASE_VALUES(database_text("profile", row->id)));
	if (role_id && iam_entity_by_id(call, IAM_ROLE, role_id, &role)) {
		struct iam_role shape = iam_shape_role(call, &role, 0);
		list.items = IAM_KEEP(shape);
		list.len = 1;
	}
	return list;
}

/* Without tags, as lists show it. */
static struct iam_instance_profile profile_shape(struct call *call,
						 const struct iam_profile_row *row)
{
	return (struct iam_instance_profile){
		.path = row->path,
		.instance_profile_name = row->name,
		.instance_profile_id = row->id,
		.arn = iam_arn(call, "instance-profile", row->path, row->name),
		.create_date = api_timestamp(row->created_ms),
		.roles = profile_roles(call, row),
	};
}

IAM_HANDLER(create_instance_profile)
{
	const struct iam_tag_request *tags = IAM_TAG_REQUEST(in->tags, IAM_TAGS_ANY_CASE);
	struct iam_profile_row row;

	IAM_TRY(iam_tags_check(call, tags));
	if (profile_exists(call, in->instance_profile_name, &row))
		return call_fail(call, &iam_entity_already_exists,
				 "Instance Profile %s already exists.", in->instance_profile_name);
	if (database_number(call,
			    "SELECT count(*) FROM instance_profile WHERE account_id = :account",
			    DATABASE_VALUES(database_text("account", call->principal->account_id)),
			    0) >= PROFILES_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for InstanceProfilesPerAccount: %d",
				 PROFILES_MAX);
	database_run(call,
		     "INSERT INTO instance_profile (unique_id, account_id, name, path, created_ms)"
		     " VALUES (:id, :account, :name, :path, :now)",
		     DATABASE_VALUES(database_text("id", ids_new(call, IDS_INSTANCE_PROFILE)),
				     database_text("account", call->principal->account_id),
				     database_text("name", in->instance_profile_name),
				     database_text("path", in->path ? in->path : "/"),
				     database_integer("now", call->now_ms)));
	IAM_TRY(profile_find(call, in->instance_profile_name, &row));
	struct iam_instance_profile shape = profile_shape(call, &row);
	IAM_TRY(iam_tags_put(call, shape.arn, tags));
	shape.tags = in->tags;
	shape.tags.is_set = in->tags.len > 0;
	out->instance_profile = IAM_KEEP(shape);
	return API_OK;
}

/* Always shows Tags, also none (recorded). */
IAM_HANDLER(get_instance_profile)
{
	struct iam_profile_row row;

	IAM_TRY(profile_find(call, in->instance_profile_name, &row));
	struct iam_instance_profile shape = profile_shape(call, &row);
	shape.tags.len = iam_tags_of(call, shape.arn, &shape.tags.items);
	shape.tags.is_set = true;
	out->instance_profile = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(delete_instance_profile)
{
	struct iam_profile_row row;

	IAM_TRY(profile_find(call, in->instance_profile_name, &row));
	if (profile_roles(call, &row).len)
		return call_fail(call, &iam_delete_conflict,
				 "Cannot delete entity, must remove roles from instance profile "
				 "first.");
	database_run(call, "DELETE FROM instance_profile WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", row.id)));
	iam_tags_drop(call, iam_arn(call, "instance-profile", row.path, row.name));
	return API_OK;
}

IAM_HANDLER(add_role_to_instance_profile)
{
	struct iam_profile_row row;
	struct iam_entity role;

	IAM_TRY(profile_find(call, in->instance_profile_name, &row));
	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	if (profile_roles(call, &row).len)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for InstanceSessionsPerInstanceProfile: %d",
				 ROLES_PER_PROFILE_MAX);
	database_run(
		call,
		"INSERT INTO instance_profile_role (profile_id, role_id)"
		" VALUES (:profile, :role)",
		DATABASE_VALUES(database_text("profile", row.id), database_text("role", role.id)));
	return API_OK;
}

IAM_HANDLER(remove_role_from_instance_profile)
{
	struct iam_profile_row row;
	struct iam_entity role;

	IAM_TRY(profile_find(call, in->instance_profile_name, &row));
	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	if (database_run(call,
			 "DELETE FROM instance_profile_role"
			 " WHERE profile_id = :profile AND role_id = :role",
			 DATABASE_VALUES(database_text("profile", row.id),
					 database_text("role", role.id))) != 1)
		return call_fail(call, &iam_no_such_entity,
				 "Role %s in Instance Profile %s cannot be found.", in->role_name,
				 in->instance_profile_name);
	return API_OK;
}

struct iam_instance_profile_list_type iam_profile_shapes(struct call *call,
							 const struct iam_profile_row *rows,
							 size_t count)
{
	struct iam_instance_profile_list_type list = { .is_set = true, .len = count };
	list.items = arena_array(call->arena, count, sizeof(*list.items));
	for (size_t i = 0; i < count; i++)
		list.items[i] = profile_shape(call, &rows[i]);
	return list;
}

IAM_HANDLER(list_instance_profiles)
{
	struct iam_page page;
	struct iam_profile_row *rows = NULL;

	IAM_PAGE_OPEN(page);
	size_t count = database_rows(
		call,
		"SELECT " PROFILE_COLUMNS " FROM instance_profile i"
		" WHERE i.account_id = :account AND i.name > :after"
		" AND (:prefix IS NULL OR substr(i.path, 1, length(:prefix)) = :prefix)"
		" ORDER BY i.name LIMIT :limit",
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_text("after", page.after),
				database_text("prefix", in->path_prefix),
				database_integer("limit", page.fetch)),
		&profile_form, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	out->instance_profiles = iam_profile_shapes(call, rows, count);
	return API_OK;
}

size_t iam_profiles_of_role(struct call *call, const char *role_id, const struct iam_page *page,
			    struct iam_profile_row **out_rows)
{
	return database_rows(call,
			     "SELECT " PROFILE_COLUMNS " FROM instance_profile_role r"
			     " JOIN instance_profile i ON i.unique_id = r.profile_id"
			     " WHERE r.role_id = :role AND i.name > :after"
			     " ORDER BY i.name LIMIT :limit",
			     DATABASE_VALUES(database_text("role", role_id),
					     database_text("after", page->after),
					     database_integer("limit", page->fetch)),
			     &profile_form, out_rows);
}

IAM_HANDLER(list_instance_profiles_for_role)
{
	struct iam_page page;
	struct iam_entity role;
	struct iam_profile_row *rows = NULL;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_PAGE_OPEN(page);
	size_t count = iam_profiles_of_role(call, role.id, &page, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	out->instance_profiles = iam_profile_shapes(call, rows, count);
	return API_OK;
}
