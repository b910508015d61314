#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/ids.h"
#include "mock/scenario/loader.h"

enum { DAY_MS = 86400 * 1000, PER_OWNER_MAX = 2 };

/* What every example signing certificate looks like; nobody has its key. */
static const char certificate_body[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBejCCASGgAwIBAgIUUQ9SWNlCPhlOPa7Jkk9Dotf9zbwwCgYIKoZIzj0EAwIw\n"
	"EjEQMA4GA1UEAwwHZXhhbXBsZTAgFw0yNjExMjMxOTU1MTVaGA8yMTI2MTAzMDE5\n"
	"NTUxNVowEjEQMA4GA1UEAwwHZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEH\n"
	"A0IABEw7s2pi+9kENq6wlOpC2BYTbiPvHINF5KsfLvDO0LbHxJmZbIAiSl+RyRaO\n"
	"0qRfAYOWOf1BEN560hM13K5OjgujUzBRMB0GA1UdDgQWBBT5rgRykIbqTTLukb01\n"
	"W+QOrkh+VzAfBgNVHSMEGDAWgBT5rgRykIbqTTLukb01W+QOrkh+VzAPBgNVHRMB\n"
	"Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIEUW3Xl/lpjOAfVP03g7M6qvOGxZ\n"
	"9neA+k+arlgRB+stAiAEpRUKYME8N/MUuYndIQdu4XdzWJlCBvz8955kLOUr0g==\n"
	"-----END CERTIFICATE-----\n";

static const char *const key_statuses[] = { "Active", "Inactive", NULL };
static const char *const certificate_statuses[] = { "Active", "Inactive", NULL };
static const char *const mfa_kinds[] = { "virtual", "hardware", "passkey", NULL };

struct key {
	const char *id, *secret, *status, *service, *region;
	int64_t created_ms, last_used_ms;
};

#define KEY(name) offsetof(struct key, name)

static const struct reader_field key_fields[] = {
	{ "id", READER_TEXT, KEY(id) },
	{ "secret", READER_TEXT, KEY(secret) },
	{ "status", READER_TEXT, KEY(status), false, key_statuses },
	{ "created", READER_TIME, KEY(created_ms) },
	{ "lastUsed", READER_TIME, KEY(last_used_ms) },
	{ "service", READER_TEXT, KEY(service) },
	{ "region", READER_TEXT, KEY(region), false, NULL, reader_expected_region },
	{ NULL },
};

/* A time that is 0 is absent. */
static struct database_value time_value(const char *name, int64_t ms)
{
	return ms ? database_integer(name, ms) : database_text(name, NULL);
}

static bool add_key(struct loader *loader, const struct loader_owner *owner,
		    const struct json_value *item)
{
	static const char sql[] =
		"INSERT INTO access_key (id, account_id, owner_id, secret, status, created_ms,"
		" last_used_ms, last_used_service, last_used_region) VALUES (:id, :account, :owner,"
		" :secret, :status, :created, :used, :service, :region)";
	struct key key = { .status = "Active", .service = "sts", .region = "us-east-1" };

	key.created_ms = loader->reader.now_ms - INT64_C(100) * DAY_MS;
	if (!reader_object(&loader->reader, item, key_fields, &key))
		return false;
	if (!key.id)
		key.id = ids_new(&loader->call, IDS_ACCESS_KEY);
	if (!key.secret)
		key.secret = ids_new(&loader->call, IDS_SECRET);
	if (database_run(&loader->call, sql,
			 DATABASE_VALUES(
				 database_text("id", key.id),
				 database_text("account", owner->account_id),
				 database_text("owner", owner->owner_id),
				 database_text("secret", key.secret),
				 database_text("status", key.status),
				 database_integer("created", key.created_ms),
				 time_value("used", key.last_used_ms),
				 database_text("service", key.last_used_ms ? key.service : NULL),
				 database_text("region", key.last_used_ms ? key.region : NULL))) <
	    0)
		return reader_fail(&loader->reader, item, "expected an id that no other key has");
	return true;
}

/* AWS lets nobody have more than two keys or two certificates. */
static bool is_short_enough(struct loader *loader, const struct json_value *list)
{
	return !list || list->len <= PER_OWNER_MAX ||
	       reader_fail(&loader->reader, list, "expected at most %d", PER_OWNER_MAX);
}

bool loader_keys(struct loader *loader, const struct loader_owner *owner,
		 const struct json_value *list)
{
	if (!is_short_enough(loader, list))
		return false;
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_key(loader, owner, item))
			return false;
	}
	return true;
}

struct certificate {
	const char *id, *status;
	int64_t uploaded_ms;
};

static const struct reader_field certificate_fields[] = {
	{ "id", READER_TEXT, offsetof(struct certificate, id) },
	{ "status", READER_TEXT, offsetof(struct certificate, status), false,
	  certificate_statuses },
	{ "uploaded", READER_TIME, offsetof(struct certificate, uploaded_ms) },
	{ NULL },
};

static bool add_certificate(struct loader *loader, const struct loader_owner *owner,
			    const struct json_value *item)
{
	static const char sql[] =
		"INSERT INTO signing_certificate (id, account_id, owner_id, body, status,"
		" uploaded_ms) VALUES (:id, :account, :owner, :body, :status, :uploaded)";
	struct certificate certificate = { .status = "Active" };

	certificate.uploaded_ms = loader->reader.now_ms - INT64_C(100) * DAY_MS;
	if (!reader_object(&loader->reader, item, certificate_fields, &certificate))
		return false;
	if (!certificate.id)
		certificate.id = ids_new(&loader->call, IDS_CERTIFICATE);
	if (database_run(&loader->call, sql,
			 DATABASE_VALUES(database_text("id", certificate.id),
					 database_text("account", owner->account_id),
					 database_text("owner", owner->owner_id),
					 database_text("body", certificate_body),
					 database_text("status", certificate.status),
					 database_integer("uploaded", certificate.uploaded_ms))) <
	    0)
		return reader_fail(&loader->reader, item,
				   "expected an id that no other certificate has");
	return true;
}

