/*
 * verdict.h - what was checked and how it went, as TAP.
 */
#pragma once

#include <stdio.h>

#include "wire/arena.h"
#include "wire/base.h"

struct verdict {
	struct arena *arena; /* for texts made while checking */
	FILE *out;           /* where the lines go */
	bool shows_passes;   /* false: only failures are written */
	size_t passed, failed;
};

/* One check that held or did not. The name says what must be true. */
void verdict_add(struct verdict *verdict, bool holds, const char *name);

/* Further lines about the check before: what was found instead. Each line becomes a comment. */
void verdict_explain(struct verdict *verdict, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes the plan line. Returns 0 if everything held, otherwise 1. */
int verdict_end(struct verdict *verdict);
