/*
 * claim.h - how a command says that all is clean.
 *
 * The judge of a sweep knows what is true and what the command saw; what the
 * command says of it, only its status and its output can tell.
 */
#pragma once

#include <regex.h>

#include "scenarios/sweep/world.h"

struct claim {
	const char *pattern; /* a line of standard output matches; NULL: whatever it writes */
	regex_t compiled;    /* of @pattern */
	int status;          /* it ends with that */
	bool has_status;     /* false: whatever it ends with */
	bool is_assumed;     /* nobody said how: it is taken to be status 0 */
	const char *off_why; /* assumed, and the run without a fault shows that it is not so */
};

/* Takes an extended regular expression. FAULT_INPUT if it is none. Freed with claim_done. */
MUST_USE bool claim_set_pattern(struct claim *claim, const char *pattern, struct fault *fault);

void claim_done(struct claim *claim);

/* Whether the run says that all is clean. */
bool claim_is_made(const struct claim *claim, const struct sweep_run *run);

/* In words, what says so: "status 0". */
const char *claim_text(struct arena *arena, const struct claim *claim);
