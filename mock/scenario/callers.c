#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/ids.h"
#include "mock/scenario/loader.h"
#include "wire/json_writer.h"

struct caller {
	const char *name, *account, *user, *role, *via;
	bool is_root;
	const struct json_value *policies, *key;
};

#define MEMBER(name) offsetof(struct caller, name)

static const struct reader_field caller_fields[] = {
	{ "account", READER_TEXT, MEMBER(account), true, NULL, reader_expected_account },
	{ "user", READER_TEXT, MEMBER(user), false, NULL, reader_expected_name },
	{ "role", READER_TEXT, MEMBER(role), false, NULL, reader_expected_name },
	{ "via", READER_TEXT, MEMBER(via) },
	{ "root", READER_BOOLEAN, MEMBER(is_root) },
	{ "policies", READER_LIST, MEMBER(policies) },
	{ "key", READER_OBJECT, MEMBER(key) },
	{ NULL },
};

/* The unique id of the account's user or role of that name, or NULL. */
static const char *find(struct loader *loader, const struct caller *caller)
{
	static const char user_sql[] =
		"SELECT unique_id FROM iam_user WHERE account_id = :account AND name = :name";
	static const char role_sql[] =
		"SELECT unique_id FROM iam_role WHERE account_id = :account AND name = :name";
	const char *name = caller->user ? caller->user : caller->role;

	return database_string(&loader->call, caller->user ? user_sql : role_sql,
			       DATABASE_VALUES(database_text("account", caller->account),
					       database_text("name", name)));
}

static const char *make_user(struct loader *loader, const struct caller *caller)
{
	const char *id = ids_new(&loader->call, IDS_USER);

	database_run(&loader->call,
		     "INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) VALUES"
		     " (:id, :account, :name, '/', :created)",
		     DATABASE_VALUES(database_text("id", id),
				     database_text("account", caller->account),
				     database_text("name", caller->user),
				     database_integer("created", loader->reader.now_ms)));
	return id;
}

/* A role that the file does not describe trusts the account of the caller it is assumed by. */
static const char *make_role(struct loader *loader, const struct caller *caller,
			     const char *trusted_account)
{
	const char *id = ids_new(&loader->call, IDS_ROLE);
	const char *trust = arena_printf(
		loader->call.arena,
		"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
		"{\"AWS\":\"%s\"},\"Action\":\"sts:AssumeRole\"}]}",
		arn_root_user(&loader->call, trusted_account));

	database_run(
		&loader->call,
		"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy,"
		" created_ms) VALUES (:id, :account, :name, '/', :trust, :created)",
		DATABASE_VALUES(database_text("id", id), database_text("account", caller->account),
				database_text("name", caller->role), database_text("trust", trust),
				database_integer("created", loader->reader.now_ms)));
	return id;
}

struct key {
	const char *id, *secret;
};

static const struct reader_field key_fields[] = {
	{ "id", READER_TEXT, offsetof(struct key, id), true },
	{ "secret", READER_TEXT, offsetof(struct key, secret), true },
	{ NULL },
};

/* The key that is given, or else the newest active one of the owner, or else a new one. */
static bool take_key(struct loader *loader, const struct caller *caller, const char *owner_id,
		     const char **out_id)
{
	struct call *call = &loader->call;
	struct key key = { 0 };

	if (caller->key && !reader_object(&loader->reader, caller->key, key_fields, &key))
		return false;
	*out_id = key.id;
	if (key.id && database_exists(call,
				      "SELECT 1 FROM access_key WHERE id = :id AND owner_id ="
				      " :owner AND secret = :secret",
				      DATABASE_VALUES(database_text("id", key.id),
						      database_text("owner", owner_id),
						      database_text("secret", key.secret))))
		return true;
	*out_id = key.id ? NULL
			 : database_string(call,
					   "SELECT id FROM access_key WHERE owner_id = :owner AND "
					   "status = 'Active' ORDER BY created_ms DESC LIMIT 1",
					   DATABASE_VALUES(database_text("owner", owner_id)));
	if (*out_id)
		return true;
	*out_id = key.id ? key.id : ids_new(call, IDS_ACCESS_KEY);
	if (database_run(
		    call,
		    "INSERT INTO access_key (id, account_id, owner_id, secret, created_ms)"
		    " VALUES (:id, :account, :owner, :secret, :created)",
		    DATABASE_VALUES(database_text("id", *out_id),
				    database_text("account", caller->account),
				    database_text("owner", owner_id),
				    database_text("secret", key.secret ? key.secret
								       : ids_new(call, IDS_SECRET)),
				    database_integer("created", loader->reader.now_ms))) < 0)
		return reader_fail(&loader->reader, caller->key,
				   "expected an id that no other key has");
	return true;
}

