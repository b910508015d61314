#include "client/rollout/survey.h"

#include "client/caller.h"
#include "client/mailbox.h"
#include "client/rollout/blame.h"
#include "client/rollout/ready.h"
#include "client/selection.h"

/* The accounts of a selection, with the reason why some are skipped. */
static void take_selection(struct invocation *invocation, const struct selection_result *selected,
			   struct audit *audit)
{
	audit->accounts = arena_array(invocation->arena, selected->count, sizeof(*audit->accounts));
	audit->account_count = selected->count;
	for (size_t i = 0; i < selected->count; i++) {
		const struct selection_item *item = &selected->items[i];
		const char *path = item->account->path ? item->account->path : "";

		audit->accounts[i] = (struct audit_account){
			.id = item->account->id,
			.name = item->account->name ? item->account->name : "",
			.path = arena_printf(invocation->arena, "/%s", path),
			.skipped = item->skip ? item->reason : NULL,
			.mailbox_doubt = mailbox_doubt(invocation->arena, item->account->email),
		};
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

static bool read_accounts(const struct survey *survey, struct client *client,
			  const struct caller *caller, struct audit *audit, struct fault *fault)
{
	struct invocation *invocation = survey->invocation;
	struct progress progress;
	struct audit_run run = { .caller = client,
				 .arena = invocation->arena,
				 .parallel = invocation->parallel,
				 .progress = &progress,
				 .invocation = invocation,
				 .watch = survey->watch };

	audit->organization_id = caller->has_organization ? caller->organization.id : "";
	audit->management_account_id =
		caller->has_organization ? caller->organization.management_account_id : "";
	audit->caller_arn = caller->arn;
	audit->caller_account_id = caller->account_id;
	audit->caller_access_key_id = client->credentials->access_key_id;
	audit->partition = client_partition(client);
	audit->taken_ms = clock_now_ms(&invocation->clock);
	invocation_progress_begin(invocation, &progress, "Auditing",
				  audit->account_count - tell_skipped(survey->watch, audit));
	audit_read_all(&run, audit);
	invocation_progress_end(invocation, &progress);
	blame_read(client, invocation->arena, audit);
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

static bool select_accounts(const struct survey *survey, struct client *client,
			    const struct wishes *wishes, struct audit *audit, struct fault *fault)
{
	struct selection_result selected;

	if (!selection_resolve(client, &wishes->selection, &selected, fault))
		return false;
	take_selection(survey->invocation, &selected, audit);
	mark_protected(survey->invocation, &wishes->protections, audit);
	return true;
}

bool survey_make(const struct survey *survey, struct audit *out_audit, struct fault *fault)
{
	struct wishes wishes;
	struct caller caller;
	struct client *client;

	*out_audit = (struct audit){ .accounts = survey->accounts,
				     .account_count = survey->account_count };
	if (!survey->accounts && !read_wishes(survey, &wishes, fault))
		return false;
	if (!invocation_client(survey->invocation, &client, fault) ||
	    !ready_check(client, READY_CREDENTIALS_MANAGEMENT, &caller, fault))
		return false;
	if (!survey->accounts && !select_accounts(survey, client, &wishes, out_audit, fault))
		return false;
	return read_accounts(survey, client, &caller, out_audit, fault);
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

	if (totals.incomplete)
		return EXIT_PARTIAL;
	return totals.found ? EXIT_FINDINGS : EXIT_DONE;
}
