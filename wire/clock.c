#include "wire/clock.h"

#include <string.h>
#include <time.h>

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static int64_t system_now_ms(void *context)
{
	struct timespec now;

	UNUSED(context);
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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

struct clock clock_fixed(int64_t *now_ms)
{
	return (struct clock){ .now_ms = fixed_now_ms, .context = now_ms };
}

int64_t clock_now_ms(const struct clock *clock)
{
	return clock->now_ms(clock->context);
}

/* Broken-down UTC; years outside 0000..9999 are clamped so that every form keeps its length. */
static struct tm utc(int64_t ms)
{
	const int64_t first = -62167219200, last = 253402300799;
	int64_t s = ms / 1000 - (ms % 1000 < 0);
	struct tm parts;
	time_t time;

	s = s < first ? first : s > last ? last : s;
	time = (time_t)s;
	gmtime_r(&time, &parts);
	return parts;
}

void clock_format_iso(int64_t ms, char out_text[CLOCK_ISO_LEN + 1])
{
	struct tm parts = utc(ms);

	strftime(out_text, CLOCK_ISO_LEN + 1, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

void clock_format_basic(int64_t ms, char out_text[CLOCK_BASIC_LEN + 1])
{
	struct tm parts = utc(ms);

	strftime(out_text, CLOCK_BASIC_LEN + 1, "%Y%m%dT%H%M%SZ", &parts);
}

void clock_format_http(int64_t ms, char out_text[CLOCK_HTTP_LEN + 1])
{
	struct tm parts = utc(ms);

	strftime(out_text, CLOCK_HTTP_LEN + 1, "%a, %d %b %Y %H:%M:%S GMT", &parts);
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
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* The instant of a checked calendar date and time of day; false if there is no such day or time. */
static bool instant(struct tm *parts, int64_t *out_ms)
{
	if (parts->tm_mon < 0 || parts->tm_mon > 11 || parts->tm_hour > 23 || parts->tm_min > 59 ||
	    parts->tm_sec > 59 || parts->tm_mday < 1 ||
	    parts->tm_mday > days_in_month(parts->tm_year + 1900, parts->tm_mon + 1))
		return false;
	*out_ms = (int64_t)timegm(parts) * 1000;
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
