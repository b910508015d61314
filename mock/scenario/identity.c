#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/iam/managed_policy.h"
#include "mock/ids.h"
#include "mock/scenario/loader.h"
#include "policy/document.h"

struct root {
	const struct json_value *password, *keys, *certificates, *mfa, *accesses;
};

static const struct reader_field root_fields[] = {
	{ "password", READER_VALUE, offsetof(struct root, password) },
	{ "keys", READER_LIST, offsetof(struct root, keys) },
	{ "certificates", READER_LIST, offsetof(struct root, certificates) },
	{ "mfa", READER_LIST, offsetof(struct root, mfa) },
	{ "accesses", READER_LIST, offsetof(struct root, accesses) },
	{ NULL },
};

bool loader_root(struct loader *loader, const struct loader_account *account)
{
	const struct loader_owner owner = { account->id, account->id, NULL };
	struct root root = { 0 };

	if (!account->root)
		return true;
	loader_stream(loader, "root", account->id);
	return reader_object(&loader->reader, account->root, root_fields, &root) &&
	       loader_password(loader, &owner, root.password) &&
	       loader_keys(loader, &owner, root.keys) &&
	       loader_certificates(loader, &owner, root.certificates) &&
	       loader_mfa(loader, &owner, root.mfa) &&
	       loader_accesses(loader, owner.owner_id, root.accesses);
}

bool loader_tags(struct loader *loader, const char *resource_arn, const struct json_value *tags)
{
	for (const struct json_value *tag = tags ? tags->first : NULL; tag; tag = tag->next) {
		if (tag->kind != JSON_STRING)
			return reader_fail(&loader->reader, tag, "expected a text");
		database_run(&loader->call,
			     "INSERT OR REPLACE INTO tag (resource_arn, key, value) VALUES (:arn,"
			     " :key, :value)",
			     DATABASE_VALUES(database_text("arn", resource_arn),
					     database_text("key", tag->key),
					     database_text("value", tag->text)));
	}
	return true;
}

static bool attach_managed(struct loader *loader, const char *owner_id,
			   const struct json_value *item)
{
	const char *arn = strncmp(item->text, "arn:", 4) == 0
				  ? item->text
				  : arn_iam(&loader->call, "aws", "policy", "/", item->text);

	iam_managed_policy_learn(&loader->call, arn);
	if (database_run(&loader->call,
			 "INSERT INTO managed_attachment (owner_id, policy_arn)"
			 " SELECT :owner, arn FROM managed_policy WHERE arn = :arn",
			 DATABASE_VALUES(database_text("owner", owner_id),
					 database_text("arn", arn))) == 1)
		return true;
	return reader_fail(&loader->reader, item,
			   "expected the name or ARN of a managed policy that is there, once");
}

/* An inline policy with its name; without one it is the document alone. */
struct inline_policy {
	const char *name;
	const struct json_value *document;
};

bool loader_document(struct loader *loader, const struct json_value *value, const char **out_text)
{
	const struct policy_document *compiled;
	const struct json_value *document = value;
	struct fault fault;

	if (value->kind == JSON_STRING
		    ? (json_read(loader->call.arena, value->text, value->len, &fault, &document) &&
		       policy_document_compile(loader->call.arena, document, &fault, &compiled))
		    : policy_document_compile(loader->call.arena, value, &fault, &compiled)) {
		*out_text = value->kind == JSON_STRING ? value->text
						       : reader_compact(&loader->reader, value);
		return true;
	}
	return reader_fail(&loader->reader, value, "expected a policy: %s", fault.message);
}

static const struct reader_field inline_policy_fields[] = {
	{ "name", READER_TEXT, offsetof(struct inline_policy, name), true, NULL,
	  reader_expected_name },
	{ "document", READER_VALUE, offsetof(struct inline_policy, document), true },
	{ NULL },
};

static bool put_inline(struct loader *loader, const char *owner_id, const struct json_value *item)
{
	struct inline_policy policy = { .document = item };
	const char *text;

	if (!json_get(item, "document"))
		policy.name = arena_printf(loader->call.arena, "scenario-%u-%u", item->line,
					   item->column);
	else if (!reader_object(&loader->reader, item, inline_policy_fields, &policy))
		return false;
	if (!loader_document(loader, policy.document, &text))
		return false;
	return database_run(&loader->call,
			    "INSERT INTO inline_policy (owner_id, name, document) VALUES (:owner,"
			    " :name, :document)",
			    DATABASE_VALUES(database_text("owner", owner_id),
					    database_text("name", policy.name),
					    database_text("document", text))) > 0 ||
	       reader_fail(&loader->reader, item, "expected a name that no other policy of it has");
}

bool loader_policies(struct loader *loader, const char *owner_id, const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		bool is_done = item->kind == JSON_STRING ? attach_managed(loader, owner_id, item)
							 : put_inline(loader, owner_id, item);

		if (!is_done)
			return false;
	}
	return true;
}

struct user {
	const char *name, *id, *path, *boundary;
	const struct json_value *policies, *keys, *certificates, *password, *mfa, *tags, *accesses;
	int64_t created_ms;
};

#define USER(name) offsetof(struct user, name)

static const struct reader_field user_fields[] = {
	{ "name", READER_TEXT, USER(name), true, NULL, reader_expected_name },
	{ "id", READER_TEXT, USER(id) },
	{ "path", READER_TEXT, USER(path) },
	{ "boundary", READER_TEXT, USER(boundary) },
	{ "policies", READER_LIST, USER(policies) },
	{ "keys", READER_LIST, USER(keys) },
	{ "certificates", READER_LIST, USER(certificates) },
	{ "password", READER_VALUE, USER(password) },
	{ "mfa", READER_LIST, USER(mfa) },
	{ "tags", READER_OBJECT, USER(tags) },
	{ "accesses", READER_LIST, USER(accesses) },
	{ "created", READER_TIME, USER(created_ms) },
	{ NULL },
};

