#include "scenarios/sweep/sweep.h"

#include <signal.h>
#include <string.h>

#include "client/progress.h"
#include "scenarios/jobs.h"
#include "scenarios/sweep/cell.h"
#include "scenarios/sweep/compare.h"

/* The sweep while its cells are run. */
struct sweeping {
	struct sweep *sweep;
	struct arena *arena;
	struct progress progress;
};

static bool is_same_text(const char *left, const char *right)
{
	return left == right || (left && right && strcmp(left, right) == 0);
}

/* Counts the calls before @count that @call comes after. */
static void number(struct sweep_call *call, const struct sweep_call *before, size_t count)
{
	call->nth = call->nth_of_operation = 1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(before[i].operation, call->operation) != 0)
			continue;
		call->nth_of_operation++;
		call->nth += is_same_text(before[i].account, call->account);
	}
}

/* The calls of the command; those of the steps are counted and left out. */
static bool list_calls(struct arena *arena, struct sweep *sweep, struct fault *fault)
{
	const struct json_value *requests = sweep->baseline.requests;
	struct sweep_call *all = arena_array(arena, requests ? requests->len : 0, sizeof(*all));
	size_t count = 0, first = 0;

	for (const struct json_value *entry = requests ? requests->first : NULL; entry;
	     entry = entry->next) {
		struct sweep_call call;
		int64_t entry_number;

		if (!cell_read_call(arena, entry, &call))
			continue;
		number(&call, all, count);
		all[count++] = call;
		if (json_to_integer(json_get(entry, "number"), &entry_number) &&
		    (uint64_t)entry_number <= sweep->baseline.prepared)
			first = count;
	}
	sweep->calls = all + first;
	sweep->call_count = count - first;
	if (sweep->call_count == 0)
		return fault_set(fault, FAULT_INPUT,
				 "the command makes no call: there is nothing to go wrong");
	return sweep->call_count <= SWEEP_CALLS_MAX ||
	       fault_set(fault, FAULT_INPUT, "the command makes more than %d calls",
			 SWEEP_CALLS_MAX);
}

static bool run_baseline(struct arena *arena, struct sweep *sweep, struct fault *fault)
{
	struct sweep_run again;

	if (!sweep_world_run(arena, &sweep->world, NULL, &sweep->baseline, fault))
		return false;
	if (sweep->baseline.is_hanging)
		return fault_set(fault, FAULT_INPUT,
				 "the command takes longer than the limit also without a fault");
	if (!sweep_world_run(arena, &sweep->world, NULL, &again, fault))
		return false;
	sweep->is_steady = again.status == sweep->baseline.status &&
			   compare_outputs(arena, &sweep->baseline, &again);
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
	struct fault fault;

	if (rules && !sweep_world_run(arena, &sweep->world, rules, &run, &fault))
		cell_write_fault(fault.message, out_text);
	else
		cell_write(cell_outcome(arena, &sweep->baseline, &run), &run, out_text);
}

static void take(void *context, size_t index, const char *text, size_t len)
{
	struct sweeping *sweeping = context;

	cell_read(sweeping->arena, text, len, &sweeping->sweep->cells[index]);
	progress_step(&sweeping->progress);
}

bool sweep_run(struct arena *arena, struct sweep *sweep, struct fault *fault)
{
	struct sweeping sweeping = { .sweep = sweep, .arena = arena };
	struct jobs jobs = { .parallel = sweep->parallel,
			     .work = work,
			     .take = take,
			     .context = &sweeping,
			     .interrupted = sweep->world.interrupted };
	bool is_run;

	if (!run_baseline(arena, sweep, fault) || !list_calls(arena, sweep, fault))
		return false;
	jobs.count = sweep->call_count * sweep->fault_count;
	sweep->cells = arena_array(arena, jobs.count, sizeof(*sweep->cells));
	progress_begin(&sweeping.progress, sweep->shows_progress ? stderr : NULL, clock_system(),
		       "Sweeping", jobs.count);
	is_run = jobs_run(arena, &jobs, fault);
	progress_end(&sweeping.progress);
	return is_run;
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

const char *sweep_outcome_name(enum sweep_outcome outcome)
{
	static const char *const names[SWEEP_OUTCOME_COUNT] = {
		[SWEEP_NOT_POSSIBLE] = "notPossible",
		[SWEEP_SAME] = "same",
		[SWEEP_CHANGED] = "changed",
		[SWEEP_STATUS] = "status",
		[SWEEP_HANG] = "hang",
		[SWEEP_CRASH] = "crash",
	};

	return names[outcome];
}
