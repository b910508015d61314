/*
 * credential.h - what the credentials of a user or of the root user share.
 *
 * Access keys, SSH keys and signing certificates are named by an id, belong to
 * an owner and can be made inactive or deleted.
 */
#pragma once

#include "mock/iam/iam.h"
#include "mock/iam/owner.h"
#include "mock/iam/paging.h"

/* A kind of credential. */
struct iam_credential_kind {
	const char *title;               /* "Access Key", as messages name it */
	bool refuses_expired;            /* a status of the model's list that no request may set */
	const char *list_sql;            /* by id; takes :owner, :after and :limit */
	const struct database_row *form; /* of the rows of list_sql */
	const char *update_sql;          /* takes :id, :owner and :status */
	const char *delete_sql;          /* takes :id and :owner */
};

/* The statements that change a kind, by its table. */
#define IAM_CREDENTIAL_STATEMENTS(table)                                            \
	.update_sql = "UPDATE " table                                               \
		      " SET status = :status WHERE id = :id AND owner_id = :owner", \
	.delete_sql = "DELETE FROM " table " WHERE id = :id AND owner_id = :owner"

/* Which one of whom. */
struct iam_credential {
	const char *user_name; /* as the request has it; NULL: the caller's own */
	const char *id;
};

/* A page of what the owner has; returns how many. */
size_t iam_credential_rows(struct call *call, const struct iam_credential_kind *kind,
			   const struct iam_owner *owner, const struct iam_page *page,
			   void *out_rows);

/* Ends the call: the owner has no credential of this id. */
enum api_status iam_credential_missing(struct call *call, const struct iam_credential_kind *kind,
				       const char *id);

/* Sets the status. One that the owner does not have ends the call with NoSuchEntity. */
enum api_status iam_credential_update(struct call *call, const struct iam_credential_kind *kind,
				      struct iam_credential credential, const char *status);

/* Forgets it, or ends the call in the same way. */
enum api_status iam_credential_delete(struct call *call, const struct iam_credential_kind *kind,
				      struct iam_credential credential);
