/*
 * number.h - decimal numbers of any size, compared exactly.
 *
 * The Numeric operators compare texts: +1, 01, 1.0 and 1e0 are all equal, and
 * no digit is lost (recorded). NaN, Infinity, "" and 10abc are not numbers.
 */
#pragma once

#include "wire/base.h"

/* A number as it stands in its text, which is borrowed. */
struct policy_number {
	const char *digits; /* from the first digit that is not zero */
	const char *end;    /* behind the last digit; a point may stand between */
	int64_t magnitude;  /* the power of ten of the first digit */
	int sign;           /* -1, 0 or 1 */
};

/* Reads @len bytes as one number; false if they are not one. */
MUST_USE bool policy_number_parse(const char *text, size_t len, struct policy_number *out_number);

/* Negative, zero or positive as @one is less than, equal to or greater than @other. */
int policy_number_compare(const struct policy_number *one, const struct policy_number *other);