/* How the credentials file is written later; see mock/profiles.h. */
static void remember(struct loader *loader, const struct caller *caller, const char *key_id)
{
	struct arena *arena = loader->call.arena;
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 128);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	if (key_id) {
		json_key(&json, "key");
		json_string(&json, key_id);
	} else {
		json_key(&json, "role");
		json_string(&json,
			    arn_iam(&loader->call, caller->account, "role", "/", caller->role));
		json_key(&json, "via");
		json_string(&json, caller->via);
	}
	json_close_object(&json);
	database_run(&loader->call,
		     "INSERT OR REPLACE INTO setting (name, value) VALUES (:name, :value)",
		     DATABASE_VALUES(
			     database_text("name", arena_printf(arena, "caller.%s", caller->name)),
			     database_text("value", text.data)));
}

static bool add_role_caller(struct loader *loader, const struct caller *caller,
			    const struct json_value *item, const struct json_value *section)
{
	const struct json_value *via = caller->via ? json_get(section, caller->via) : NULL;
	const char *trusted = json_get_string(via, "account");
	const char *id;

	if (!trusted)
		return reader_fail(&loader->reader, item,
				   "expected \"via\" with the name of another caller");
	id = find(loader, caller);
	if (!id)
		id = make_role(loader, caller, trusted);
	if (!loader_policies(loader, id, caller->policies))
		return false;
	remember(loader, caller, NULL);
	return true;
}

static bool add_key_caller(struct loader *loader, const struct caller *caller)
{
	const char *owner_id = caller->is_root ? caller->account : find(loader, caller);
	const char *key_id;

	if (!owner_id)
		owner_id = make_user(loader, caller);
	if (!loader_policies(loader, owner_id, caller->policies) ||
	    !take_key(loader, caller, owner_id, &key_id))
		return false;
	remember(loader, caller, key_id);
	return true;
}

static bool add_caller(struct loader *loader, const struct json_value *item,
		       const struct json_value *section)
{
	struct caller caller = { .name = item->key };

	if (!reader_object(&loader->reader, item, caller_fields, &caller))
		return false;
	if (item->is_duplicate)
		return reader_fail(&loader->reader, item, "this caller comes twice");
	if (!database_exists(&loader->call, "SELECT 1 FROM account WHERE id = :id",
			     DATABASE_VALUES(database_text("id", caller.account))))
		return reader_fail(&loader->reader, json_get(item, "account"),
				   "expected the id of an account of this scenario");
	if (!!caller.user + !!caller.role + caller.is_root != 1)
		return reader_fail(&loader->reader, item,
				   "expected one of \"user\", \"role\" and \"root\": true");
	loader_stream(loader, "caller", caller.name);
	if (caller.role)
		return add_role_caller(loader, &caller, item, section);
	return add_key_caller(loader, &caller);
}

bool loader_callers(struct loader *loader, const struct json_value *section)
{
	for (const struct json_value *item = section ? section->first : NULL; item;
	     item = item->next) {
		if (!add_caller(loader, item, section))
			return false;
	}
	return true;
}
