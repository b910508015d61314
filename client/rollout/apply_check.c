#include "client/rollout/apply_check.h"

#include "client/rollout/apply_delete.h"
#include "client/rollout/audit_read.h"
#include "client/rollout/show.h"
#include "wire/clock.h"

/* Whether the plan knows the credential at all, to delete or not. */
static bool is_in_plan(const struct plan_account *planned, const struct credential *credential)
{
	for (size_t i = 0; i < planned->item_count; i++)
		if (credential_is_same(&planned->items[i].credential, credential))
			return true;
	return false;
}

/* What came up since the plan. */
static void list_unplanned(struct apply_work *work, const struct audit_account *seen)
{
	struct apply_account *account = work->account;
	struct arena *arena = work->run->arena;
	size_t count = 0;

	for (size_t i = 0; i < seen->credential_count; i++)
		count += !is_in_plan(account->planned, &seen->credentials[i]);
	if (!count)
		return;
	account->unplanned = arena_array(arena, count, sizeof(*account->unplanned));
	for (size_t i = 0; i < seen->credential_count; i++)
		if (!is_in_plan(account->planned, &seen->credentials[i]))
			account->unplanned[account->unplanned_count++] =
				credential_copy(arena, &seen->credentials[i]);
	account->drift = arena_printf(arena, "%s came up in this account after the plan was made",
				      show_count(arena, count, "credential", "credentials"));
}

/* What an earlier run of this plan had begun is its doing; anything else was done by others. */
static void mark_absent(struct apply_work *work, struct apply_item *item)
{
	const struct journal_record *record = apply_delete_record(work, &item->planned->credential);

	item->result = APPLY_GONE;
	if (!record || record->event == JOURNAL_GONE || record->event == JOURNAL_FAILED)
		return;
	item->result = APPLY_DELETED;
	item->note = record->event == JOURNAL_INTENT
			     ? "an earlier run of this plan began its deletion; it is gone"
			     : "deleted by an earlier run of this plan";
}

/* A password or device of the same name that is younger than the planned one is another one. */
static const char *made_anew(struct apply_work *work, const struct credential *planned,
			     const struct credential *now)
{
	char day[CLOCK_ISO_LEN + 1];

	if (!planned->created_ms || !now->created_ms || planned->created_ms == now->created_ms)
		return NULL;
	clock_format_iso(now->created_ms, day);
	return arena_printf(work->run->arena, "the %s was made anew on %s, after the plan",
			    credential_kind_names[now->kind].one, day);
}

/* Why the item must not be deleted now, or NULL. */
static const char *item_objection(struct apply_work *work, const struct apply_item *item,
				  const struct credential *now, int64_t now_ms)
{
	const struct apply_run *run = work->run;
	const char *anew = made_anew(work, &item->planned->credential, now);

	if (anew) {
		work->account->drift = anew;
		return anew;
	}
	return plan_gate(run->arena, now, &work->plan->settings, run->own_access_key_id, now_ms);
}

/* The gates once more, for every item before the first delete. */
static void check_items(struct apply_work *work, const struct audit_account *seen)
{
	struct apply_account *account = work->account;
	int64_t now_ms = clock_now_ms(&work->run->invocation->clock);
	const char *held = NULL;

	for (size_t i = 0; i < account->item_count; i++) {
		struct apply_item *item = &account->items[i];
		const struct credential *now = apply_account_find(seen, &item->planned->credential);

		if (!now) {
			mark_absent(work, item);
			continue;
		}
		item->why = item_objection(work, item, now, now_ms);
		if (!item->why)
			continue;
		item->result = APPLY_HELD;
		held = item->why;
	}
	if (!held)
		held = account->drift;
	if (held && work->plan->settings.gate_scope == PLAN_GATE_ACCOUNT)
		apply_account_settle(
			account, APPLY_HELD,
			arena_printf(work->run->arena, "held back with the account: %s", held));
}

bool apply_check(struct apply_work *work)
{
	struct audit_account seen = { .id = work->account->planned->id };

	audit_read_credentials(&work->root, work->seen, &seen);
	if (audit_account_is_incomplete(&seen)) {
		apply_account_settle(work->account, APPLY_FAILED,
				     arena_printf(work->run->arena,
						  "could not be looked at again: %s",
						  audit_account_why(&seen)));
		return false;
	}
	list_unplanned(work, &seen);
	check_items(work, &seen);
	return true;
}
