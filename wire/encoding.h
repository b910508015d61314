/*
 * encoding.h - bytes as text: hexadecimal and base64.
 *
 * Reading is strict: one text for one value, nothing skipped.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* Writes 2 * @len lower-case digits and a NUL to @out_text. */
void hex_encode(const void *data, size_t len, char *out_text);

/* Reads @len digits of either case into @len / 2 bytes; false if one is not a digit or @len is odd.
 */
MUST_USE bool hex_decode(const char *text, size_t len, void *out_data);

/* Base64 with padding (RFC 4648, section 4), NUL-terminated. */
char *base64_encode(struct arena *arena, const void *data, size_t len);

/* The same in the letters of URLs and without padding (RFC 4648, section 5), as tokens have it. */
char *base64url_encode(struct arena *arena, const void *data, size_t len);

/*
 * Reads base64 with padding; false on any other character, on wrong padding
 * and on stray bits. The bytes are owned by @arena and a NUL follows them.
 */
MUST_USE bool base64_decode(struct arena *arena, const char *text, size_t len, uint8_t **out_data,
			    size_t *out_len);
