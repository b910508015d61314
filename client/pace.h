/*
 * pace.h - how fast one service takes the calls of one account.
 *
 * A token bucket whose rate is learnt from the answers, in the manner of the
 * adaptive mode of AWS's SDKs: no bound until the first refusal; then the rate
 * falls to what was admitted, less a little, and grows along a cubic curve:
 * steeply at first, flat where it was refused before, steeply beyond. AWS
 * publishes few of its rates, so none is assumed. Two things differ from the
 * SDKs: the rate falls to what the service was seen to admit, not to a fixed
 * part of what was sent, and the curve scales with the rate, so that 5 calls a
 * second and 5,000 are followed alike (docs/performance.md has a simulation).
 *
 * Refusals that go on when the rate has fallen enough for them are not about our
 * rate; it is then kept.
 *
 * Pure: time is an argument, in milliseconds of a clock that never goes back.
 */
#pragma once

#include "wire/base.h"

struct pace {
	bool is_limited;     /* false: nothing was refused so far */
	double refused_rate; /* what was admitted when calls were last refused */
	double bound;        /* the rate grows to this at most until the next decision */
	int64_t lowered_ms;  /* when the rate was last lowered; the curve begins there */
	double tokens;
	int64_t filled_ms;
	/* What was answered since the last decision; a refusal begins it anew. */
	int64_t opened_ms; /* calls sent before say nothing of it */
	int64_t window_ms; /* its first answer */
	unsigned answered, admitted;
	bool is_refused;
	unsigned lowered_in_vain; /* times in a row, and still much was refused */
	/* What was admitted in the second that began at @second_ms, and in the one before. */
	int64_t second_ms;
	unsigned admitted_now, admitted_before;
	int64_t last_ms; /* the last answer of all */
};

/* The slowest rate, in calls a second, that any number of refusals leads to. */
#define PACE_RATE_MIN 1.0

/* No bound yet. */
void pace_init(struct pace *pace, int64_t now_ms);

/* The rate at @now_ms in calls a second; 0: no bound. */
double pace_rate(const struct pace *pace, int64_t now_ms);

/* Takes a token and returns 0, or returns the milliseconds to wait before asking again. */
int64_t pace_take(struct pace *pace, int64_t now_ms);

/*
 * Learns from an answer to a call sent at @sent_ms: refused for its rate, or
 * admitted (which an error of any other kind was too).
 */
void pace_learn(struct pace *pace, int64_t sent_ms, int64_t now_ms, bool is_refused);
