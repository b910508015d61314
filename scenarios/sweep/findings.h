/*
 * findings.h - what a sweep found wrong: each with the command that repeats it.
 */
#pragma once

#include <stdio.h>

#include "scenarios/sweep/sweep.h"

/* Writes the findings, at most FINDINGS_SHOWN_MAX of them; nothing if there are none. */
enum { FINDINGS_SHOWN_MAX = 10 };
void findings_write(struct arena *arena, const struct sweep *sweep, FILE *out);

/* The command line, for sh, that repeats one cell. */
const char *findings_repeat(struct arena *arena, const struct sweep *sweep,
			    const struct sweep_call *call, const struct sweep_fault *fault);

/*
 * Writes a <testsuite> for each call and a <testcase> for each fault to @path:
 * a finding is a failure, and so is a run that could not be made; what is not
 * possible, or was not run, is skipped.
 */
MUST_USE bool findings_write_junit(struct arena *arena, const struct sweep *sweep, const char *path,
				   struct fault *fault);
