#include "scenarios/sweep/sweep.h"

#include <signal.h>
#include <string.h>

#include "client/progress.h"
#include "scenarios/jobs.h"
#include "scenarios/sweep/cell.h"
#include "scenarios/sweep/compare.h"
#include "scenarios/sweep/judge.h"

enum {
	BASELINE_RUNS = 2,
	SETTLED_RUNS = 2, /* a run that takes as long as so many without a fault waits */
};

/* The sweep while its cells are run. */
struct sweeping {
	struct sweep *sweep;
	struct arena *arena;
	struct progress progress;
	int64_t baseline_ms; /* that one run without a fault took */
};

static bool is_wanted(const struct sweep *sweep, const struct sweep_call *call)
{
	for (size_t i = 0; i < sweep->filter_count; i++)
		if (sweep_call_filter_takes(&sweep->filters[i], call))
			return true;
	return sweep->filter_count == 0;
}

static bool list_calls(struct arena *arena, struct sweep *sweep, struct fault *fault)
{
	struct sweep_calls all;
	struct sweep_call *wanted;

	if (!sweep_calls_list(arena, &sweep->baseline, fault, &all))
		return false;
	sweep->calls = wanted = arena_array(arena, all.count, sizeof(*wanted));
	for (size_t i = 0; i < all.count; i++)
		if (is_wanted(sweep, &all.items[i]))
			wanted[sweep->call_count++] = all.items[i];
	return sweep->call_count > 0 ||
	       fault_set(fault, FAULT_INPUT,
			 "--call: the command makes no such call; without --call the matrix "
			 "lists those that it makes");
}

static bool run_baseline(struct sweeping *sweeping, struct fault *fault)
{
	struct arena *arena = sweeping->arena;
	struct sweep *sweep = sweeping->sweep;
	struct sweep_run again;

	if (!sweep_world_run(arena, &sweep->world, NULL, &sweep->baseline, fault))
		return false;
	if (sweep->baseline.is_hanging)
		return fault_set(fault, FAULT_INPUT,
				 "the command takes longer than the limit also without a fault");
	progress_step(&sweeping->progress);
	if (!sweep_world_run(arena, &sweep->world, NULL, &again, fault))
		return false;
	sweep->is_steady = again.status == sweep->baseline.status &&
			   compare_outputs(arena, &sweep->baseline, &again);
	sweep->is_settled = !compare_states(arena, &sweep->baseline, &again);
	sweep->baseline_why = judge_baseline(arena, sweep);
	if (!sweep->claim.is_assumed)
		return true;
	/* Where it asks for no credentials, or ends with 0 with some there, 0 is not "clean". */
	if (!judge_has_ground(sweep))
		sweep->claim.off_why = "it asks for no root credential";
	else if (sweep->baseline_why)
		sweep->claim.off_why = "it ends with 0, and there are root credentials.\n"
				       "--clean or --clean-status tell how it says so";
	sweep->baseline_why = NULL;
	return true;
}

/* In a process of its own. */
static void work(void *context, struct arena *arena, size_t index, struct buffer *out_text)
{
	const struct sweeping *sweeping = context;
	const struct sweep *sweep = sweeping->sweep;
	const struct sweep_fault *row = sweep->faults[index % sweep->fault_count];
	const struct sweep_call *call = &sweep->calls[index / sweep->fault_count];
	const char *rules = sweep_fault_rules(arena, row, call);
	struct sweep_run run = { 0 };
	enum sweep_outcome outcome;
	struct fault fault;
	const char *why;

	if (rules && !sweep_world_run(arena, &sweep->world, rules, &run, &fault)) {
		cell_write_fault(fault.message, out_text);
		return;
	}
	outcome = judge_run(arena, sweep, row, &run, &why);
	cell_write(outcome, why, &run, out_text);
}

static bool waits(void *context, size_t index)
{
	const struct sweep *sweep = ((const struct sweeping *)context)->sweep;

	return sweep->faults[index % sweep->fault_count]->waits;
}

static bool is_stopping(const struct sweep *sweep)
{
	return sweep->world.interrupted && *sweep->world.interrupted;
}

static void take(void *context, size_t index, const char *text, size_t len)
{
	struct sweeping *sweeping = context;
	struct sweep_cell *cell = &sweeping->sweep->cells[index];

	cell_read(sweeping->arena, text, len, cell);
	if (cell->fault && is_stopping(sweeping->sweep))
		*cell = (struct sweep_cell){ .outcome = SWEEP_NOT_RUN };
	progress_step(&sweeping->progress);
}

