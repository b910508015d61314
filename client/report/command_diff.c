/*
 * command_diff.c - diff and drift.
 */
#include "client/durable.h"
#include "client/report/baseline.h"
#include "client/report/commands.h"
#include "client/report/trail.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "client/rollout/survey.h"
#include "client/text_width.h"

bool command_diff(struct invocation *invocation, struct fault *fault)
{
	struct saved before, after;
	struct changes changes;

	if (!saved_read(invocation, invocation->arguments[0], &before, fault) ||
	    !saved_read(invocation, invocation->arguments[1], &after, fault))
		return false;
	if (before.family == SAVED_EXPECTED && after.family == SAVED_TRAIL)
		changes = trail_compare(invocation->arena, &before, &after);
	else if (!changes_check(&before, &after, fault))
		return false;
	else
		changes = changes_find(invocation->arena, &before, &after,
				       before.family != SAVED_OUTCOME);
	changes_show(&invocation->output, &changes, "diff", NULL);
	invocation_raise(invocation, changes.count ? EXIT_FINDINGS : EXIT_DONE);
	return true;
}

/* What is unknown now, changed or not: a nightly job must not be quiet about it. */
static const char *unknown_note(struct arena *arena, const struct audit *audit)
{
	struct audit_totals totals = audit_totals(audit);
	struct buffer text;

	if (!totals.incomplete)
		return NULL;
	buffer_init(&text, arena, 256);
	buffer_printf(&text, "%s could not be wholly looked at:",
		      show_count(arena, totals.incomplete, "account", "accounts"));
	for (size_t i = 0; i < audit->account_count; i++)
		if (audit_account_is_incomplete(&audit->accounts[i]))
			buffer_printf(&text, "\n%s %s: %s", audit->accounts[i].id,
				      text_printable(arena, audit->accounts[i].name),
				      audit_account_why(&audit->accounts[i]));
	return text.data;
}

bool command_drift(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);
	struct arena *arena = invocation->arena;
	struct saved baseline;
	struct audit audit;
	struct changes changes;

	if (!options_has(&invocation->options, OPTION_BASELINE))
		return fault_set(fault, FAULT_USAGE,
				 "drift needs an earlier audit: --baseline FILE");
	if (!baseline_read(invocation, &baseline, fault) ||
	    !survey_run(invocation, 0, &audit, fault) ||
	    !baseline_compare(invocation, &baseline, &audit, &changes, fault))
		return false;
	if (path &&
	    !durable_write_file(arena, path, show_audit_json(arena, &audit, "audit"), fault))
		return false;
	changes_show(&invocation->output, &changes, "drift", unknown_note(arena, &audit));
	if (changes.appeared)
		invocation_raise(invocation, EXIT_FINDINGS);
	if (changes.lost || audit_totals(&audit).incomplete)
		invocation_raise(invocation, EXIT_PARTIAL);
	return true;
}
