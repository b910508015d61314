/*
 * retry.h - which failures are worth another attempt, and when.
 *
 * AWS's classes as its SDKs have them (standard mode): throttling, passing
 * failures, a wrong clock. The wait is drawn evenly from 0 to a bound that
 * doubles ("full jitter"). Pure: no clock, no random source of its own.
 */
#pragma once

#include "wire/base.h"
#include "wire/fault.h"

enum retry_class {
	RETRY_NEVER,
	RETRY_THROTTLED, /* refused before it was done; any call may be repeated */
	RETRY_TRANSIENT, /* failed in passing; it may have been done */
	RETRY_CLOCK,     /* refused because the clocks differ */
};

enum {
	RETRY_ATTEMPTS_MAX = 8,
	RETRY_BASE_MS = 100,
	RETRY_THROTTLED_BASE_MS = 500,
	RETRY_DELAY_MAX_MS = 20 * 1000,
	RETRY_DEADLINE_MS = 120 * 1000, /* for a call with all its attempts */
};

/* The class of a failure. */
enum retry_class retry_classify(const struct fault *fault);

/*
 * Whether the call may be sent again: always after throttling and a wrong
 * clock; after a passing failure only if it is no write or surely was not sent.
 */
bool retry_is_safe(enum retry_class class, const struct fault *fault, bool is_write);

/* Milliseconds to wait before attempt @attempt + 1 (the first is 1); @random is any number. */
int64_t retry_delay_ms(enum retry_class class, unsigned attempt, uint32_t random);
