#include "client/rollout/apply_verify.h"

#include <inttypes.h>

#include "client/rollout/apply_check.h"
#include "client/rollout/audit_read.h"

enum { FIRST_WAIT_MS = 500, LONGEST_WAIT_MS = 15 * 1000 };

static bool is_reported_absent(const struct apply_item *item)
{
	return item->result == APPLY_DELETED || item->result == APPLY_GONE;
}

/* Whether the very credential of the plan is there, not one that was made since. */
static bool is_seen(const struct apply_work *work, const struct audit_account *after,
		    const struct apply_item *item)
{
	const struct credential *planned = &item->planned->credential;
	const struct credential *now = apply_account_find(after, planned);

	return now && !apply_check_made_anew(work, planned, now);
}

/* Whether the audit still shows what was deleted, or contradicts itself. */
static bool is_stale(const struct apply_work *work, const struct audit_account *after)
{
	const struct apply_account *account = work->account;

	for (size_t i = 0; i < account->item_count; i++)
		if (is_reported_absent(&account->items[i]) &&
		    is_seen(work, after, &account->items[i]))
			return true;
	return after->is_contradicted;
}

static void look(struct apply_work *work, struct audit_account *after)
{
	*after = (struct audit_account){ .id = work->account->planned->id };
	audit_read_account(&work->own, work->seen, after);
}

/* Looks until nothing is stale any more; returns how long that was waited for. */
static int64_t look_until_settled(struct apply_work *work, struct audit_account *after)
{
	const struct apply_run *run = work->run;
	int64_t wait_ms = FIRST_WAIT_MS, waited_ms = 0;

	look(work, after);
	while (is_stale(work, after) && waited_ms < run->settings.verify_wait_ms &&
	       !invocation_is_interrupted(run->invocation)) {
		if (wait_ms > run->settings.verify_wait_ms - waited_ms)
			wait_ms = run->settings.verify_wait_ms - waited_ms;
		fiber_sleep(run->caller->system->fibers, wait_ms);
		waited_ms += wait_ms;
		wait_ms = wait_ms * 2 < LONGEST_WAIT_MS ? wait_ms * 2 : LONGEST_WAIT_MS;
		look(work, after);
	}
	return waited_ms;
}

/* What the audit says against an item's result. */
static void verify_item(struct apply_work *work, const struct audit_account *after,
			struct apply_item *item, int64_t waited_ms)
{
	const struct audit_kind *kind = &after->kinds[item->planned->credential.kind];

	if (!is_reported_absent(item))
		return;
	if (kind->presence == PRESENCE_UNKNOWN) {
		item->result = APPLY_UNKNOWN;
		item->why = arena_printf(work->run->arena,
					 "deleted, but the audit afterwards could not see: %s",
					 kind->why);
	} else if (is_seen(work, after, item)) {
		item->why = arena_printf(work->run->arena,
					 "%s, but %" PRId64
					 " s later a fresh session still sees it; verify it again",
					 item->result == APPLY_GONE ? "AWS said that it was gone"
								    : "AWS accepted the delete",
					 waited_ms / 1000);
		item->result = APPLY_UNKNOWN;
	}
}

void apply_verify(struct apply_work *work)
{
	struct apply_account *account = work->account;
	struct audit_account after;
	int64_t waited_ms = look_until_settled(work, &after);

	for (size_t i = 0; i < account->item_count; i++)
		verify_item(work, &after, &account->items[i], waited_ms);
	apply_check_unplanned(work, &after);
	account->is_verified = !audit_account_is_incomplete(&after);
	if (!account->is_verified)
		apply_account_is_over(work, NULL); /* then that is why */
}
