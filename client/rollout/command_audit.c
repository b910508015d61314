/*
 * command_audit.c - audit and verify.
 */
#include "client/durable.h"
#include "client/report/baseline.h"
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "client/rollout/survey.h"

/* With --baseline: what changed since. */
static bool compare(struct invocation *invocation, const struct saved *baseline,
		    struct audit *audit, struct changes *changes, struct fault *fault)
{
	if (!options_has(&invocation->options, OPTION_BASELINE))
		return true;
	if (!baseline_compare(invocation, baseline, audit, changes, fault))
		return false;
	audit->changes = changes;
	return true;
}

bool command_audit(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);
	struct arena *arena = invocation->arena;
	struct saved baseline;
	struct changes changes;
	struct audit audit;

	if (options_has(&invocation->options, OPTION_BASELINE) &&
	    !baseline_read(invocation, &baseline, fault))
		return false;
	if (!survey_run(invocation, 0, &audit, fault) ||
	    (path &&
	     !durable_write_file(arena, path, show_audit_json(arena, &audit, "audit"), fault)) ||
	    !compare(invocation, &baseline, &audit, &changes, fault))
		return false;
	show_audit(&invocation->output, invocation->arena, &audit, "audit");
	invocation_raise(invocation, survey_status(&audit));
	return true;
}

/* The accounts that a plan wanted to change, to be looked at again. */
static bool survey_plan(struct invocation *invocation, const char *path, struct audit *audit,
			struct fault *fault)
{
	struct audit_account *accounts;
	struct plan plan;
	size_t count = 0;

	if (!plan_file_read(invocation->arena, path, &plan, fault))
		return false;
	accounts = arena_array(invocation->arena, plan.account_count, sizeof(*accounts));
	for (size_t i = 0; i < plan.account_count; i++) {
		const struct plan_account *planned = &plan.accounts[i];

		if (planned->decision == PLAN_DELETE)
			accounts[count++] = (struct audit_account){ .id = planned->id,
								    .name = planned->name,
								    .path = planned->path };
	}
	if (!count)
		return fault_set(fault, FAULT_REFUSED,
				 "%s deletes nothing, so nothing can be "
				 "verified",
				 path);
	return survey_accounts(invocation, accounts, count, audit, fault);
}

bool command_verify(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_PLAN);
	struct audit audit;
	bool is_read = path ? survey_plan(invocation, path, &audit, fault)
			    : survey_run(invocation, 0, &audit, fault);

	if (!is_read)
		return false;
	show_audit(&invocation->output, invocation->arena, &audit, "verify");
	invocation_raise(invocation, survey_status(&audit));
	return true;
}
