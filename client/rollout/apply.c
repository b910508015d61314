#include "client/rollout/apply.h"

static const char *const result_names[APPLY_RESULTS] = {
	[APPLY_NOT_REACHED] = "not reached",
	[APPLY_DELETED] = "deleted",
	[APPLY_GONE] = "gone",
	[APPLY_HELD] = "held",
	[APPLY_FAILED] = "failed",
	[APPLY_UNKNOWN] = "unknown",
	[APPLY_CLEARED] = "would be deleted",
};

struct apply_settings apply_settings_default(void)
{
	return (struct apply_settings){
		.canary = APPLY_CANARY_DEFAULT,
		.failures_max = APPLY_FAILURES_DEFAULT,
		.verify_wait_ms = APPLY_VERIFY_WAIT_S_DEFAULT * 1000,
		.on_stale = APPLY_STALE_HOLD,
	};
}

static const enum credential_kind orders[APPLY_ORDERS][CREDENTIAL_KINDS] = {
	[APPLY_PASSWORD_LAST] = { CREDENTIAL_ACCESS_KEY, CREDENTIAL_CERTIFICATE,
				  CREDENTIAL_MFA_DEVICE, CREDENTIAL_PASSWORD },
	[APPLY_MFA_LAST] = { CREDENTIAL_ACCESS_KEY, CREDENTIAL_CERTIFICATE, CREDENTIAL_PASSWORD,
			     CREDENTIAL_MFA_DEVICE },
};

static struct apply_account prepare_account(struct arena *arena, const struct plan_account *planned,
					    const enum credential_kind *order)
{
	struct apply_account account = { .planned = planned };

	account.items = arena_array(arena, planned->item_count, sizeof(*account.items));
	for (size_t kind = 0; kind < CREDENTIAL_KINDS; kind++)
		for (size_t i = 0; i < planned->item_count; i++)
			if (planned->items[i].decision == PLAN_DELETE &&
			    planned->items[i].credential.kind == order[kind])
				account.items[account.item_count++].planned = &planned->items[i];
	return account;
}

struct apply apply_prepare(struct arena *arena, const struct plan *plan, enum apply_order order)
{
	struct apply apply = { .plan = plan };

	apply.accounts = arena_array(arena, plan->account_count, sizeof(*apply.accounts));
	for (size_t i = 0; i < plan->account_count; i++)
		if (plan->accounts[i].decision == PLAN_DELETE)
			apply.accounts[apply.account_count++] =
				prepare_account(arena, &plan->accounts[i], orders[order]);
	return apply;
}

bool apply_account_is_done(const struct apply_account *account)
{
	for (size_t i = 0; i < account->item_count; i++)
		if (account->items[i].result != APPLY_DELETED &&
		    account->items[i].result != APPLY_GONE)
			return false;
	return account->is_verified;
}

bool apply_account_has_failed(const struct apply_account *account)
{
	bool is_acted_on = false;

	for (size_t i = 0; i < account->item_count; i++) {
		enum apply_result result = account->items[i].result;

		if (result == APPLY_FAILED || result == APPLY_UNKNOWN)
			return true;
		is_acted_on = is_acted_on || result == APPLY_DELETED || result == APPLY_GONE;
	}
	return is_acted_on && !account->is_verified;
}

/* Held by a gate or a protection, not because of what came before it. */
static bool is_refused(const struct apply_account *account)
{
	if (account->drift || apply_account_has_failed(account))
		return false;
	for (size_t i = 0; i < account->item_count; i++)
		if (account->items[i].result == APPLY_HELD)
			return true;
	return false;
}

struct apply_totals apply_totals(const struct apply *apply)
{
	struct apply_totals totals = { 0 };

	for (size_t i = 0; i < apply->account_count; i++) {
		const struct apply_account *account = &apply->accounts[i];

		for (size_t k = 0; k < account->item_count; k++)
			totals.items[account->items[k].result]++;
		totals.item_count += account->item_count;
		totals.unplanned += account->unplanned_count;
		totals.accounts_failed += apply_account_has_failed(account);
		totals.accounts_denied += account->is_denied;
		totals.accounts_drifted += account->drift != NULL;
		totals.accounts_refused += is_refused(account);
		if (apply_account_is_done(account))
			totals.accounts_done++;
		else
			totals.accounts_open++;
	}
	return totals;
}

const char *apply_result_name(enum apply_result result)
{
	return result_names[result];
}
