#include <string.h>

#include <openssl/evp.h>

#include "mock/iam/credential.h"
#include "mock/iam/handlers.h"
#include "mock/iam/shape.h"
#include "mock/ids.h"
#include "wire/encoding.h"

enum { KEYS_MAX = 5, MD5_LEN = 16 };

struct key_row {
	const char *id;
	const char *body, *fingerprint, *status;
	int64_t uploaded_ms;
};

static const struct database_column key_columns[] = {
	{ "id", offsetof(struct key_row, id), COLUMN_TEXT },
	{ "body", offsetof(struct key_row, body), COLUMN_TEXT },
	{ "fingerprint", offsetof(struct key_row, fingerprint), COLUMN_TEXT },
	{ "status", offsetof(struct key_row, status), COLUMN_TEXT },
	{ "uploaded_ms", offsetof(struct key_row, uploaded_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row key_form = { sizeof(struct key_row), key_columns };

static const struct iam_credential_kind kind = {
	.title = "Public Key",
	.list_sql = "SELECT id, status, uploaded_ms FROM ssh_public_key"
		    " WHERE owner_id = :owner AND id > :after ORDER BY id LIMIT :limit",
	.form = &key_form,
	IAM_CREDENTIAL_STATEMENTS("ssh_public_key"),
};

/* "aa:bb:..." of the key's bytes by MD5 (documented); NULL if the text is no ssh-rsa key. */
static const char *key_fingerprint(struct call *call, const char *body)
{
	uint8_t *data = NULL, digest[EVP_MAX_MD_SIZE];
	size_t len = 0;
	unsigned digest_len = 0;

	if (strncmp(body, "ssh-rsa ", 8) != 0)
		return NULL;
	const char *coded = body + 8;
	if (!base64_decode(call->arena, coded, strcspn(coded, " \r\n"), &data, &len) || !len)
		return NULL;
	EVP_Digest(data, len, digest, &digest_len, EVP_md5(), NULL);
	char hex[2 * MD5_LEN + 1];
	hex_encode(digest, MD5_LEN, hex);
	char *text = arena_alloc(call->arena, 3 * MD5_LEN);
	for (size_t i = 0; i < MD5_LEN; i++) {
		memcpy(text + 3 * i, hex + 2 * i, 2);
		text[3 * i + 2] = i + 1 < MD5_LEN ? ':' : '\0';
	}
	return text;
}

static const struct iam_ssh_public_key *key_shape(struct call *call, const struct iam_owner *owner,
						  const struct key_row *row)
{
	struct iam_ssh_public_key shape = {
		.user_name = owner->user_name,
		.ssh_public_key_id = row->id,
		.fingerprint = row->fingerprint,
		.ssh_public_key_body = row->body,
		.status = row->status,
		.upload_date = api_timestamp(row->uploaded_ms),
	};
	return IAM_KEEP(shape);
}

static enum api_status check_new_key(struct call *call, const struct iam_owner *owner,
				     const struct key_row *row)
{
	if (!row->fingerprint)
		return call_fail(call, &iam_invalid_public_key,
				 "The specified public key is not valid.");
	if (database_exists(call,
			    "SELECT 1 FROM ssh_public_key"
			    " WHERE owner_id = :owner AND fingerprint = :fingerprint",
			    DATABASE_VALUES(database_text("owner", owner->id),
					    database_text("fingerprint", row->fingerprint))))
		return call_fail(call, &iam_duplicate_ssh_public_key,
				 "The specified public key is already associated with the user.");
	if (database_number(call, "SELECT count(*) FROM ssh_public_key WHERE owner_id = :owner",
			    DATABASE_VALUES(database_text("owner", owner->id)), 0) >= KEYS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for SSHPublicKeysPerUser: %d", KEYS_MAX);
	return API_OK;
}

IAM_HANDLER(upload_ssh_public_key)
{
	struct iam_owner owner;
	struct key_row row = {
		.body = in->ssh_public_key_body,
		.fingerprint = key_fingerprint(call, in->ssh_public_key_body),
		.status = "Active",
		.uploaded_ms = call->now_ms,
	};

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_TRY(check_new_key(call, &owner, &row));
	row.id = ids_new(call, IDS_SSH_KEY);
	database_run(call,
		     "INSERT INTO ssh_public_key (id, account_id, owner_id, body, fingerprint,"
		     " uploaded_ms) VALUES (:id, :account, :owner, :body, :fingerprint, :now)",
		     DATABASE_VALUES(database_text("id", row.id),
				     database_text("account", call->principal->account_id),
				     database_text("owner", owner.id),
				     database_text("body", row.body),
				     database_text("fingerprint", row.fingerprint),
				     database_integer("now", row.uploaded_ms)));
	out->ssh_public_key = key_shape(call, &owner, &row);
	return API_OK;
}

/* Answers the key as it was uploaded, whatever encoding is asked for (assumed). */
IAM_HANDLER(get_ssh_public_key)
{
	struct iam_owner owner;
	struct key_row row = { 0 };

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (!database_row(call,
			  "SELECT id, body, fingerprint, status, uploaded_ms FROM ssh_public_key"
			  " WHERE id = :id AND owner_id = :owner",
			  DATABASE_VALUES(database_text("id", in->ssh_public_key_id),
					  database_text("owner", owner.id)),
			  &key_form, &row))
		return iam_credential_missing(call, &kind, in->ssh_public_key_id);
	out->ssh_public_key = key_shape(call, &owner, &row);
	return API_OK;
}

IAM_HANDLER(list_ssh_public_keys)
{
	struct iam_owner owner;
	struct iam_page page;
	struct key_row *rows = NULL;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_PAGE_OPEN(page);
	size_t count = iam_credential_rows(call, &kind, &owner, &page, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_ssh_public_key_metadata *keys = arena_array(call->arena, count, sizeof(*keys));
	for (size_t i = 0; i < count; i++)
		keys[i] = (struct iam_ssh_public_key_metadata){
			.user_name = owner.user_name,
			.ssh_public_key_id = rows[i].id,
			.status = rows[i].status,
			.upload_date = api_timestamp(rows[i].uploaded_ms),
		};
	IAM_LIST(out->ssh_public_keys, keys, count);
	return API_OK;
}

IAM_HANDLER(update_ssh_public_key)
{
	const struct iam_credential which = { in->user_name, in->ssh_public_key_id };

	return iam_credential_update(call, &kind, which, in->status);
}

IAM_HANDLER(delete_ssh_public_key)
{
	const struct iam_credential which = { in->user_name, in->ssh_public_key_id };

	return iam_credential_delete(call, &kind, which);
}
