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

/* An account and what it is sorted by. */
struct place {
	struct audit_account account;
	enum risk risk;   /* the same for all unless by risk */
	const char *name; /* the same for all unless by name */
};

static int compare_places(const void *left, const void *right)
{
	const struct place *one = left, *other = right;
	int names;

	if (one->risk != other->risk)
		return one->risk < other->risk ? -1 : 1;
	names = strcmp(one->name, other->name);
	return names ? names : strcmp(one->account.id, other->account.id);
}

void risk_sort(struct arena *arena, struct audit *audit, enum risk_order order)
{
	size_t count = audit->account_count;
	struct place *places = arena_array(arena, count, sizeof(*places));

	for (size_t i = 0; i < count; i++) {
		const struct audit_account *account = &audit->accounts[i];

		places[i] = (struct place){ .account = *account, .name = "" };
		if (order == RISK_ORDER_RISK)
			places[i].risk = risk_of_account(account, audit->taken_ms);
		if (order == RISK_ORDER_NAME)
			places[i].name = account->name;
	}
	if (count > 0)
		qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; i < count; i++)
		audit->accounts[i] = places[i].account;
}
