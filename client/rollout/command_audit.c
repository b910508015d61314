/*
 * command_audit.c - audit and verify.
 */
#include "client/durable.h"
#include "client/report/baseline.h"
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/risk.h"
#include "client/rollout/show.h"
#include "client/rollout/survey.h"

/* One run of audit or verify. */
struct looking {
	struct invocation *invocation;
	const char *kind;             /* "audit" or "verify" */
	const struct saved *baseline; /* NULL: none */
};

static void tell(void *context, const struct audit_account *account)
{
	const struct looking *looking = context;

	show_audit_account(&looking->invocation->output, account,
			   clock_now_ms(&looking->invocation->clock), looking->kind);
}

/* By risk for people; for tools by account unless they ask, so that texts can be compared. */
static enum risk_order order_of(const struct invocation *invocation)
{
	const char *text = options_text(&invocation->options, OPTION_SORT);
	bool is_json = invocation->output.form == OUTPUT_JSON;

	return risk_order_named(text, is_json ? RISK_ORDER_ACCOUNT : RISK_ORDER_RISK);
}

/* With --out: the audit as a file. */
static bool save(const struct looking *looking, const struct audit *audit, struct fault *fault)
{
	const char *path = options_text(&looking->invocation->options, OPTION_OUT);
	struct arena *arena = looking->invocation->arena;

	return !path ||
	       durable_write_file(arena, path, show_audit_json(arena, audit, looking->kind), fault);
}

/* With --baseline: what changed since. */
static bool compare(const struct looking *looking, struct audit *audit, struct changes *changes,
		    struct fault *fault)
{
	if (!looking->baseline)
		return true;
	if (!baseline_compare(looking->invocation, looking->baseline, audit, changes, fault))
		return false;
	audit->changes = changes;
	return true;
}

static bool look(struct looking *looking, struct survey *survey, struct fault *fault)
{
	const struct audit_watch watch = { tell, looking };
	struct invocation *invocation = looking->invocation;
	struct changes changes;
	struct audit audit;
	bool is_done;

	survey->watch = &watch;
	is_done = survey_make(survey, &audit, fault);
	/* A signal ends the run, but what was seen before it is worth showing. */
	if (!is_done && !audit.is_interrupted)
		return false;
	if (is_done &&
	    (!save(looking, &audit, fault) || !compare(looking, &audit, &changes, fault)))
		return false;
	risk_sort(&audit, order_of(invocation));
	show_audit(&invocation->output, &audit, looking->kind);
	invocation_raise(invocation, survey_status(&audit));
	return is_done;
}

bool command_audit(struct invocation *invocation, struct fault *fault)
{
	struct looking looking = { .invocation = invocation, .kind = "audit" };
	struct survey survey = { .invocation = invocation };
	struct saved baseline;

	if (options_has(&invocation->options, OPTION_BASELINE)) {
		if (!baseline_read(invocation, &baseline, fault))
			return false;
		looking.baseline = &baseline;
	}
	return look(&looking, &survey, fault);
}

/* The accounts that a plan wanted to change, to be looked at again. */
static bool take_plan(struct survey *survey, const char *path, struct fault *fault)
{
	struct arena *arena = survey->invocation->arena;
	struct plan plan;

	if (!plan_file_read(arena, path, &plan, fault))
		return false;
	survey->organization_id = plan.organization_id;
	survey->accounts = arena_array(arena, plan.account_count, sizeof(*survey->accounts));
	for (size_t i = 0; i < plan.account_count; i++) {
		const struct plan_account *planned = &plan.accounts[i];

		if (planned->decision == PLAN_DELETE)
			survey->accounts[survey->account_count++] = (struct audit_account){
				.id = planned->id, .name = planned->name, .path = planned->path
			};
	}
	if (!survey->account_count)
		return fault_set(fault, FAULT_REFUSED,
				 "%s deletes nothing, so nothing can be verified", path);
	return true;
}

bool command_verify(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_PLAN);
	struct looking looking = { .invocation = invocation, .kind = "verify" };
	struct survey survey = { .invocation = invocation };

	if (path && !take_plan(&survey, path, fault))
		return false;
	return look(&looking, &survey, fault);
}
