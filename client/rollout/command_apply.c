/*
 * command_apply.c - apply.
 */
#include <string.h>

#include "client/caller.h"
#include "client/confirm.h"
#include "client/progress.h"
#include "client/rollout/apply.h"
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/ready.h"
#include "client/rollout/show.h"
#include "wire/clock.h"

enum { TOKEN_LEN = 8 };

/* A plan is for one organization and for a time. */
static bool check_plan(const struct invocation *invocation, const struct plan *plan,
		       const struct caller *caller, struct fault *fault)
{
	char expires[CLOCK_ISO_LEN + 1];

	clock_format_iso(plan->expires_ms, expires);
	if (clock_now_ms(&invocation->clock) >= plan->expires_ms)
		return fault_set(fault, FAULT_STALE,
				 "the plan expired at %s; make a new one with `mattock plan`",
				 expires);
	if (!caller->has_organization)
		return fault_set(fault, FAULT_REFUSED,
				 "the organization of account %s could not be read, so it is not "
				 "known whether the plan is for it",
				 caller->account_id);
	if (strcmp(plan->organization_id, caller->organization.id) != 0)
		return fault_set(fault, FAULT_STALE,
				 "the plan is for organization %s, and this is %s",
				 plan->organization_id, caller->organization.id);
	return true;
}

/* Why the account must not be touched now: asked just before its session. */
static const char *objection(const void *context, const char *account_id)
{
	const struct organization *organization = context;
	const struct organization_account *account =
		organization_account_by_id(organization, account_id);

	if (!account)
		return "the account is not in the organization any more";
	if (account->is_management)
		return "the management account is never covered";
	if (!account->state || strcmp(account->state, "ACTIVE") != 0)
		return "the account is not ACTIVE any more";
	return NULL;
}

static bool ask(const struct invocation *invocation, const struct apply *apply, struct fault *fault)
{
	struct arena *arena = invocation->arena;
	struct apply_totals totals = apply_totals(apply);
	const char *what = arena_printf(
		arena, "This deletes %s in %s of %s. Deleted credentials cannot be brought back.",
		show_count(arena, totals.item_count, "credential", "credentials"),
		show_count(arena, apply->account_count, "account", "accounts"),
		apply->plan->organization_id);

	return confirm(invocation, what,
		       arena_strndup(arena, apply->plan->digest + strlen("sha256:"), TOKEN_LEN),
		       fault);
}

static bool open_journal(struct invocation *invocation, const struct plan *plan,
			 struct journal *out_journal, struct fault *fault)
{
	const struct journal_options options = {
		.path = arena_printf(invocation->arena, "%s.journal", invocation->arguments[0]),
		.plan_digest = plan->digest,
		.clock = invocation->clock,
	};

	return journal_open(invocation->arena, &options, out_journal, fault);
}

static bool carry_out(struct invocation *invocation, struct journal *journal, struct apply *apply,
		      const struct organization *organization, struct fault *fault)
{
	struct client *client = &invocation->client;
	struct progress progress;
	const struct apply_run run = {
		.caller = client,
		.arena = invocation->arena,
		.journal = journal,
		.parallel = invocation->parallel,
		.progress = &progress,
		.own_access_key_id = client->credentials->access_key_id,
		.invocation = invocation,
		.objection = objection,
		.objection_context = organization,
	};
	bool is_run;

	progress_begin(&progress, invocation->terminal, invocation->clock, "Deleting",
		       apply->account_count);
	is_run = apply_run(&run, apply, fault);
	progress_end(&progress);
	return is_run;
}

static enum exit_status apply_status(const struct apply *apply)
{
	struct apply_totals totals = apply_totals(apply);
	enum exit_status status = EXIT_DONE;

	if (totals.items[APPLY_FAILED] || totals.items[APPLY_UNKNOWN] || totals.accounts_open)
		status = exit_status_worse(status, EXIT_PARTIAL);
	if (totals.items[APPLY_HELD])
		status = exit_status_worse(status, EXIT_REFUSED);
	if (totals.unplanned)
		status = exit_status_worse(status, EXIT_STALE);
	if (apply->is_interrupted)
		status = EXIT_INTERRUPTED;
	return status;
}

bool command_apply(struct invocation *invocation, struct fault *fault)
{
	struct caller caller;
	struct client *client;
	struct journal journal;
	struct apply apply;
	struct plan plan;
	bool is_run;

	if (!plan_file_read(invocation->arena, invocation->arguments[0], &plan, fault) ||
	    !invocation_client(invocation, &client, fault) ||
	    !ready_check(client, READY_CREDENTIALS_MANAGEMENT, &caller, fault) ||
	    !check_plan(invocation, &plan, &caller, fault))
		return false;
	apply = apply_prepare(invocation->arena, &plan);
	if (!apply.account_count)
		return fault_set(fault, FAULT_REFUSED, "the plan deletes nothing");
	if (!ask(invocation, &apply, fault) ||
	    !organization_load_accounts(client, &caller.organization, fault) ||
	    !open_journal(invocation, &plan, &journal, fault))
		return false;
	is_run = carry_out(invocation, &journal, &apply, &caller.organization, fault);
	journal_close(&journal);
	show_apply(&invocation->output, invocation->arena, &apply);
	invocation_raise(invocation, apply_status(&apply));
	return is_run;
}
