/*
 * command_apply.c - apply and resume.
 */
#include <string.h>
#include <unistd.h>

#include "client/caller.h"
#include "client/confirm.h"
#include "client/exceptions.h"
#include "client/fault_text.h"
#include "client/preflight/block.h"
#include "client/progress.h"
#include "client/rollout/apply.h"
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/ready.h"
#include "client/rollout/show.h"
#include "client/rollout/writer.h"
#include "wire/clock.h"

static const struct option_range accounts_range = { 0, APPLY_ACCOUNTS_MAX };
static const struct option_range verify_wait_range = { 0, APPLY_VERIFY_WAIT_S_MAX };

static bool read_count(const struct options *options, enum option_id option, size_t *count,
		       struct fault *fault)
{
	int64_t value = (int64_t)*count;

	if (!options_integer(options, option, accounts_range, &value, fault))
		return false;
	*count = (size_t)value;
	return true;
}

static bool read_settings(const struct options *options, struct apply_settings *out_settings,
			  struct fault *fault)
{
	const char *on_stale = options_text(options, OPTION_ON_STALE);
	const char *order = options_text(options, OPTION_ORDER);
	int64_t verify_wait_s = APPLY_VERIFY_WAIT_S_DEFAULT;

	*out_settings = apply_settings_default();
	out_settings->is_dry_run = options_has(options, OPTION_DRY_RUN);
	if (on_stale && !strcmp(on_stale, "stop"))
		out_settings->on_stale = APPLY_STALE_STOP;
	if (order && !strcmp(order, "mfa-last"))
		out_settings->order = APPLY_MFA_LAST;
	if (!read_count(options, OPTION_CANARY, &out_settings->canary, fault) ||
	    !read_count(options, OPTION_WAVE, &out_settings->wave, fault) ||
	    !read_count(options, OPTION_MAX_FAILURES, &out_settings->failures_max, fault) ||
	    !options_integer(options, OPTION_VERIFY_WAIT, verify_wait_range, &verify_wait_s, fault))
		return false;
	out_settings->verify_wait_ms = verify_wait_s * 1000;
	return true;
}

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

/* What the objections to an account are made of. */
struct standing {
	struct arena *arena;
	const struct organization *organization; /* as it is now */
	struct exceptions protections;
	struct block_list blocks; /* of the accounts that are still to be done */
	int64_t now_ms;
};

static struct apply_objection drifted(const char *why)
{
	return (struct apply_objection){ .why = why, .is_drift = true };
}

/* Whether both places are known and are two. */
static bool has_moved(const struct organization_account *now, const struct plan_account *planned)
{
	return now->path && *planned->path == '/' && strcmp(now->path, planned->path + 1) != 0;
}

/* Why the account must not be touched now: asked just before its session. */
static struct apply_objection objection(const void *context, const struct plan_account *planned)
{
	const struct standing *standing = context;
	const struct organization_account *account =
		organization_account_by_id(standing->organization, planned->id);
	const struct exception *protection = exceptions_find(&standing->protections, planned->id);

	if (protection)
		return (struct apply_objection){ .why = exception_text(standing->arena, protection,
								       "protected",
								       standing->now_ms) };
	if (!account)
		return drifted("the account is not in the organization any more");
	if (account->is_management)
		return drifted("it is the management account now, which is never covered");
	if (!account->state || strcmp(account->state, "ACTIVE") != 0)
		return drifted(arena_printf(standing->arena, "the account is %s now",
					    account->state ? account->state : "in no known state"));
	if (has_moved(account, planned))
		return drifted(arena_printf(standing->arena,
					    "the account moved to /%s after the "
					    "plan, from %s",
					    account->path, planned->path));
	return (struct apply_objection){ .why = block_why(&standing->blocks, planned->id) };
}

/* The organization as it is now. Units only tell whether an account moved; they may be hidden. */
static bool read_standing(struct invocation *invocation, struct client *client,
			  struct organization *organization, struct standing *out_standing,
			  struct fault *fault)
{
	struct fault unread;

