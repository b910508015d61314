/*
 * scenario.h - the state a namespace begins with.
 *
 * The form of a scenario file is in docs/scenarios.md. Everything in it is
 * checked while it is loaded, and a fault leaves nothing behind; it names
 * file, line and column, the place in the document and what was expected.
 */
#pragma once

#include "mock/consistency.h"
#include "mock/namespace_clock.h"
#include "wire/base.h"
#include "wire/fault.h"

struct database;
struct injection;
struct tally;

/* What the command line says; it wins over the file. */
struct scenario_options {
	const char *file; /* NULL: the account 123456789012 that is in no organization */
	const char *text; /* what is in the file; NULL: it is read */
	size_t text_len;
	bool has_clock, has_seed;
	int64_t now_ms;
	uint64_t seed;
	struct injection *injection; /* gets the fault rules; NULL: they are only checked */
	struct tally *tally; /* gets how many calls came before; NULL: they are only checked */
};

/* What a scenario sets besides the state. */
struct scenario_settings {
	bool has_clock, has_seed;
	struct namespace_clock clock;
	uint64_t seed;
	uint64_t unrouted; /* calls that were for no operation */
	uint64_t starts;   /* see random.h */
	struct consistency consistency;
};

/* Fills an empty state. Relative times count from the clock, or else from the real time. */
MUST_USE bool scenario_load(struct database *database, const struct scenario_options *options,
			    struct fault *fault, struct scenario_settings *out_settings);
