#include "scenarios/all.h"

#include "client/text_width.h"
#include "scenarios/jobs.h"
#include "wire/clock.h"

/* What has come of all so far. */
struct progress {
	const struct all *all;
	struct arena *arena;
	struct outcome *outcomes;
	bool *is_done;
	size_t shown;
};

struct outcome all_run_one(struct arena *arena, const struct run_options *options)
{
	struct clock clock = clock_system();
	int64_t began_ms = clock_now_ms(&clock);
	struct outcome outcome = { .file = options->scenario, .verdict = { .arena = arena } };
	struct fault fault;

	if (!run_scenario(options, &outcome.verdict, &outcome.name, &outcome.status, &fault)) {
		outcome.fault = text_escaped(arena, fault.message, "\n");
		outcome.why = fault.kind;
	}
	if (outcome.name)
		outcome.name = text_escaped(arena, outcome.name, "");
	outcome.took_ms = clock_now_ms(&clock) - began_ms;
	return outcome;
}

static void work(void *context, struct arena *arena, size_t index, struct buffer *out_text)
{
	const struct progress *progress = context;
	struct run_options options = progress->all->run;
	struct outcome outcome;

	options.scenario = progress->all->scenarios[index];
	outcome = all_run_one(arena, &options);
	outcome_write(&outcome, out_text);
}

static void show_what_is_next(struct progress *progress)
{
	const struct all *all = progress->all;

	while (progress->shown < all->count && progress->is_done[progress->shown]) {
		const struct outcome *outcome = &progress->outcomes[progress->shown++];

		if (all->show)
			all->show(all->context, outcome);
	}
}

static void take(void *context, size_t index, const char *text, size_t len)
{
	struct progress *progress = context;
	struct outcome *outcome = &progress->outcomes[index];
	struct fault fault;

	if (!outcome_read(progress->arena, text, len, &fault, outcome))
		*outcome = (struct outcome){ .fault = "its process ended without an outcome",
					     .why = FAULT_SYSTEM,
					     .verdict = { .arena = progress->arena } };
	outcome->file = progress->all->scenarios[index];
	progress->is_done[index] = true;
	show_what_is_next(progress);
}

bool all_run(struct arena *arena, const struct all *all, struct fault *fault,
	     struct outcome *out_outcomes)
{
	struct progress progress = { .all = all,
				     .arena = arena,
				     .outcomes = out_outcomes,
				     .is_done = arena_array(arena, all->count, sizeof(bool)) };
	const struct jobs jobs = { .count = all->count,
				   .parallel = all->parallel,
				   .work = work,
				   .take = take,
				   .context = &progress,
				   .interrupted = all->run.interrupted };

	return jobs_run(arena, &jobs, fault);
}
