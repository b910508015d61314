/*
 * special.h - whether a text has a byte that a form of writing must escape.
 *
 * Most texts have none and are copied whole, so this looks at sixteen bytes at
 * a time, by the vectors that gcc and clang have on every machine.
 */
#pragma once

#include <string.h>

#include "wire/base.h"

typedef uint8_t special_bytes __attribute__((vector_size(16)));

/* The bytes that are looked for, beside the control characters below a blank. */
struct special_set {
	uint8_t bytes[4]; /* one may stand there twice */
};

static inline bool special_has_any(special_bytes bytes, struct special_set set)
{
	special_bytes found = (special_bytes)(bytes < ' ') |
			      (special_bytes)(bytes == set.bytes[0]) |
			      (special_bytes)(bytes == set.bytes[1]) |
			      (special_bytes)(bytes == set.bytes[2]) |
			      (special_bytes)(bytes == set.bytes[3]);
	uint64_t halves[2];

	memcpy(halves, &found, sizeof(halves));
	return halves[0] | halves[1];
}

/* A text of one to fifteen bytes, some of them twice. */
static inline special_bytes special_load_short(const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;
	uint64_t halves[2];
	uint32_t quarters[2];
	special_bytes bytes;

	if (len >= sizeof(halves[0])) {
		memcpy(&halves[0], text, sizeof(halves[0]));
		memcpy(&halves[1], text + len - sizeof(halves[1]), sizeof(halves[1]));
	} else if (len >= sizeof(quarters[0])) {
		memcpy(&quarters[0], text, sizeof(quarters[0]));
		memcpy(&quarters[1], text + len - sizeof(quarters[1]), sizeof(quarters[1]));
		memcpy(&halves[0], quarters, sizeof(halves[0]));
		halves[1] = halves[0];
	} else {
		halves[0] = 0x2020202020000000U | (uint64_t)at[0] << 16 |
			    (uint64_t)at[len / 2] << 8 | at[len - 1];
		halves[1] = halves[0];
	}
	memcpy(&bytes, halves, sizeof(bytes));
	return bytes;
}

/* Whether one of the bytes is a control character or in the set. */
static inline bool special_is_in(const char *text, size_t len, struct special_set set)
{
	special_bytes bytes;

	if (len == 0)
		return false;
	if (len < sizeof(bytes))
		return special_has_any(special_load_short(text, len), set);
	for (size_t i = 0; i + sizeof(bytes) <= len; i += sizeof(bytes)) {
		memcpy(&bytes, text + i, sizeof(bytes));
		if (special_has_any(bytes, set))
			return true;
	}
	memcpy(&bytes, text + len - sizeof(bytes), sizeof(bytes));
	return special_has_any(bytes, set);
}
