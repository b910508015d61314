/*
 * report.h - the outcomes of a run, as TAP and as JUnit's XML.
 */
#pragma once

#include <stdio.h>

#include "scenarios/outcome.h"

/* A TAP stream that is under way. */
struct report_tap {
	FILE *out;
	bool shows_passes; /* false: only what failed, for people: no version, plan or YAML */
	size_t count;
};

/* What the scenario is called in reports: its name, or its path. Borrowed, or of @arena. */
const char *report_name(struct arena *arena, const struct outcome *outcome);

/* Writes the version; before anything else. */
void report_tap_begin(struct report_tap *tap);

/* Writes the checks of one scenario; one that could not be run is a failure too. */
void report_tap_add(struct report_tap *tap, const struct outcome *outcome);

/* Writes the plan. */
void report_tap_end(struct report_tap *tap);

/*
 * Writes a <testsuite> for each outcome and a <testcase> for each check to
 * @path, whole or not at all. A scenario that could not be run has one
 * testcase with an <error>: it is never counted as passed.
 */
MUST_USE bool report_junit(const char *path, const struct outcome *outcomes, size_t count,
			   struct fault *fault);
