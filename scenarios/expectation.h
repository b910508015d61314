/*
 * expectation.h - what must be true after a step or a scenario.
 *
 *   "exit": 3                                  a command's exit status
 *   "stdout": {"contains": [...], "lacks": [...], "json": {...}}
 *                                              texts, and what must be part of it as JSON;
 *                                              also for "stderr"
 *   "files": {"plan.json": {"contains": [...]}}  the same for files in the scenario's folder
 *   "error": "NoSuchEntity", "answer": {...}   of a call; without "error" it must succeed
 *   "calls", "never", "sequence", "state", "faults"  what the server checks: mock/verify.h
 *
 * The calls of a step's expectation are those made during the step; at the end
 * of a scenario all count.
 */
#pragma once

#include "client/process.h"
#include "client/rehearse/server.h"
#include "scenarios/verdict.h"
#include "wire/json_reader.h"

/* What a call was answered. */
struct expectation_answer {
	const char *error; /* its code; NULL: it succeeded */
	const char *text;  /* the answer as JSON, or the error's message */
};

/* Which calls an expectation is about. */
struct expectation_scope {
	const struct server *server;
	uint64_t after; /* requests of the journal with a higher number */
};

/* The number of the journal's last request, for the scope of what comes next. */
MUST_USE bool expectation_begin(struct arena *arena, const struct server *server,
				struct fault *fault, uint64_t *out_after);

/* Checks "exit", "stdout" and "stderr" of @expect; what is absent is not checked. */
void expectation_check_command(struct verdict *verdict, const char *name,
			       const struct json_value *expect,
			       const struct process_result *result);

/* Checks "files" of @expect in @folder. */
void expectation_check_files(struct verdict *verdict, const char *name,
			     const struct json_value *expect, const char *folder);

/* Checks "error" and "answer" of @expect. */
void expectation_check_answer(struct verdict *verdict, const char *name,
			      const struct json_value *expect,
			      const struct expectation_answer *answer);

/* Has the server check what @expect says of it. */
void expectation_check_server(struct verdict *verdict, const char *name,
			      const struct json_value *expect,
			      const struct expectation_scope *scope);
