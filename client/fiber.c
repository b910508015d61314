#include "client/fiber.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "client/fiber_sanitizer.h"

enum { STACK_SIZE = 256 * 1024, SLEEP_MAX_MS = 60 * 60 * 1000 };

struct fiber {
	struct fibers *fibers;
	ucontext_t context;
	char *mapping; /* a guard page, then the stack */
	size_t mapping_size;
	struct fiber_stack stack;
	void (*body)(void *argument);
	void *argument;
	bool is_done;
	struct fiber *next; /* in the queue of the ready, or of the spare */
};

/* Lives on the stack of whoever sleeps. */
struct sleeper {
	int64_t wake_ms;
	struct fiber_event event;
	struct sleeper *next;
};

struct fibers {
	struct clock clock;
	struct fiber_idle idle;
	ucontext_t context;       /* of the scheduler, on the thread's own stack */
	struct fiber_stack stack; /* the thread's own */
	struct fiber *current;    /* NULL outside of fibers */
	struct fiber *ready_first, *ready_last;
	struct fiber *spare;      /* ended, their stacks can be used again */
	struct sleeper *sleepers; /* who wakes first is first */
};

/* Lives on the stack of whoever waits at a gate. */
struct fiber_turn {
	struct fiber_event event;
	struct fiber_turn *next;
};

struct group {
	const struct fiber_job *job;
	struct fibers *fibers;
	size_t next_index, running;
	struct fiber_event is_over;
};

struct fibers *fibers_new(struct clock clock)
{
	struct fibers *fibers = calloc(1, sizeof(*fibers));

	if (!fibers)
		abort();
	fibers->clock = clock;
	fiber_stack_init_thread(&fibers->stack);
	return fibers;
}

static void fiber_free(struct fiber *fiber)
{
	fiber_stack_done(&fiber->stack);
	munmap(fiber->mapping, fiber->mapping_size);
	free(fiber);
}

void fibers_free(struct fibers *fibers)
{
	if (!fibers)
		return;
	assert(!fibers->current && !fibers->ready_first && !fibers->sleepers);
	while (fibers->spare) {
		struct fiber *fiber = fibers->spare;

		fibers->spare = fiber->next;
		fiber_free(fiber);
	}
	free(fibers);
}

void fibers_set_idle(struct fibers *fibers, struct fiber_idle idle)
{
	fibers->idle = idle;
}

static void make_ready(struct fibers *fibers, struct fiber *fiber)
{
	fiber->next = NULL;
	if (fibers->ready_last)
		fibers->ready_last->next = fiber;
	else
		fibers->ready_first = fiber;
	fibers->ready_last = fiber;
}

static void leave(struct fiber *fiber)
{
	struct fibers *fibers = fiber->fibers;

	fiber_stack_switch_begin(fiber->is_done ? NULL : &fiber->stack, &fibers->stack);
	swapcontext(&fiber->context, &fibers->context);
	fiber_stack_switch_end(&fiber->stack, &fibers->stack);
}

static void enter(struct fibers *fibers, struct fiber *fiber)
{
	fibers->current = fiber;
	fiber_stack_switch_begin(&fibers->stack, &fiber->stack);
	swapcontext(&fibers->context, &fiber->context);
	fiber_stack_switch_end(&fibers->stack, NULL);
	fibers->current = NULL;
	if (fiber->is_done) {
		fiber->next = fibers->spare;
		fibers->spare = fiber;
	}
}

/* makecontext passes ints only, so the pointer comes in two halves. */
static void fiber_entry(unsigned high, unsigned low)
{
	struct fiber *fiber = (struct fiber *)(((uintptr_t)high << 32) | low);

	fiber_stack_switch_end(NULL, &fiber->fibers->stack);
	fiber->body(fiber->argument);
	fiber->is_done = true;
	leave(fiber);
	abort();
}

static struct fiber *fiber_new(struct fibers *fibers)
{
	struct fiber *fiber = fibers->spare;
	size_t guard = (size_t)sysconf(_SC_PAGESIZE);

