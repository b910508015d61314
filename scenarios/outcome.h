/*
 * outcome.h - what came of one scenario, and its way from process to process.
 */
#pragma once

#include "scenarios/verdict.h"
#include "wire/buffer.h"
#include "wire/fault.h"

struct outcome {
	const char *file;    /* the scenario's path; NULL: the default account */
	const char *name;    /* the scenario's own name, in one line */
	const char *fault;   /* why it could not be run; NULL: it was */
	enum fault_kind why; /* of the fault */
	int status;          /* of the command, see run.h */
	int64_t took_ms;
	struct verdict verdict;
};

/* Whether it was run and every check held. */
bool outcome_holds(const struct outcome *outcome);

/* Appends it as JSON. */
void outcome_write(const struct outcome *outcome, struct buffer *out);

/* Reads what outcome_write wrote; the texts live in @arena. */
MUST_USE bool outcome_read(struct arena *arena, const char *text, size_t len, struct fault *fault,
			   struct outcome *out_outcome);
