/*
 * credential.h - the four kinds of root credentials, and what is known of one.
 *
 * Truth has three values: present, absent, unknown. What could not be looked
 * at is unknown and says why; it is never shown as absent.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* In the order of their removal: the password, which is the way back in, goes last. */
enum credential_kind {
	CREDENTIAL_ACCESS_KEY,
	CREDENTIAL_CERTIFICATE,
	CREDENTIAL_MFA_DEVICE,
	CREDENTIAL_PASSWORD,
	CREDENTIAL_KINDS,
};

/* When a key or password was last used. */
enum usage { USAGE_UNKNOWN = 0, USAGE_NEVER, USAGE_KNOWN };

/* One credential. Texts belong to whoever owns the audit or the plan. */
struct credential {
	enum credential_kind kind;
	const char *id;           /* key id, certificate id, serial number; NULL: the password */
	const char *status;       /* keys and certificates: "Active", "Inactive"; else NULL */
	const char *mfa_kind;     /* "virtual", "hardware", "security key"; else NULL */
	int64_t created_ms;       /* 0: AWS did not say */
	enum usage usage;         /* keys and passwords */
	int64_t used_ms;          /* USAGE_KNOWN only */
	const char *used_service; /* of a key; else NULL */
	const char *used_region;
	const char *usage_unknown_why; /* USAGE_UNKNOWN of a key or password */
};

struct credential_kind_name {
	const char *key;    /* in JSON: "accessKey" */
	const char *column; /* in tables: "KEYS" */
	const char *one;    /* for people: "access key" */
	const char *many;
};

/* One row per kind. */
extern const struct credential_kind_name credential_kind_names[CREDENTIAL_KINDS];

/* The kind of a JSON key; false if there is none. */
MUST_USE bool credential_kind_parse(const char *key, enum credential_kind *out_kind);

/* "never", "known", "unknown". */
const char *usage_name(enum usage usage);

/*
 * What a serial number says of an MFA device: an ARN with ":mfa/" is virtual,
 * one with ":u2f/" a security key or passkey, anything else a hardware token.
 * (documented)
 */
const char *credential_mfa_kind(const char *serial);

/* True if removing the device leaves a virtual device object behind. */
bool credential_is_virtual_mfa(const struct credential *credential);

/* The same with texts in @arena. */
struct credential credential_copy(struct arena *arena, const struct credential *credential);

/* True if both name the same thing in an account. */
bool credential_is_same(const struct credential *one, const struct credential *other);
