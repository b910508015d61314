/*
 * namespace_clock.h - the time of day in a namespace.
 *
 * It shows the real time, the real time with an offset, or stands still. What
 * falls due does so by this clock: accounts, sessions, handshakes, reports.
 */
#pragma once

#include "wire/clock.h"

enum namespace_clock_mode {
	NAMESPACE_CLOCK_REAL = 0,
	NAMESPACE_CLOCK_OFFSET, /* runs, @offset_ms ahead of the real time */
	NAMESPACE_CLOCK_FROZEN, /* stands at @frozen_ms until it is set */
};

struct namespace_clock {
	enum namespace_clock_mode mode;
	int64_t offset_ms, frozen_ms;
};

/* What it shows. */
int64_t namespace_clock_now_ms(const struct namespace_clock *clock);

/* Lets it show @ms later; a real clock then runs with an offset. */
void namespace_clock_advance(struct namespace_clock *clock, int64_t ms);

/* "real", "offset", "frozen". */
const char *namespace_clock_mode_name(enum namespace_clock_mode mode);
