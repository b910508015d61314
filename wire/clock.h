/*
 * clock.h - time as an argument.
 *
 * Times are milliseconds since 1970-01-01T00:00:00Z; only clock_monotonic()
 * counts from no particular moment.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct clock {
	int64_t (*now_ms)(void *context); /* may be called at any time */
	void *context;
};

/* The real time of day. */
struct clock clock_system(void);

/* A clock that nobody sets, for waits and deadlines. */
struct clock clock_monotonic(void);

/* A clock that shows *@now_ms, which the caller owns and may change. */
struct clock clock_fixed(int64_t *now_ms);

/* What a clock that nobody sets shows, in microseconds: for measuring what took how long. */
int64_t clock_monotonic_us(void);

/* What @clock shows. */
int64_t clock_now_ms(const struct clock *clock);

enum { CLOCK_ISO_LEN = 24, CLOCK_BASIC_LEN = 16, CLOCK_HTTP_LEN = 29, CLOCK_EXACT_LEN = 28 };

/* "2026-01-02T03:04:05Z" (whole seconds, rounded down). */
void clock_format_iso(int64_t ms, char out_text[CLOCK_ISO_LEN + 1]);

/* The same with milliseconds, "2026-01-02T03:04:05.678Z", unless they are zero. */
void clock_format_exact(int64_t ms, char out_text[CLOCK_EXACT_LEN + 1]);

/* "20260102T030405Z", the form of X-Amz-Date. */
void clock_format_basic(int64_t ms, char out_text[CLOCK_BASIC_LEN + 1]);

/* "Fri, 02 Jan 2026 03:04:05 GMT", the form of HTTP's Date. */
void clock_format_http(int64_t ms, char out_text[CLOCK_HTTP_LEN + 1]);

/* Reads "20260102T030405Z"; false if the text has another form. */
MUST_USE bool clock_parse_basic(const char *text, int64_t *out_ms);

/*
 * Reads ISO 8601 as W3C profiles it: a date, or date and time with optional
 * fraction (three digits count) and "Z" or an offset. False on any other form.
 */
MUST_USE bool clock_parse_iso(const char *text, int64_t *out_ms);

/* Reads HTTP's "Fri, 02 Jan 2026 03:04:05 GMT". */
MUST_USE bool clock_parse_http(const char *text, int64_t *out_ms);
