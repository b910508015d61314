/*
 * matrix.h - a sweep as people and as programs read it.
 */
#pragma once

#include <stdio.h>

#include "scenarios/sweep/sweep.h"

/* The sign of a cell. */
char matrix_sign(const struct sweep_cell *cell);

/*
 * Writes the matrix: a line for each call, grouped by account in the order of
 * their first calls, a letter for each fault, what the signs mean, and counts. Of a single cell
 * also what its run wrote.
 */
void matrix_write(struct arena *arena, const struct sweep *sweep, FILE *out);

/*
 * Writes all of it as JSON to @path, whole or not at all; to standard output
 * for "-". docs/sweep.md describes the members.
 */
MUST_USE bool matrix_write_json(struct arena *arena, const struct sweep *sweep, const char *path,
				struct fault *fault);
