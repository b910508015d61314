#include "mock/iam/credential.h"
#include "mock/iam/gate.h"
#include "mock/iam/handlers.h"
#include "mock/iam/shape.h"
#include "mock/ids.h"

enum { KEYS_MAX = 2 };

struct key_row {
	const char *id;
	const char *status;
	int64_t created_ms;
};

static const struct database_column key_columns[] = {
	{ "id", offsetof(struct key_row, id), COLUMN_TEXT },
	{ "status", offsetof(struct key_row, status), COLUMN_TEXT },
	{ "created_ms", offsetof(struct key_row, created_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row key_form = { sizeof(struct key_row), key_columns };

static const struct iam_credential_kind kind = {
	.title = "Access Key",
	.refuses_expired = true,
	.list_sql = "SELECT id, status, created_ms FROM access_key"
		    " WHERE owner_id = :owner AND id > :after ORDER BY id LIMIT :limit",
	.form = &key_form,
	IAM_CREDENTIAL_STATEMENTS("access_key"),
};

IAM_HANDLER(create_access_key)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (database_number(call, "SELECT count(*) FROM access_key WHERE owner_id = :owner",
			    DATABASE_VALUES(database_text("owner", owner.id)), 0) >= KEYS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for AccessKeysPerUser: %d", KEYS_MAX);
	struct iam_access_key key = {
		.user_name = owner.user_name,
		.access_key_id = ids_new(call, IDS_ACCESS_KEY),
		.status = "Active",
		.secret_access_key = ids_new(call, IDS_SECRET),
		.create_date = api_timestamp(call->now_ms),
	};
	database_run(call,
		     "INSERT INTO access_key (id, account_id, owner_id, secret, created_ms)"
		     " VALUES (:id, :account, :owner, :secret, :now)",
		     DATABASE_VALUES(database_text("id", key.access_key_id),
				     database_text("account", call->principal->account_id),
				     database_text("owner", owner.id),
				     database_text("secret", key.secret_access_key),
				     database_integer("now", call->now_ms)));
	out->access_key = IAM_KEEP(key);
	return API_OK;
}

IAM_HANDLER(list_access_keys)
{
	struct iam_owner owner;
	struct iam_page page;
	struct key_row *rows = NULL;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_PAGE_OPEN(page);
	size_t count = iam_credential_rows(call, &kind, &owner, &page, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_access_key_metadata *keys = arena_array(call->arena, count, sizeof(*keys));
	for (size_t i = 0; i < count; i++)
		keys[i] = (struct iam_access_key_metadata){
			.user_name = owner.user_name,
			.access_key_id = rows[i].id,
			.status = rows[i].status,
			.create_date = api_timestamp(rows[i].created_ms),
		};
	IAM_LIST(out->access_key_metadata, keys, count);
	return API_OK;
}

IAM_HANDLER(update_access_key)
{
	const struct iam_credential which = { in->user_name, in->access_key_id };

	return iam_credential_update(call, &kind, which, in->status);
}

IAM_HANDLER(delete_access_key)
{
	const struct iam_credential which = { in->user_name, in->access_key_id };

	return iam_credential_delete(call, &kind, which);
}

struct use_row {
	const char *user_name; /* NULL: the root user's key */
	const char *service, *region;
	int64_t used_ms;
};

static const struct database_column use_columns[] = {
	{ "user_name", offsetof(struct use_row, user_name), COLUMN_TEXT },
	{ "service", offsetof(struct use_row, service), COLUMN_TEXT },
	{ "region", offsetof(struct use_row, region), COLUMN_TEXT },
	{ "used_ms", offsetof(struct use_row, used_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row use_form = { sizeof(struct use_row), use_columns };

static bool read_use(struct call *call, const char *id, struct use_row *row)
{
	*row = (struct use_row){ 0 };
	return database_row(call,
			    "SELECT u.name AS user_name, k.last_used_service AS service,"
			    " k.last_used_region AS region, k.last_used_ms AS used_ms"
			    " FROM access_key k LEFT JOIN iam_user u ON u.unique_id = k.owner_id"
			    " WHERE k.id = :id AND k.account_id = :account",
			    DATABASE_VALUES(database_text("id", id),
					    database_text("account", call->principal->account_id)),
			    &use_form, row);
}

enum api_status iam_get_access_key_last_used_check(struct call *call, const void *input)
{
	const struct iam_get_access_key_last_used_in *in = input;
	struct use_row row;

	if (!read_use(call, in->access_key_id, &row))
		return call_fail_common(call, 403, "AccessDenied",
					"User: %s is not authorized to perform "
					"iam:GetAccessKeyLastUsed on resource: access key %s",
					call->principal->arn, in->access_key_id);
	return API_OK;
}

IAM_HANDLER(get_access_key_last_used)
{
	struct use_row row;

	IAM_TRY(iam_get_access_key_last_used_check(call, in));
	(void)read_use(call, in->access_key_id, &row);
	struct iam_access_key_last_used used = {
		.last_used_date = iam_date(row.used_ms),
		.service_name = row.used_ms && row.service ? row.service : "N/A",
		.region = row.used_ms && row.region ? row.region : "N/A",
	};
	out->user_name = row.user_name;
	out->access_key_last_used = IAM_KEEP(used);
	return API_OK;
}
