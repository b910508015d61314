#include "tests/support/check.h"

#include <string.h>

#include "wire/clock.h"

enum form { ISO, BASIC, HTTP };

static const struct row {
	const char *name;
	enum form form;
	const char *text;
	bool valid;
	int64_t ms;
} rows[] = {
	{ "a basic time without Z is refused", BASIC, "20260102T030405", false, 0 },
	{ "the 30th of February is refused", BASIC, "20260230T030405Z", false, 0 },
	{ "the 29th of February needs a leap year", ISO, "2026-02-29", false, 0 },
	{ "text behind a time is refused", ISO, "2026-01-02T03:04:05Zx", false, 0 },
	{ "an hour of 24 is refused", ISO, "2026-01-02T24:00:00Z", false, 0 },
	{ "a point needs a digit behind it", ISO, "2026-01-02T03:04:05.Z", false, 0 },
	{ "a month of 13 is refused", ISO, "2026-13-02", false, 0 },
	{ "an unknown month name is refused", HTTP, "Fri, 02 Jam 2026 03:04:05 GMT", false, 0 },
	{ "another zone than GMT is refused", HTTP, "Fri, 02 Jan 2026 03:04:05 EST", false, 0 },
	{ "X-Amz-Date is read", BASIC, "20260102T030405Z", true, 1767323045000 },
	{ "a date alone is its first instant", ISO, "2026-01-02", true, 1767312000000 },
	{ "ISO 8601 in UTC is read", ISO, "2026-01-02T03:04:05Z", true, 1767323045000 },
	{ "an offset moves the instant", ISO, "2026-01-02T04:04:05+01:00", true, 1767323045000 },
	{ "three digits of a fraction count", ISO, "2026-01-02T03:04:05.123456Z", true,
	  1767323045123 },
	{ "HTTP's Date is read", HTTP, "Fri, 02 Jan 2026 03:04:05 GMT", true, 1767323045000 },
	{ "the 29th of February of a leap year is read", ISO, "2028-02-29", true, 1835395200000 },
};

static void reads(void **state)
{
	static bool (*const readers[])(
		const char *, int64_t *) = { clock_parse_iso, clock_parse_basic, clock_parse_http };
	struct fixture *t = *state;
	const struct row *row = t->row;
	int64_t ms = -1;

	assert_int_equal(readers[row->form](row->text, &ms), row->valid);
	assert_int_equal(ms, row->valid ? row->ms : -1);
}

static const struct write_row {
	const char *name;
	int64_t ms;
	const char *iso, *basic, *http;
} write_rows[] = {
	{ "the first instant is written", 0, "1970-01-01T00:00:00Z", "19700101T000000Z",
	  "Thu, 01 Jan 1970 00:00:00 GMT" },
	{ "a fraction is rounded down", 1767323045999, "2026-01-02T03:04:05Z", "20260102T030405Z",
	  "Fri, 02 Jan 2026 03:04:05 GMT" },
	{ "a time before 1970 is rounded down too", -1, "1969-12-31T23:59:59Z", "19691231T235959Z",
	  "Wed, 31 Dec 1969 23:59:59 GMT" },
	{ "a time beyond the year 9999 is the last one that fits", INT64_MAX,
	  "9999-12-31T23:59:59Z", "99991231T235959Z", "Fri, 31 Dec 9999 23:59:59 GMT" },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct write_row *row = t->row;
	char iso[CLOCK_ISO_LEN + 1], basic[CLOCK_BASIC_LEN + 1], http[CLOCK_HTTP_LEN + 1];

	clock_format_iso(row->ms, iso);
	clock_format_basic(row->ms, basic);
	clock_format_http(row->ms, http);
	assert_string_equal(iso, row->iso);
	assert_string_equal(basic, row->basic);
	assert_string_equal(http, row->http);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(write_rows, writes),
	};

	return check_tables("wire/clock", tables, ARRAY_LEN(tables));
}
