/*
 * handlers.h - a call and a state for tests of handlers.
 *
 * A fresh state in memory, a clock that stands at HANDLERS_NOW_MS, a seeded
 * random source and a caller: the user admin of account 123456789012. A test
 * may change any member of call and principal before it calls a handler.
 */
#pragma once

#include "mock/call.h"
#include "mock/database.h"
#include "mock/random.h"

#define HANDLERS_ACCOUNT "123456789012"
#define HANDLERS_NOW_MS  INT64_C(1795424400000) /* 2026-11-23T09:00:00Z */

struct handlers_fixture {
	struct database *database;
	struct random_source random;
	struct principal principal;
	struct call call;
};

/* Opens the state and begins a transaction; fails the test if it cannot. */
void handlers_start(struct handlers_fixture *fixture, struct arena *arena);

/* Commits and closes; fails the test if SQLite had a problem. */
void handlers_stop(struct handlers_fixture *fixture);

/* Runs SQL of the test's own: what was there before the call. Any statements, without parameters.
 */
void handlers_given(struct handlers_fixture *fixture, const char *sql);
