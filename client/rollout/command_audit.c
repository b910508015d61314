/*
 * command_audit.c - audit and verify.
 */
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "client/rollout/survey.h"

bool command_audit(struct invocation *invocation, struct fault *fault)
{
	struct audit audit;

	if (!survey_run(invocation, 0, &audit, fault))
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
