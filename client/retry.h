/*
 * retry.h - which failures are worth another attempt, and when.
 *
 * AWS's classes as its SDKs have them (standard mode): throttling, passing
 * failures, a wrong clock; and one more, a thing that is busy. The wait is
 * drawn evenly from 0 to a bound that doubles ("full jitter"); what the server
 * asks for is respected within the longest wait. Pure: no clock, no random
 * source of its own.
 */
#pragma once

#include "wire/base.h"
#include "wire/fault.h"

enum retry_class {
	RETRY_NEVER,
	RETRY_THROTTLED, /* refused for its rate; any call may be repeated */
	RETRY_BUSY,      /* refused because another change is under way; so too */
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
 * Whether the call may be sent again: always after throttling, a busy thing
 * and a wrong clock; after a passing failure only if it is no write or surely
 * was not sent.
 */
bool retry_is_safe(enum retry_class class, const struct fault *fault, bool is_write);

/* Milliseconds to wait before attempt @attempt + 1 (the first is 1); @random is any number. */
int64_t retry_delay_ms(enum retry_class class, unsigned attempt, uint32_t random);

/* What an answer says of when to come back. NULL: the header is not there. */
struct retry_hint {
	const char *retry_after;     /* Retry-After: seconds, or a date */
	const char *aws_retry_after; /* x-amz-retry-after: milliseconds; it counts first */
	int64_t server_time_ms;      /* of the answer's Date, for a date; 0: not known */
};

/* Milliseconds that the server asks for, at most RETRY_DELAY_MAX_MS; 0 if it asks for nothing. */
int64_t retry_after_ms(const struct retry_hint *hint);

/*
 * How many passing failures one service may have in a run before calls are no
 * longer repeated: while AWS is down, repeating helps nobody. As in the SDKs'
 * standard mode a repetition costs and a success refunds. Throttled calls cost
 * nothing, because their pace is held already.
 */
struct retry_quota {
	int spent; /* zeroed: nothing yet */
};

enum { RETRY_QUOTA = 500, RETRY_COST = 5, RETRY_COST_NO_ANSWER = 10, RETRY_REFUND = 1 };

/* Pays for a repetition; false if the quota does not reach. */
MUST_USE bool retry_quota_pay(struct retry_quota *quota, enum retry_class class,
			      const struct fault *fault);

/* A call succeeded, after @attempts attempts. */
void retry_quota_refund(struct retry_quota *quota, unsigned attempts);
