#include "mock/organizations/tree.h"

#include <string.h>

#include "mock/database.h"

/* What differs between the kinds: AWS's word, the ARN's word and where the name is. */
static const struct {
	const char *name;
	const char *arn_type;
	const char *name_sql;
} kinds[] = {
	[TREE_NONE] = { NULL, NULL, NULL },
	[TREE_ROOT] = { "ROOT", "root", NULL },
	[TREE_UNIT] = { "ORGANIZATIONAL_UNIT", "ou",
			"SELECT name FROM organizational_unit WHERE id = :id" },
	[TREE_ACCOUNT] = { "ACCOUNT", "account", "SELECT name FROM account WHERE id = :id" },
};

static bool is_in(struct call *call, const char *sql,
		  const struct lookup_organization *organization, const char *id)
{
	return database_exists(call, sql,
			       DATABASE_VALUES(database_text("id", id),
					       database_text("organization_id", organization->id)));
}

enum tree_kind tree_kind(struct call *call, const struct lookup_organization *organization,
			 const char *id)
{
	static const char unit[] = "SELECT 1 FROM organizational_unit"
				   " WHERE id = :id AND organization_id = :organization_id";
	static const char account[] = "SELECT 1 FROM account"
				      " WHERE id = :id AND organization_id = :organization_id";

	if (strcmp(id, organization->root_id) == 0)
		return TREE_ROOT;
	if (strncmp(id, "ou-", 3) == 0)
		return is_in(call, unit, organization, id) ? TREE_UNIT : TREE_NONE;
	return is_in(call, account, organization, id) ? TREE_ACCOUNT : TREE_NONE;
}

bool tree_is_parent(struct call *call, const struct lookup_organization *organization,
		    const char *id)
{
	enum tree_kind kind = tree_kind(call, organization, id);

	return kind == TREE_ROOT || kind == TREE_UNIT;
}

const char *tree_kind_name(enum tree_kind kind)
{
	return kinds[kind].name;
}

const char *tree_name(struct call *call, enum tree_kind kind, const char *id)
{
	if (kind == TREE_ROOT)
		return "Root";
	return database_string(call, kinds[kind].name_sql,
			       DATABASE_VALUES(database_text("id", id)));
}

const char *tree_arn(struct call *call, const struct lookup_organization *organization,
		     enum tree_kind kind, const char *id)
{
	return lookup_arn(call, organization, kinds[kind].arn_type, id);
}

int64_t tree_depth(struct call *call, const char *id)
{
	int64_t depth = 0;

	for (const char *parent = lookup_parent(call, id); parent;
	     parent = lookup_parent(call, parent))
		depth++;
	return depth;
}
