/*
 * document.h - credentials and tokens written as JSON by programs and services.
 *
 * The forms differ in the names of their members only; each is one row.
 * No error repeats what stood in the document.
 */
#pragma once

#include "client/credentials.h"
#include "wire/json_reader.h"

enum document_form {
	DOCUMENT_PROCESS,   /* what a credential_process writes */
	DOCUMENT_CONTAINER, /* of a container's credentials endpoint */
	DOCUMENT_INSTANCE,  /* of the instance metadata service */
	DOCUMENT_SSO,       /* GetRoleCredentials of IAM Identity Center */
	DOCUMENT_FORM_COUNT
};

/* Bytes of a document at most; real ones have two or three thousand. */
enum { DOCUMENT_MAX = 64 * 1024 };

/* The bytes of a document. */
struct document_text {
	const char *data;
	size_t len;
};

/*
 * A copy of the credentials in the document, with their end if it has one.
 * @arena is for reading, and for the caller to wipe. FAULT_CREDENTIALS says
 * which member is missing or wrong.
 */
MUST_USE bool document_read(struct arena *arena, enum document_form form, struct document_text text,
			    struct fault *fault, struct credentials **out_credentials);

/* A session of IAM Identity Center, as `aws sso login` leaves it. Texts are of the tree. */
struct sso_token {
	const struct json_value *tree; /* the whole document */
	const char *access_token;
	int64_t expires_ms;
	/* Needed to renew it; NULL or 0 if it cannot be. */
	const char *refresh_token, *client_id, *client_secret;
	int64_t registration_expires_ms;
};

/* Reads a file of the token cache. */
MUST_USE bool sso_token_read(struct arena *arena, struct document_text text, struct fault *fault,
			     struct sso_token *out_token);

/* The document again, with another token, in @arena. */
const char *sso_token_write(struct arena *arena, const struct sso_token *token);

/*
 * Takes the answer of OIDC's CreateToken into @token, whose refresh token
 * changes only if there is a new one.
 */
MUST_USE bool sso_token_renew(struct arena *arena, struct sso_token *token,
			      struct document_text text, int64_t now_ms, struct fault *fault);
