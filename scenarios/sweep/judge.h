/*
 * judge.h - what came of a run, and whether what it says can be so.
 *
 * What is true is the server's state at the end. What a run saw are the
 * answers that came to it whole. What it says: claim.h.
 */
#pragma once

#include "scenarios/sweep/sweep.h"

/*
 * What came of a run in which the fault @row met a call. *out_why says of a
 * finding what is wrong with it; NULL if it is none.
 */
enum sweep_outcome judge_run(struct arena *arena, const struct sweep *sweep,
			     const struct sweep_fault *row, const struct sweep_run *run,
			     const char **out_why);

/* What is wrong with the run without a fault if it says that all is clean; NULL: nothing. */
const char *judge_baseline(struct arena *arena, const struct sweep *sweep);

/* Whether the run without a fault asks for root credentials at all. */
bool judge_has_ground(const struct sweep *sweep);
