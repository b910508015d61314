#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/paging.h"

/* Who has a policy: groups, users and roles, in one list that pages as a whole. */

struct holder_row {
	const char *key; /* the kind's place and the name */
	const char *name, *id, *kind;
};

static const struct database_column holder_columns[] = {
	{ "key", offsetof(struct holder_row, key), COLUMN_TEXT },
	{ "name", offsetof(struct holder_row, name), COLUMN_TEXT },
	{ "id", offsetof(struct holder_row, id), COLUMN_TEXT },
	{ "kind", offsetof(struct holder_row, kind), COLUMN_TEXT },
	{ 0 },
};
static const struct database_row holder_form = { sizeof(struct holder_row), holder_columns };

/* Holders of one kind; boundaries count as use unless only permissions policies are asked for. */
#define HOLDERS(place, kind, table, boundary)                                                \
	"SELECT '" place "' || e.name AS key, e.name AS name, e.unique_id AS id,"            \
	" '" kind "' AS kind, e.path AS path FROM " table " e WHERE e.account_id = :account" \
	" AND (" boundary " OR (:usage IS NOT 'PermissionsBoundary' AND EXISTS ("            \
	"SELECT 1 FROM managed_attachment a WHERE a.owner_id = e.unique_id"                  \
	" AND a.policy_arn = :arn)))"
#define BOUNDARY "(:usage IS NOT 'PermissionsPolicy' AND e.boundary_arn = :arn)"

static const char holders_sql[] = "SELECT key, name, id, kind FROM (" HOLDERS(
	"1", "Group", "iam_group",
	"0") " UNION ALL " HOLDERS("2", "User", "iam_user",
				   BOUNDARY) " UNION ALL " HOLDERS("3", "Role", "iam_role",
								   BOUNDARY) ")"
									     " WHERE (:kind IS "
									     "NULL OR kind = "
									     ":kind) AND key > "
									     ":after"
									     " AND (:prefix IS "
									     "NULL OR substr(path, "
									     "1, length(:prefix)) "
									     "= :prefix)"
									     " ORDER BY key LIMIT "
									     ":limit";

static void add_holder(struct iam_list_entities_for_policy_out *out, const struct holder_row *row)
{
	if (strcmp(row->kind, "Group") == 0)
		out->policy_groups.items[out->policy_groups.len++] =
			(struct iam_policy_group){ row->name, row->id };
	else if (strcmp(row->kind, "User") == 0)
		out->policy_users.items[out->policy_users.len++] =
			(struct iam_policy_user){ row->name, row->id };
	else
		out->policy_roles.items[out->policy_roles.len++] =
			(struct iam_policy_role){ row->name, row->id };
}

/* A filter that names a kind of policy selects no entity (recorded). */
IAM_HANDLER(list_entities_for_policy)
{
	struct iam_managed_policy policy;
	struct iam_page page;
	struct holder_row *rows = NULL;

	IAM_TRY(iam_managed_policy_find_attachable(call, in->policy_arn, &policy));
	IAM_PAGE_OPEN(page);
	size_t count =
		database_rows(call, holders_sql,
			      DATABASE_VALUES(database_text("account", call->principal->account_id),
					      database_text("usage", in->policy_usage_filter),
					      database_text("arn", policy.arn),
					      database_text("kind", in->entity_filter),
					      database_text("after", page.after),
					      database_text("prefix", in->path_prefix),
					      database_integer("limit", page.fetch)),
			      &holder_form, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	IAM_LIST(out->policy_groups,
		 arena_array(call->arena, count, sizeof(struct iam_policy_group)), 0);
	IAM_LIST(out->policy_users, arena_array(call->arena, count, sizeof(struct iam_policy_user)),
		 0);
	IAM_LIST(out->policy_roles, arena_array(call->arena, count, sizeof(struct iam_policy_role)),
		 0);
	for (size_t i = 0; i < count; i++)
		add_holder(out, &rows[i]);
	return API_OK;
}
