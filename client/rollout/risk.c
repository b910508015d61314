#include "client/rollout/risk.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static const char *const order_names[] = {
	[RISK_ORDER_RISK] = "risk",
	[RISK_ORDER_ACCOUNT] = "account",
	[RISK_ORDER_NAME] = "name",
};

bool risk_is_active(const struct credential *credential)
{
	return !credential->status || (strcmp(credential->status, "Inactive") != 0 &&
				       strcmp(credential->status, "Expired") != 0);
}

static bool is_key_in_use(const struct credential *credential, int64_t now_ms)
{
	int64_t since_ms = now_ms - (int64_t)RISK_KEY_USED_DAYS * DAY_MS;

	if (credential->kind != CREDENTIAL_ACCESS_KEY || !risk_is_active(credential))
		return false;
	return credential->usage == USAGE_UNKNOWN ||
	       (credential->usage == USAGE_KNOWN && credential->used_ms >= since_ms);
}

static bool is_active_key(const struct credential *credential, int64_t now_ms)
{
	UNUSED(now_ms);
	return credential->kind == CREDENTIAL_ACCESS_KEY && risk_is_active(credential);
}

static bool is_active_certificate(const struct credential *credential, int64_t now_ms)
{
	UNUSED(now_ms);
	return credential->kind == CREDENTIAL_CERTIFICATE && risk_is_active(credential);
}

static bool is_password(const struct credential *credential, int64_t now_ms)
{
	UNUSED(now_ms);
	return credential->kind == CREDENTIAL_PASSWORD;
}

static bool is_key_or_certificate(const struct credential *credential, int64_t now_ms)
{
	UNUSED(now_ms);
	return credential->kind == CREDENTIAL_ACCESS_KEY ||
	       credential->kind == CREDENTIAL_CERTIFICATE;
}

static bool is_mfa_device(const struct credential *credential, int64_t now_ms)
{
	UNUSED(now_ms);
	return credential->kind == CREDENTIAL_MFA_DEVICE;
}

/* The first row that one of an account's credentials fits is its risk. */
static const struct {
	const char *name;
	bool (*fits)(const struct credential *credential, int64_t now_ms);
	bool is_without_mfa; /* only if no MFA device was seen */
} rows[RISKS] = {
	[RISK_KEY_IN_USE] = { "keyInUse", is_key_in_use },
	[RISK_ACTIVE_KEY] = { "activeKey", is_active_key },
	[RISK_PASSWORD_WITHOUT_MFA] = { "passwordWithoutMfa", is_password, true },
	[RISK_ACTIVE_CERTIFICATE] = { "activeCertificate", is_active_certificate },
	[RISK_PASSWORD_WITH_MFA] = { "passwordWithMfa", is_password },
	[RISK_INACTIVE] = { "inactive", is_key_or_certificate },
	[RISK_MFA_DEVICE] = { "mfaDevice", is_mfa_device },
	[RISK_UNKNOWN] = { "unknown" },
	[RISK_NONE] = { "none" },
	[RISK_SKIPPED] = { "skipped" },
};

static bool has(const struct audit_account *account, enum risk risk, int64_t now_ms)
{
	if (rows[risk].is_without_mfa &&
	    account->kinds[CREDENTIAL_MFA_DEVICE].presence == PRESENCE_PRESENT)
		return false;
	for (size_t i = 0; i < account->credential_count; i++)
		if (rows[risk].fits(&account->credentials[i], now_ms))
			return true;
	return false;
}

enum risk risk_of_account(const struct audit_account *account, int64_t now_ms)
{
	if (account->skipped)
		return RISK_SKIPPED;
	for (size_t i = 0; rows[i].fits; i++)
		if (has(account, (enum risk)i, now_ms))
			return (enum risk)i;
	return audit_account_is_incomplete(account) ? RISK_UNKNOWN : RISK_NONE;
}

const char *risk_name(enum risk risk)
{
	return rows[risk].name;
}

enum risk_order risk_order_named(const char *text, enum risk_order otherwise)
{
	for (size_t i = 0; text && i < ARRAY_LEN(order_names); i++)
		if (strcmp(text, order_names[i]) == 0)
			return (enum risk_order)i;
	return otherwise;
}

/* How two accounts of an audit stand to each other. */
struct sorting {
	enum risk_order order;
	int64_t now_ms;
};

static int compare_risks(const struct sorting *sorting, const struct audit_account *one,
			 const struct audit_account *other)
{
	enum risk left = risk_of_account(one, sorting->now_ms);
	enum risk right = risk_of_account(other, sorting->now_ms);

	return left == right ? 0 : left < right ? -1 : 1;
}

static int compare_accounts(const void *left, const void *right, void *context)
{
	const struct sorting *sorting = context;
	const struct audit_account *one = left, *other = right;
	int order = 0;

	if (sorting->order == RISK_ORDER_RISK)
		order = compare_risks(sorting, one, other);
	if (sorting->order == RISK_ORDER_NAME)
		order = strcmp(one->name, other->name);
	return order ? order : strcmp(one->id, other->id);
}

void risk_sort(struct audit *audit, enum risk_order order)
{
	struct sorting sorting = { order, audit->taken_ms };

	if (audit->account_count > 0)
		qsort_r(audit->accounts, audit->account_count, sizeof(*audit->accounts),
			compare_accounts, &sorting);
}