	*out_standing = (struct standing){ .arena = invocation->arena,
					   .organization = organization,
					   .now_ms = clock_now_ms(&invocation->clock) };
	exceptions_init(&out_standing->protections, invocation->arena, EXCEPTIONS_RESOURCES);
	if (!exceptions_read(&out_standing->protections, &invocation->options, OPTION_PROTECT_FILE,
			     fault) ||
	    !organization_load_accounts(client, organization, fault))
		return false;
	if (!organization_load_units(client, organization, &unread))
		notice_say(&invocation->notice,
			   "whether accounts moved since the plan is not known: %s",
			   fault_text_short(invocation->arena, &unread));
	return true;
}

/* What deletes each kind. */
static const char *const delete_actions[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = "iam:DeleteAccessKey",
	[CREDENTIAL_CERTIFICATE] = "iam:DeleteSigningCertificate",
	[CREDENTIAL_MFA_DEVICE] = "iam:DeactivateMFADevice",
	[CREDENTIAL_PASSWORD] = "iam:DeleteLoginProfile",
};

/* What deletes an item of the account. */
static bool needs(const void *context, size_t index, const char *action)
{
	const struct apply_account *account = &((const struct apply *)context)->accounts[index];

	for (size_t i = 0; i < account->item_count; i++)
		if (!strcmp(delete_actions[account->items[i].planned->credential.kind], action))
			return true;
	return false;
}

/* Which accounts SCPs and RCPs block; what cannot be read refuses, unless --no-scp-check. */
static bool read_blocks(struct invocation *invocation, struct client *client,
			const struct apply *apply, struct standing *standing, struct fault *fault)
{
	const char **ids = arena_array(invocation->arena, apply->account_count, sizeof(*ids));
	const struct block_question question = {
		.organization = standing->organization,
		.task = CLIENT_TASK_DELETE,
		.accounts = ids,
		.account_count = apply->account_count,
		.needs = needs,
		.context = apply,
	};

	for (size_t i = 0; i < apply->account_count; i++)
		ids[i] = apply->accounts[i].planned->id;
	return block_find(invocation, client, &question, &standing->blocks, fault);
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

	if (options_has(&invocation->options, OPTION_DRY_RUN))
		return true;
	return confirm(
		invocation, what,
		arena_printf(arena, "%s %zu", apply->plan->organization_id, totals.item_count),
		fault);
}

static bool open_journal(struct invocation *invocation, const struct plan *plan,
			 const struct caller *caller, struct journal *out_journal,
			 struct fault *fault)
{
	const struct journal_options options = {
		.path = arena_printf(invocation->arena, "%s.journal", invocation->arguments[0]),
		.plan_digest = plan->digest,
		.caller_arn = caller->arn,
		.clock = invocation->clock,
		.must_exist = !strcmp(invocation->command->name, "resume"),
	};

	return journal_open(invocation->arena, &options, out_journal, fault);
}

static bool carry_out(struct invocation *invocation, struct apply_run *run, struct apply *apply,
		      struct fault *fault)
{
	struct progress progress;
	bool is_run;

	run->caller = &invocation->client;
	run->arena = invocation->arena;
	run->parallel = invocation->parallel;
	run->progress = &progress;
	run->own_access_key_id = invocation->client.credentials->access_key_id;
	run->invocation = invocation;
	invocation_progress_begin(invocation, &progress,
				  run->settings.is_dry_run ? "Checking" : "Deleting",
				  apply->account_count);
	is_run = apply_run(run, apply, fault);
	invocation_progress_end(invocation, &progress);
	return is_run;
}

/* No session was given for any account, so nothing was written: a refusal, and no half-done job. */
static bool is_denied(const struct apply_totals *totals)
{
	return totals->accounts_denied && totals->accounts_denied == totals->accounts_failed &&
	       !totals->accounts_done;
}

static enum exit_status apply_status(const struct apply *apply, enum apply_on_stale on_stale)
{
	struct apply_totals totals = apply_totals(apply);
	enum exit_status status = EXIT_DONE;
	bool is_partial = totals.items[APPLY_FAILED] || totals.items[APPLY_UNKNOWN] ||
			  (totals.accounts_open && !apply->is_dry_run) || totals.accounts_drifted ||
			  apply->stopped_why;

	if (is_partial)
		status = exit_status_worse(status, EXIT_PARTIAL);
	if (totals.accounts_refused || is_denied(&totals))
		status = exit_status_worse(status, EXIT_REFUSED);
	if (totals.accounts_drifted && on_stale == APPLY_STALE_STOP)
		status = exit_status_worse(status, EXIT_STALE);
	if (apply->is_interrupted)
		status = EXIT_INTERRUPTED;
	return status;
}

