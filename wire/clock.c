#include "wire/clock.h"

#include <string.h>
#include <time.h>

enum { DAY_S = 24 * 60 * 60 };

static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static int64_t system_now_ms(void *context)
{
	struct timespec now;

	UNUSED(context);
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t monotonic_now_ms(void *context)
{
	UNUSED(context);
	return clock_monotonic_us() / 1000;
}

static int64_t fixed_now_ms(void *context)
{
	const int64_t *now_ms = context;

	return *now_ms;
}

struct clock clock_system(void)
{
	return (struct clock){ .now_ms = system_now_ms };
}

struct clock clock_monotonic(void)
{
	return (struct clock){ .now_ms = monotonic_now_ms };
}

struct clock clock_fixed(int64_t *now_ms)
{
	return (struct clock){ .now_ms = fixed_now_ms, .context = now_ms };
}

int64_t clock_now_ms(const struct clock *clock)
{
	return clock->now_ms(clock->context);
}

/* Years outside 0000..9999 are clamped so that every form keeps its length. */
static const int64_t first_s = -62167219200, last_s = 253402300799;

enum { ERA_DAYS = 146097, ERA_YEARS = 400, EPOCH_DAY = 719468, EPOCH_WEEKDAY = 4 };

/*
 * The calendar is reckoned from the first of March of the year 0, so that a
 * leap day is the last of its year; 400 years have the same number of days.
 */
static int64_t day_number(int year, int month, int day)
{
	int64_t years = month > 2 ? year : year - 1;
	int64_t eras = (years >= 0 ? years : years - ERA_YEARS + 1) / ERA_YEARS;
	int64_t year_of_era = years - eras * ERA_YEARS;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return eras * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - EPOCH_DAY;
}

/* Fills the date of @days since 1970-01-01. */
static void set_date(int64_t days, struct tm *parts)
{
	int64_t since = days + EPOCH_DAY;
	int64_t eras = (since >= 0 ? since : since - ERA_DAYS + 1) / ERA_DAYS;
	int64_t day = since - eras * ERA_DAYS;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day_of_year + 2) / 153; /* March is 0 */

	parts->tm_mday = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	parts->tm_mon = (int)(month < 10 ? month + 2 : month - 10);
	parts->tm_year = (int)(year + eras * ERA_YEARS + (parts->tm_mon < 2)) - 1900;
	parts->tm_wday = (int)((days % 7 + 7 + EPOCH_WEEKDAY) % 7);
}

static struct tm utc(int64_t ms)
{
	int64_t s = ms / 1000 - (ms % 1000 < 0);
	struct tm parts = { 0 };
	int64_t days;

	s = s < first_s ? first_s : s > last_s ? last_s : s;
	days = s / DAY_S - (s % DAY_S < 0);
	s -= days * DAY_S;
	set_date(days, &parts);
	parts.tm_hour = (int)(s / 3600);
	parts.tm_min = (int)(s / 60 % 60);
	parts.tm_sec = (int)(s % 60);
	return parts;
}

/* Writes the last @count digits of the value; returns what is behind them. */
static char *put(char *at, int value, int count)
{
	for (int i = count; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	return at + count;
}

/* As put, and one more character. */
static char *put_then(char *at, int value, int count, char next)
{
	at = put(at, value, count);
	*at++ = next;
	return at;
}

void clock_format_iso(int64_t ms, char out_text[CLOCK_ISO_LEN + 1])
{
	const struct tm parts = utc(ms);
	char *at = put_then(out_text, parts.tm_year + 1900, 4, '-');

	at = put_then(at, parts.tm_mon + 1, 2, '-');
	at = put_then(at, parts.tm_mday, 2, 'T');
	at = put_then(at, parts.tm_hour, 2, ':');
	at = put_then(at, parts.tm_min, 2, ':');
	at = put_then(at, parts.tm_sec, 2, 'Z');
	*at = '\0';
}

void clock_format_exact(int64_t ms, char out_text[CLOCK_EXACT_LEN + 1])
{
	int fraction = (int)(ms % 1000 + (ms % 1000 < 0 ? 1000 : 0));
	char *at;

	clock_format_iso(ms, out_text);
	if (fraction == 0)
		return;
	at = strchr(out_text, 'Z');
	*at++ = '.';
	at = put_then(at, fraction, 3, 'Z');
	*at = '\0';
}

void clock_format_basic(int64_t ms, char out_text[CLOCK_BASIC_LEN + 1])
{
	const struct tm parts = utc(ms);
	char *at = put(out_text, parts.tm_year + 1900, 4);

	at = put(at, parts.tm_mon + 1, 2);
	at = put_then(at, parts.tm_mday, 2, 'T');
	at = put(at, parts.tm_hour, 2);
	at = put(at, parts.tm_min, 2);
	at = put_then(at, parts.tm_sec, 2, 'Z');
	*at = '\0';
}

/* Writes the three letters of a name and what follows them. */
static char *put_name(char *at, const char *name, const char *next)
{
	memcpy(at, name, 3);
	return stpcpy(at + 3, next);
}

void clock_format_http(int64_t ms, char out_text[CLOCK_HTTP_LEN + 1])
{
	const struct tm parts = utc(ms);
	char *at = put_name(out_text, weekdays[parts.tm_wday], ", ");

	at = put_then(at, parts.tm_mday, 2, ' ');
	at = put_name(at, months[parts.tm_mon], " ");
	at = put_then(at, parts.tm_year + 1900, 4, ' ');
	at = put_then(at, parts.tm_hour, 2, ':');
	at = put_then(at, parts.tm_min, 2, ':');
	put_name(put(at, parts.tm_sec, 2), " GM", "T");
}

/* Reads exactly @count digits; false if one is missing. Moves *@text behind them. */
static bool read_digits(const char **text, int count, int *out_value)
{
	int value = 0;

	for (int i = 0; i < count; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		value = value * 10 + (**text - '0');
	}
	*out_value = value;
	return true;
}

/* Reads one literal character. */
static bool read_char(const char **text, char wanted)
{
	if (**text != wanted)
		return false;
	(*text)++;
	return true;
}

static int days_in_month(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month - 1] + (month == 2 && leap);
}

