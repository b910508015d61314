/*
 * simulation.h - a run over many accounts in time that is only counted.
 *
 * The client's own fibers, pacer and retries against a service that is
 * nothing but a token bucket behind a line with a delay. The clock moves when
 * everybody waits, so that hours take moments and every run is the same.
 */
#pragma once

#include "wire/base.h"

/* Accounts are worked on as an audit does: one call on the shared bucket, then others. */
struct simulation {
	size_t accounts, parallel;
	unsigned calls; /* of an account; the first one is on the shared bucket */
	int64_t round_trip_ms;
	double rate, burst; /* of the shared bucket: calls a second, and tokens at most */
	/* Instead of the bucket: of the first so many calls one in n is refused (0: none). */
	unsigned refused_calls, refused_every;
};

struct simulation_result {
	int64_t took_ms;
	unsigned sent, refused;    /* on the shared bucket */
	size_t failed;             /* accounts whose attempts were used up */
	double rate_min, rate_end; /* of the pacer; 0: never bound */
};

void simulation_run(const struct simulation *simulation, struct simulation_result *out_result);

/*
 * Milliseconds that no client can be faster than: the bucket's calls beyond
 * its burst at its rate, between the first call and the last account's others;
 * or all accounts' calls one after the other in so many lines.
 */
int64_t simulation_optimum_ms(const struct simulation *simulation);
