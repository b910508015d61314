/*
 * instant.h - the values of the Date operators.
 */
#pragma once

#include "wire/base.h"

/*
 * Reads a date in W3C's profile of ISO 8601, or seconds since 1970 as a
 * decimal number, fraction and sign allowed (recorded). The result is in
 * milliseconds. False if the text is neither or lies out of range.
 */
MUST_USE bool policy_instant_parse(const char *text, int64_t *out_ms);

/*
 * Whether IAM stores the text as an operand of a Date operator. It looks less
 * closely than evaluation does: "01T" and "2016-12-13t2:00:00.593194+23" are
 * stored, "234-13" and numbers beyond 64 bits are not (recorded).
 */
bool policy_instant_is_operand(const char *text);
