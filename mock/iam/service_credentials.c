#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/owner.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"
#include "mock/ids.h"

enum { CREDENTIALS_MAX = 2 };

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* Services with credentials of their own: by user name and password, or by alias and secret. */
static const struct credential_service {
	const char *name;
	bool has_alias; /* ServiceCredentialAlias and ServiceCredentialSecret (documented) */
} services[] = {
	{ "codecommit.amazonaws.com" },
	{ "cassandra.amazonaws.com" },
	{ "bedrock.amazonaws.com", true },
	{ "logs.amazonaws.com", true },
};

struct credential_row {
	const char *id;
	const char *user_name, *service, *service_name, *secret, *status;
	int64_t created_ms, expires_ms;
};

#define COLUMN(column, member, kind)                                  \
	{                                                             \
		column, offsetof(struct credential_row, member), kind \
	}

static const struct database_column credential_columns[] = {
	COLUMN("id", id, COLUMN_TEXT),
	COLUMN("user_name", user_name, COLUMN_TEXT),
	COLUMN("service", service, COLUMN_TEXT),
	COLUMN("service_name", service_name, COLUMN_TEXT),
	COLUMN("secret", secret, COLUMN_TEXT),
	COLUMN("status", status, COLUMN_TEXT),
	COLUMN("created_ms", created_ms, COLUMN_INTEGER),
	COLUMN("expires_ms", expires_ms, COLUMN_INTEGER),
	{ 0 },
};
static const struct database_row credential_form = { sizeof(struct credential_row),
						     credential_columns };

static const struct credential_service *find_service(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		if (strcmp(services[i].name, name) == 0)
			return &services[i];
	}
	return NULL;
}

static enum api_status no_such_service(struct call *call, const char *name)
{
	return call_fail(call, &iam_no_such_entity,
			 "No such service %s is supported for Service Specific Credentials", name);
}

static const struct iam_service_specific_credential *credential_shape(
	struct call *call, const struct credential_row *row)
{
	const struct credential_service *service = find_service(row->service);
	struct iam_service_specific_credential shape = {
		.create_date = api_timestamp(row->created_ms),
		.expiration_date = iam_date(row->expires_ms),
		.service_name = row->service,
		.service_specific_credential_id = row->id,
		.user_name = row->user_name,
		.status = row->status,
	};
	if (service && service->has_alias) {
		shape.service_credential_alias = row->service_name;
		shape.service_credential_secret = row->secret;
	} else {
		shape.service_user_name = row->service_name;
		shape.service_password = row->secret;
	}
	return IAM_KEEP(shape);
}

/* "name-at-account", "name+1-at-account" for the second (recorded, documented). */
static const char *new_service_name(struct call *call, const struct iam_owner *owner, int64_t held)
{
	const char *account = call->principal->account_id;
	if (!held)
		return arena_printf(call->arena, "%s-at-%s", owner->user_name, account);
	return arena_printf(call->arena, "%s+%lld-at-%s", owner->user_name, (long long)held,
			    account);
}

static void insert_credential(struct call *call, const struct iam_owner *owner,
			      const struct credential_row *row)
{
	struct database_value expires = database_integer("expires", row->expires_ms);
	if (!row->expires_ms)
		expires = database_text("expires", NULL);
	database_run(call,
		     "INSERT INTO service_specific_credential (id, account_id, owner_id, service,"
		     " service_name, secret, created_ms, expires_ms) VALUES (:id, :account, :owner,"
		     " :service, :name, :secret, :now, :expires)",
		     DATABASE_VALUES(database_text("id", row->id),
				     database_text("account", call->principal->account_id),
				     database_text("owner", owner->id),
				     database_text("service", row->service),
				     database_text("name", row->service_name),
				     database_text("secret", row->secret),
				     database_integer("now", row->created_ms), expires));
}

IAM_HANDLER(create_service_specific_credential)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (!find_service(in->service_name))
		return no_such_service(call, in->service_name);
	int64_t held = database_number(call,
				       "SELECT count(*) FROM service_specific_credential"
				       " WHERE owner_id = :owner AND service = :service",
				       DATABASE_VALUES(database_text("owner", owner.id),
						       database_text("service", in->service_name)),
				       0);
	if (held >= CREDENTIALS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for ServiceSpecificCredentialsPerUser: %d",
				 CREDENTIALS_MAX);
	const struct api_integer days = in->credential_age_days;
	const struct credential_row row = {
		.id = ids_new(call, IDS_SERVICE_CREDENTIAL),
		.user_name = owner.user_name,
		.service = in->service_name,
		.service_name = new_service_name(call, &owner, held),
		.secret = ids_new(call, IDS_SECRET),
		.status = "Active",
		.created_ms = call->now_ms,
		.expires_ms = days.is_set ? call->now_ms + days.value * DAY_MS : 0,
	};
	insert_credential(call, &owner, &row);
	out->service_specific_credential = credential_shape(call, &row);
	return API_OK;
}

