/*
 * credentials.h - an access key, where it came from, and its end.
 *
 * Credentials are an argument of every call and never a property of the
 * process. credentials_free() overwrites them. Where AWS's chain finds them
 * is in client/credentials/.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"
#include "wire/sigv4_keys.h"

/* How credentials were had: one of them from the other. */
struct credentials_step {
	const char *link;                    /* which link of the chain: "assume-role" */
	const char *text;                    /* in words: "key of profile base (FILE, line 3)" */
	const char *profile;                 /* whose settings; NULL: of none */
	const char *role_arn;                /* NULL: no role was assumed */
	const struct credentials_step *from; /* what it was had with; NULL: the beginning */
};

/* What a link of the chain came to when it was looked at. */
struct credentials_look {
	const char *link;
	const char *profile; /* NULL: it has to do with none */
	const char *result;  /* "answered", or why it gave nothing */
	bool has_answered;
	const struct credentials_look *next;
};

struct credentials {
	struct arena arena; /* of the texts below */
	const char *access_key_id;
	const char *secret_access_key;
	const char *session_token; /* NULL: a long-term key */
	int64_t expires_ms;        /* 0: not known, or never */
	int64_t obtained_ms;       /* when the chain had them */
	const char *link;          /* where they are from, in words: all steps in one text */
	const struct credentials_step *steps; /* the last one first; NULL for a root session */
	const struct credentials_look *looks; /* in the order of the chain */
	bool is_renewable;                    /* resolving the chain again gives new ones */
	struct sigv4_keys *keys;              /* derived for the services that were called */
};

/* A copy of the texts; @session_token may be NULL. */
struct credentials *credentials_new(const char *access_key_id, const char *secret_access_key,
				    const char *session_token, const char *link);

/*
 * Says how they were had: by @step, with @source (NULL: with nothing). Its
 * steps are taken over, and link becomes the text of all of them. Copies.
 */
void credentials_set_step(struct credentials *credentials, const struct credentials_step *step,
			  const struct credentials *source);

/*
 * @credentials become @newer, which is freed; what they were is overwritten.
 * Everybody who holds the pointer has the new ones.
 */
void credentials_replace(struct credentials *credentials, struct credentials *newer);

/* Overwrites and frees. NULL is allowed. */
void credentials_free(struct credentials *credentials);
