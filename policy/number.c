#include "policy/number.h"

#include <ctype.h>

/* Exponents beyond this are taken for this: no text that fits a policy tells the difference. */
enum { EXPONENT_MAX = 1000000000 };

/* Reads the digits of an exponent behind its "e"; they must reach @end. */
static bool read_exponent(const char *at, const char *end, int64_t *out_exponent)
{
	int64_t value = 0;
	bool negative = at < end && *at == '-';

	if (at < end && (*at == '-' || *at == '+'))
		at++;
	if (at == end)
		return false;
	for (; at < end; at++) {
		if (!isdigit((unsigned char)*at))
			return false;
		if (value < EXPONENT_MAX)
			value = value * 10 + (*at - '0');
	}
	*out_exponent = negative ? -value : value;
	return true;
}

/* What a scan over the digits and the point finds. */
struct scan {
	const char *at;
	const char *first; /* the first digit that is not zero, or NULL */
	int64_t before;    /* digits before the point */
	int64_t first_at;  /* index of the first digit among all digits */
	int64_t digits;
};

static bool scan_digits(struct scan *scan, const char *end)
{
	bool point = false;

	for (; scan->at < end; scan->at++) {
		if (*scan->at == '.') {
			if (point)
				return false;
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)*scan->at))
			break;
		if (*scan->at != '0' && !scan->first) {
			scan->first = scan->at;
			scan->first_at = scan->digits;
		}
		scan->before += !point;
		scan->digits++;
	}
	return scan->digits > 0;
}

bool policy_number_parse(const char *text, size_t len, struct policy_number *out_number)
{
	const char *end = text + len;
	bool negative = len && *text == '-';
	struct scan scan = { .at = text + (len && (*text == '-' || *text == '+')) };
	struct policy_number number = { 0 };
	int64_t exponent = 0;

	if (!scan_digits(&scan, end))
		return false;
	number.end = scan.at;
	if (scan.at < end) {
		if ((*scan.at != 'e' && *scan.at != 'E') ||
		    !read_exponent(scan.at + 1, end, &exponent))
			return false;
	}
	if (scan.first) {
		number.digits = scan.first;
		number.sign = negative ? -1 : 1;
		number.magnitude = scan.before - scan.first_at - 1 + exponent;
	}
	*out_number = number;
	return true;
}

/* The next digit, zero for ever behind the last. */
static char next_digit(const char **at, const char *end)
{
	if (*at < end && **at == '.')
		(*at)++;
	return *at < end ? *(*at)++ : '0';
}

int policy_number_compare(const struct policy_number *one, const struct policy_number *other)
{
	const char *a = one->digits, *b = other->digits;

	if (one->sign != other->sign)
		return one->sign < other->sign ? -1 : 1;
	if (!one->sign)
		return 0;
	if (one->magnitude != other->magnitude)
		return one->magnitude < other->magnitude ? -one->sign : one->sign;
	while (a < one->end || b < other->end) {
		char left = next_digit(&a, one->end), right = next_digit(&b, other->end);

		if (left != right)
			return left < right ? -one->sign : one->sign;
	}
	return 0;
}
