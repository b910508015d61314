#include "tests/support/check.h"

#include "client/fiber.h"
#include "client/pacer.h"
#include "tests/support/simulation.h"

/* A service with so many calls a second, and a run of 7 calls an account at 80 ms each. */
#define BUCKET(accounts_, parallel_, rate_, burst_)                                            \
	{                                                                                      \
		.accounts = accounts_, .parallel = parallel_, .calls = 7, .round_trip_ms = 80, \
		.rate = rate_, .burst = burst_                                                 \
	}

static const struct row {
	const char *name;
	struct simulation simulation;
	double ratio_max;   /* of the time taken to the optimum */
	double refused_max; /* part of the calls sent */
} rows[] = {
	{ "nothing refuses, nothing waits", BUCKET(1000, 100, 1e6, 1e6), 1.001, 0 },
	{ "5 calls a second", BUCKET(300, 20, 5, 5), 1.05, 0.2 },
	{ "20 a second and a burst", BUCKET(1000, 50, 20, 100), 1.05, 0.1 },
	{ "100 a second", BUCKET(5000, 120, 100, 100), 1.02, 0.05 },
	{ "100 a second, with ten times the lines that it needs", BUCKET(5000, 600, 100, 100), 1.02,
	  0.2 },
	{ "600 a second", BUCKET(10000, 800, 600, 600), 1.02, 0.1 },
	{ "a line of 400 ms",
	  { .accounts = 3000,
	    .parallel = 400,
	    .calls = 7,
	    .round_trip_ms = 400,
	    .rate = 100,
	    .burst = 100 },
	  1.05,
	  0.3 },
};

static void keeps_pace(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	int64_t optimum_ms = simulation_optimum_ms(&row->simulation);
	struct simulation_result result;
	double ratio, refused;

	simulation_run(&row->simulation, &result);
	ratio = (double)result.took_ms / (double)optimum_ms;
	refused = (double)result.refused / result.sent;
	assert_int_equal(result.failed, 0);
	assert_true(ratio > 0.999);
	assert_true(ratio <= row->ratio_max);
	assert_true(refused <= row->refused_max);
}

/* Refusals that no rate of ours causes, for a while. */
static const struct burst_row {
	const char *name;
	unsigned refused_calls, refused_every;
	double rate_lost_min; /* part of the rate without refusals that is given up */
} burst_rows[] = {
	{ "one refused call costs no account", 1, 1, 0 },
	{ "one in three of 300 calls refused: the rate halves and comes back", 300, 3, 0.5 },
};

static void comes_back(void **state)
{
	struct fixture *t = *state;
	const struct burst_row *row = t->row;
	const struct simulation simulation = { .accounts = 3000,
					       .parallel = 50,
					       .calls = 7,
					       .round_trip_ms = 80,
					       .refused_calls = row->refused_calls,
					       .refused_every = row->refused_every };
	const double usual = 50 / 0.56; /* accounts a second in 50 lines */
	struct simulation_result result;

	simulation_run(&simulation, &result);
	assert_int_equal(result.failed, 0);
	if (row->rate_lost_min > 0)
		assert_true(result.rate_min <= usual * (1 - row->rate_lost_min));
	/* Slowness while calls are refused makes their number last; then it is over. */
	assert_true(result.took_ms <= 3000 / usual * 1000 * 1.9);
	assert_true(result.rate_end >= usual || row->refused_calls == 1);
}

/* Who gets a token when there are few. */
struct queue {
	struct fibers *fibers;
	struct pacer *pacer;
	int64_t now_ms, deadline_ms;
	char log[16];
	size_t len;
};

static void pass_time(void *context, int timeout_ms)
{
	struct queue *queue = context;

	queue->now_ms += timeout_ms < 0 ? 0 : timeout_ms;
}

static const struct pacer_key sts = { "sts", "" }, other = { "sts", "111122223333" };

/* Refuses so much that a token comes once a second. */
static void make_slow(struct queue *queue)
{
	for (int i = 0; i < 20; i++) {
		int64_t sent_ms = queue->now_ms;

		queue->now_ms += 600;
		pacer_learn(queue->pacer, &sts, sent_ms, true);
	}
}

static void take_token(void *context, size_t index)
{
	struct queue *queue = context;
	/* "d" was refused before, "e" is of another account. */
	const struct pacer_key *key = index == 4 ? &other : &sts;
	bool has_token = pacer_wait(queue->pacer, key, index == 3, queue->deadline_ms);

	queue->log[queue->len++] = has_token ? "abcde"[index] : "ABCDE"[index];
}

static const struct queue_row {
	const char *name;
	int64_t deadline_ms; /* from the beginning; 0: none */
	const char *want;    /* in the order of their turns; capitals had no token in time */
} queue_rows[] = {
	{ "with the deadline nobody waits any longer", 1500, "aebDC" },
	{ "a repeated call goes before new ones, other accounts wait for nobody", 0, "aebdc" },
};

static void queues(void **state)
{
	struct fixture *t = *state;
	const struct queue_row *row = t->row;
	struct queue queue = { .now_ms = 1000 };
	const struct clock clock = clock_fixed(&queue.now_ms);
	const struct fiber_job job = { 5, 5, take_token, NULL, &queue };

	queue.fibers = fibers_new(clock);
	queue.pacer = pacer_new(queue.fibers, clock);
	fibers_set_idle(queue.fibers, (struct fiber_idle){ pass_time, &queue });
	make_slow(&queue);
	if (row->deadline_ms)
		queue.deadline_ms = queue.now_ms + row->deadline_ms;
	fiber_group_run(queue.fibers, &job);
	pacer_free(queue.pacer);
	fibers_free(queue.fibers);
	assert_string_equal(queue.log, row->want);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, keeps_pace),
		CHECK_TABLE(burst_rows, comes_back),
		CHECK_TABLE(queue_rows, queues),
	};

	return check_tables("client/pacer", tables, ARRAY_LEN(tables));
}
