#include <string.h>

#include "mock/database.h"
#include "mock/scenario/loader.h"

/* When a principal last called something: "iam:GetUser", or "iam" for all of a service. */
struct access {
	const char *action, *region;
	int64_t last_ms;
};

#define ACCESS(name) offsetof(struct access, name)

static const char *expected_action(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
	bool is_good = len > 0 && (!text[len] || (text[len] == ':' && text[len + 1]));

	return is_good ? NULL : "a service or an action, such as \"s3\" or \"s3:GetObject\"";
}

static const struct reader_field access_fields[] = {
	{ "action", READER_TEXT, ACCESS(action), true, NULL, expected_action },
	{ "last", READER_TIME, ACCESS(last_ms), true },
	{ "region", READER_TEXT, ACCESS(region), false, NULL, reader_expected_region },
	{ NULL },
};

static bool add_access(struct loader *loader, const char *owner_id, const struct json_value *item)
{
	static const char sql[] =
		"INSERT INTO last_access (owner_id, service, action, last_ms, last_region)"
		" VALUES (:owner, :service, :action, :last, :region)";
	struct access access = { .region = "us-east-1" };

	if (!reader_object(&loader->reader, item, access_fields, &access))
		return false;
	size_t len = strcspn(access.action, ":");
	const char *action = access.action[len] ? access.action + len + 1 : "";

	if (database_run(
		    &loader->call, sql,
		    DATABASE_VALUES(database_text("owner", owner_id),
				    database_text("service", arena_strndup(loader->call.arena,
									   access.action, len)),
				    database_text("action", action),
				    database_integer("last", access.last_ms),
				    database_text("region", access.region))) > 0)
		return true;
	return reader_fail(&loader->reader, item, "expected an action that is told once");
}

bool loader_accesses(struct loader *loader, const char *owner_id, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_access(loader, owner_id, item))
			return false;
	}
	return true;
}
