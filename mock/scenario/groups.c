/*
 * groups.c - groups and policies of one's own.
 */
#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/ids.h"
#include "mock/scenario/loader.h"

struct version {
	const char *name;
	const struct json_value *document;
	int64_t created_ms;
};

static const struct reader_field version_fields[] = {
	{ "version", READER_TEXT, offsetof(struct version, name), true },
	{ "document", READER_VALUE, offsetof(struct version, document), true },
	{ "created", READER_TIME, offsetof(struct version, created_ms) },
	{ NULL },
};

struct managed {
	const char *name, *id, *path, *description, *default_version, *arn;
	const struct json_value *document, *versions, *tags;
	int64_t created_ms, updated_ms, latest;
};

#define MANAGED(name) offsetof(struct managed, name)

static const struct reader_field managed_fields[] = {
	{ "name", READER_TEXT, MANAGED(name), true, NULL, reader_expected_name },
	{ "id", READER_TEXT, MANAGED(id) },
	{ "path", READER_TEXT, MANAGED(path) },
	{ "description", READER_TEXT, MANAGED(description) },
	{ "document", READER_VALUE, MANAGED(document) },
	{ "versions", READER_LIST, MANAGED(versions) },
	{ "default", READER_TEXT, MANAGED(default_version) },
	{ "latest", READER_INTEGER, MANAGED(latest), .min = 1, .max = 1e9 },
	{ "tags", READER_OBJECT, MANAGED(tags) },
	{ "created", READER_TIME, MANAGED(created_ms) },
	{ "updated", READER_TIME, MANAGED(updated_ms) },
	{ NULL },
};

static bool add_version(struct loader *loader, const struct managed *policy,
			const struct version *version)
{
	const char *text;

	return loader_document(loader, version->document, &text) &&
	       (database_run(&loader->call,
			     "INSERT INTO managed_policy_version (policy_arn, version, document,"
			     " created_ms) VALUES (:arn, :version, :document, :created)",
			     DATABASE_VALUES(database_text("arn", policy->arn),
					     database_text("version", version->name),
					     database_text("document", text),
					     database_integer("created", version->created_ms))) >
			0 ||
		reader_fail(&loader->reader, version->document, "this version comes twice"));
}

/* One document is version v1. */
static bool add_versions(struct loader *loader, const struct managed *policy,
			 const struct json_value *place)
{
	struct version first = { "v1", policy->document, policy->created_ms };
	bool has_default = false;

	if (!policy->document == !policy->versions)
		return reader_fail(&loader->reader, place, "expected either document or versions");
	if (policy->document)
		return add_version(loader, policy, &first);
	for (const struct json_value *item = policy->versions->first; item; item = item->next) {
		struct version version = { .created_ms = policy->created_ms };

		if (!reader_object(&loader->reader, item, version_fields, &version) ||
		    !add_version(loader, policy, &version))
			return false;
		has_default |= strcmp(version.name, policy->default_version) == 0;
	}
	return has_default ||
	       reader_fail(&loader->reader, place, "expected the default among the versions");
}

static bool insert_managed(struct loader *loader, const char *account_id,
			   const struct managed *policy)
{
	return database_run(&loader->call,
			    "INSERT INTO managed_policy (arn, unique_id, account_id, name, path,"
			    " description, default_version, latest_version, created_ms, updated_ms)"
			    " VALUES (:arn, :id, :account, :name, :path, :description, :default,"
			    " :latest, :created, :updated)",
			    DATABASE_VALUES(database_text("arn", policy->arn),
					    database_text("id", policy->id),
					    database_text("account", account_id),
					    database_text("name", policy->name),
					    database_text("path", policy->path),
					    database_text("description", policy->description),
					    database_text("default", policy->default_version),
					    database_integer("latest", policy->latest),
					    database_integer("created", policy->created_ms),
					    database_integer("updated", policy->updated_ms))) > 0;
}

static bool add_managed(struct loader *loader, const char *account_id,
			const struct json_value *item)
{
	struct managed policy = { .path = "/",
				  .default_version = "v1",
				  .latest = 1,
				  .created_ms = loader->reader.now_ms,
				  .updated_ms = INT64_MIN };

	if (!reader_object(&loader->reader, item, managed_fields, &policy))
		return false;
	loader_stream(loader, "managedPolicy",
		      arena_printf(loader->call.arena, "%s/%s", account_id, policy.name));
	if (!policy.id)
		policy.id = ids_new(&loader->call, IDS_MANAGED_POLICY);
	if (policy.updated_ms == INT64_MIN)
		policy.updated_ms = policy.created_ms;
	policy.arn = arn_iam(&loader->call, account_id, "policy", policy.path, policy.name);
	if (!insert_managed(loader, account_id, &policy))
		return reader_fail(
			&loader->reader, item,
			"expected a name and an id that no other policy of the account has");
	return add_versions(loader, &policy, item) && loader_tags(loader, policy.arn, policy.tags);
}

bool loader_managed_policies(struct loader *loader, const struct loader_account *account)
{
	const struct json_value *list = account->managed_policies;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next)
		if (!add_managed(loader, account->id, item))
			return false;
	return true;
}

struct group {
	const char *name, *id, *path;
	const struct json_value *policies, *members;
	int64_t created_ms;
};

#define GROUP(name) offsetof(struct group, name)

static const struct reader_field group_fields[] = {
	{ "name", READER_TEXT, GROUP(name), true, NULL, reader_expected_name },
	{ "id", READER_TEXT, GROUP(id) },
	{ "path", READER_TEXT, GROUP(path) },
	{ "policies", READER_LIST, GROUP(policies) },
	{ "members", READER_LIST, GROUP(members) },
	{ "created", READER_TIME, GROUP(created_ms) },
	{ NULL },
};

static bool add_members(struct loader *loader, const char *account_id, const struct group *group)
{
	const struct json_value *list = group->members;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		const char *name;

		if (!reader_text(&loader->reader, item, &name))
			return false;
		if (database_run(&loader->call,
				 "INSERT INTO group_member (group_id, user_id) SELECT :group,"
				 " unique_id FROM iam_user WHERE account_id = :account AND name ="
				 " :name",
				 DATABASE_VALUES(database_text("group", group->id),
						 database_text("account", account_id),
						 database_text("name", name))) != 1)
			return reader_fail(&loader->reader, item,
					   "expected the name of a user of the account, once");
	}
	return true;
}

static bool add_group(struct loader *loader, const char *account_id, const struct json_value *item)
{
	struct group group = { .path = "/", .created_ms = loader->reader.now_ms };

	if (!reader_object(&loader->reader, item, group_fields, &group))
		return false;
	loader_stream(loader, "group",
		      arena_printf(loader->call.arena, "%s/%s", account_id, group.name));
	if (!group.id)
		group.id = ids_new(&loader->call, IDS_GROUP);
	if (database_run(&loader->call,
			 "INSERT INTO iam_group (unique_id, account_id, name, path, created_ms)"
			 " VALUES (:id, :account, :name, :path, :created)",
			 DATABASE_VALUES(database_text("id", group.id),
					 database_text("account", account_id),
					 database_text("name", group.name),
					 database_text("path", group.path),
					 database_integer("created", group.created_ms))) <= 0)
		return reader_fail(
			&loader->reader, item,
			"expected a name and an id that no other group of the account has");
	return loader_policies(loader, group.id, group.policies) &&
	       add_members(loader, account_id, &group);
}

bool loader_groups(struct loader *loader, const struct loader_account *account)
{
	const struct json_value *list = account->groups;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next)
		if (!add_group(loader, account->id, item))
			return false;
	return true;
}
