#include "mock/namespace_clock.h"

int64_t namespace_clock_now_ms(const struct namespace_clock *clock)
{
	struct clock wall = clock_system();

	if (clock->mode == NAMESPACE_CLOCK_FROZEN)
		return clock->frozen_ms;
	return clock_now_ms(&wall) + (clock->mode == NAMESPACE_CLOCK_OFFSET ? clock->offset_ms : 0);
}

void namespace_clock_advance(struct namespace_clock *clock, int64_t ms)
{
	if (clock->mode == NAMESPACE_CLOCK_FROZEN) {
		clock->frozen_ms += ms;
		return;
	}
	if (clock->mode == NAMESPACE_CLOCK_REAL)
		clock->offset_ms = 0;
	clock->mode = NAMESPACE_CLOCK_OFFSET;
	clock->offset_ms += ms;
}

const char *namespace_clock_mode_name(enum namespace_clock_mode mode)
{
	static const char *const names[] = {
		[NAMESPACE_CLOCK_REAL] = "real",
		[NAMESPACE_CLOCK_OFFSET] = "offset",
		[NAMESPACE_CLOCK_FROZEN] = "frozen",
	};

	return names[mode];
}
