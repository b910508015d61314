/*
 * apply_run.c - the accounts of a plan, several at a time.
 */
#include "client/rollout/apply.h"
#include "client/rollout/apply_account.h"

/* Shared by the fibers of a run. */
struct running {
	const struct apply_run *run;
	struct apply *apply;
	bool is_broken; /* the journal cannot be written */
	struct fault fault;
};

static void run_one(void *context, size_t index)
{
	struct running *running = context;
	struct fault fault;

	if (!apply_account_run(running->run, running->apply->plan, &running->apply->accounts[index],
			       &fault) &&
	    !running->is_broken) {
		running->is_broken = true;
		running->fault = fault;
	}
	progress_step(running->run->progress);
}

static bool is_stopped(void *context)
{
	struct running *running = context;

	if (invocation_is_interrupted(running->run->invocation))
		running->apply->is_interrupted = true;
	return running->is_broken || running->apply->is_interrupted;
}

bool apply_run(const struct apply_run *run, struct apply *apply, struct fault *fault)
{
	struct running running = { .run = run, .apply = apply };
	const struct fiber_job job = { .count = apply->account_count,
				       .parallel = run->parallel,
				       .body = run_one,
				       .is_stopped = is_stopped,
				       .context = &running };

	fiber_group_run(run->caller->system->fibers, &job);
	if (running.is_broken) {
		*fault = running.fault;
		return false;
	}
	return journal_write(run->journal, &(struct journal_entry){ .event = JOURNAL_END }, fault);
}
