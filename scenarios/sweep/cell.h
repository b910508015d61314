/*
 * cell.h - what came of one run, and its way from process to process.
 *
 * As JSON a cell has "outcome", "why" (of a finding), "status", "output", "errors", "requests" (of
 * the command, as the journal has them, without decisions) and "state" (the server's, at the end);
 * or "fault", why it could not be run.
 */
#pragma once

#include "scenarios/sweep/sweep.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

/* What came of a run and, of a finding, @why it is one; NULL if it is none. */
void cell_write(enum sweep_outcome outcome, const char *why, const struct sweep_run *run,
		struct buffer *out);
void cell_write_fault(const char *message, struct buffer *out);

/* Status, what was written, the requests and the state, as members of an open object. */
void cell_write_run(struct json_writer *json, const struct sweep_run *run);

/* Reads what was written; a text that is none becomes a cell that could not be run. */
void cell_read(struct arena *arena, const char *text, size_t len, struct sweep_cell *out_cell);
