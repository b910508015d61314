#include "tests/support/check.h"

#include <string.h>

#include "policy/address.h"
#include "policy/instant.h"
#include "policy/letters.h"
#include "policy/number.h"

enum { NOT_A_NUMBER = 9 };

static const struct number_row {
	const char *name;
	const char *one, *other;
	int order; /* -1, 0, 1 or NOT_A_NUMBER */
} number_rows[] = {
	{ "nothing is no number", "", "1", NOT_A_NUMBER },
	{ "a sign alone is no number", "-", "1", NOT_A_NUMBER },
	{ "a point alone is no number", ".", "1", NOT_A_NUMBER },
	{ "two points are no number", "1.2.3", "1", NOT_A_NUMBER },
	{ "letters behind digits are no number", "10abc", "10", NOT_A_NUMBER },
	{ "an exponent needs digits", "1e", "1", NOT_A_NUMBER },
	{ "an exponent has no fraction", "1e1.5", "1", NOT_A_NUMBER },
	{ "NaN is no number", "NaN", "1", NOT_A_NUMBER },
	{ "infinity is no number", "Infinity", "1", NOT_A_NUMBER },
	{ "a blank is no digit", " 1", "1", NOT_A_NUMBER },
	{ "a plus changes nothing", "+1", "1", 0 },
	{ "leading zeros change nothing", "0001", "1", 0 },
	{ "trailing zeros change nothing", "1.000", "1", 0 },
	{ "an exponent of nothing changes nothing", "1e0", "1", 0 },
	{ "ten in three ways", "1E+1", "10.", 0 },
	{ "a negative exponent", "5e-1", ".5", 0 },
	{ "zero has no sign", "-0.00", "0e5", 0 },
	{ "no digit is lost", "123456789012345678901234567890.1",
	  "123456789012345678901234567890.2", -1 },
	{ "more digits are more", "100", "99.999", 1 },
	{ "negative is less than positive", "-2", "1", -1 },
	{ "among negatives the greater is less", "-20", "-3", -1 },
	{ "a longer fraction is more", "1.01", "1.009", 1 },
	{ "an exponent beyond all bounds", "1e99999999999999999999", "2e99999", 1 },
};

static void check_number(void **state)
{
	const struct fixture *fixture = *state;
	const struct number_row *row = fixture->row;
	struct policy_number one, other;
	int order;

	assert_true(policy_number_parse(row->other, strlen(row->other), &other));
	if (!policy_number_parse(row->one, strlen(row->one), &one)) {
		assert_int_equal(row->order, NOT_A_NUMBER);
		return;
	}
	order = policy_number_compare(&one, &other);
	assert_int_equal(order, row->order);
	assert_int_equal(policy_number_compare(&other, &one), -row->order);
}

static const struct instant_row {
	const char *name;
	const char *text;
	bool is_instant, is_operand;
	int64_t ms;
} instant_rows[] = {
	{ "nothing", "", false, false, 0 },
	{ "a word", "soon", false, false, 0 },
	{ "a month too many is not stored", "2026-13-01", false, false, 0 },
	{ "a month too few is not stored", "2026-00-01", false, false, 0 },
	{ "an offset of five digits is not stored", "2026-01-01T00:00:00+12345", false, false, 0 },
	{ "a plus before seconds", "+5", true, true, 5000 },
	{ "an offset to the west", "2025-01-01T00:00:00-01:00", true, true, 1735693200000 },
	{ "a day too many is not stored", "2026-01-32", false, false, 0 },
	{ "an hour too many is not stored", "2026-01-01T25", false, false, 0 },
	{ "seconds beyond 64 bits are not stored", "9223372036854775808", false, false, 0 },
	{ "two fractions", "1.2.3", false, false, 0 },
	{ "a point without digits", "1.", false, false, 0 },
	{ "an offset without digits", "2026-01-01T00+", false, false, 0 },
	{ "an offset with minutes and seconds", "2026-01-01T00:00:00+01:00:00", false, false, 0 },
	{ "hours alone, and an offset of hours", "2026-01-01T00+01", false, true, 0 },
	{ "a day and a T", "2026-01-01T", false, true, 0 },
	{ "an hour without zone", "2026-01-01T10", false, true, 0 },
	{ "small letters", "2026-01-01t00:00:00z", false, true, 0 },
	{ "something behind the zone", "2026-01-01T00:00:00Zx", false, false, 0 },
	{ "a year and a T are stored and never match", "01T", false, true, 0 },
	{ "a crooked offset is stored and never matches", "2016-12-13t2:00:00.593194+23", false,
	  true, 0 },
	{ "seconds", "1735689600", true, true, 1735689600000 },
	{ "half a second before 1970", "-0.5", true, true, -500 },
	{ "a fraction beyond milliseconds is cut", "1.23456", true, true, 1234 },
	{ "a day", "2025-01-01", true, true, 1735689600000 },
	{ "an offset", "2025-01-01T01:00:00+01:00", true, true, 1735689600000 },
	{ "a fraction", "1969-12-31T23:59:59.5Z", true, true, -500 },
};

