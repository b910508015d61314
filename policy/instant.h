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
