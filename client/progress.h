/*
 * progress.h - one line that says how far a long run is.
 *
 * It is drawn over itself on a terminal and not at all elsewhere. It never
 * takes more than the terminal's width, which is asked for at each drawing, so
 * that a terminal that was made smaller keeps one line.
 */
#pragma once

#include <signal.h>
#include <stdio.h>

#include "wire/base.h"
#include "wire/clock.h"

struct progress {
	FILE *stream; /* NULL: silent */
	struct clock clock;
	const char *what; /* "Auditing" */
	size_t total, done;
	int64_t began_ms, drawn_ms;
	bool is_drawn;                            /* something stands in the line now */
	const volatile sig_atomic_t *interrupted; /* set: the run is stopping; NULL: never */
};

/* Silent unless @stream is a terminal. */
void progress_begin(struct progress *progress, FILE *stream, struct clock clock, const char *what,
		    size_t total);

/* One more is done. Draws at most four times a second. */
void progress_step(struct progress *progress);

/* Time went by and nothing was done: draws the line again if it is due. */
void progress_refresh(struct progress *progress);

/* The total became known, or another one; says so at once. */
void progress_set_total(struct progress *progress, size_t total);

/* Takes the line away until the next step, so that something else can be written. */
void progress_clear(struct progress *progress);

/* Takes the line away for good. */
void progress_end(struct progress *progress);

enum { PROGRESS_TEXT_MAX = 160 };

/* The line's text after @took_ms; the time left is said once a rate can be told. */
void progress_text(const struct progress *progress, int64_t took_ms, char out[PROGRESS_TEXT_MAX]);
