#include <openssl/pem.h>
#include <openssl/x509.h>

#include "mock/iam/credential.h"
#include "mock/iam/handlers.h"
#include "mock/iam/shape.h"
#include "mock/ids.h"

enum { CERTIFICATES_MAX = 2 };

struct certificate_row {
	const char *id;
	const char *body, *status;
	int64_t uploaded_ms;
};

static const struct database_column certificate_columns[] = {
	{ "id", offsetof(struct certificate_row, id), COLUMN_TEXT },
	{ "body", offsetof(struct certificate_row, body), COLUMN_TEXT },
	{ "status", offsetof(struct certificate_row, status), COLUMN_TEXT },
	{ "uploaded_ms", offsetof(struct certificate_row, uploaded_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row certificate_form = { sizeof(struct certificate_row),
						      certificate_columns };

static const struct iam_credential_kind kind = {
	.title = "Certificate",
	.refuses_expired = true,
	.list_sql = "SELECT id, body, status, uploaded_ms FROM signing_certificate"
		    " WHERE owner_id = :owner AND id > :after ORDER BY id LIMIT :limit",
	.form = &certificate_form,
	IAM_CREDENTIAL_STATEMENTS("signing_certificate"),
};

static bool is_certificate(const char *body)
{
	BIO *text = BIO_new_mem_buf(body, -1);
	X509 *certificate = PEM_read_bio_X509(text, NULL, NULL, NULL);
	bool is_valid = certificate != NULL;
	X509_free(certificate);
	BIO_free(text);
	return is_valid;
}

static struct iam_signing_certificate certificate_shape(const struct iam_owner *owner,
							const struct certificate_row *row)
{
	return (struct iam_signing_certificate){
		.user_name = owner->user_name,
		.certificate_id = row->id,
		.certificate_body = row->body,
		.status = row->status,
		.upload_date = api_timestamp(row->uploaded_ms),
	};
}

/* Whether the owner has as many as AWS allows, or this one already. */
static enum api_status check_room(struct call *call, const struct iam_owner *owner,
				  const char *body)
{
	if (database_exists(call,
			    "SELECT 1 FROM signing_certificate"
			    " WHERE owner_id = :owner AND body = :body",
			    DATABASE_VALUES(database_text("owner", owner->id),
					    database_text("body", body))))
		return call_fail(call, &iam_duplicate_certificate,
				 "Certificate already exists for user.");
	if (database_number(
		    call, "SELECT count(*) FROM signing_certificate WHERE owner_id = :owner",
		    DATABASE_VALUES(database_text("owner", owner->id)), 0) >= CERTIFICATES_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for CertificatesPerUser: %d",
				 CERTIFICATES_MAX);
	return API_OK;
}

IAM_HANDLER(upload_signing_certificate)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (!is_certificate(in->certificate_body))
		return call_fail(call, &iam_malformed_certificate, "Certificate %s is malformed.",
				 in->certificate_body);
	IAM_TRY(check_room(call, &owner, in->certificate_body));
	struct certificate_row row = {
		.id = ids_new(call, IDS_CERTIFICATE),
		.body = in->certificate_body,
		.status = "Active",
		.uploaded_ms = call->now_ms,
	};
	database_run(call,
		     "INSERT INTO signing_certificate (id, account_id, owner_id, body, uploaded_ms)"
		     " VALUES (:id, :account, :owner, :body, :now)",
		     DATABASE_VALUES(database_text("id", row.id),
				     database_text("account", call->principal->account_id),
				     database_text("owner", owner.id),
				     database_text("body", row.body),
				     database_integer("now", row.uploaded_ms)));
	struct iam_signing_certificate shape = certificate_shape(&owner, &row);
	out->certificate = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(list_signing_certificates)
{
	struct iam_owner owner;
	struct iam_page page;
	struct certificate_row *rows = NULL;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_PAGE_OPEN(page);
	size_t count = iam_credential_rows(call, &kind, &owner, &page, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_signing_certificate *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = certificate_shape(&owner, &rows[i]);
	IAM_LIST(out->certificates, shapes, count);
	return API_OK;
}

IAM_HANDLER(update_signing_certificate)
{
	const struct iam_credential which = { in->user_name, in->certificate_id };

	return iam_credential_update(call, &kind, which, in->status);
}

IAM_HANDLER(delete_signing_certificate)
{
	const struct iam_credential which = { in->user_name, in->certificate_id };

	return iam_credential_delete(call, &kind, which);
}
