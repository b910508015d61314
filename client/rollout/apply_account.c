#include "client/rollout/apply_account.h"

#include "client/fault_text.h"
#include "client/rollout/apply_delete.h"
#include "client/rollout/audit_read.h"
#include "wire/clock.h"

/* A session with less time than this is replaced before the next delete. */
enum { SESSION_MARGIN_MS = 60 * 1000 };

/* What is passed along while an account is carried out. */
struct work {
	const struct apply_run *run;
	const struct plan *plan;
	struct apply_account *account;
	struct client own;  /* the caller, with the account's own arena */
	struct client root; /* the session that deletes */
};

/* Gives every item that has no result yet this one. */
static void settle(struct apply_account *account, enum apply_result result, const char *why)
{
	for (size_t i = 0; i < account->item_count; i++) {
		if (account->items[i].result != APPLY_NOT_REACHED)
			continue;
		account->items[i].result = result;
		account->items[i].why = why;
	}
}

static const struct credential *find(const struct audit_account *seen,
				     const struct credential *wanted)
{
	for (size_t i = 0; i < seen->credential_count; i++)
		if (credential_is_same(&seen->credentials[i], wanted))
			return &seen->credentials[i];
	return NULL;
}

/* Whether the plan knows the credential at all, to delete or not. */
static bool is_in_plan(const struct plan_account *planned, const struct credential *credential)
{
	for (size_t i = 0; i < planned->item_count; i++)
		if (credential_is_same(&planned->items[i].credential, credential))
			return true;
	return false;
}

static void count_unplanned(struct apply_account *account, const struct audit_account *seen)
{
	account->unplanned = 0;
	for (size_t i = 0; i < seen->credential_count; i++)
		account->unplanned += !is_in_plan(account->planned, &seen->credentials[i]);
}

/* What an earlier run of this plan had begun is its doing; anything else was done by others. */
static void mark_absent(struct work *work, struct apply_item *item)
{
	struct journal *journal = work->run->journal;

	item->result = APPLY_GONE;
	if (journal->is_resumed &&
	    journal_has_intent(work->own.arena, journal, work->account->planned->id,
			       &item->planned->credential)) {
		item->result = APPLY_DELETED;
		item->note = "deleted by an earlier run of this plan";
	}
}

/* The gates once more, for every item before the first delete. */
static void check_items(struct work *work, const struct audit_account *seen)
{
	const struct apply_run *run = work->run;
	int64_t now_ms = clock_now_ms(&run->caller->system->clock);
	const char *held = NULL;

	for (size_t i = 0; i < work->account->item_count; i++) {
		struct apply_item *item = &work->account->items[i];
		const struct credential *now = find(seen, &item->planned->credential);

		if (!now) {
			mark_absent(work, item);
			continue;
		}
		item->why = plan_gate(run->arena, now, &work->plan->settings,
				      run->own_access_key_id, now_ms);
		if (!item->why)
			continue;
		item->result = APPLY_HELD;
		held = item->why;
	}
	if (!held && work->account->unplanned)
		held = "credentials came up in this account after the plan was made";
	if (held && work->plan->settings.gate_scope == PLAN_GATE_ACCOUNT)
		settle(work->account, APPLY_HELD,
		       arena_printf(run->arena, "held back with the account: %s", held));
}

/* Looks at the account with the session that will delete; false if nothing may be deleted. */
static bool recheck(struct work *work)
{
	struct audit_account seen = { .id = work->account->planned->id };

	audit_read_credentials(&work->root, work->run->arena, &seen);
	if (audit_account_is_incomplete(&seen)) {
		settle(work->account, APPLY_FAILED,
		       arena_printf(work->run->arena, "could not be looked at again: %s",
				    audit_account_why(&seen)));
		return false;
	}
	count_unplanned(work->account, &seen);
	check_items(work, &seen);
	return true;
}

/* A fresh session when the one we have is about to end. */
static bool renew(struct work *work, struct fault *fault)
{
	if (client_time_left_ms(&work->root) > SESSION_MARGIN_MS)
		return true;
	client_done(&work->root);
	return client_assume_root(&work->own, work->account->planned->id, CLIENT_TASK_DELETE,
				  &work->root, fault);
}

static bool delete_items(struct work *work, struct fault *fault)
{
	struct apply_account *account = work->account;
	struct apply_delete context = { .root = &work->root,
					.arena = work->run->arena,
					.journal = work->run->journal,
					.account_id = account->planned->id };

	for (size_t i = 0; i < account->item_count; i++) {
		struct apply_item *item = &account->items[i];
		struct fault failure;

		if (item->result != APPLY_NOT_REACHED)
			continue;
		if (!renew(work, &failure)) {
			settle(account, APPLY_FAILED, fault_text_short(work->run->arena, &failure));
			return true;
		}
		if (!apply_delete_item(&context, item, fault))
			return false;
		/* The password goes last so that it stays when anything else goes wrong. */
		if (item->result == APPLY_FAILED || item->result == APPLY_UNKNOWN)
			settle(account, APPLY_HELD, "a delete before it in this account failed");
	}
	return true;
}

/* What the audit by a fresh session says against an item's result. */
static void verify_item(struct work *work, struct apply_item *item)
{
	const struct audit_account *after = &work->account->after;
	const struct audit_kind *kind = &after->kinds[item->planned->credential.kind];

	if (item->result != APPLY_DELETED && item->result != APPLY_GONE)
		return;
	if (kind->presence == PRESENCE_UNKNOWN) {
		item->result = APPLY_UNKNOWN;
		item->why = arena_printf(work->run->arena,
					 "deleted, but the audit afterwards could not see: %s",
					 kind->why);
	} else if (find(after, &item->planned->credential)) {
		item->result = APPLY_FAILED;
		item->why = "AWS accepted the delete, but the audit afterwards still sees it";
	}
}

static void verify(struct work *work)
{
	struct apply_account *account = work->account;

	account->after = (struct audit_account){ .id = account->planned->id,
						 .name = account->planned->name,
						 .path = account->planned->path };
	audit_read_account(&work->own, work->run->arena, &account->after);
	for (size_t i = 0; i < account->item_count; i++)
		verify_item(work, &account->items[i]);
	account->is_verified = !audit_account_is_incomplete(&account->after);
}

bool apply_account_run(const struct apply_run *run, const struct plan *plan,
		       struct apply_account *account, struct fault *fault)
{
	ARENA_AUTO(answers);
	struct work work = { .run = run,
			     .plan = plan,
			     .account = account,
			     .own = client_with_arena(run->caller, &answers) };
	const char *objection = run->objection(run->objection_context, account->planned->id);
	struct fault failure;
	bool is_journalled = true;

	if (objection) {
		settle(account, APPLY_HELD, objection);
		return true;
	}
	if (!client_assume_root(&work.own, account->planned->id, CLIENT_TASK_DELETE, &work.root,
				&failure)) {
		settle(account, APPLY_FAILED, fault_text_short(run->arena, &failure));
		return true;
	}
	if (recheck(&work))
		is_journalled = delete_items(&work, fault);
	client_done(&work.root);
	if (is_journalled)
		verify(&work);
	return is_journalled;
}
