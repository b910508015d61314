/*
 * expectation.h - what must be true after a command or a scenario.
 *
 *   "exit": 3                                   the command's exit status
 *   "stdout": {"contains": [...], "lacks": [...]}   texts, also for "stderr"
 *   "calls": [{"operation": "iam:DeleteAccessKey", "times": 0}, ...]
 *   "state": {...}                              part of GET /_mattock/state
 *
 * A call expectation names members of a journal entry that must match as a
 * part (see match.h; "error" is the error's code), and how often: "times", "atLeast", "atMost";
 * without any of them, at least once.
 */
#pragma once

#include "client/process.h"
#include "client/rehearse/server.h"
#include "scenarios/verdict.h"
#include "wire/json_reader.h"

/* Checks "exit", "stdout" and "stderr" of @expect; what is absent is not checked. */
void expectation_check_command(struct verdict *verdict, const char *name,
			       const struct json_value *expect,
			       const struct process_result *result);

/* Checks "calls" and "state" of @expect against what the server says now. */
void expectation_check_server(struct verdict *verdict, const char *name,
			      const struct json_value *expect, const struct server *server);
