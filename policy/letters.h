/*
 * letters.h - texts compared without regard to case, as AWS does it.
 *
 * Both sides are lower-cased character by character: only inside the BMP,
 * U+0130 stays as it is, and a capital sigma at the end of a word becomes a
 * final sigma (recorded). The C library's case functions know none of this
 * without a locale, so the tables are here.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* A lower-case text takes at most this many times the bytes of its source. */
enum { POLICY_LETTERS_GROWTH = 2 };

/* Writes @len bytes of UTF-8 in lower case and returns how many bytes that takes. */
size_t policy_letters_lower(const char *text, size_t len, char *out_text);

/* Whether two texts are the same in lower case. Texts beyond ASCII take memory of @arena. */
bool policy_letters_equal(struct arena *arena, const char *one, size_t one_len, const char *other,
			  size_t other_len);
