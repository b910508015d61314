/*
 * namespace.h - one world of the mock: its state, clock, chance and journal.
 *
 * A namespace is its own organizations and accounts; nothing is shared
 * between two. It is used by one thread.
 */
#pragma once

#include "mock/consistency.h"
#include "mock/namespace_clock.h"
#include "mock/random.h"
#include "wire/base.h"
#include "wire/fault.h"

struct authorizer;
struct caller_cache;
struct database;
struct history;
struct injection;
struct journal;
struct last_access_filter;
struct pattern_cache;
struct sigv4_keys;
struct tally;

struct namespace
{
	struct database *database;
	struct database *pristine; /* what a reset brings back; NULL: the default account, */
	bool is_untouched;         /* or of a fork the state itself, as nobody wrote to it; */
	bool is_pristine_lost;     /* or nothing, as it could not be copied */
	struct namespace_clock clock, first_clock; /* now, and after a reset */
	struct random_source random;
	uint64_t unrouted, first_unrouted; /* requests that were for no operation */
	struct journal *journal;
	struct injection *injection;       /* its fault rules */
	struct tally *tally, *first_tally; /* calls so far, and those before the first one */
	struct consistency consistency, first_consistency; /* now, and as it began */
	struct history *history; /* of the state; NULL: nobody looks back */
	uint64_t due_version;    /* of the state that next_due_ms was read from */
	int64_t next_due_ms;
	struct pattern_cache *patterns;  /* of the check stage */
	struct authorizer *authorizer;   /* caches of the authorize stage */
	struct caller_cache *callers;    /* of the authenticate stage */
	struct sigv4_keys *signing_keys; /* of the authenticate stage */
	struct last_access_filter *accesses;
};

/* How a namespace begins. */
struct namespace_options {
	const char *scenario; /* a file, or NULL: the one account without an organization */
	const char *text;     /* what is in the file; NULL: it is read */
	size_t text_len;
	const char *state; /* a file, or NULL: in memory */
	bool has_seed;
	uint64_t seed;
	bool has_clock; /* @clock wins over the scenario's */
	struct namespace_clock clock;
};

/*
 * Opens the state and loads the scenario into it if it is new; a state file
 * that was there before goes on where it stopped. Free with namespace_close.
 */
MUST_USE bool namespace_open(const struct namespace_options *options, struct fault *fault,
			     struct namespace **out_namespace);
void namespace_close(struct namespace *space);

/*
 * A namespace that begins as @from is now: its state, clock and fault rules,
 * but an empty journal. Of @options seed and clock count.
 */
MUST_USE bool namespace_fork(struct namespace *from, const struct namespace_options *options,
			     struct fault *fault, struct namespace **out_namespace);

/* What its clock shows. */
int64_t namespace_now_ms(const struct namespace *space);

/* Does what is due by now: accounts that are to be created or closed. */
void namespace_settle(struct namespace *space);

/* Back to the beginning: state, clock, fault rules, journal, counts and the seed's streams. */
MUST_USE bool namespace_reset(struct namespace *space, struct fault *fault);