static size_t read_credentials(struct call *call,
			       const struct iam_list_service_specific_credentials_in *in,
			       const struct iam_owner *owner, const struct iam_page *page,
			       struct credential_row **rows)
{
	return database_rows(
		call,
		"SELECT c.id, u.name AS user_name, c.service, c.service_name,"
		" c.status, c.created_ms, c.expires_ms"
		" FROM service_specific_credential c"
		" JOIN iam_user u ON u.unique_id = c.owner_id"
		" WHERE c.account_id = :account AND c.id > :after"
		" AND (:owner IS NULL OR c.owner_id = :owner)"
		" AND (:service IS NULL OR c.service = :service)"
		" ORDER BY c.id LIMIT :limit",
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_text("after", page->after),
				database_text("owner", in->all_users.value ? NULL : owner->id),
				database_text("service", in->service_name),
				database_integer("limit", page->fetch)),
		&credential_form, rows);
}

IAM_HANDLER(list_service_specific_credentials)
{
	struct iam_owner owner = { 0 };
	struct iam_page page;
	struct credential_row *rows = NULL;

	if (!in->all_users.value)
		IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (in->service_name && !find_service(in->service_name))
		return no_such_service(call, in->service_name);
	IAM_PAGE_OPEN(page);
	size_t count = read_credentials(call, in, &owner, &page, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_service_specific_credential_metadata *list =
		arena_array(call->arena, count, sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		const struct iam_service_specific_credential *shape =
			credential_shape(call, &rows[i]);
		list[i] = (struct iam_service_specific_credential_metadata){
			.user_name = shape->user_name,
			.status = shape->status,
			.service_user_name = shape->service_user_name,
			.service_credential_alias = shape->service_credential_alias,
			.create_date = shape->create_date,
			.expiration_date = shape->expiration_date,
			.service_specific_credential_id = shape->service_specific_credential_id,
			.service_name = shape->service_name,
		};
	}
	IAM_LIST(out->service_specific_credentials, list, count);
	return API_OK;
}

static enum api_status no_such_credential(struct call *call, const char *id)
{
	return call_fail(call, &iam_no_such_entity, "No such credential %s exists", id);
}

IAM_HANDLER(update_service_specific_credential)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (database_run(call,
			 "UPDATE service_specific_credential SET status = :status"
			 " WHERE id = :id AND owner_id = :owner",
			 DATABASE_VALUES(database_text("status", in->status),
					 database_text("id", in->service_specific_credential_id),
					 database_text("owner", owner.id))) != 1)
		return no_such_credential(call, in->service_specific_credential_id);
	return API_OK;
}

IAM_HANDLER(reset_service_specific_credential)
{
	struct iam_owner owner;
	struct credential_row row = { 0 };
	const char *id = in->service_specific_credential_id;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (database_run(call,
			 "UPDATE service_specific_credential SET secret = :secret"
			 " WHERE id = :id AND owner_id = :owner",
			 DATABASE_VALUES(database_text("secret", ids_new(call, IDS_SECRET)),
					 database_text("id", id),
					 database_text("owner", owner.id))) != 1 ||
	    !database_row(call,
			  "SELECT id, service, service_name, secret, status, created_ms, expires_ms"
			  " FROM service_specific_credential WHERE id = :id",
			  DATABASE_VALUES(database_text("id", id)), &credential_form, &row))
		return no_such_credential(call, id);
	row.user_name = owner.user_name;
	out->service_specific_credential = credential_shape(call, &row);
	return API_OK;
}

IAM_HANDLER(delete_service_specific_credential)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (database_run(call,
			 "DELETE FROM service_specific_credential"
			 " WHERE id = :id AND owner_id = :owner",
			 DATABASE_VALUES(database_text("id", in->service_specific_credential_id),
					 database_text("owner", owner.id))) != 1)
		return no_such_credential(call, in->service_specific_credential_id);
	return API_OK;
}
