#include "client/rollout/root_job.h"

#include "client/caller.h"
#include "client/confirm.h"
#include "client/exceptions.h"
#include "client/fault_text.h"
#include "client/rollout/ready.h"
#include "client/rollout/session.h"
#include "client/rollout/show.h"
#include "client/selection.h"

enum column { ACCOUNT, NAME, RESULT, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[RESULT] = { .title = "RESULT", .key = "result" },
	[WHY] = { .title = "WHY", .key = "why", .min_width = 16, .is_wrapped = true },
};

struct run {
	struct invocation *invocation;
	const struct root_job *job;
	struct client *client;
	struct selection_result selected;
	struct exceptions protections;
	struct table_cell **cells; /* of each account */
};

static void end(struct run *run, struct table_cell *cells, const struct root_job_result *result,
		enum exit_status status)
{
	cells[RESULT] = (struct table_cell){ result->result, result->style };
	cells[WHY].text = result->note;
	invocation_raise(run->invocation, status);
}

static void end_failed(struct run *run, struct table_cell *cells, const struct fault *fault)
{
	bool is_refused = fault->kind == FAULT_REFUSED, is_unknown = fault->is_outcome_unknown;
	struct root_job_result result = {
		.result = is_refused   ? "refused"
			  : is_unknown ? "unknown"
				       : "failed",
		.note = fault_text_short(run->invocation->arena, fault),
		.style = is_refused || is_unknown ? TABLE_WARNING : TABLE_BAD,
	};

	end(run, cells, &result, is_refused ? EXIT_REFUSED : EXIT_PARTIAL);
}

/* Why nothing is done with the account, said; false if something is. */
static bool is_left_out(struct run *run, const struct selection_item *item,
			struct table_cell *cells)
{
	const struct exception *protection = exceptions_find(&run->protections, item->account->id);
	struct arena *arena = run->invocation->arena;
	struct root_job_result result = { .result = "skipped",
					  .note = item->reason,
					  .style = TABLE_FAINT };

	if (item->skip) {
		end(run, cells, &result, EXIT_DONE);
		return true;
	}
	if (invocation_is_interrupted(run->invocation)) {
		result.result = "not reached";
		end(run, cells, &result, EXIT_INTERRUPTED);
		return true;
	}
	if (!protection)
		return false;
	result.result = "refused";
	result.style = TABLE_WARNING;
	result.note = exception_text(arena, protection, "protected",
				     clock_now_ms(&run->invocation->clock));
	end(run, cells, &result, EXIT_REFUSED);
	return true;
}

static void work(void *context, size_t index)
{
	struct run *run = context;
	const struct selection_item *item = &run->selected.items[index];
	struct root_job_result result = { .style = TABLE_GOOD };
	struct fault fault = { 0 };
	struct client root;
	bool is_done;

	if (is_left_out(run, item, run->cells[index]))
		return;
	if (!session_open(run->client, item->account->id, run->job->task, &root, &fault)) {
		end_failed(run, run->cells[index], &fault);
		return;
	}
	is_done = run->job->work(&(struct root_job_place){ &root, run->client, item->account->id },
				 &result, &fault);
	client_done(&root);
	if (is_done)
		end(run, run->cells[index], &result, EXIT_DONE);
	else
		end_failed(run, run->cells[index], &fault);
}

static bool ask(struct run *run, struct fault *fault)
{
	struct arena *arena = run->invocation->arena;

	return confirm(run->invocation,
		       arena_printf(arena, "This %s %s.", run->job->what,
				    show_count(arena, run->selected.selected_count, "account",
					       "accounts")),
		       run->job->kind, fault);
}

static void do_all(struct run *run)
{
	struct arena *arena = run->invocation->arena;
	const struct fiber_job job = { .count = run->selected.count,
				       .parallel = run->invocation->parallel,
				       .body = work,
				       .context = run };
	struct table table;

	table_init(&table, arena, columns, COLUMNS);
	run->cells = arena_array(arena, run->selected.count, sizeof(*run->cells));
	for (size_t i = 0; i < run->selected.count; i++) {
		run->cells[i] = table_add(&table);
		run->cells[i][ACCOUNT].text = run->selected.items[i].account->id;
		run->cells[i][NAME].text = run->selected.items[i].account->name;
	}
	fiber_group_run(run->client->system->fibers, &job);
	output_document(&run->invocation->output,
			&(struct output_document){ .kind = run->job->kind,
						   .rows_key = "accounts",
						   .rows = &table,
						   .footer = run->job->footer });
}

bool root_job_run(struct invocation *invocation, const struct root_job *job, struct fault *fault)
{
	struct run run = { .invocation = invocation, .job = job };
	struct selection selection;
	struct caller caller;

	exceptions_init(&run.protections, invocation->arena, EXCEPTIONS_RESOURCES);
	if (!selection_parse(invocation, 0, false, &selection, fault) ||
	    !exceptions_read(&run.protections, &invocation->options, OPTION_PROTECT_FILE, fault) ||
	    !invocation_client(invocation, &run.client, fault) ||
	    !ready_check(run.client, READY_CREDENTIALS_MANAGEMENT, &caller, fault) ||
	    !selection_resolve(run.client, &selection, &run.selected, fault) || !ask(&run, fault))
		return false;
	do_all(&run);
	return true;
}
