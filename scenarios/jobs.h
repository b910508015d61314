/*
 * jobs.h - many pieces of work, several at a time.
 *
 * Each piece is done in a process of its own, so that none can be in
 * another's way; only the text that it wrote comes back.
 */
#pragma once

#include <signal.h>

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/fault.h"

/* In all, and of them those that wait beside the ones that work. */
enum { JOBS_MAX = 64, JOBS_WAITING_MAX = 32 };

struct jobs {
	size_t count;
	size_t parallel; /* at a time, 1 to JOBS_MAX */
	/*
	 * Whether piece @index will mostly wait. Such pieces are begun first, and after
	 * @settled_ms one takes no place of @parallel any more. NULL: none does.
	 */
	bool (*waits)(void *context, size_t index);
	int64_t settled_ms;
	/* In a new process: does piece @index and writes what came of it. */
	void (*work)(void *context, struct arena *arena, size_t index, struct buffer *out_text);
	/*
	 * In this process, in any order: takes that text. It is empty or cut
	 * off if the process ended too early.
	 */
	void (*take)(void *context, size_t index, const char *text, size_t len);
	/* In this process, ten times a second while pieces are done; NULL: nothing. */
	void (*look)(void *context);
	void *context;
	const volatile sig_atomic_t *interrupted; /* as in struct process_command */
};

/*
 * Does all; the texts live in @arena. False if processes cannot be had, or
 * FAULT_INTERRUPTED after a signal, which the processes that run get too.
 */
MUST_USE bool jobs_run(struct arena *arena, const struct jobs *jobs, struct fault *fault);

/* How many processors there are, at most JOBS_MAX: what is done at a time if nobody says. */
size_t jobs_default(void);

/* Reads a number from 1 to JOBS_MAX; false if @text is none. */
MUST_USE bool jobs_parse(const char *text, size_t *out_parallel);
