#include "client/rollout/survey.h"

#include <string.h>

#include "client/caller.h"
#include "client/mailbox.h"
#include "client/rollout/ahead.h"
#include "client/rollout/blame.h"
#include "client/rollout/ready.h"
#include "client/selection.h"
#include "client/shared_text.h"

/* The accounts of a selection, with the reason why some are skipped. */
static void take_selection(struct invocation *invocation, const struct selection_result *selected,
			   struct audit *audit)
{
	ARENA_AUTO(scratch);
	struct shared_texts shared = { .arena = invocation->arena };

	audit->accounts = arena_array(invocation->arena, selected->count, sizeof(*audit->accounts));
	audit->account_count = selected->count;
	for (size_t i = 0; i < selected->count; i++) {
		const struct selection_item *item = &selected->items[i];
		const char *path = item->account->path;

		audit->accounts[i] = (struct audit_account){
			.id = item->account->id,
			.name = item->account->name ? item->account->name : "",
			.path = path ? shared_text(&shared, arena_printf(&scratch, "/%s", path))
				     : AUDIT_PATH_UNKNOWN,
			.skipped = item->skip ? item->reason : NULL,
			.mailbox_doubt =
				shared_text(&shared, mailbox_doubt(&scratch, item->account->email)),
		};
		arena_reset(&scratch);
	}
	if (!selected->has_expired)
		return;
	notice_say(&invocation->notice,
		   "an exclusion is past its end and still excludes; `mattock accounts` names it");
	invocation_raise(invocation, EXIT_FINDINGS);
}

/* Says which accounts may be looked at only. */
static void mark_protected(struct invocation *invocation, const struct exceptions *protections,
			   struct audit *audit)
{
	int64_t now_ms = clock_now_ms(&invocation->clock);

	for (size_t i = 0; i < audit->account_count; i++) {
		struct audit_account *account = &audit->accounts[i];
		const struct exception *found = exceptions_find(protections, account->id);

		if (!found)
			continue;
		account->protected_why =
			exception_text(invocation->arena, found, "protected", now_ms);
		if (!exception_is_expired(found, now_ms))
			continue;
		notice_say(&invocation->notice,
			   "the protection of account %s is past its end and still protects",
			   account->id);
		invocation_raise(invocation, EXIT_FINDINGS);
	}
}

static size_t tell_skipped(const struct audit_watch *watch, const struct audit *audit)
{
	size_t count = 0;

	for (size_t i = 0; i < audit->account_count; i++) {
		if (!audit->accounts[i].skipped)
			continue;
		count++;
		if (watch)
			watch->on_account(watch->context, &audit->accounts[i]);
	}
	return count;
}

/* A survey under way. */
struct looking {
	const struct survey *survey;
	struct client *client;
	struct caller caller;
	struct progress progress;
	struct audit_run run;
	struct ahead ahead;
};

/* Accounts of a plan are looked for in its organization only. */
static bool check_organization(const struct looking *looking, struct fault *fault)
{
	const char *wanted = looking->survey->organization_id;
	const struct caller *caller = &looking->caller;

	if (!wanted || (caller->has_organization && !strcmp(wanted, caller->organization.id)))
		return true;
	return fault_set(fault, FAULT_STALE, "the plan is for organization %s, and this is %s",
			 wanted, caller->has_organization ? caller->organization.id : "not known");
}

static void begin(struct looking *looking)
{
	struct invocation *invocation = looking->survey->invocation;

	looking->run = (struct audit_run){ .caller = looking->client,
					   .arena = invocation->arena,
					   .parallel = invocation->parallel,
					   .progress = &looking->progress,
					   .invocation = invocation,
					   .watch = looking->survey->watch };
	ahead_init(&looking->ahead, &looking->run);
	invocation_progress_begin(invocation, &looking->progress, "Auditing", 0);
}

static void end(struct looking *looking)
{
	ahead_end(&looking->ahead);
	invocation_progress_end(looking->survey->invocation, &looking->progress);
}

static void name_caller(const struct looking *looking, struct audit *audit)
{
	const struct caller *caller = &looking->caller;

	audit->organization_id = caller->has_organization ? caller->organization.id : "";
	audit->management_account_id =
		caller->has_organization ? caller->organization.management_account_id : "";
	audit->caller_arn = caller->arn;
	audit->caller_account_id = caller->account_id;
	audit->caller_access_key_id = looking->client->credentials->access_key_id;
	audit->partition = client_partition(looking->client);
	audit->taken_ms = clock_now_ms(&looking->survey->invocation->clock);
}

