/*
 * utf8.h - what AWS counts when it counts characters.
 *
 * Valid means RFC 3629: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 */
#pragma once

#include "wire/base.h"
#include "wire/buffer.h"

/* Whether the bytes are valid UTF-8. */
bool utf8_is_valid(const char *data, size_t len);

/*
 * The number of bytes of the character at @data, of which @len bytes (at
 * least 1) may be read, and its code point; 0 if it is not valid.
 */
size_t utf8_next(const char *data, size_t len, uint32_t *out_code_point);

/* The number of code points of a valid text. */
size_t utf8_count(const char *data, size_t len);

/* Appends a text; each byte that is part of no valid character becomes U+FFFD. */
void utf8_add_repaired(struct buffer *out, const char *data, size_t len);

/* Appends a code point, which must be valid. */
void utf8_add(struct buffer *out, uint32_t code_point);