/* Whether Organizations is asked where AWS has it; a mock's organization is nobody's to lock. */
static bool is_at_aws(const struct invocation *invocation)
{
	const struct client *client = &invocation->client;
	const struct endpoint_wanted wanted = { "organizations", client->region.name };
	struct endpoint endpoint;
	struct fault fault;

	return endpoint_resolve(&client->system->endpoints, invocation->arena, &wanted, &endpoint,
				&fault) &&
	       !strcmp(endpoint.source, ENDPOINT_OF_AWS);
}

/* One run for each organization. Where there can be no lock that is said, and the plan's counts. */
static bool take_organization(const struct invocation *invocation, const struct plan *plan,
			      const struct caller *caller, struct writer *out_writer,
			      struct fault *fault)
{
	char since[CLOCK_ISO_LEN + 1], name[WRITER_HOST_MAX];
	const char *host = writer_host(name);
	struct writer_wish wish = { .organization_id = plan->organization_id };

	*out_writer = (struct writer){ .file = -1 };
	if (!is_at_aws(invocation))
		return true;
	clock_format_iso(clock_now_ms(&invocation->clock), since);
	wish.holder = arena_printf(invocation->arena, "process %d on %s, since %s, by %s, with %s",
				   (int)getpid(), host ? host : "an unnamed host", since,
				   caller->arn, invocation->arguments[0]);
	if (writer_take(invocation->arena, &invocation->environment, &wish, out_writer, fault))
		return true;
	if (fault->kind == FAULT_LOCKED)
		return false;
	notice_say(
		&invocation->notice,
		"nothing keeps another plan of this organization from being applied meanwhile: %s",
		fault->message);
	return true;
}

/* With the journal, or without one in a dry run, which leaves nothing behind. */
static bool run_plan(struct invocation *invocation, struct apply_run *run,
		     const struct caller *caller, struct apply *apply, struct fault *fault)
{
	struct journal journal;
	struct writer writer;
	bool is_run = false;

	if (run->settings.is_dry_run)
		return carry_out(invocation, run, apply, fault);
	if (!take_organization(invocation, apply->plan, caller, &writer, fault))
		return false;
	if (open_journal(invocation, apply->plan, caller, &journal, fault)) {
		run->journal = &journal;
		is_run = carry_out(invocation, run, apply, fault);
		journal_close(&journal);
	}
	writer_done(&writer);
	return is_run;
}

static void tell(void *context, const struct apply_account *account)
{
	const struct invocation *invocation = context;

	show_apply_account(&invocation->output, account);
}

/* A run that never got its lock has no results. */
static bool has_begun(const struct apply_run *run)
{
	return run->settings.is_dry_run || run->journal;
}

bool command_apply(struct invocation *invocation, struct fault *fault)
{
	struct apply_run run = { .objection = objection, .watch = { tell, invocation } };
	struct standing standing;
	struct caller caller;
	struct client *client;
	struct apply apply;
	struct plan plan;
	bool is_run;

	if (!read_settings(&invocation->options, &run.settings, fault) ||
	    !plan_file_read(invocation->arena, invocation->arguments[0], &plan, fault) ||
	    !invocation_client(invocation, &client, fault) ||
	    !ready_check(client, READY_CREDENTIALS_MANAGEMENT, &caller, fault) ||
	    !check_plan(invocation, &plan, &caller, fault))
		return false;
	apply = apply_prepare(invocation->arena, &plan, run.settings.order);
	if (!apply.account_count)
		return fault_set(fault, FAULT_REFUSED, "the plan deletes nothing");
	if (!read_standing(invocation, client, &caller.organization, &standing, fault) ||
	    !read_blocks(invocation, client, &apply, &standing, fault) ||
	    !ask(invocation, &apply, fault))
		return false;
	run.objection_context = &standing;
	is_run = run_plan(invocation, &run, &caller, &apply, fault);
	if (has_begun(&run)) {
		show_apply(&invocation->output, invocation->arena, &apply);
		invocation_raise(invocation, apply_status(&apply, run.settings.on_stale));
	}
	return is_run;
}
