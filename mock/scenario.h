/*
 * scenario.h - the state a namespace begins with.
 *
 * The form of a scenario file is in docs/scenarios.md. Everything in it is
 * checked before anything is stored; a fault names file, line and column, the
 * place in the document and what was expected there.
 */
#pragma once

#include "wire/base.h"
#include "wire/fault.h"

struct database;

/* What a scenario sets besides the state. */
struct scenario_settings {
	bool has_clock, has_seed;
	int64_t now_ms;
	uint64_t seed;
};

/*
 * Fills an empty state from @file, or, if it is NULL, with the account
 * 123456789012 that is in no organization. Relative times count from
 * @now_ms; if that is NULL, from the scenario's clock or the real time.
 */
MUST_USE bool scenario_load(struct database *database, const char *file, const int64_t *now_ms,
			    struct fault *fault, struct scenario_settings *out_settings);