/* The instant of a checked calendar date and time of day; false if there is no such day or time. */
static bool instant(const struct tm *parts, int64_t *out_ms)
{
	int64_t days_since;

	if (parts->tm_mon < 0 || parts->tm_mon > 11 || parts->tm_hour > 23 || parts->tm_min > 59 ||
	    parts->tm_sec > 59 || parts->tm_mday < 1 ||
	    parts->tm_mday > days_in_month(parts->tm_year + 1900, parts->tm_mon + 1))
		return false;
	days_since = day_number(parts->tm_year + 1900, parts->tm_mon + 1, parts->tm_mday);
	*out_ms =
		(days_since * DAY_S + parts->tm_hour * 3600 + parts->tm_min * 60 + parts->tm_sec) *
		1000;
	return true;
}

bool clock_parse_basic(const char *text, int64_t *out_ms)
{
	struct tm parts = { 0 };
	const char *at = text;
	int year, month;

	if (!read_digits(&at, 4, &year) || !read_digits(&at, 2, &month) ||
	    !read_digits(&at, 2, &parts.tm_mday) || !read_char(&at, 'T') ||
	    !read_digits(&at, 2, &parts.tm_hour) || !read_digits(&at, 2, &parts.tm_min) ||
	    !read_digits(&at, 2, &parts.tm_sec) || !read_char(&at, 'Z') || *at)
		return false;
	parts.tm_year = year - 1900;
	parts.tm_mon = month - 1;
	return instant(&parts, out_ms);
}

/* Reads "", "Z" or "+hh:mm" at the end of a time; the offset is in minutes. */
static bool read_offset(const char **text, int *out_minutes)
{
	int sign = **text == '-' ? -1 : 1;
	int hours, minutes;

	*out_minutes = 0;
	if (read_char(text, 'Z'))
		return true;
	if (!read_char(text, '+') && !read_char(text, '-'))
		return false;
	if (!read_digits(text, 2, &hours) || !read_char(text, ':') ||
	    !read_digits(text, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*out_minutes = sign * (hours * 60 + minutes);
	return true;
}

/* Reads ".123456", of which the first three digits count. */
static bool read_fraction(const char **text, int *out_ms)
{
	int weight = 100;

	*out_ms = 0;
	if (!read_char(text, '.'))
		return true;
	if (**text < '0' || **text > '9')
		return false;
	for (; **text >= '0' && **text <= '9'; (*text)++, weight /= 10)
		*out_ms += (**text - '0') * weight;
	return true;
}

/* Reads "Thh:mm[:ss[.fff]]" and the offset behind it. */
static bool read_time_of_day(const char **text, struct tm *parts, int *out_ms, int *out_minutes)
{
	if (!read_char(text, 'T') || !read_digits(text, 2, &parts->tm_hour) ||
	    !read_char(text, ':') || !read_digits(text, 2, &parts->tm_min))
		return false;
	if (read_char(text, ':') &&
	    (!read_digits(text, 2, &parts->tm_sec) || !read_fraction(text, out_ms)))
		return false;
	return read_offset(text, out_minutes);
}

bool clock_parse_iso(const char *text, int64_t *out_ms)
{
	struct tm parts = { 0 };
	const char *at = text;
	int year, month, fraction_ms = 0, offset_minutes = 0;
	int64_t ms;

	if (!read_digits(&at, 4, &year) || !read_char(&at, '-') || !read_digits(&at, 2, &month) ||
	    !read_char(&at, '-') || !read_digits(&at, 2, &parts.tm_mday))
		return false;
	if (*at && !read_time_of_day(&at, &parts, &fraction_ms, &offset_minutes))
		return false;
	parts.tm_year = year - 1900;
	parts.tm_mon = month - 1;
	if (*at || month < 1 || month > 12 || !instant(&parts, &ms))
		return false;
	*out_ms = ms + fraction_ms - (int64_t)offset_minutes * 60000;
	return true;
}

/* Reads "Jan" as 0 ... "Dec" as 11. */
static bool read_month_name(const char **text, int *out_month)
{
	for (int i = 0; i < 12; i++) {
		if (strncmp(*text, months[i], 3) != 0)
			continue;
		*text += 3;
		*out_month = i;
		return true;
	}
	return false;
}

/* Reads "02 Jan 2026 ". */
static bool read_http_date(const char **text, struct tm *parts)
{
	int year;

	if (!read_digits(text, 2, &parts->tm_mday) || !read_char(text, ' ') ||
	    !read_month_name(text, &parts->tm_mon) || !read_char(text, ' ') ||
	    !read_digits(text, 4, &year) || !read_char(text, ' '))
		return false;
	parts->tm_year = year - 1900;
	return true;
}

bool clock_parse_http(const char *text, int64_t *out_ms)
{
	struct tm parts = { 0 };
	const char *at = text;

	if (strlen(text) != CLOCK_HTTP_LEN)
		return false;
	at += strlen("Fri, ");
	if (!read_http_date(&at, &parts) || !read_digits(&at, 2, &parts.tm_hour) ||
	    !read_char(&at, ':') || !read_digits(&at, 2, &parts.tm_min) || !read_char(&at, ':') ||
	    !read_digits(&at, 2, &parts.tm_sec) || strcmp(at, " GMT") != 0)
		return false;
	return instant(&parts, out_ms);
}