	if (fiber) {
		fibers->spare = fiber->next;
		fiber_stack_done(&fiber->stack);
	} else {
		fiber = calloc(1, sizeof(*fiber));
		if (!fiber)
			abort();
		fiber->mapping_size = STACK_SIZE + guard;
		fiber->mapping = mmap(NULL, fiber->mapping_size, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
		if (fiber->mapping == MAP_FAILED || mprotect(fiber->mapping, guard, PROT_NONE) != 0)
			abort();
	}
	fiber->fibers = fibers;
	fiber->is_done = false;
	fiber_stack_init(&fiber->stack, fiber->mapping + guard, STACK_SIZE);
	return fiber;
}

/* Apart, because getcontext() returns as setjmp() does and inlined it would endanger locals. */
__attribute__((noinline)) static void prepare_context(struct fiber *fiber)
{
	uintptr_t address = (uintptr_t)fiber;

	if (getcontext(&fiber->context) != 0)
		abort();
	fiber->context.uc_stack.ss_sp = fiber->mapping + (fiber->mapping_size - STACK_SIZE);
	fiber->context.uc_stack.ss_size = STACK_SIZE;
	fiber->context.uc_link = NULL;
	makecontext(&fiber->context, (void (*)(void))fiber_entry, 2, (unsigned)(address >> 32),
		    (unsigned)address);
}

void fiber_start(struct fibers *fibers, void (*body)(void *argument), void *argument)
{
	struct fiber *fiber = fiber_new(fibers);

	fiber->body = body;
	fiber->argument = argument;
	prepare_context(fiber);
	make_ready(fibers, fiber);
}

void fiber_signal(struct fibers *fibers, struct fiber_event *event)
{
	struct fiber *waiter = event->waiter;

	event->is_set = true;
	event->waiter = NULL;
	if (waiter)
		make_ready(fibers, waiter);
}

/* Wakes who is due. Returns the milliseconds until the next one, or -1. */
static int wake_sleepers(struct fibers *fibers)
{
	int64_t now = fibers->sleepers ? clock_now_ms(&fibers->clock) : 0, left;
	bool is_awake = false;

	while (fibers->sleepers && fibers->sleepers->wake_ms <= now) {
		struct sleeper *sleeper = fibers->sleepers;

		fibers->sleepers = sleeper->next;
		fiber_signal(fibers, &sleeper->event);
		is_awake = true;
	}
	if (is_awake || !fibers->sleepers)
		return is_awake ? 0 : -1;
	left = fibers->sleepers->wake_ms - now;
	return (int)(left > SLEEP_MAX_MS ? SLEEP_MAX_MS : left);
}

/* One turn of the scheduler, on the thread's own stack. */
static void step(struct fibers *fibers)
{
	int timeout_ms = wake_sleepers(fibers);
	struct fiber *fiber = fibers->ready_first;

	if (fiber) {
		fibers->ready_first = fiber->next;
		if (!fibers->ready_first)
			fibers->ready_last = NULL;
		enter(fibers, fiber);
	} else if (timeout_ms == 0) {
		return; /* a sleeper outside of fibers was woken */
	} else if (fibers->idle.wait) {
		fibers->idle.wait(fibers->idle.context, timeout_ms);
	} else {
		assert(timeout_ms > 0); /* otherwise everybody would wait for ever */
		poll(NULL, 0, timeout_ms);
	}
}

void fiber_wait(struct fibers *fibers, struct fiber_event *event)
{
	while (!event->is_set) {
		if (!fibers->current) {
			step(fibers);
			continue;
		}
		event->waiter = fibers->current;
		leave(fibers->current);
	}
}

void fiber_sleep(struct fibers *fibers, int64_t ms)
{
	struct sleeper sleeper = { .wake_ms = clock_now_ms(&fibers->clock) + ms };
	struct sleeper **link = &fibers->sleepers;

	if (ms <= 0)
		return;
	while (*link && (*link)->wake_ms <= sleeper.wake_ms)
		link = &(*link)->next;
	sleeper.next = *link;
	*link = &sleeper;
	fiber_wait(fibers, &sleeper.event);
}

void fiber_gate_enter(struct fibers *fibers, struct fiber_gate *gate)
{
	struct fiber_turn turn = { 0 };

	if (gate->free > 0) {
		gate->free--;
		return;
	}
	if (gate->last)
		gate->last->next = &turn;
	else
		gate->first = &turn;
	gate->last = &turn;
	fiber_wait(fibers, &turn.event);
}

void fiber_gate_leave(struct fibers *fibers, struct fiber_gate *gate)
{
	struct fiber_turn *turn = gate->first;

	if (!turn) {
		gate->free++;
		return;
	}
	gate->first = turn->next;
	if (!gate->first)
		gate->last = NULL;
	fiber_signal(fibers, &turn->event);
}

static void group_worker(void *argument)
{
	struct group *group = argument;
	const struct fiber_job *job = group->job;

	while (group->next_index < job->count &&
	       !(job->is_stopped && job->is_stopped(job->context)))
		job->body(job->context, group->next_index++);
	if (--group->running == 0)
		fiber_signal(group->fibers, &group->is_over);
}

void fiber_group_run(struct fibers *fibers, const struct fiber_job *job)
{
	struct group group = { .job = job, .fibers = fibers };
	size_t workers = job->parallel < job->count ? job->parallel : job->count;

	if (job->count == 0)
		return;
	group.running = workers ? workers : 1;
	for (size_t i = group.running; i > 0; i--)
		fiber_start(fibers, group_worker, &group);
	fiber_wait(fibers, &group.is_over);
}
