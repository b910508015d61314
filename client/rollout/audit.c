#include "client/rollout/audit.h"

static const char *const verdict_names[] = {
	[AUDIT_CLEAN] = "clean",
	[AUDIT_FOUND] = "present",
	[AUDIT_UNKNOWN] = "unknown",
	[AUDIT_SKIPPED] = "skipped",
};

void audit_account_unknown(struct audit_account *account, const char *why)
{
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		account->kinds[i] = (struct audit_kind){ .presence = PRESENCE_UNKNOWN, .why = why };
	account->summary = (struct audit_summary){ .why = why };
	account->credential_count = 0;
}

void audit_account_set_clean(struct audit_account *account)
{
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		account->kinds[i] = (struct audit_kind){ .presence = PRESENCE_ABSENT };
	account->summary = (struct audit_summary){ .is_read = true };
	account->credential_count = 0;
}

bool audit_account_is_plain(const struct audit_account *account)
{
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		if (account->kinds[i].presence != PRESENCE_ABSENT || account->summary.has[i])
			return false;
	return account->summary.is_read && !account->is_contradicted && !account->skipped &&
	       !account->blocked_by && account->credential_count == 0;
}

void audit_account_cross_check(struct arena *arena, struct audit_account *account)
{
	if (!account->summary.is_read)
		return;
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++) {
		struct audit_kind *kind = &account->kinds[i];
		bool is_listed = kind->presence == PRESENCE_PRESENT;

		if (kind->presence == PRESENCE_UNKNOWN || is_listed == account->summary.has[i])
			continue;
		kind->presence = PRESENCE_UNKNOWN;
		account->is_contradicted = true;
		kind->why = arena_printf(arena, "GetAccountSummary says %s, the list says %s: %s",
					 is_listed ? "absent" : "present",
					 is_listed ? "present" : "absent",
					 credential_kind_names[i].many);
	}
}

bool audit_account_is_incomplete(const struct audit_account *account)
{
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		if (account->kinds[i].presence == PRESENCE_UNKNOWN)
			return !account->skipped;
	return false;
}

const char *audit_account_unchecked_why(const struct audit_account *account)
{
	if (account->skipped || account->summary.is_read || audit_account_is_incomplete(account))
		return NULL;
	return account->summary.why;
}

static bool has_presence(const struct audit_account *account, enum presence presence)
{
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		if (account->kinds[i].presence == presence)
			return true;
	return false;
}

enum audit_verdict audit_account_verdict(const struct audit_account *account)
{
	if (account->skipped)
		return AUDIT_SKIPPED;
	if (has_presence(account, PRESENCE_PRESENT))
		return AUDIT_FOUND;
	return has_presence(account, PRESENCE_UNKNOWN) ? AUDIT_UNKNOWN : AUDIT_CLEAN;
}

const char *audit_verdict_name(enum audit_verdict verdict)
{
	return verdict_names[verdict];
}

const char *audit_account_why(const struct audit_account *account)
{
	if (account->skipped)
		return account->skipped;
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		if (account->kinds[i].presence == PRESENCE_UNKNOWN)
			return account->kinds[i].why;
	return NULL;
}

struct audit_totals audit_totals(const struct audit *audit)
{
	struct audit_totals totals = { .accounts = audit->account_count };
	size_t *const verdicts[] = {
		[AUDIT_CLEAN] = &totals.clean,
		[AUDIT_FOUND] = &totals.found,
		[AUDIT_UNKNOWN] = &totals.unknown,
		[AUDIT_SKIPPED] = &totals.skipped,
	};

	for (size_t i = 0; i < audit->account_count; i++) {
		const struct audit_account *account = &audit->accounts[i];

		(*verdicts[audit_account_verdict(account)])++;
		totals.incomplete += audit_account_is_incomplete(account);
		totals.unchecked += audit_account_unchecked_why(account) != NULL;
		for (size_t k = 0; k < CREDENTIAL_KINDS; k++)
			totals.credentials[k] += account->kinds[k].count;
	}
	return totals;
}
