/*
 * show_audit_cells.c - what an audit's row says in its few columns.
 */
#include <string.h>

#include "client/rollout/risk.h"
#include "client/rollout/show_audit.h"
#include "wire/buffer.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, DAYS_PER_YEAR = 365, DAYS_SHOWN_MAX = 999 };

static const struct table_cell states[] = {
	[AUDIT_CLEAN] = { "clean", TABLE_GOOD },
	[AUDIT_FOUND] = { "at risk", TABLE_BAD },
	[AUDIT_UNKNOWN] = { "unknown", TABLE_WARNING },
	[AUDIT_SKIPPED] = { "skipped", TABLE_FAINT },
};

struct table_cell show_audit_state(const struct audit_account *account)
{
	if (audit_account_verdict(account) == AUDIT_CLEAN && audit_account_unchecked_why(account))
		return (struct table_cell){ "lists only", TABLE_WARNING };
	return states[audit_account_verdict(account)];
}

/* The more a key says of danger the higher. */
static int key_weight(const struct credential *key)
{
	static const int weights[] = { [USAGE_UNKNOWN] = 2, [USAGE_NEVER] = 1, [USAGE_KNOWN] = 3 };

	return weights[key->usage] + (risk_is_active(key) ? 10 : 0);
}

const struct credential *show_audit_worst_key(const struct audit_account *account)
{
	const struct credential *worst = NULL;

	for (size_t i = 0; i < account->credential_count; i++) {
		const struct credential *key = &account->credentials[i];
		int ahead;

		if (key->kind != CREDENTIAL_ACCESS_KEY)
			continue;
		ahead = worst ? key_weight(key) - key_weight(worst) : 1;
		if (ahead > 0 || (ahead == 0 && key->used_ms > worst->used_ms))
			worst = key;
	}
	return worst;
}

static const char *ago(struct arena *arena, int64_t ms)
{
	long long days = (long long)(ms / DAY_MS);

	if (days < 1)
		return "today";
	if (days > DAYS_SHOWN_MAX)
		return arena_printf(arena, "%lldy", days / DAYS_PER_YEAR);
	return arena_printf(arena, "%lldd", days);
}

static const char *keys(struct arena *arena, const struct audit_account *account, int64_t now_ms)
{
	const struct credential *key = show_audit_worst_key(account);
	size_t count = account->kinds[CREDENTIAL_ACCESS_KEY].count;

	if (!key)
		return arena_printf(arena, "%zu", count);
	if (!risk_is_active(key))
		return arena_printf(arena, "%zu (inactive)", count);
	if (key->usage == USAGE_NEVER)
		return arena_printf(arena, "%zu (never used)", count);
	if (key->usage == USAGE_UNKNOWN)
		return arena_printf(arena, "%zu (use unknown)", count);
	return arena_printf(arena, "%zu (used %s%s%s)", count, ago(arena, now_ms - key->used_ms),
			    key->used_service ? ", " : "",
			    key->used_service ? key->used_service : "");
}

static const char *certificates(struct arena *arena, const struct audit_account *account)
{
	size_t count = account->kinds[CREDENTIAL_CERTIFICATE].count;

	for (size_t i = 0; i < account->credential_count; i++)
		if (account->credentials[i].kind == CREDENTIAL_CERTIFICATE &&
		    risk_is_active(&account->credentials[i]))
			return arena_printf(arena, "%zu", count);
	return arena_printf(arena, "%zu inactive", count);
}

static const char *short_mfa_kind(const struct credential *device)
{
	return strcmp(device->mfa_kind, "security key") == 0 ? "FIDO" : device->mfa_kind;
}

const char *show_audit_mfa_kinds(struct arena *arena, const struct audit_account *account)
{
	struct buffer text;

	buffer_init(&text, arena, 32);
	for (size_t i = 0; i < account->credential_count; i++) {
		const struct credential *device = &account->credentials[i];

		if (device->kind != CREDENTIAL_MFA_DEVICE ||
		    strstr(text.data, short_mfa_kind(device)))
			continue;
		buffer_printf(&text, "%s%s", text.len ? "+" : "", short_mfa_kind(device));
	}
	return text.len ? text.data : NULL;
}

static const char *mfa_devices(struct arena *arena, const struct audit_account *account)
{
	const char *kinds = show_audit_mfa_kinds(arena, account);
	size_t count = account->kinds[CREDENTIAL_MFA_DEVICE].count;

	if (count == 1)
		return kinds;
	return arena_printf(arena, "%zu %s", count, strchr(kinds, '+') ? "mixed" : kinds);
}

struct table_cell show_audit_cell(struct arena *arena, const struct audit_account *account,
				  enum credential_kind kind, int64_t now_ms)
{
	const struct audit_kind *seen = &account->kinds[kind];
	struct table_cell cell = { "present", TABLE_BAD };

	if (account->skipped)
		return (struct table_cell){ "" };
	if (seen->presence == PRESENCE_UNKNOWN)
		return (struct table_cell){ "?", TABLE_WARNING };
	if (seen->presence == PRESENCE_ABSENT)
		return (struct table_cell){ 0 };
	if (kind == CREDENTIAL_ACCESS_KEY)
		cell.text = keys(arena, account, now_ms);
	if (kind == CREDENTIAL_CERTIFICATE)
		cell.text = certificates(arena, account);
	if (kind == CREDENTIAL_MFA_DEVICE)
		cell = (struct table_cell){ mfa_devices(arena, account), TABLE_WARNING };
	return cell;
}
