/*
 * credentials.h - an access key, where it came from, and its end.
 *
 * Credentials are an argument of every call and never a property of the
 * process. credentials_free() overwrites them.
 */
#pragma once

#include "client/config.h"
#include "client/environment.h"
#include "wire/arena.h"
#include "wire/fault.h"

struct credentials {
	struct arena arena; /* of the texts below */
	const char *access_key_id;
	const char *secret_access_key;
	const char *session_token; /* NULL: a long-term key */
	int64_t expires_ms;        /* 0: not known, or never */
	const char *link;          /* which link of the chain answered, in words */
	bool is_renewable;         /* resolving the chain again gives new ones */
};

/* A copy of the texts; @session_token may be NULL. */
struct credentials *credentials_new(const char *access_key_id, const char *secret_access_key,
				    const char *session_token, const char *link);

/*
 * @credentials become @newer, which is freed; what they were is overwritten.
 * Everybody who holds the pointer has the new ones.
 */
void credentials_replace(struct credentials *credentials, struct credentials *newer);

/* Overwrites and frees. NULL is allowed. */
void credentials_free(struct credentials *credentials);

/* A role to assume on the way to the caller's credentials. */
struct credentials_role {
	const char *arn;
	const char *session_name; /* never NULL */
	const char *external_id;  /* NULL: none */
	int64_t duration_s;       /* 0: AWS's default */
};

/* What the chain looks at. Texts are borrowed. */
struct credentials_chain {
	const struct environment *environment;
	const struct config *config;
	const char *profile;      /* never NULL */
	bool is_profile_explicit; /* --profile was given: the environment's key is not used */
	int64_t now_ms;           /* for the name of a role's session */
	/* Asks STS for the role with @source's key. */
	bool (*assume_role)(void *context, const struct credentials *source,
			    const struct credentials_role *role, struct fault *fault,
			    struct credentials **out_credentials);
	void *context;
};

/*
 * The first link of AWS's chain that has credentials: environment, the
 * profile's role, its key. FAULT_CREDENTIALS if none has, if a link is there
 * but not whole, or if it is of a kind that is not supported yet; the message
 * names the setting. Free them with credentials_free().
 */
MUST_USE bool credentials_resolve(const struct credentials_chain *chain, struct fault *fault,
				  struct credentials **out_credentials);
