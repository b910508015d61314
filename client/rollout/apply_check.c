#include "client/rollout/apply_check.h"

#include "client/rollout/apply_delete.h"
#include "client/rollout/audit_read.h"
#include "client/rollout/risk.h"
#include "client/rollout/show.h"
#include "wire/clock.h"

const char *apply_check_made_anew(const struct apply_work *work, const struct credential *planned,
				  const struct credential *now)
{
	char day[CLOCK_ISO_LEN + 1];

	if (!planned->created_ms || planned->created_ms == now->created_ms)
		return NULL;
	if (!now->created_ms)
		return arena_printf(work->run->arena,
				    "AWS does not say any more since when the %s is there",
				    credential_kind_names[now->kind].one);
	clock_format_iso(now->created_ms, day);
	return arena_printf(work->run->arena, "the %s was made anew on %s, after the plan",
			    credential_kind_names[now->kind].one, day);
}

/* Whether the plan knows this very credential, to delete or not. */
static bool is_in_plan(const struct apply_work *work, const struct credential *credential)
{
	const struct plan_account *planned = work->account->planned;

	for (size_t i = 0; i < planned->item_count; i++)
		if (credential_is_same(&planned->items[i].credential, credential))
			return !apply_check_made_anew(work, &planned->items[i].credential,
						      credential);
	return false;
}

void apply_check_unplanned(struct apply_work *work, const struct audit_account *seen)
{
	struct apply_account *account = work->account;
	struct arena *arena = work->run->arena;
	size_t count = 0;

	for (size_t i = 0; i < seen->credential_count; i++)
		count += !is_in_plan(work, &seen->credentials[i]);
	if (!count)
		return;
	account->unplanned = arena_array(arena, count, sizeof(*account->unplanned));
	account->unplanned_count = 0;
	for (size_t i = 0; i < seen->credential_count; i++)
		if (!is_in_plan(work, &seen->credentials[i]))
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

/* A key that sleeps was woken up since: somebody wants it. */
static const char *activated(const struct apply_work *work, const struct credential *planned,
			     const struct credential *now)
{
	if (!planned->status || risk_is_active(planned) || !risk_is_active(now))
		return NULL;
	return arena_printf(work->run->arena,
			    "the %s %s was %s when the plan was made, and is %s now",
			    credential_kind_names[now->kind].one, now->id, planned->status,
			    now->status ? now->status : "in no known state");
}

/* Why the item must not be deleted now, or NULL. */
static const char *item_objection(struct apply_work *work, const struct apply_item *item,
				  const struct credential *now, int64_t now_ms)
{
	const struct apply_run *run = work->run;
	const struct credential *planned = &item->planned->credential;
	const char *changed = apply_check_made_anew(work, planned, now);

	if (!changed)
		changed = activated(work, planned, now);
	if (changed) {
		work->account->drift = changed;
		return changed;
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

/* Looks by the session at hand. Returns why the account could not be wholly seen, or NULL. */
static const char *look(struct apply_work *work, struct audit_account *seen)
{
	*seen = (struct audit_account){ .id = work->account->planned->id };
	work->looked_ms = clock_now_ms(&work->run->caller->system->monotonic);
	audit_read_credentials(&work->root, work->seen, seen);
	if (!audit_account_is_incomplete(seen))
		return NULL;
	work->looked_ms = 0;
	return arena_printf(work->run->arena, "could not be looked at again: %s",
			    audit_account_why(seen));
}

static enum apply_result unseen_result(struct apply_work *work)
{
	return apply_account_is_over(work, NULL) ? APPLY_NOT_REACHED : APPLY_FAILED;
}

bool apply_check(struct apply_work *work)
{
	struct audit_account seen;
	const char *unseen = look(work, &seen);

	if (unseen) {
		apply_account_settle(work->account, unseen_result(work), unseen);
		return false;
	}
	apply_check_unplanned(work, &seen);
	check_items(work, &seen);
	return true;
}

static bool end(struct apply_item *item, enum apply_result result, const char *why)
{
	item->result = result;
	item->why = why;
	return false;
}

static bool has_looked(const struct apply_work *work)
{
	int64_t now_ms = clock_now_ms(&work->run->caller->system->monotonic);

	return work->looked_ms && now_ms - work->looked_ms < APPLY_LOOK_VALID_MS;
}

bool apply_check_item(struct apply_work *work, struct apply_item *item)
{
	const struct credential *planned = &item->planned->credential, *now;
	struct audit_account seen;
	const char *why;

	if (has_looked(work))
		return true;
	why = look(work, &seen);
	if (why)
		return end(item, unseen_result(work), why);
	apply_check_unplanned(work, &seen);
	now = apply_account_find(&seen, planned);
	if (!now) {
		mark_absent(work, item);
		return false;
	}
	why = item_objection(work, item, now, clock_now_ms(&work->run->invocation->clock));
	if (!why && work->plan->settings.gate_scope == PLAN_GATE_ACCOUNT)
		why = work->account->drift;
	return !why || end(item, APPLY_HELD, why);
}
