#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/ids.h"
#include "mock/organizations/attachment.h"
#include "mock/scenario/loader.h"

struct organization {
	const char *id, *management, *root_id, *feature_set;
	const struct json_value *policy_types, *units;
	int64_t created_ms;
};

static const char *const feature_sets[] = { "ALL", "CONSOLIDATED_BILLING", NULL };

#define MEMBER(name) offsetof(struct organization, name)

static const struct reader_field organization_fields[] = {
	{ "id", READER_TEXT, MEMBER(id) },
	{ "management", READER_TEXT, MEMBER(management), true, NULL, reader_expected_account },
	{ "rootId", READER_TEXT, MEMBER(root_id) },
	{ "featureSet", READER_TEXT, MEMBER(feature_set), false, feature_sets },
	{ "created", READER_TIME, MEMBER(created_ms) },
	{ "policyTypes", READER_LIST, MEMBER(policy_types) },
	{ "units", READER_LIST, MEMBER(units) },
	{ "trustedAccess", READER_IGNORED },
	{ "features", READER_IGNORED },
	{ "delegates", READER_IGNORED },
	{ "policies", READER_IGNORED },
	{ "delegationPolicy", READER_IGNORED },
	{ "detachDefault", READER_IGNORED },
	{ NULL },
};

static bool add_policy_types(struct loader *loader, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		const char *type;

		if (!reader_text(&loader->reader, item, &type))
			return false;
		if (database_run(
			    &loader->call,
			    "INSERT INTO policy_type (organization_id, type, status) VALUES "
			    "(:organization, :type, 'ENABLED')",
			    DATABASE_VALUES(database_text("organization", loader->organization.id),
					    database_text("type", type))) < 0)
			return reader_fail(&loader->reader, item, "this type is there already");
	}
	return true;
}

struct unit {
	const char *name, *id;
	const struct json_value *units, *tags;
};

static const struct reader_field unit_fields[] = {
	{ "name", READER_TEXT, offsetof(struct unit, name), true },
	{ "id", READER_TEXT, offsetof(struct unit, id) },
	{ "units", READER_LIST, offsetof(struct unit, units) },
	{ "tags", READER_OBJECT, offsetof(struct unit, tags) },
	{ NULL },
};

static bool add_units(struct loader *loader, const char *parent_id, const char *path,
		      const struct json_value *list);

static bool add_unit(struct loader *loader, const char *parent_id, const char *path,
		     const struct json_value *item)
{
	const struct lookup_organization *organization = &loader->organization;
	struct call *call = &loader->call;
	struct unit unit = { 0 };
	const char *own_path;

	if (!reader_object(&loader->reader, item, unit_fields, &unit))
		return false;
	if (strchr(unit.name, '/') && !unit.id)
		return reader_fail(&loader->reader, item,
				   "expected a name without \"/\", or an id beside it");
	own_path = arena_printf(call->arena, "%s%s", path, unit.name);
	loader_stream(loader, "unit", own_path);
	if (!unit.id)
		unit.id = ids_new_unit(call, organization->root_id);
	if (database_run(call,
			 "INSERT INTO organizational_unit (id, organization_id, parent_id, name,"
			 " created_ms) VALUES (:id, :organization, :parent, :name, :created)",
			 DATABASE_VALUES(database_text("id", unit.id),
					 database_text("organization", organization->id),
					 database_text("parent", parent_id),
					 database_text("name", unit.name),
					 database_integer("created", organization->created_ms))) <
	    0)
		return reader_fail(&loader->reader, item,
				   "expected a name and an id that no other unit here has");
	attachment_add_defaults(call, organization, unit.id);
	return loader_tags(loader, lookup_arn(call, organization, "ou", unit.id), unit.tags) &&
	       add_units(loader, unit.id, arena_printf(call->arena, "%s/", own_path), unit.units);
}

static bool add_units(struct loader *loader, const char *parent_id, const char *path,
		      const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_unit(loader, parent_id, path, item))
			return false;
	}
	return true;
}

static void add_row(struct loader *loader, const struct organization *section)
{
	struct lookup_organization *organization = &loader->organization;
	struct call *call = &loader->call;

	loader_stream(loader, "organization", "");
	*organization = (struct lookup_organization){
		.id = section->id ? section->id : ids_new(call, IDS_ORGANIZATION),
		.management_account_id = section->management,
		.feature_set = section->feature_set,
		.root_id = section->root_id ? section->root_id : ids_new(call, IDS_ROOT),
		.created_ms = section->created_ms,
	};
	database_run(
		call,
		"INSERT INTO organization (id, management_account_id, feature_set, root_id,"
		" created_ms) VALUES (:id, :management, :features, :root, :created)",
		DATABASE_VALUES(database_text("id", organization->id),
				database_text("management", organization->management_account_id),
				database_text("features", organization->feature_set),
				database_text("root", organization->root_id),
				database_integer("created", organization->created_ms)));
}

bool loader_organization(struct loader *loader, const struct json_value *section)
{
	struct organization organization = {
		.feature_set = "ALL",
		.created_ms = loader->reader.now_ms - INT64_C(1000) * 86400 * 1000,
	};

	if (!section)
		return true;
	if (!reader_object(&loader->reader, section, organization_fields, &organization))
		return false;
	add_row(loader, &organization);
	if (!add_policy_types(loader, organization.policy_types))
		return false;
	attachment_add_defaults(&loader->call, &loader->organization, loader->organization.root_id);
	return add_units(loader, loader->organization.root_id, "", organization.units);
}

static const char *find_unit_by_id(struct loader *loader, const char *id)
{
	return database_string(&loader->call, "SELECT id FROM organizational_unit WHERE id = :id",
			       DATABASE_VALUES(database_text("id", id)));
}

/* The unit of a path below the root, one name after another; NULL if there is none. */
static const char *find_unit(struct loader *loader, const char *path)
{
	const char *id = loader->organization.root_id;

	while (id && *path) {
		size_t len = strcspn(path, "/");

		id = database_string(
			&loader->call,
			"SELECT id FROM organizational_unit WHERE parent_id = :parent AND name = "
			":name",
			DATABASE_VALUES(database_text("parent", id),
					database_text("name", arena_strndup(loader->call.arena,
									    path, len))));
		path += len + (path[len] == '/');
	}
	return id;
}

bool loader_target(struct loader *loader, const struct json_value *value, const char *text,
		   const char **out_id)
{
	if (!loader->organization.id)
		return reader_fail(&loader->reader, value, "there is no organization");
	if (strcmp(text, "root") == 0 || strcmp(text, "Root") == 0)
		*out_id = loader->organization.root_id;
	else if (arn_is_account_id(text))
		*out_id = database_string(&loader->call,
					  "SELECT id FROM account WHERE id = :id AND "
					  "organization_id IS NOT NULL",
					  DATABASE_VALUES(database_text("id", text)));
	else
		*out_id = find_unit(loader, text);
	/* An id says which unit is meant where a path does not: names may look like anything. */
	if (!*out_id)
		*out_id = find_unit_by_id(loader, text);
	if (*out_id)
		return true;
	return reader_fail(
		&loader->reader, value,
		"expected \"root\", the path of a unit such as \"Workloads/Prod\", its id, or "
		"the id of an account in the organization");
}