/* What was seen while the accounts were listed; what is still under way is not begun again. */
static void take_ahead(struct looking *looking, struct audit *audit)
{
	const struct audit_watch *watch = looking->survey->watch;

	for (size_t i = 0; i < audit->account_count; i++) {
		struct audit_account *account = &audit->accounts[i];
		enum ahead_state state = ahead_take(&looking->ahead, account);

		if (state == AHEAD_READ && watch)
			watch->on_account(watch->context, account);
		if (state != AHEAD_NOT_BEGUN)
			account->is_read = true;
	}
}

static bool read_accounts(struct looking *looking, struct audit *audit, struct fault *fault)
{
	struct invocation *invocation = looking->survey->invocation;

	progress_set_total(&looking->progress,
			   audit->account_count - tell_skipped(looking->survey->watch, audit));
	ahead_stop(&looking->ahead);
	take_ahead(looking, audit);
	audit_read_all(&looking->run, audit);
	ahead_wait(&looking->ahead);
	take_ahead(looking, audit);
	blame_read(looking->client, invocation->arena, audit);
	audit->is_interrupted = invocation_is_interrupted(invocation);
	if (audit->is_interrupted)
		return fault_set(fault, FAULT_INTERRUPTED, "stopped; nothing was changed");
	return true;
}

/* What the command line says of the accounts, read before anything is asked. */
struct wishes {
	struct selection selection;
	struct exceptions protections;
};

static bool read_wishes(const struct survey *survey, struct wishes *wishes, struct fault *fault)
{
	struct invocation *invocation = survey->invocation;

	exceptions_init(&wishes->protections, invocation->arena, EXCEPTIONS_RESOURCES);
	return selection_parse(invocation, survey->first_word, true, &wishes->selection, fault) &&
	       exceptions_read(&wishes->protections, &invocation->options, OPTION_PROTECT_FILE,
			       fault);
}

static bool select_accounts(struct looking *looking, struct wishes *wishes, struct audit *audit,
			    struct fault *fault)
{
	struct invocation *invocation = looking->survey->invocation;
	struct selection_result selected;

	wishes->selection.early = (struct organization_listener){ ahead_begin, &looking->ahead };
	if (!selection_resolve(looking->client, &wishes->selection, &selected, fault))
		return false;
	take_selection(invocation, &selected, audit);
	mark_protected(invocation, &wishes->protections, audit);
	return true;
}

bool survey_make(const struct survey *survey, struct audit *out_audit, struct fault *fault)
{
	struct looking looking = { .survey = survey };
	struct wishes wishes;
	bool is_done;

	*out_audit = (struct audit){ .accounts = survey->accounts,
				     .account_count = survey->account_count };
	if (!survey->accounts && !read_wishes(survey, &wishes, fault))
		return false;
	if (!invocation_client(survey->invocation, &looking.client, fault) ||
	    !ready_check(looking.client, READY_CREDENTIALS_MANAGEMENT, &looking.caller, fault) ||
	    !check_organization(&looking, fault))
		return false;
	name_caller(&looking, out_audit);
	begin(&looking);
	is_done = (survey->accounts || select_accounts(&looking, &wishes, out_audit, fault)) &&
		  read_accounts(&looking, out_audit, fault);
	end(&looking);
	return is_done;
}

bool survey_run(struct invocation *invocation, size_t first_word, struct audit *out_audit,
		struct fault *fault)
{
	return survey_make(&(struct survey){ .invocation = invocation, .first_word = first_word },
			   out_audit, fault);
}

bool survey_accounts(struct invocation *invocation, struct audit_account *accounts, size_t count,
		     struct audit *out_audit, struct fault *fault)
{
	return survey_make(&(struct survey){ .invocation = invocation,
					     .accounts = accounts,
					     .account_count = count },
			   out_audit, fault);
}

enum exit_status survey_status(const struct audit *audit)
{
	struct audit_totals totals = audit_totals(audit);

	if (totals.incomplete || totals.unchecked)
		return EXIT_PARTIAL;
	return totals.found ? EXIT_FINDINGS : EXIT_DONE;
}
