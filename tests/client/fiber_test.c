#include "tests/support/check.h"

#include <string.h>

#include "client/fiber.h"
#include "wire/buffer.h"

/* A world whose clock moves only when everybody waits. */
struct world {
	struct fibers *fibers;
	struct buffer log;
	int64_t now_ms;
	size_t alive, alive_max, ended, stop_after;
	bool nests;
	struct fiber_gate gate;
	size_t count;
	int64_t delay_ms;
};

static void pass_time(void *context, int timeout_ms)
{
	struct world *world = context;

	world->now_ms += timeout_ms < 0 ? 0 : timeout_ms;
}

static bool is_enough(void *context)
{
	const struct world *world = context;

	return world->stop_after > 0 && world->ended >= world->stop_after;
}

static void inner_body(void *context, size_t index)
{
	struct world *world = context;

	fiber_sleep(world->fibers, 1 + (int64_t)index);
	buffer_printf(&world->log, "i%zu ", index);
}

static void body(void *context, size_t index)
{
	struct world *world = context;

	world->alive++;
	if (world->alive > world->alive_max)
		world->alive_max = world->alive;
	buffer_printf(&world->log, "+%zu ", index);
	if (world->nests) {
		const struct fiber_job inner = { 2, 2, inner_body, NULL, world };

		fiber_group_run(world->fibers, &inner);
	}
	fiber_sleep(world->fibers, index % 2 ? 10 : 30);
	buffer_printf(&world->log, "-%zu ", index);
	world->alive--;
	world->ended++;
}

static const struct row {
	const char *name;
	size_t count, parallel, stop_after;
	bool nests;
	const char *want;
	size_t alive_max;
} rows[] = {
	{ "no work starts no fiber", 0, 4, 0, false, "", 0 },
	{ "one at a time is a plain loop", 3, 1, 0, false, "+0 -0 +1 -1 +2 -2 ", 1 },
	{ "a parallelism of zero is one", 2, 0, 0, false, "+0 -0 +1 -1 ", 1 },
	{ "those that wait shorter end first", 4, 4, 0, false, "+0 +1 +2 +3 -1 -3 -0 -2 ", 4 },
	{ "never more than allowed are under way", 5, 2, 0, false, "+0 +1 -1 +2 -0 +3 -2 +4 -3 -4 ",
	  2 },
	{ "a stop begins nothing new and lets the rest end", 6, 2, 1, false, "+0 +1 -1 -0 ", 2 },
	{ "a fiber may run a group of its own", 1, 1, 0, true, "+0 i0 i1 -0 ", 1 },
};

static void runs(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct world world = { .stop_after = row->stop_after, .nests = row->nests };
	const struct fiber_job job = { row->count, row->parallel, body, is_enough, &world };

	buffer_init(&world.log, &t->arena, 256);
	world.fibers = fibers_new(clock_fixed(&world.now_ms));
	fibers_set_idle(world.fibers, (struct fiber_idle){ pass_time, &world });
	fiber_group_run(world.fibers, &job);
	fiber_sleep(world.fibers, 5);
	fibers_free(world.fibers);
	assert_string_equal(world.log.data, row->want);
	assert_int_equal(world.alive_max, row->alive_max);
}

/* Passes a gate; those with an even index stay longer behind it. */
static void pass_gate(void *context, size_t index)
{
	struct world *world = context;

	fiber_sleep(world->fibers, world->delay_ms * (int64_t)(world->count - index));
	fiber_gate_enter(world->fibers, &world->gate);
	world->alive++;
	if (world->alive > world->alive_max)
		world->alive_max = world->alive;
	buffer_printf(&world->log, "%zu ", index);
	fiber_sleep(world->fibers, index % 2 ? 10 : 30);
	world->alive--;
	fiber_gate_leave(world->fibers, &world->gate);
}

static const struct gate_row {
	const char *name;
	size_t count, free;
	int64_t delay_ms; /* how much earlier than its neighbour each comes to the gate */
	const char *want;
} gate_rows[] = {
	{ "one at a time pass in the order they came", 6, 1, 1, "5 4 3 2 1 0 " },
	{ "who comes at the same time passes in the order of starts", 5, 1, 0, "0 1 2 3 4 " },
	{ "several pass at a time, the others as soon as one leaves", 6, 3, 1, "5 4 3 2 1 0 " },
	{ "nobody waits at a gate that is wide enough", 3, 3, 0, "0 1 2 " },
};

static void lets_through(void **state)
{
	struct fixture *t = *state;
	const struct gate_row *row = t->row;
	struct world world = { .count = row->count,
			       .delay_ms = row->delay_ms,
			       .gate = { .free = row->free } };
	const struct fiber_job job = { row->count, row->count, pass_gate, NULL, &world };

	buffer_init(&world.log, &t->arena, 256);
	world.fibers = fibers_new(clock_fixed(&world.now_ms));
	fibers_set_idle(world.fibers, (struct fiber_idle){ pass_time, &world });
	fiber_group_run(world.fibers, &job);
	fibers_free(world.fibers);
	assert_string_equal(world.log.data, row->want);
	assert_int_equal(world.alive_max, row->free);
	assert_int_equal(world.gate.free, row->free);
}

static const struct many_row {
	const char *name;
	size_t count, parallel;
} many_rows[] = {
	{ "a thousand fibers at once reuse nothing and lose nothing", 1000, 1000 },
	{ "stacks are used again", 5000, 16 },
};

static void runs_many(void **state)
{
	struct fixture *t = *state;
	const struct many_row *row = t->row;
	struct world world = { 0 };
	const struct fiber_job job = { row->count, row->parallel, body, NULL, &world };

	buffer_init(&world.log, &t->arena, 256);
	world.fibers = fibers_new(clock_fixed(&world.now_ms));
	fibers_set_idle(world.fibers, (struct fiber_idle){ pass_time, &world });
	fiber_group_run(world.fibers, &job);
	fibers_free(world.fibers);
	assert_int_equal(world.ended, row->count);
	assert_int_equal(world.alive_max, row->parallel);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, runs),
		CHECK_TABLE(gate_rows, lets_through),
		CHECK_TABLE(many_rows, runs_many),
	};

	return check_tables("client/fiber", tables, ARRAY_LEN(tables));
}
