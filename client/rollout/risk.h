/*
 * risk.h - which account of an audit wants attention first.
 *
 * A report begins with what an attacker would use first. What is not known is
 * taken for the worse: a key whose last use could not be read counts as used,
 * a password beside unseen MFA devices as one without MFA.
 */
#pragma once

#include "client/rollout/audit.h"

/* A key used in the last so many days is in use. */
enum { RISK_KEY_USED_DAYS = 90 };

/* The most dangerous first. */
enum risk {
	RISK_KEY_IN_USE,           /* an active key, used lately or nobody knows when */
	RISK_ACTIVE_KEY,           /* an active key, not used lately */
	RISK_PASSWORD_WITHOUT_MFA, /* one factor from a console session */
	RISK_ACTIVE_CERTIFICATE,
	RISK_PASSWORD_WITH_MFA,
	RISK_INACTIVE, /* keys and certificates that are inactive or expired */
	RISK_MFA_DEVICE,
	RISK_UNKNOWN, /* nothing seen, but not everything could be looked at */
	RISK_NONE,    /* clean */
	RISK_SKIPPED,
	RISKS,
};

enum risk_order { RISK_ORDER_RISK, RISK_ORDER_ACCOUNT, RISK_ORDER_NAME };

/* @now_ms is when the audit was made. */
enum risk risk_of_account(const struct audit_account *account, int64_t now_ms);

/* "keyInUse": in JSON and CSV. */
const char *risk_name(enum risk risk);

/* Whether a key or certificate can be used as it is: neither inactive nor expired. */
bool risk_is_active(const struct credential *credential);

/* The order of this name: "risk", "account" or "name"; @otherwise if it has none or is NULL. */
enum risk_order risk_order_named(const char *text, enum risk_order otherwise);

/* Puts the audit's accounts into this order, equals by their ids. */
void risk_sort(struct audit *audit, enum risk_order order);