static void look(void *context)
{
	progress_refresh(&((struct sweeping *)context)->progress);
}

static void show_progress(struct sweeping *sweeping, const char *what, size_t total)
{
	struct progress *progress = &sweeping->progress;

	progress_begin(progress, sweeping->sweep->shows_progress ? stderr : NULL, clock_system(),
		       what, total);
	progress->interrupted = sweeping->sweep->world.interrupted;
}

/* Every call and every fault; what a signal stops is marked. */
static bool run_cells(struct sweeping *sweeping, struct fault *fault)
{
	struct sweep *sweep = sweeping->sweep;
	const struct jobs jobs = { .count = sweep->call_count * sweep->fault_count,
				   .parallel = sweep->parallel,
				   .waits = sweep->is_strict ? NULL : waits,
				   .settled_ms = SETTLED_RUNS * sweeping->baseline_ms,
				   .work = work,
				   .take = take,
				   .look = look,
				   .context = sweeping,
				   .interrupted = sweep->world.interrupted };
	bool is_run;

	sweep->cells = arena_array(sweeping->arena, jobs.count, sizeof(*sweep->cells));
	for (size_t i = 0; i < jobs.count; i++)
		sweep->cells[i].outcome = SWEEP_NOT_RUN;
	show_progress(sweeping, "Sweeping", jobs.count);
	is_run = jobs_run(sweeping->arena, &jobs, fault);
	progress_end(&sweeping->progress);
	sweep->is_stopped = !is_run && fault->kind == FAULT_INTERRUPTED;
	return is_run || sweep->is_stopped;
}

bool sweep_run(struct arena *arena, struct sweep *sweep, struct fault *fault)
{
	struct sweeping sweeping = { .sweep = sweep, .arena = arena };
	struct clock clock = clock_monotonic();
	int64_t began_ms = clock_now_ms(&clock);
	bool is_run;

	show_progress(&sweeping, "Without a fault", BASELINE_RUNS);
	is_run = run_baseline(&sweeping, fault);
	progress_end(&sweeping.progress);
	sweeping.baseline_ms = (clock_now_ms(&clock) - began_ms) / BASELINE_RUNS;
	return is_run && list_calls(arena, sweep, fault) && run_cells(&sweeping, fault);
}

bool sweep_is_finding(const struct sweep *sweep, enum sweep_outcome outcome)
{
	return outcome >= SWEEP_REPEATED && outcome <= SWEEP_CRASH && !sweep->is_accepted[outcome];
}

size_t sweep_count_findings(const struct sweep *sweep)
{
	size_t count = sweep->baseline_why && sweep_is_finding(sweep, SWEEP_FALSE);

	for (int i = 0; i < SWEEP_OUTCOME_COUNT; i++)
		if (sweep_is_finding(sweep, (enum sweep_outcome)i))
			count += sweep_count(sweep, (enum sweep_outcome)i);
	return count;
}

size_t sweep_count(const struct sweep *sweep, enum sweep_outcome outcome)
{
	size_t count = 0;

	for (size_t i = 0; i < sweep->call_count * sweep->fault_count; i++)
		count += sweep->cells[i].outcome == outcome;
	return count;
}

const char *sweep_first_fault(const struct sweep *sweep)
{
	for (size_t i = 0; i < sweep->call_count * sweep->fault_count; i++)
		if (sweep->cells[i].fault)
			return sweep->cells[i].fault;
	return NULL;
}

static const char *const outcome_names[SWEEP_OUTCOME_COUNT] = {
	[SWEEP_NOT_POSSIBLE] = "notPossible",
	[SWEEP_SAME] = "same",
	[SWEEP_CHANGED] = "changed",
	[SWEEP_STATUS] = "status",
	[SWEEP_REPEATED] = "repeated",
	[SWEEP_FALSE] = "falseClean",
	[SWEEP_HANG] = "hang",
	[SWEEP_CRASH] = "crash",
	[SWEEP_NOT_RUN] = "notRun",
};

const char *sweep_outcome_name(enum sweep_outcome outcome)
{
	return outcome_names[outcome];
}

enum sweep_outcome sweep_outcome_by_name(const char *name)
{
	int outcome = 0;

	while (outcome < SWEEP_OUTCOME_COUNT && strcmp(outcome_names[outcome], name) != 0)
		outcome++;
	return (enum sweep_outcome)outcome;
}
