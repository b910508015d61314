#include "client/rollout/survey.h"

#include "client/caller.h"
#include "client/mailbox.h"
#include "client/progress.h"
#include "client/rollout/audit_read.h"
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

static bool read_accounts(struct invocation *invocation, struct client *client,
			  const struct caller *caller, struct audit *audit, struct fault *fault)
{
	struct progress progress;
	struct audit_run run = { .caller = client,
				 .arena = invocation->arena,
				 .parallel = invocation->parallel,
				 .progress = &progress,
				 .invocation = invocation };

	audit->organization_id = caller->has_organization ? caller->organization.id : "";
	audit->management_account_id =
		caller->has_organization ? caller->organization.management_account_id : "";
	audit->caller_arn = caller->arn;
	audit->caller_account_id = caller->account_id;
	audit->caller_access_key_id = client->credentials->access_key_id;
	audit->partition = client_partition(client);
	audit->taken_ms = clock_now_ms(&invocation->clock);
	progress_begin(&progress, invocation->terminal, invocation->clock, "Auditing",
		       audit->account_count);
	audit_read_all(&run, audit);
	progress_end(&progress);
	blame_read(client, invocation->arena, audit);
	if (invocation_is_interrupted(invocation))
		return fault_set(fault, FAULT_INTERRUPTED, "stopped; nothing was changed");
	return true;
}

bool survey_run(struct invocation *invocation, size_t first_word, struct audit *out_audit,
		struct fault *fault)
{
	struct selection_result selected;
	struct exceptions protections;
	struct selection selection;
	struct caller caller;
	struct client *client;

	*out_audit = (struct audit){ 0 };
	exceptions_init(&protections, invocation->arena, EXCEPTIONS_RESOURCES);
	if (!selection_parse(invocation, first_word, true, &selection, fault) ||
	    !exceptions_read(&protections, &invocation->options, OPTION_PROTECT_FILE, fault) ||
	    !invocation_client(invocation, &client, fault) ||
	    !ready_check(client, READY_CREDENTIALS_MANAGEMENT, &caller, fault) ||
	    !selection_resolve(client, &selection, &selected, fault))
		return false;
	take_selection(invocation, &selected, out_audit);
	mark_protected(invocation, &protections, out_audit);
	return read_accounts(invocation, client, &caller, out_audit, fault);
}

bool survey_accounts(struct invocation *invocation, struct audit_account *accounts, size_t count,
		     struct audit *out_audit, struct fault *fault)
{
	struct caller caller;
	struct client *client;

	*out_audit = (struct audit){ .accounts = accounts, .account_count = count };
	return invocation_client(invocation, &client, fault) &&
	       ready_check(client, READY_CREDENTIALS_MANAGEMENT, &caller, fault) &&
	       read_accounts(invocation, client, &caller, out_audit, fault);
}

enum exit_status survey_status(const struct audit *audit)
{
	struct audit_totals totals = audit_totals(audit);

	if (totals.incomplete)
		return EXIT_PARTIAL;
	return totals.found ? EXIT_FINDINGS : EXIT_DONE;
}
