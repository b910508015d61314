#include "tests/support/simulation.h"

#include <math.h>

#include "client/fiber.h"
#include "client/pacer.h"
#include "client/retry.h"

struct world {
	const struct simulation *simulation;
	struct simulation_result *result;
	struct fibers *fibers;
	struct pacer *pacer;
	int64_t now_ms;
	double tokens; /* of the service */
	int64_t filled_ms;
	uint64_t random;
};

static const struct pacer_key shared = { "sts", "" };

static void pass_time(void *context, int timeout_ms)
{
	struct world *world = context;

	world->now_ms += timeout_ms < 0 ? 0 : timeout_ms;
}

static uint32_t draw(struct world *world)
{
	world->random = world->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(world->random >> 32);
}

/* The service's side of a call. */
static bool is_refused(struct world *world)
{
	const struct simulation *simulation = world->simulation;
	unsigned number = world->result->sent++;

	if (simulation->refused_every)
		return number < simulation->refused_calls &&
		       draw(world) % simulation->refused_every == 0;
	world->tokens += simulation->rate * (double)(world->now_ms - world->filled_ms) / 1000;
	world->tokens = fmin(world->tokens, simulation->burst);
	world->filled_ms = world->now_ms;
	if (world->tokens < 1)
		return true;
	world->tokens -= 1;
	return false;
}

static void note_rate(struct world *world)
{
	double rate = pacer_rate(world->pacer, &shared);

	if (rate > 0 && (world->result->rate_min == 0 || rate < world->result->rate_min))
		world->result->rate_min = rate;
	world->result->rate_end = rate;
}

/* A call of the client with its attempts. */
static bool call_shared(struct world *world)
{
	for (unsigned attempt = 1; attempt <= RETRY_ATTEMPTS_MAX; attempt++) {
		bool was_refused;
		int64_t sent_ms;

		if (!pacer_wait(world->pacer, &shared, attempt > 1, 0))
			return false;
		sent_ms = world->now_ms;
		fiber_sleep(world->fibers, world->simulation->round_trip_ms / 2);
		was_refused = is_refused(world);
		fiber_sleep(world->fibers, world->simulation->round_trip_ms / 2);
		pacer_learn(world->pacer, &shared, sent_ms, was_refused);
		note_rate(world);
		if (!was_refused)
			return true;
		world->result->refused++;
		fiber_sleep(world->fibers, retry_delay_ms(RETRY_THROTTLED, attempt, draw(world)));
	}
	return false;
}

static void work_on_account(void *context, size_t index)
{
	struct world *world = context;

	UNUSED(index);
	if (!call_shared(world)) {
		world->result->failed++;
		return;
	}
	for (unsigned i = 1; i < world->simulation->calls; i++)
		fiber_sleep(world->fibers, world->simulation->round_trip_ms);
}

void simulation_run(const struct simulation *simulation, struct simulation_result *out_result)
{
	struct world world = { .simulation = simulation,
			       .result = out_result,
			       .tokens = simulation->burst };
	const struct clock clock = clock_fixed(&world.now_ms);
	const struct fiber_job job = { .count = simulation->accounts,
				       .parallel = simulation->parallel,
				       .body = work_on_account,
				       .context = &world };

	*out_result = (struct simulation_result){ 0 };
	world.fibers = fibers_new(clock);
	world.pacer = pacer_new(world.fibers, clock);
	fibers_set_idle(world.fibers, (struct fiber_idle){ pass_time, &world });
	fiber_group_run(world.fibers, &job);
	out_result->took_ms = world.now_ms;
	pacer_free(world.pacer);
	fibers_free(world.fibers);
}

int64_t simulation_optimum_ms(const struct simulation *simulation)
{
	double chain_ms = (double)simulation->calls * (double)simulation->round_trip_ms;
	double calls = (double)simulation->accounts - simulation->burst;
	double bound_ms = calls > 0 ? calls / simulation->rate * 1000 : 0;
	double lines_ms = ceil((double)simulation->accounts / (double)simulation->parallel);

	return (int64_t)fmax(bound_ms + chain_ms, lines_ms * chain_ms);
}