static bool insert_user(struct loader *loader, const char *account_id, const struct user *user,
			const char *id)
{
	return database_run(
		       &loader->call,
		       "INSERT INTO iam_user (unique_id, account_id, name, path, boundary_arn,"
		       " created_ms) VALUES (:id, :account, :name, :path, :boundary, :created)",
		       DATABASE_VALUES(
			       database_text("id", id), database_text("account", account_id),
			       database_text("name", user->name), database_text("path", user->path),
			       database_text("boundary", user->boundary),
			       database_integer("created", user->created_ms))) > 0;
}

static bool add_user(struct loader *loader, const char *account_id, const struct json_value *item)
{
	struct call *call = &loader->call;
	struct user user = { .path = "/", .created_ms = loader->reader.now_ms };
	struct loader_owner owner = { .account_id = account_id };

	if (!reader_object(&loader->reader, item, user_fields, &user))
		return false;
	loader_stream(loader, "user", arena_printf(call->arena, "%s/%s", account_id, user.name));
	owner.owner_id = user.id ? user.id : ids_new(call, IDS_USER);
	owner.user_name = user.name;
	if (!insert_user(loader, account_id, &user, owner.owner_id))
		return reader_fail(
			&loader->reader, item,
			"expected a name and an id that no other user of the account has");
	return loader_policies(loader, owner.owner_id, user.policies) &&
	       loader_keys(loader, &owner, user.keys) &&
	       loader_certificates(loader, &owner, user.certificates) &&
	       loader_password(loader, &owner, user.password) &&
	       loader_mfa(loader, &owner, user.mfa) &&
	       loader_accesses(loader, owner.owner_id, user.accesses) &&
	       loader_tags(loader, arn_iam(call, account_id, "user", user.path, user.name),
			   user.tags);
}

bool loader_users(struct loader *loader, const struct loader_account *account)
{
	const struct json_value *list = account->users;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_user(loader, account->id, item))
			return false;
	}
	return true;
}

struct role {
	const char *name, *id, *path, *boundary, *description, *region;
	const char *trust_text;
	const struct json_value *trust, *policies, *tags, *accesses;
	int64_t created_ms, max_session_s, last_used_ms;
};

#define ROLE(name) offsetof(struct role, name)

static const struct reader_field role_fields[] = {
	{ "name", READER_TEXT, ROLE(name), true, NULL, reader_expected_name },
	{ "id", READER_TEXT, ROLE(id) },
	{ "path", READER_TEXT, ROLE(path) },
	{ "description", READER_TEXT, ROLE(description) },
	{ "boundary", READER_TEXT, ROLE(boundary) },
	{ "trust", READER_VALUE, ROLE(trust), true },
	{ "policies", READER_LIST, ROLE(policies) },
	{ "tags", READER_OBJECT, ROLE(tags) },
	{ "accesses", READER_LIST, ROLE(accesses) },
	{ "created", READER_TIME, ROLE(created_ms) },
	{ "maxSession", READER_INTEGER, ROLE(max_session_s) },
	{ "lastUsed", READER_TIME, ROLE(last_used_ms) },
	{ "region", READER_TEXT, ROLE(region), false, NULL, reader_expected_region },
	{ NULL },
};

static bool insert_role(struct loader *loader, const char *account_id, const struct role *role,
			const char *id)
{
	return database_run(&loader->call,
			    "INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy,"
			    " description, max_session_s, boundary_arn, created_ms, last_used_ms,"
			    " last_used_region) VALUES (:id, :account, :name, :path, :trust,"
			    " :description, :max, :boundary, :created, nullif(:used, 0), :region)",
			    DATABASE_VALUES(database_text("id", id),
					    database_text("account", account_id),
					    database_text("name", role->name),
					    database_text("path", role->path),
					    database_text("trust", role->trust_text),
					    database_text("description", role->description),
					    database_integer("max", role->max_session_s),
					    database_text("boundary", role->boundary),
					    database_integer("created", role->created_ms),
					    database_integer("used", role->last_used_ms),
					    database_text("region", role->region))) > 0;
}

static bool add_role(struct loader *loader, const char *account_id, const struct json_value *item)
{
	struct role role = { .path = "/", .max_session_s = 3600 };
	const char *id;

	role.created_ms = loader->reader.now_ms;
	if (!reader_object(&loader->reader, item, role_fields, &role))
		return false;
	if (!loader_document(loader, role.trust, &role.trust_text))
		return false;
	loader_stream(loader, "role",
		      arena_printf(loader->call.arena, "%s/%s", account_id, role.name));
	id = role.id ? role.id : ids_new(&loader->call, IDS_ROLE);
	if (!insert_role(loader, account_id, &role, id))
		return reader_fail(
			&loader->reader, item,
			"expected a name and an id that no other role of the account has");
	return loader_policies(loader, id, role.policies) &&
	       loader_accesses(loader, id, role.accesses) &&
	       loader_tags(loader, arn_iam(&loader->call, account_id, "role", role.path, role.name),
			   role.tags);
}

bool loader_roles(struct loader *loader, const struct loader_account *account)
{
	const struct json_value *list = account->roles;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_role(loader, account->id, item))
			return false;
	}
	return true;
}
