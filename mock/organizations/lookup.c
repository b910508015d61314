#include "mock/organizations/lookup.h"

#include <ctype.h>
#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "wire/buffer.h"

/* Root, five levels of OUs and the account, with room for a scenario that nests deeper. */
enum { LEVELS_MAX = 32 };

static const struct database_row organization_form = {
	.size = sizeof(struct lookup_organization),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct lookup_organization, id), COLUMN_TEXT },
			{ "management_account_id",
			  offsetof(struct lookup_organization, management_account_id),
			  COLUMN_TEXT },
			{ "feature_set", offsetof(struct lookup_organization, feature_set),
			  COLUMN_TEXT },
			{ "root_id", offsetof(struct lookup_organization, root_id), COLUMN_TEXT },
			{ "created_ms", offsetof(struct lookup_organization, created_ms),
			  COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

bool lookup_organization_of(struct call *call, const char *account_id,
			    struct lookup_organization *out_organization)
{
	static const char sql[] = "SELECT organization.* FROM account"
				  " JOIN organization ON organization.id = account.organization_id"
				  " WHERE account.id = :account_id";

	return database_row(call, sql, DATABASE_VALUES(database_text("account_id", account_id)),
			    &organization_form, out_organization);
}

const char *lookup_parent(struct call *call, const char *child_id)
{
	static const char of_account[] = "SELECT parent_id FROM account WHERE id = :id";
	static const char of_unit[] = "SELECT parent_id FROM organizational_unit WHERE id = :id";

	if (strncmp(child_id, "r-", 2) == 0)
		return NULL;
	return database_string(call, isdigit((unsigned char)child_id[0]) ? of_account : of_unit,
			       DATABASE_VALUES(database_text("id", child_id)));
}

/* The ids from @node_id up to the root, the node first; returns how many. */
static size_t ancestors(struct call *call, const char *node_id, const char *out_ids[LEVELS_MAX])
{
	size_t count = 0;

	for (const char *id = node_id; id && count < LEVELS_MAX; id = lookup_parent(call, id))
		out_ids[count++] = id;
	return count;
}

static void add_step(struct buffer *path, const char *id)
{
	buffer_add_text(path, id);
	buffer_add_char(path, '/');
}

const char *lookup_path(struct call *call, const struct lookup_organization *organization,
			const char *node_id)
{
	const char *ids[LEVELS_MAX];
	size_t count = ancestors(call, node_id, ids);
	struct buffer path;

	buffer_init(&path, call->arena, 128);
	add_step(&path, organization->id);
	while (count > 0)
		add_step(&path, ids[--count]);
	return path.data;
}

const char *lookup_arn(struct call *call, const struct lookup_organization *organization,
		       const char *kind, const char *id)
{
	return arn_organizations(call, organization->management_account_id, organization->id, kind,
				 id);
}

const char *lookup_policy_arn(struct call *call, const struct lookup_organization *organization,
			      const char *owner, const char *type, const char *id)
{
	return arn_organizations_policy(call, organization->management_account_id, owner, type, id);
}

/* A policy as the database joins it to its attachment. */
struct attached_policy {
	const char *owner, *id, *name, *type, *content;
};

static const struct database_row attached_form = {
	.size = sizeof(struct attached_policy),
	.columns =
		(const struct database_column[]){
			{ "organization_id", offsetof(struct attached_policy, owner), COLUMN_TEXT },
			{ "id", offsetof(struct attached_policy, id), COLUMN_TEXT },
			{ "name", offsetof(struct attached_policy, name), COLUMN_TEXT },
			{ "type", offsetof(struct attached_policy, type), COLUMN_TEXT },
			{ "content", offsetof(struct attached_policy, content), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* A policy belongs to the organization or to AWS, whose policies have the organization ''. */
static const char attached_sql[] =
	"SELECT policy.organization_id AS organization_id, policy.id AS id, policy.name AS name,"
	" policy.type AS type, policy.content AS content FROM policy_attachment AS attachment"
	" JOIN organization_policy AS policy"
	" ON policy.organization_id IN (attachment.organization_id, '')"
	" AND policy.id = attachment.policy_id"
	" WHERE attachment.organization_id = :organization_id"
	" AND attachment.target_id = :target_id AND policy.type = :type"
	" ORDER BY attachment.position";

static void fill_level(struct call *call, const struct lookup_organization *organization,
		       const char *type, struct lookup_level *level)
{
	struct attached_policy *rows = NULL;
	size_t count =
		database_rows(call, attached_sql,
			      DATABASE_VALUES(database_text("organization_id", organization->id),
					      database_text("target_id", level->target_id),
					      database_text("type", type)),
			      &attached_form, &rows);
	struct lookup_policy *policies = arena_array(call->arena, count, sizeof(*policies));

	for (size_t i = 0; i < count; i++)
		policies[i] = (struct lookup_policy){
			.id = rows[i].id,
			.arn = lookup_policy_arn(call, organization, rows[i].owner, rows[i].type,
						 rows[i].id),
			.name = rows[i].name,
			.type = rows[i].type,
			.content = rows[i].content,
		};
	level->policy_count = count;
	level->policies = policies;
}

struct lookup_chain lookup_node_chain(struct call *call,
				      const struct lookup_organization *organization,
				      const char *node_id, const char *type)
{
	const char *ids[LEVELS_MAX];

	if (!lookup_policy_type(call, organization->id, type))
		return (struct lookup_chain){ .is_enabled = false };
	size_t count = ancestors(call, node_id, ids);
	struct lookup_level *levels = arena_array(call->arena, count, sizeof(*levels));

	for (size_t i = 0; i < count; i++) {
		levels[i].target_id = ids[count - 1 - i];
		fill_level(call, organization, type, &levels[i]);
	}
	return (struct lookup_chain){ .is_enabled = true, .level_count = count, .levels = levels };
}

struct lookup_chain lookup_policy_chain(struct call *call, const char *account_id, const char *type)
{
	struct lookup_organization organization;

	if (!lookup_organization_of(call, account_id, &organization))
		return (struct lookup_chain){ .is_enabled = false };
	return lookup_node_chain(call, &organization, account_id, type);
}

bool lookup_is_delegated(struct call *call, const char *account_id, const char *service_principal)
{
	static const char any[] =
		"SELECT 1 FROM account JOIN delegated_administrator AS administrator"
		" ON administrator.organization_id = account.organization_id"
		" AND administrator.account_id = account.id WHERE account.id = :account_id";
	static const char one[] =
		"SELECT 1 FROM account JOIN delegated_administrator AS administrator"
		" ON administrator.organization_id = account.organization_id"
		" AND administrator.account_id = account.id"
		" AND administrator.service_principal = :service_principal"
		" WHERE account.id = :account_id";

	if (!service_principal)
		return database_exists(call, any,
				       DATABASE_VALUES(database_text("account_id", account_id)));
	return database_exists(
		call, one,
		DATABASE_VALUES(database_text("account_id", account_id),
				database_text("service_principal", service_principal)));
}

bool lookup_has_service_access(struct call *call, const char *organization_id,
			       const char *service_principal)
{
	static const char sql[] = "SELECT 1 FROM service_access"
				  " WHERE organization_id = :organization_id"
				  " AND service_principal = :service_principal";

	return database_exists(
		call, sql,
		DATABASE_VALUES(database_text("organization_id", organization_id),
				database_text("service_principal", service_principal)));
}

bool lookup_has_feature(struct call *call, const char *organization_id, const char *feature)
{
	static const char sql[] = "SELECT 1 FROM organization_feature"
				  " WHERE organization_id = :organization_id"
				  " AND feature = :feature";

	return database_exists(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization_id),
					       database_text("feature", feature)));
}

const char *lookup_delegation_policy(struct call *call, const char *organization_id)
{
	static const char sql[] =
		"SELECT content FROM resource_policy WHERE organization_id = :organization_id";

	return database_string(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization_id)));
}

const char *lookup_policy_type(struct call *call, const char *organization_id, const char *type)
{
	static const char sql[] = "SELECT status FROM policy_type"
				  " WHERE organization_id = :organization_id AND type = :type";

	return database_string(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization_id),
					       database_text("type", type)));
}
