/*
 * pacer.h - who waits for which bucket before a call is sent.
 *
 * A bucket (pace.h) belongs to a service and an account, the one whose
 * credentials sign: AssumeRoot counts on the caller's account, what is done in
 * a root session on the account of that session. All fibers of a run share
 * them. A call waits here before it takes a connection, so that a slow bucket
 * holds nobody of another; calls that were refused before go first.
 */
#pragma once

#include "client/fiber.h"
#include "wire/clock.h"

struct pacer;

/* Whose bucket. Both texts are copied where they are kept. */
struct pacer_key {
	const char *service; /* "sts" */
	const char *account; /* twelve digits; "": the caller's own */
};

/* @clock must not go backwards. Free with pacer_free(), when nobody waits any more. */
struct pacer *pacer_new(struct fibers *fibers, struct clock clock);
void pacer_free(struct pacer *pacer);

/*
 * Waits until the bucket lets a call go. False if that would be after
 * @deadline_ms of the clock (0: no deadline); it then returns at the deadline
 * or before.
 */
MUST_USE bool pacer_wait(struct pacer *pacer, const struct pacer_key *key, bool is_repeated,
			 int64_t deadline_ms);

/* What came of a call sent at @sent_ms of the clock: whether it was refused for its rate. */
void pacer_learn(struct pacer *pacer, const struct pacer_key *key, int64_t sent_ms,
		 bool is_refused);

/* Calls a second that the bucket takes now; 0: no bound is known. */
double pacer_rate(const struct pacer *pacer, const struct pacer_key *key);
