#include <string.h>
#include <time.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/iam/resource.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/ids.h"

enum { CERTIFICATES_MAX = 20 };

struct certificate_row {
	const char *name;
	const char *id, *path, *body;
	const char *chain; /* or NULL */
	int64_t uploaded_ms, expires_ms;
};

#define COLUMN(column, member, kind)                                   \
	{                                                              \
		column, offsetof(struct certificate_row, member), kind \
	}

static const struct database_column certificate_columns[] = {
	COLUMN("name", name, COLUMN_TEXT),
	COLUMN("unique_id", id, COLUMN_TEXT),
	COLUMN("path", path, COLUMN_TEXT),
	COLUMN("body", body, COLUMN_TEXT),
	COLUMN("chain", chain, COLUMN_TEXT),
	COLUMN("uploaded_ms", uploaded_ms, COLUMN_INTEGER),
	COLUMN("expires_ms", expires_ms, COLUMN_INTEGER),
	{ 0 },
};
static const struct database_row certificate_form = { sizeof(struct certificate_row),
						      certificate_columns };

static bool certificate_exists(struct call *call, const char *name, struct certificate_row *row)
{
	*row = (struct certificate_row){ 0 };
	return database_row(call,
			    "SELECT name, unique_id, path, body, chain, uploaded_ms, expires_ms"
			    " FROM server_certificate"
			    " WHERE account_id = :account AND name = :name",
			    DATABASE_VALUES(database_text("account", call->principal->account_id),
					    database_text("name", name)),
			    &certificate_form, row);
}

static enum api_status certificate_find(struct call *call, const char *name,
					struct certificate_row *row)
{
	if (!certificate_exists(call, name, row))
		return call_fail(call, &iam_no_such_entity,
				 "The Server Certificate with name %s cannot be found.", name);
	return API_OK;
}

static const char *certificate_arn(struct call *call, const struct certificate_row *row)
{
	return iam_arn(call, "server-certificate", row->path, row->name);
}

enum api_status iam_server_certificate_arn(struct call *call, const char *name,
					   const char **out_arn)
{
	struct certificate_row row;
	IAM_TRY(certificate_find(call, name, &row));
	*out_arn = certificate_arn(call, &row);
	return API_OK;
}

static struct iam_server_certificate_metadata certificate_metadata(
	struct call *call, const struct certificate_row *row)
{
	return (struct iam_server_certificate_metadata){
		.path = row->path,
		.server_certificate_name = row->name,
		.server_certificate_id = row->id,
		.arn = certificate_arn(call, row),
		.upload_date = api_timestamp(row->uploaded_ms),
		.expiration = iam_date(row->expires_ms),
	};
}

/* Whether a private key belongs to a certificate; also when it ends. */
static bool read_pair(const char *body, const char *key, bool *out_is_pair, int64_t *out_expires_ms)
{
	BIO *body_text = BIO_new_mem_buf(body, -1), *key_text = BIO_new_mem_buf(key, -1);
	X509 *certificate = PEM_read_bio_X509(body_text, NULL, NULL, NULL);
	EVP_PKEY *private_key = PEM_read_bio_PrivateKey(key_text, NULL, NULL, NULL);
	bool is_read = certificate && private_key;
	struct tm end = { 0 };

	if (is_read && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end))
		*out_expires_ms = (int64_t)timegm(&end) * 1000;
	if (is_read)
		*out_is_pair = X509_check_private_key(certificate, private_key) == 1;
	EVP_PKEY_free(private_key);
	X509_free(certificate);
	BIO_free(key_text);
	BIO_free(body_text);
	return is_read;
}

static enum api_status check_upload(struct call *call,
				    const struct iam_upload_server_certificate_in *in,
				    int64_t *out_expires_ms)
{
	struct certificate_row row;
	bool is_pair = false;

	IAM_TRY(iam_tags_check(call, IAM_TAG_REQUEST(in->tags, IAM_TAGS_EXACT)));
	if (certificate_exists(call, in->server_certificate_name, &row))
		return call_fail(call, &iam_entity_already_exists,
				 "The Server Certificate with name %s already exists.",
				 in->server_certificate_name);
	if (!read_pair(in->certificate_body, in->private_key, &is_pair, out_expires_ms))
		return call_fail(call, &iam_malformed_certificate,
				 "Unable to parse certificate. Please ensure the certificate is in "
				 "PEM format.");
	if (!is_pair)
		return call_fail(call, &iam_key_pair_mismatch,
				 "Private key does not match certificate.");
	if (database_number(call,
			    "SELECT count(*) FROM server_certificate WHERE account_id = :account",
			    DATABASE_VALUES(database_text("account", call->principal->account_id)),
			    0) >= CERTIFICATES_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for ServerCertificatesPerAccount: %d",
				 CERTIFICATES_MAX);
	return API_OK;
}

