/*
 * fiber.h - many conversations with AWS in one thread.
 *
 * A fiber is a function with a stack of its own that gives way while it
 * waits. Commands are therefore written as if each call blocked, one after
 * the other, and still hundreds of calls are under way. There is one thread,
 * so nothing needs a lock; between two waits a fiber is alone.
 *
 * A struct fibers owns the stacks. Waiting works inside a fiber and outside:
 * outside, the waiter runs the others until its event is set.
 */
#pragma once

#include "wire/base.h"
#include "wire/clock.h"

struct fiber;
struct fibers;

/* Something to wait for. A zeroed struct is an event that is not set. */
struct fiber_event {
	bool is_set;
	struct fiber *waiter; /* private */
};

/*
 * Called when no fiber can go on. Sets events, or returns after @timeout_ms
 * milliseconds (-1: no bound) or when a signal came.
 */
struct fiber_idle {
	void (*wait)(void *context, int timeout_ms);
	void *context;
};

/* Lets a few through at a time, in the order in which they came. */
struct fiber_gate {
	size_t free;                     /* how many may pass now; set before its first use */
	struct fiber_turn *first, *last; /* private: who waits */
};

/* Work that is done once for each of @count indexes. */
struct fiber_job {
	size_t count;
	size_t parallel; /* at most so many at a time; at least 1 */
	void (*body)(void *context, size_t index);
	bool (*is_stopped)(void *context); /* NULL, or: begin no further index */
	void *context;
};

/* @clock must not go backwards; it is read for sleeping only. */
struct fibers *fibers_new(struct clock clock);

/* Nobody may be waiting any more. */
void fibers_free(struct fibers *fibers);

/* Who waits for the network. Without one, only timers can end a wait. */
void fibers_set_idle(struct fibers *fibers, struct fiber_idle idle);

/* Waits until @event is set. One waiter per event. */
void fiber_wait(struct fibers *fibers, struct fiber_event *event);

/* Sets @event and lets its waiter go on in its turn. */
void fiber_signal(struct fibers *fibers, struct fiber_event *event);

/* Waits @ms milliseconds. */
void fiber_sleep(struct fibers *fibers, int64_t ms);

/* Waits for a turn at @gate; fiber_gate_leave() gives it to who came next. */
void fiber_gate_enter(struct fibers *fibers, struct fiber_gate *gate);
void fiber_gate_leave(struct fibers *fibers, struct fiber_gate *gate);

/*
 * Starts a fiber of its own for @body, which gets its first turn when the others wait.
 * @argument must live until @body returns; who wants to know of that signals an event.
 */
void fiber_start(struct fibers *fibers, void (*body)(void *argument), void *argument);

/*
 * Runs job->body for the indexes 0 .. count-1, in order of their start, in
 * fibers of their own, and returns when all that began have returned.
 */
void fiber_group_run(struct fibers *fibers, const struct fiber_job *job);
