/*
 * progress.h - one line that says how far a long run is.
 *
 * It is drawn over itself on a terminal and not at all elsewhere.
 */
#pragma once

#include <stdio.h>

#include "wire/base.h"
#include "wire/clock.h"

struct progress {
	FILE *stream; /* NULL: silent */
	struct clock clock;
	const char *what; /* "Auditing" */
	size_t total, done;
	int64_t began_ms, drawn_ms;
};

/* Silent unless @stream is a terminal. */
void progress_begin(struct progress *progress, FILE *stream, struct clock clock, const char *what,
		    size_t total);

/* One more is done. Draws at most ten times a second. */
void progress_step(struct progress *progress);

/* Takes the line away. */
void progress_end(struct progress *progress);
