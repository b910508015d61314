/*
 * cell.h - what came of one run, and its way from process to process.
 *
 * As JSON a cell has "outcome", "status", "output", "errors", "requests" (of
 * the command, as the journal has them, without decisions) and "state" (the server's, at the end);
 * or "fault", why it could not be run.
 */
#pragma once

#include "scenarios/sweep/sweep.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

/* The call of an entry of the journal; false if it was for no operation. */
MUST_USE bool cell_read_call(struct arena *arena, const struct json_value *entry,
			     struct sweep_call *out_call);

/* What came of a run. One that never began, with no rule, is SWEEP_NOT_POSSIBLE. */
enum sweep_outcome cell_outcome(struct arena *arena, const struct sweep_run *baseline,
				const struct sweep_run *run);

void cell_write(enum sweep_outcome outcome, const struct sweep_run *run, struct buffer *out);
void cell_write_fault(const char *message, struct buffer *out);

/* Status, what was written, the requests and the state, as members of an open object. */
void cell_write_run(struct json_writer *json, const struct sweep_run *run);

/* Reads what was written; a text that is none becomes a cell that could not be run. */
void cell_read(struct arena *arena, const char *text, size_t len, struct sweep_cell *out_cell);