IAM_HANDLER(upload_server_certificate)
{
	struct certificate_row row;
	int64_t expires_ms = 0;

	IAM_TRY(check_upload(call, in, &expires_ms));
	database_run(call,
		     "INSERT INTO server_certificate (unique_id, account_id, name, path, body,"
		     " chain, uploaded_ms, expires_ms) VALUES (:id, :account, :name, :path, :body,"
		     " :chain, :now, :expires)",
		     DATABASE_VALUES(database_text("id", ids_new(call, IDS_SERVER_CERTIFICATE)),
				     database_text("account", call->principal->account_id),
				     database_text("name", in->server_certificate_name),
				     database_text("path", in->path ? in->path : "/"),
				     database_text("body", in->certificate_body),
				     database_text("chain", in->certificate_chain),
				     database_integer("now", call->now_ms),
				     database_integer("expires", expires_ms)));
	IAM_TRY(certificate_find(call, in->server_certificate_name, &row));
	struct iam_server_certificate_metadata shape = certificate_metadata(call, &row);
	IAM_TRY(iam_tags_put(call, shape.arn, IAM_TAG_REQUEST(in->tags, IAM_TAGS_EXACT)));
	out->server_certificate_metadata = IAM_KEEP(shape);
	out->tags = in->tags;
	out->tags.is_set = in->tags.len > 0;
	return API_OK;
}

IAM_HANDLER(get_server_certificate)
{
	struct certificate_row row;

	IAM_TRY(certificate_find(call, in->server_certificate_name, &row));
	struct iam_server_certificate_metadata metadata = certificate_metadata(call, &row);
	struct iam_server_certificate shape = {
		.server_certificate_metadata = IAM_KEEP(metadata),
		.certificate_body = row.body,
		.certificate_chain = row.chain,
	};
	shape.tags.len = iam_tags_of(call, metadata.arn, &shape.tags.items);
	shape.tags.is_set = true;
	out->server_certificate = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(list_server_certificates)
{
	struct iam_page page;
	struct certificate_row *rows = NULL;

	IAM_PAGE_OPEN(page);
	size_t count = database_rows(
		call,
		"SELECT name, unique_id, path, uploaded_ms, expires_ms FROM server_certificate"
		" WHERE account_id = :account AND name > :after"
		" AND (:prefix IS NULL OR substr(path, 1, length(:prefix)) = :prefix)"
		" ORDER BY name LIMIT :limit",
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_text("after", page.after),
				database_text("prefix", in->path_prefix),
				database_integer("limit", page.fetch)),
		&certificate_form, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_server_certificate_metadata *list =
		arena_array(call->arena, count, sizeof(*list));
	for (size_t i = 0; i < count; i++)
		list[i] = certificate_metadata(call, &rows[i]);
	IAM_LIST(out->server_certificate_metadata_list, list, count);
	return API_OK;
}

IAM_HANDLER(update_server_certificate)
{
	struct certificate_row row, other, after;
	const char *name = in->new_server_certificate_name;

	IAM_TRY(certificate_find(call, in->server_certificate_name, &row));
	if (name && certificate_exists(call, name, &other) && strcmp(other.id, row.id) != 0)
		return call_fail(call, &iam_entity_already_exists,
				 "The Server Certificate with name %s already exists.", name);
	database_run(call,
		     "UPDATE server_certificate SET name = coalesce(:name, name),"
		     " path = coalesce(:path, path) WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("name", name),
				     database_text("path", in->new_path),
				     database_text("id", row.id)));
	IAM_TRY(certificate_find(call, name ? name : row.name, &after));
	iam_tags_move(call, certificate_arn(call, &row), certificate_arn(call, &after));
	return API_OK;
}

IAM_HANDLER(delete_server_certificate)
{
	struct certificate_row row;

	IAM_TRY(certificate_find(call, in->server_certificate_name, &row));
	database_run(call, "DELETE FROM server_certificate WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", row.id)));
	iam_tags_drop(call, certificate_arn(call, &row));
	return API_OK;
}
