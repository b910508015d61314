/*
 * decision_record.h - decisions, small enough to keep one for every call.
 *
 * A record holds what a trace shows: the statements that took part with the
 * place they stand at, the values of the keys their conditions ask for, and
 * the levels that lack an Allow. It is written while the request waits, so it
 * is plain bytes; it becomes JSON only when somebody reads the journal.
 */
#pragma once

#include "policy/evaluate.h"
#include "wire/json_writer.h"

/* Appends a decision of policy_explain. */
void decision_record_add(struct buffer *records, const struct policy_request *request,
			 const struct policy_decision *decision);

/*
 * Writes the records in @data, as decision_record_add made them, as an array:
 * [{"action": "iam:GetUser", "resource": "arn:...", "trace": {...}}], the trace
 * as policy/trace.h has it. Memory comes from @arena.
 */
void decision_record_write(struct json_writer *json, struct arena *arena, const char *data,
			   size_t len);
