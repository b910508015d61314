/*
 * text_diff.h - two texts line by line, in the unified form of diff(1).
 */
#pragma once

#include "wire/arena.h"

enum {
	TEXT_DIFF_CONTEXT = 3,      /* unchanged lines around a change */
	TEXT_DIFF_LINES_MAX = 3000, /* beyond, the middle that differs is shown whole */
};

/* The names of the two texts in the head of the diff. */
struct text_diff_names {
	const char *before, *after;
};

/* The fewest lines taken out and put in, with their context; "" if the texts are alike. */
const char *text_diff(struct arena *arena, const struct text_diff_names *names, const char *before,
		      const char *after);
