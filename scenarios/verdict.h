/*
 * verdict.h - what was checked in one scenario, and how it went.
 *
 * Checks are collected; report.h writes them. Whatever bytes come in, their
 * texts are valid UTF-8 and names are one line (text_escaped()).
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct verdict_check {
	const char *name; /* what must be true */
	bool holds;
	const char *skipped;     /* why it was not checked, and then counts as neither; or NULL */
	const char *explanation; /* what was found instead, perhaps several lines; or NULL */
	struct verdict_check *next;
};

struct verdict {
	struct arena *arena; /* of the checks, and for texts made while checking */
	struct verdict_check *first, *last;
	size_t passed, failed, skipped;
};

/* One check that held or did not. The name says what must be true. */
void verdict_add(struct verdict *verdict, bool holds, const char *name);

/* One check that could not be made, and why. */
void verdict_skip(struct verdict *verdict, const char *name, const char *why);

/* What was found instead, of the check before; bounded. */
void verdict_explain(struct verdict *verdict, const char *format, ...) PRINTF_LIKE(2, 3);
