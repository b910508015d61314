/*
 * compare.h - whether two runs wrote and left the same, but for what differs between any two runs.
 */
#pragma once

#include "scenarios/sweep/world.h"

/*
 * @text with its own folder and address, times (2026-01-02T03:04:05Z, with
 * any fraction) and SHA-256 digests each replaced by a word.
 */
const char *compare_mask(struct arena *arena, const struct sweep_run *run, const char *text);

/* Whether standard output is the same after masking; standard error may differ. */
bool compare_outputs(struct arena *arena, const struct sweep_run *left,
		     const struct sweep_run *right);

/*
 * Where the states at the end differ: a path as ".accounts[1].root.keys", or
 * NULL. Times, names that the service makes and what tells of use do not count.
 */
const char *compare_states(struct arena *arena, const struct sweep_run *left,
			   const struct sweep_run *right);
