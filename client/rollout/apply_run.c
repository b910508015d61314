/*
 * apply_run.c - the accounts of a plan: the canary one by one, then waves.
 */
#include "client/rollout/apply.h"
#include "client/rollout/apply_account.h"
#include "client/rollout/ready.h"
#include "client/rollout/show.h"

/* Shared by the fibers of a run. */
struct running {
	const struct apply_run *run;
	struct apply *apply;
	size_t first;   /* account of the wave that is under way */
	size_t failed;  /* accounts so far */
	bool is_broken; /* the journal cannot be written */
	struct fault fault;
};

/* The first reason to stop counts. */
static void stop(struct running *running, const char *why)
{
	if (!running->apply->stopped_why)
		running->apply->stopped_why = why;
}

/*
 * A failure may have a cause that every other account shares: somebody, such as a delegated
 * administrator, turned a switch off after the run began.
 */
static void look_at_switches(struct running *running)
{
	const struct apply_run *run = running->run;
	ARENA_AUTO(answers);
	struct client caller = client_with_arena(run->caller, &answers);
	const char *off;

	if (running->apply->stopped_why)
		return;
	off = ready_switched_off(&caller, READY_CREDENTIALS_MANAGEMENT);
	if (off)
		stop(running, arena_printf(run->arena, "%s. It was on when the run began", off));
}

/* The circuit breaker, after each account. */
static void judge(struct running *running, const struct apply_account *account)
{
	const struct apply_run *run = running->run;

	if (account->over_why)
		stop(running, account->over_why);
	if (apply_account_has_failed(account))
		look_at_switches(running);
	if (apply_account_has_failed(account) && ++running->failed > run->settings.failures_max)
		stop(running,
		     arena_printf(run->arena, "%s failed, and --max-failures allows %zu",
				  show_count(run->arena, running->failed, "account", "accounts"),
				  run->settings.failures_max));
	if (account->drift && run->settings.on_stale == APPLY_STALE_STOP)
		stop(running, arena_printf(run->arena, "account %s changed since the plan: %s",
					   account->planned->id, account->drift));
}

static void run_one(void *context, size_t index)
{
	struct running *running = context;
	struct apply_account *account = &running->apply->accounts[running->first + index];
	struct fault fault;

	if (!apply_account_run(running->run, running->apply->plan, account, &fault) &&
	    !running->is_broken) {
		running->is_broken = true;
		running->fault = fault;
	}
	judge(running, account);
	running->run->watch.on_account(running->run->watch.context, account);
	account->is_told = true;
	progress_step(running->run->progress);
}

static bool is_stopped(void *context)
{
	struct running *running = context;

	if (invocation_is_interrupted(running->run->invocation))
		running->apply->is_interrupted = true;
	return running->is_broken || running->apply->is_interrupted || running->apply->stopped_why;
}

/* Carries out the next @count accounts and waits for all of them. */
static void run_wave(struct running *running, size_t count, size_t parallel)
{
	const struct fiber_job job = { .count = count,
				       .parallel = parallel,
				       .body = run_one,
				       .is_stopped = is_stopped,
				       .context = running };

	fiber_group_run(running->run->caller->system->fibers, &job);
	running->first += count;
}

/*
 * One account at a time until enough of them were seen done. An account that
 * was held proves nothing, so the next one is a canary too.
 */
static void run_canary(struct running *running)
{
	const struct apply_run *run = running->run;
	size_t done = 0;

	while (done < run->settings.canary && running->first < running->apply->account_count &&
	       !is_stopped(running)) {
		const struct apply_account *account = &running->apply->accounts[running->first];

		run_wave(running, 1, 1);
		done += run->settings.is_dry_run || apply_account_is_done(account);
		if (apply_account_has_failed(account))
			stop(running, arena_printf(run->arena, "the canary %s failed",
						   account->planned->id));
	}
}

static void run_waves(struct running *running)
{
	const struct apply_run *run = running->run;

	while (running->first < running->apply->account_count && !is_stopped(running)) {
		size_t left = running->apply->account_count - running->first;
		size_t wave = run->settings.wave;

		run_wave(running, wave && wave < left ? wave : left, run->parallel);
	}
}

bool apply_run(const struct apply_run *run, struct apply *apply, struct fault *fault)
{
	struct running running = { .run = run, .apply = apply };
	const struct journal_entry end = { .event = JOURNAL_END };

	apply->is_dry_run = run->settings.is_dry_run;
	run_canary(&running);
	run_waves(&running);
	if (running.is_broken) {
		*fault = running.fault;
		return false;
	}
	if (apply->is_dry_run)
		return true;
	if (!journal_write(run->journal, &end, fault))
		return false;
	apply->journal_head = arena_strdup(run->arena, run->journal->head);
	return true;
}
