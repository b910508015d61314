/*
 * mfa.h - MFA devices as rows.
 */
#pragma once

#include "mock/iam/iam.h"

struct iam_mfa_row {
	const char *serial;
	const char *owner_id; /* NULL: a virtual device nobody uses */
	const char *kind;     /* "virtual", "hardware", "passkey" */
	const char *seed;     /* base32; NULL: not known to the mock */
	int64_t enabled_ms;
};

extern const struct database_row iam_mfa_form;

/* The device of a serial number in the caller's account, or NoSuchEntity. */
enum api_status iam_mfa_find(struct call *call, const char *serial, struct iam_mfa_row *out_row);
