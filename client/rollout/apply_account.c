#include "client/rollout/apply_account.h"

#include <inttypes.h>

#include "client/fault_text.h"
#include "client/rollout/apply_check.h"
#include "client/rollout/apply_delete.h"
#include "client/rollout/apply_verify.h"

void apply_account_settle(struct apply_account *account, enum apply_result result, const char *why)
{
	for (size_t i = 0; i < account->item_count; i++) {
		if (account->items[i].result != APPLY_NOT_REACHED)
			continue;
		account->items[i].result = result;
		account->items[i].why = why;
	}
}

const struct credential *apply_account_find(const struct audit_account *seen,
					    const struct credential *wanted)
{
	for (size_t i = 0; i < seen->credential_count; i++)
		if (credential_is_same(&seen->credentials[i], wanted))
			return &seen->credentials[i];
	return NULL;
}

/* What an item's end means for those after it. */
static void settle_rest(struct apply_work *work, const struct apply_item *item)
{
	struct apply_account *account = work->account;

	if (account->over_why)
		apply_account_settle(account, APPLY_NOT_REACHED, account->over_why);
	else if (item->result == APPLY_HELD && work->plan->settings.gate_scope == PLAN_GATE_ACCOUNT)
		apply_account_settle(account, APPLY_HELD,
				     arena_printf(work->run->arena,
						  "held back with the account: %s", item->why));
	/* What goes last stays when anything else goes wrong. */
	if (item->result == APPLY_FAILED || item->result == APPLY_UNKNOWN)
		apply_account_settle(account, APPLY_HELD,
				     "a delete before it in this account failed");
}

/* False only if the journal could not be written. */
static bool delete_items(struct apply_work *work, struct fault *fault)
{
	struct apply_account *account = work->account;

	for (size_t i = 0; i < account->item_count && !account->over_why; i++) {
		struct apply_item *item = &account->items[i];

		if (apply_delete_is_half_done(work, item) &&
		    !apply_delete_virtual_device(work, item, fault))
			return false;
		if (item->result != APPLY_NOT_REACHED)
			continue;
		if (!apply_delete_item(work, item, fault))
			return false;
		settle_rest(work, item);
	}
	return true;
}

static bool is_caller_over(const struct fault *failure)
{
	return failure->kind == FAULT_CREDENTIALS || fault_is(failure, "ExpiredToken") ||
	       fault_is(failure, "ExpiredTokenException");
}

bool apply_account_is_over(struct apply_work *work, const struct fault *failure)
{
	const struct client_system *system = work->run->caller->system;
	struct arena *arena = work->run->arena;

	if (client_deadline_left_ms(system) == 0)
		work->account->over_why = arena_printf(
			arena, "the deadline of %" PRId64 " s is over", system->deadline.run_s);
	else if (failure && is_caller_over(failure))
		work->account->over_why = arena_printf(arena, "nobody is logged in any more: %s",
						       fault_text_short(arena, failure));
	return work->account->over_why != NULL;
}

/* What the end of the run keeps from being done was not tried, and is left for another run. */
static void settle_without_session(struct apply_work *work, const struct fault *failure)
{
	const char *why = fault_text_short(work->run->arena, failure);

	work->account->is_denied = fault_is(failure, "AccessDenied");
	apply_account_settle(
		work->account,
		apply_account_is_over(work, failure) ? APPLY_NOT_REACHED : APPLY_FAILED, why);
}

/* A session for this account, or no item is tried. A dry run takes one that can only look. */
static bool open_session(struct apply_work *work)
{
	enum client_task task = work->run->settings.is_dry_run ? CLIENT_TASK_AUDIT
							       : CLIENT_TASK_DELETE;
	struct fault failure;

	if (client_assume_root(&work->own, work->account->planned->id, task, &work->root, &failure))
		return true;
	settle_without_session(work, &failure);
	return false;
}

bool apply_account_run(const struct apply_run *run, const struct plan *plan,
		       struct apply_account *account, struct fault *fault)
{
	ARENA_AUTO(answers);
	struct apply_work work = { .run = run,
				   .plan = plan,
				   .account = account,
				   .own = client_with_arena(run->caller, &answers),
				   .seen = &answers };
	struct apply_objection objection = run->objection(run->objection_context, account->planned);
	bool is_journalled = true;

	if (objection.why) {
		account->drift = objection.is_drift ? objection.why : NULL;
		apply_account_settle(account, APPLY_HELD, objection.why);
		return true;
	}
	if (!open_session(&work))
		return true;
	if (apply_check(&work)) {
		if (run->settings.is_dry_run)
			apply_account_settle(account, APPLY_CLEARED, NULL);
		else
			is_journalled = delete_items(&work, fault);
	}
	client_done(&work.root);
	if (is_journalled && !run->settings.is_dry_run)
		apply_verify(&work);
	return is_journalled;
}