bool loader_certificates(struct loader *loader, const struct loader_owner *owner,
			 const struct json_value *list)
{
	if (!is_short_enough(loader, list))
		return false;
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_certificate(loader, owner, item))
			return false;
	}
	return true;
}

struct mfa {
	const char *kind, *serial;
	int64_t enabled_ms;
};

static const struct reader_field mfa_fields[] = {
	{ "kind", READER_TEXT, offsetof(struct mfa, kind), true, mfa_kinds },
	{ "serial", READER_TEXT, offsetof(struct mfa, serial) },
	{ "enabled", READER_TIME, offsetof(struct mfa, enabled_ms) },
	{ NULL },
};

/* A device is its kind alone, or an object. */
static bool read_mfa(struct loader *loader, const struct json_value *item, struct mfa *out_mfa)
{
	*out_mfa = (struct mfa){ .enabled_ms = loader->reader.now_ms - INT64_C(100) * DAY_MS };
	if (item->kind == JSON_OBJECT)
		return reader_object(&loader->reader, item, mfa_fields, out_mfa);
	for (size_t i = 0; item->kind == JSON_STRING && mfa_kinds[i]; i++) {
		if (strcmp(mfa_kinds[i], item->text) == 0)
			out_mfa->kind = mfa_kinds[i];
	}
	return out_mfa->kind || reader_fail(&loader->reader, item,
					    "expected \"virtual\", \"hardware\", \"passkey\" or an "
					    "object");
}

/* The forms of AWS's serial numbers; that of a root user's passkey is inferred. */
static const char *serial_of(struct loader *loader, const struct loader_owner *owner,
			     const char *kind)
{
	struct arena *arena = loader->call.arena;
	const char *random = ids_new(&loader->call, IDS_CERTIFICATE);
	const char *name = owner->user_name ? owner->user_name : "root-account-mfa-device";

	if (strcmp(kind, "hardware") == 0)
		return arena_printf(arena, "GAHT%.8s", random);
	if (strcmp(kind, "virtual") == 0)
		return arn_iam(&loader->call, owner->account_id, "mfa", "/", name);
	if (owner->user_name)
		return arena_printf(arena, "arn:%s:iam::%s:u2f/user/%s/passkey-%.22s",
				    arn_partition(&loader->call), owner->account_id,
				    owner->user_name, random);
	return arena_printf(arena, "arn:%s:iam::%s:u2f/root-account/passkey-%.22s",
			    arn_partition(&loader->call), owner->account_id, random);
}

static bool add_mfa(struct loader *loader, const struct loader_owner *owner,
		    const struct json_value *item)
{
	static const char sql[] = "INSERT INTO mfa_device (serial, account_id, owner_id, kind, "
				  "created_ms, enabled_ms)"
				  " VALUES (:serial, :account, :owner, :kind, :enabled, :enabled)";
	struct mfa mfa;

	if (!read_mfa(loader, item, &mfa))
		return false;
	if (!mfa.serial)
		mfa.serial = serial_of(loader, owner, mfa.kind);
	if (database_run(&loader->call, sql,
			 DATABASE_VALUES(database_text("serial", mfa.serial),
					 database_text("account", owner->account_id),
					 database_text("owner", owner->owner_id),
					 database_text("kind", mfa.kind),
					 database_integer("enabled", mfa.enabled_ms))) < 0)
		return reader_fail(&loader->reader, item,
				   "expected a serial number that no other device has");
	return true;
}

bool loader_mfa(struct loader *loader, const struct loader_owner *owner,
		const struct json_value *list)
{
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		if (!add_mfa(loader, owner, item))
			return false;
	}
	return true;
}

struct password {
	int64_t created_ms, last_used_ms;
	bool is_reset_required;
};

static const struct reader_field password_fields[] = {
	{ "created", READER_TIME, offsetof(struct password, created_ms) },
	{ "lastUsed", READER_TIME, offsetof(struct password, last_used_ms) },
	{ "resetRequired", READER_BOOLEAN, offsetof(struct password, is_reset_required) },
	{ NULL },
};

static void note_last_use(struct loader *loader, const struct loader_owner *owner, int64_t ms)
{
	static const char of_root[] =
		"UPDATE account SET root_password_last_used_ms = :used WHERE id = :owner";
	static const char of_user[] =
		"UPDATE iam_user SET password_last_used_ms = :used WHERE unique_id = :owner";

	if (ms)
		database_run(&loader->call, owner->user_name ? of_user : of_root,
			     DATABASE_VALUES(database_integer("used", ms),
					     database_text("owner", owner->owner_id)));
}

bool loader_password(struct loader *loader, const struct loader_owner *owner,
		     const struct json_value *value)
{
	struct password password = {
		.created_ms = loader->reader.now_ms - INT64_C(365) * DAY_MS,
	};

	if (!value || (value->kind == JSON_BOOLEAN && !value->boolean))
		return true;
	if (value->kind != JSON_BOOLEAN &&
	    !reader_object(&loader->reader, value, password_fields, &password))
		return false;
	database_run(&loader->call,
		     "INSERT INTO login_profile (owner_id, account_id, reset_required, created_ms)"
		     " VALUES (:owner, :account, :reset, :created)",
		     DATABASE_VALUES(database_text("owner", owner->owner_id),
				     database_text("account", owner->account_id),
				     database_integer("reset", password.is_reset_required),
				     database_integer("created", password.created_ms)));
	note_last_use(loader, owner, password.last_used_ms);
	return true;
}
