#include "policy/instant.h"

#include <ctype.h>
#include <string.h>

#include "wire/clock.h"

/* Seconds behind which an instant no longer fits milliseconds in 64 bits. */
static const int64_t seconds_max = INT64_MAX / 1000 - 1;

/* Reads up to three digits of a fraction as milliseconds; the rest is cut off. */
static bool read_fraction(const char *at, int64_t *out_ms)
{
	int64_t ms = 0, weight = 100;

	for (; *at; at++) {
		if (!isdigit((unsigned char)*at))
			return false;
		ms += (*at - '0') * weight;
		weight /= 10;
	}
	*out_ms = ms;
	return true;
}

static bool parse_epoch(const char *text, int64_t *out_ms)
{
	const char *at = text + (*text == '-' || *text == '+');
	int64_t seconds = 0, ms = 0;

	if (!isdigit((unsigned char)*at))
		return false;
	for (; isdigit((unsigned char)*at); at++) {
		seconds = seconds * 10 + (*at - '0');
		if (seconds > seconds_max)
			return false;
	}
	if (*at && (*at != '.' || !at[1] || !read_fraction(at + 1, &ms)))
		return false;
	ms += seconds * 1000;
	*out_ms = *text == '-' ? -ms : ms;
	return true;
}

bool policy_instant_parse(const char *text, int64_t *out_ms)
{
	return parse_epoch(text, out_ms) || clock_parse_iso(text, out_ms);
}