static void check_instant(void **state)
{
	const struct fixture *fixture = *state;
	const struct instant_row *row = fixture->row;
	int64_t ms;

	assert_int_equal(policy_instant_is_operand(row->text), row->is_operand);
	if (policy_instant_parse(row->text, &ms)) {
		assert_true(row->is_instant);
		assert_int_equal(ms, row->ms);
	} else {
		assert_false(row->is_instant);
	}
}

static const struct address_row {
	const char *name;
	const char *address, *range;
	bool is_in;
} address_rows[] = {
	{ "too many groups", "1:2:3:4:5:6:7:8:9", "::/0", false },
	{ "five numbers", "1.2.3.4.5", "0.0.0.0/0", false },
	{ "a dotted address behind what is none", "zz:1.2.3.4", "0.0.0.0/0", false },
	{ "a mapped address with a number too large", "::ffff:1.2.3.999", "0.0.0.0/0", false },
	{ "bits of ten digits", "1.2.3.4", "1.2.3.0/1234567890", false },
	{ "no address is in no range", "here", "there", false },
	{ "a number too large", "1.2.3.256", "0.0.0.0/0", false },
	{ "four digits", "1.2.3.0004", "0.0.0.0/0", false },
	{ "a text longer than any address",
	  "1111111111222222222233333333334444444444555555555566666666667777777777", "::/0", false },
	{ "a dotted address with a bad mapping", "::fffe:1.2.3.4", "0.0.0.0/0", false },
	{ "an IPv6 address is in no IPv4 range", "2001:db8::1", "0.0.0.0/0", false },
	{ "a range longer than any", "1.2.3.4",
	  "1111111111222222222233333333334444444444555555555566666666667777777777", false },
	{ "a range with letters behind", "1.2.3.4", "1.2.3.0/24x", false },
	{ "a range without bits", "1.2.3.4", "1.2.3.0/", false },
	{ "a whole family", "1.2.3.4", "0.0.0.0/0", true },
	{ "a range that ends inside a byte", "10.1.31.255", "10.1.16.0/20", true },
	{ "just outside of it", "10.1.32.0", "10.1.16.0/20", false },
	{ "an IPv6 range that ends inside a byte", "2001:db8:ffff::", "2001:db8:8000::/33", true },
};

static void check_address(void **state)
{
	const struct fixture *fixture = *state;
	const struct address_row *row = fixture->row;
	struct policy_address address = policy_address_parse(row->address);
	struct policy_address range = policy_address_parse_range(row->range);

	assert_int_equal(policy_address_in_range(&address, &range), row->is_in);
}

static const struct operand_row {
	const char *name;
	const char *text;
	bool is_operand;
} operand_rows[] = {
	{ "nothing is not stored as address", "", false },
	{ "a word is not stored as address", "here", false },
	{ "a range without bits is not stored", "10.0.0.0/", false },
	{ "a range with a word is not stored", "10.0.0.0/all", false },
	{ "only bits are not stored", "/8", false },
	{ "an endless text is not stored",
	  "1111111111222222222233333333334444444444555555555566666666667777777777", false },
	{ "too many bits are stored", "10.0.0.0/33", true },
	{ "a plus is stored", "10.0.0.0/+8", true },
	{ "dotted IPv6 is stored", "::ffff:1.2.3.4", true },
};

static void check_operand(void **state)
{
	const struct fixture *fixture = *state;
	const struct operand_row *row = fixture->row;

	assert_int_equal(policy_address_is_operand(row->text), row->is_operand);
}

static const struct letters_row {
	const char *name;
	const char *text, *lower;
} letters_rows[] = {
	{ "a capital I with a dot stays", "\304\260", "\304\260" },
	{ "letters outside the BMP stay", "\360\220\220\200", "\360\220\220\200" },
	{ "a stray byte stays", "\200A", "\200a" },
	{ "a character cut short stays", "A\342\204", "a\342\204" },
	{ "the Kelvin sign is a k", "\342\204\252", "k" },
	{ "a sigma at the end of a word", "\316\237\316\243 \316\243",
	  "\316\277\317\202 \317\203" },
	{ "a sigma before a full stop and a letter", "\316\237\316\243.\316\221",
	  "\316\277\317\203.\316\261" },
	{ "a sigma alone", "\316\243", "\317\203" },
	{ "letters that grow", "\310\272", "\342\261\245" },
	{ "a small letter between capitals stays", "\304\201", "\304\201" },
	{ "Cyrillic", "\320\226", "\320\266" },
};

static void check_letters(void **state)
{
	struct fixture *fixture = *state;
	const struct letters_row *row = fixture->row;
	size_t len = strlen(row->text);
	char *lower = arena_alloc(&fixture->arena, POLICY_LETTERS_GROWTH * len + 1);

	lower[policy_letters_lower(row->text, len, lower)] = '\0';
	assert_string_equal(lower, row->lower);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(number_rows, check_number),   CHECK_TABLE(instant_rows, check_instant),
		CHECK_TABLE(address_rows, check_address), CHECK_TABLE(operand_rows, check_operand),
		CHECK_TABLE(letters_rows, check_letters),
	};

	return check_tables("policy/values", tables, ARRAY_LEN(tables));
}
