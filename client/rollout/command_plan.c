/*
 * command_plan.c - plan and show.
 */
#include <string.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "client/rollout/survey.h"
#include "wire/clock.h"

static const struct option_range key_days_range = { 0, 3650 };
static const struct option_range valid_hours_range = { 1, PLAN_VALID_HOURS_MAX };

static bool read_kinds(const struct options *options, struct plan_settings *settings,
		       struct fault *fault)
{
	const struct option_values *kinds = options_all(options, OPTION_KIND);
	enum credential_kind kind;

	if (!kinds->count)
		return true;
	memset(settings->kinds, 0, sizeof(settings->kinds));
	for (size_t i = 0; i < kinds->count; i++) {
		if (!credential_kind_parse(kinds->items[i], &kind))
			return fault_set(fault, FAULT_USAGE, "--kind %s: no such kind",
					 kinds->items[i]);
		settings->kinds[kind] = true;
	}
	return true;
}

static bool read_settings(const struct options *options, struct plan_settings *out_settings,
			  struct fault *fault)
{
	const char *scope = options_text(options, OPTION_GATE_SCOPE);

	*out_settings = plan_settings_default();
	if (scope && !strcmp(scope, "item"))
		out_settings->gate_scope = PLAN_GATE_ITEM;
	return options_integer(options, OPTION_KEY_DAYS, key_days_range, &out_settings->key_days,
			       fault) &&
	       options_integer(options, OPTION_VALID_HOURS, valid_hours_range,
			       &out_settings->valid_hours, fault) &&
	       read_kinds(options, out_settings, fault);
}

/* A journal knows its run by the plan's digest: without the plan nobody could go on with it. */
static bool check_journal(const struct invocation *invocation, const char *path,
			  struct fault *fault)
{
	const char *journal = arena_printf(invocation->arena, "%s.journal", path);

	return access(journal, F_OK) != 0 ||
	       fault_set(fault, FAULT_REFUSED,
			 "%s has the journal of a run, %s, which needs that very plan; name "
			 "another file, or move both away",
			 path, journal);
}

static enum exit_status plan_status(const struct plan *plan)
{
	struct plan_totals totals = plan_totals(plan);
	enum exit_status status = EXIT_DONE;

	if (totals.accounts[PLAN_UNKNOWN])
		status = exit_status_worse(status, EXIT_PARTIAL);
	if (totals.refused_items)
		status = exit_status_worse(status, EXIT_REFUSED);
	return status;
}

bool command_plan(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);
	struct plan_settings settings;
	struct audit audit;
	struct plan plan;
	char *text;

	if (!path)
		return fault_set(fault, FAULT_USAGE, "plan needs a file to write: -o FILE");
	if (!read_settings(&invocation->options, &settings, fault) ||
	    !check_journal(invocation, path, fault) || !survey_run(invocation, 0, &audit, fault))
		return false;
	plan = plan_make(invocation->arena, &audit, &settings, clock_now_ms(&invocation->clock));
	text = plan_file_text(invocation->arena, &plan);
	if (!durable_write_file(invocation->arena, path, text, fault))
		return false;
	show_plan(&invocation->output, invocation->arena, &plan, path);
	invocation_raise(invocation, plan_status(&plan));
	return true;
}

bool command_show(struct invocation *invocation, struct fault *fault)
{
	const char *path = invocation->arguments[0];
	struct plan plan;

	if (!plan_file_read(invocation->arena, path, &plan, fault))
		return false;
	show_plan(&invocation->output, invocation->arena, &plan, NULL);
	if (clock_now_ms(&invocation->clock) >= plan.expires_ms) {
		notice_say(&invocation->notice, "this plan has expired; make a new one");
		invocation_raise(invocation, EXIT_STALE);
	}
	return true;
}
