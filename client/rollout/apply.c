#include "client/rollout/apply.h"

static const char *const result_names[APPLY_RESULTS] = {
	[APPLY_NOT_REACHED] = "not reached",
	[APPLY_DELETED] = "deleted",
	[APPLY_GONE] = "gone",
	[APPLY_HELD] = "held",
	[APPLY_FAILED] = "failed",
	[APPLY_UNKNOWN] = "unknown",
};

static struct apply_account prepare_account(struct arena *arena, const struct plan_account *planned)
{
	struct apply_account account = { .planned = planned };

	account.items = arena_array(arena, planned->item_count, sizeof(*account.items));
	for (size_t kind = 0; kind < CREDENTIAL_KINDS; kind++)
		for (size_t i = 0; i < planned->item_count; i++)
			if (planned->items[i].decision == PLAN_DELETE &&
			    planned->items[i].credential.kind == kind)
				account.items[account.item_count++].planned = &planned->items[i];
	return account;
}

struct apply apply_prepare(struct arena *arena, const struct plan *plan)
{
	struct apply apply = { .plan = plan };

	apply.accounts = arena_array(arena, plan->account_count, sizeof(*apply.accounts));
	for (size_t i = 0; i < plan->account_count; i++)
		if (plan->accounts[i].decision == PLAN_DELETE)
			apply.accounts[apply.account_count++] =
				prepare_account(arena, &plan->accounts[i]);
	return apply;
}

/* Whether everything planned for the account is gone, seen by the audit afterwards. */
static bool is_done(const struct apply_account *account)
{
	for (size_t i = 0; i < account->item_count; i++)
		if (account->items[i].result != APPLY_DELETED &&
		    account->items[i].result != APPLY_GONE)
			return false;
	return account->is_verified;
}

struct apply_totals apply_totals(const struct apply *apply)
{
	struct apply_totals totals = { 0 };

	for (size_t i = 0; i < apply->account_count; i++) {
		const struct apply_account *account = &apply->accounts[i];

		for (size_t k = 0; k < account->item_count; k++)
			totals.items[account->items[k].result]++;
		totals.item_count += account->item_count;
		totals.unplanned += account->unplanned;
		if (is_done(account))
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
