#include "policy/instant.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"

/* A fraction that is written may not be finer than this (recorded). */
enum { NANOSECOND_DIGITS = 9 };

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

/* Reads digits whose value is in the range; behind the last of them afterwards. */
static bool skip_number(const char **at, long least, long most)
{
	char *end;
	long value;

	if (!isdigit((unsigned char)**at))
		return false;
	value = strtol(*at, &end, 10);
	*at = end;
	return value >= least && value <= most;
}

/* A year, a month, a day: the later ones may be missing. */
static bool skip_date(const char **at)
{
	if (!skip_number(at, 0, 999999999))
		return false;
	if (**at == '-') {
		(*at)++;
		if (!skip_number(at, 1, 12))
			return false;
	}
	if (**at == '-') {
		(*at)++;
		return skip_number(at, 1, 31);
	}
	return true;
}

/* "Z", an offset of hours and perhaps minutes, or nothing. */
static bool skip_zone(const char **at)
{
	if (**at == 'Z' || **at == 'z') {
		(*at)++;
		return true;
	}
	if (**at != '+' && **at != '-')
		return true;
	(*at)++;
	/* One digit is too few for hours (recorded). */
	if (strspn(*at, "0123456789") < 2 || !skip_number(at, 0, 9999))
		return false;
	if (**at != ':')
		return true;
	(*at)++;
	return skip_number(at, 0, 59);
}

/* Hours, minutes, seconds and a fraction; the later ones may be missing. */
static bool skip_time(const char **at)
{
	static const long most[] = { 24, 59, 60 };

	if (!**at)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(most); i++) {
		if (i && **at != ':')
			break;
		*at += i > 0;
		if (!skip_number(at, 0, most[i]))
			return false;
	}
	if (**at == '.') {
		size_t digits = strspn(++*at, "0123456789");

		if (digits > NANOSECOND_DIGITS)
			return false;
		*at += digits;
	}
	return skip_zone(at);
}

bool policy_instant_is_operand(const char *text)
{
	const char *at = text + (*text == '-' || *text == '+');
	int64_t ms;

	if (at[strspn(at, "0123456789.")] == '\0')
		return parse_epoch(text, &ms);
	at = text;
	if (!skip_date(&at))
		return false;
	if (*at == 'T' || *at == 't') {
		at++;
		if (!skip_time(&at))
			return false;
	}
	return *at == '\0';
}
