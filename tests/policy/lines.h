/*
 * lines.h - cases kept one JSON object a line.
 *
 * The rows are too many for a C table, so a test runs the whole file and
 * names every row that fails.
 */
#pragma once

#include "tests/support/check.h"
#include "wire/json_reader.h"

/* Checks one case; returns NULL, or what was wrong with it. All memory may come from @arena. */
typedef const char *lines_check(struct arena *arena, const struct json_value *row);

/* Runs @check on every line of a file below tests/data and fails with the ids of bad rows. */
void lines_run(const char *file, lines_check *check, size_t expected_rows);
