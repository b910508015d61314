#include "mock/iam/entity.h"

#include <string.h>

#include "mock/iam/shape.h"

#define ENTITY_COLUMNS                                                                \
	{ "name", offsetof(struct iam_entity, name), COLUMN_TEXT },                   \
		{ "unique_id", offsetof(struct iam_entity, id), COLUMN_TEXT },        \
		{ "path", offsetof(struct iam_entity, path), COLUMN_TEXT },           \
	{                                                                             \
		"created_ms", offsetof(struct iam_entity, created_ms), COLUMN_INTEGER \
	}

static const struct database_column user_columns[] = {
	ENTITY_COLUMNS,
	{ "boundary_arn", offsetof(struct iam_entity, boundary_arn), COLUMN_TEXT },
	{ "password_last_used_ms", offsetof(struct iam_entity, password_last_used_ms),
	  COLUMN_INTEGER },
	{ 0 },
};

static const struct database_column role_columns[] = {
	ENTITY_COLUMNS,
	{ "boundary_arn", offsetof(struct iam_entity, boundary_arn), COLUMN_TEXT },
	{ "trust_policy", offsetof(struct iam_entity, trust_policy), COLUMN_TEXT },
	{ "description", offsetof(struct iam_entity, description), COLUMN_TEXT },
	{ "max_session_s", offsetof(struct iam_entity, max_session_s), COLUMN_INTEGER },
	{ "last_used_ms", offsetof(struct iam_entity, last_used_ms), COLUMN_INTEGER },
	{ "last_used_region", offsetof(struct iam_entity, last_used_region), COLUMN_TEXT },
	{ 0 },
};

static const struct database_column group_columns[] = { ENTITY_COLUMNS, { 0 } };

/* What differs between the kinds. */
struct entity_kind {
	const char *word;
	const char *find, *by_id, *list, *count;
	struct database_row form;
};

#define USER_COLUMNS "name, unique_id, path, created_ms, boundary_arn, password_last_used_ms"
#define ROLE_COLUMNS                                                                  \
	"name, unique_id, path, created_ms, boundary_arn, trust_policy, description," \
	" max_session_s, last_used_ms, last_used_region"
#define GROUP_COLUMNS "name, unique_id, path, created_ms"

/* The statements of a kind over its own columns and table. */
#define ENTITY_STATEMENTS(columns, table)                                                         \
	.find = "SELECT " columns " FROM " table " WHERE account_id = :account AND name = :name", \
	.by_id = "SELECT " columns " FROM " table                                                 \
		 " WHERE unique_id = :id AND account_id = :account",                              \
	.list = "SELECT " columns " FROM " table " WHERE account_id = :account AND name > :after" \
		" AND (:prefix IS NULL OR substr(path, 1, length(:prefix)) = :prefix)"            \
		" ORDER BY name LIMIT :limit",                                                    \
	.count = "SELECT count(*) FROM " table " WHERE account_id = :account"

static const struct entity_kind kinds[] = {
	[IAM_USER] = { .word = "user",
		       ENTITY_STATEMENTS(USER_COLUMNS, "iam_user"),
		       .form = { sizeof(struct iam_entity), user_columns } },
	[IAM_ROLE] = { .word = "role",
		       ENTITY_STATEMENTS(ROLE_COLUMNS, "iam_role"),
		       .form = { sizeof(struct iam_entity), role_columns } },
	[IAM_GROUP] = { .word = "group",
			ENTITY_STATEMENTS(GROUP_COLUMNS, "iam_group"),
			.form = { sizeof(struct iam_entity), group_columns } },
};

const char *iam_entity_word(enum iam_entity_kind kind)
{
	return kinds[kind].word;
}

static void entity_complete(struct call *call, enum iam_entity_kind kind, struct iam_entity *entity)
{
	entity->kind = kind;
	entity->arn = iam_arn(call, kinds[kind].word, entity->path, entity->name);
}

bool iam_entity_exists(struct call *call, enum iam_entity_kind kind, const char *name,
		       struct iam_entity *out_entity)
{
	*out_entity = (struct iam_entity){ 0 };
	if (!database_row(call, kinds[kind].find,
			  DATABASE_VALUES(database_text("account", call->principal->account_id),
					  database_text("name", name)),
			  &kinds[kind].form, out_entity))
		return false;
	entity_complete(call, kind, out_entity);
	return true;
}

enum api_status iam_entity_find(struct call *call, enum iam_entity_kind kind, const char *name,
				struct iam_entity *out_entity)
{
	if (!iam_entity_exists(call, kind, name, out_entity))
		return call_fail(call, &iam_no_such_entity, "The %s with name %s cannot be found.",
				 kinds[kind].word, name);
	return API_OK;
}

bool iam_entity_by_id(struct call *call, enum iam_entity_kind kind, const char *id,
		      struct iam_entity *out_entity)
{
	*out_entity = (struct iam_entity){ 0 };
	if (!database_row(call, kinds[kind].by_id,
			  DATABASE_VALUES(database_text("account", call->principal->account_id),
					  database_text("id", id)),
			  &kinds[kind].form, out_entity))
		return false;
	entity_complete(call, kind, out_entity);
	return true;
}

bool iam_entity_by_arn(struct call *call, const char *arn, struct iam_entity *out_entity)
{
	static const enum iam_entity_kind every[] = { IAM_USER, IAM_ROLE, IAM_GROUP };
	const char *name = strrchr(arn, '/');

	for (size_t i = 0; name && i < ARRAY_LEN(every); i++) {
		if (iam_entity_exists(call, every[i], name + 1, out_entity) &&
		    strcmp(out_entity->arn, arn) == 0)
			return true;
	}
	return false;
}

size_t iam_entity_rows(struct call *call, enum iam_entity_kind kind, const char *sql,
		       const struct database_value *values, struct iam_entity **out_entities)
{
	size_t count = database_rows(call, sql, values, &kinds[kind].form, out_entities);
	for (size_t i = 0; i < count; i++)
		entity_complete(call, kind, &(*out_entities)[i]);
	return count;
}

size_t iam_entity_list(struct call *call, enum iam_entity_kind kind, const char *path_prefix,
		       const struct iam_page *page, struct iam_entity **out_entities)
{
	return iam_entity_rows(
		call, kind, kinds[kind].list,
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_text("after", page->after),
				database_text("prefix", path_prefix),
				database_integer("limit", page->fetch)),
		out_entities);
}

int64_t iam_entity_count(struct call *call, enum iam_entity_kind kind)
{
	return database_number(
		call, kinds[kind].count,
		DATABASE_VALUES(database_text("account", call->principal->account_id)), 0);
}
