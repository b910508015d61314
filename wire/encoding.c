#include "wire/encoding.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void hex_encode(const void *data, size_t len, char *out_text)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < len; i++) {
		out_text[2 * i] = hex_digits[bytes[i] >> 4];
		out_text[2 * i + 1] = hex_digits[bytes[i] & 15];
	}
	out_text[2 * len] = '\0';
}

/* The value of one digit, or -1. */
static int hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool hex_decode(const char *text, size_t len, void *out_data)
{
	uint8_t *bytes = out_data;

	if (len % 2)
		return false;
	for (size_t i = 0; i < len; i += 2) {
		int high = hex_digit(text[i]);
		int low = hex_digit(text[i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i / 2] = (uint8_t)(high << 4 | low);
	}
	return true;
}

char *base64_encode(struct arena *arena, const void *data, size_t len)
{
	const uint8_t *bytes = data;
	char *text = arena_alloc(arena, (len + 2) / 3 * 4 + 1);
	char *at = text;

	for (size_t i = 0; i < len; i += 3) {
		size_t rest = len - i;
		uint32_t group = (uint32_t)bytes[i] << 16;

		if (rest > 1)
			group |= (uint32_t)bytes[i + 1] << 8;
		if (rest > 2)
			group |= bytes[i + 2];
		*at++ = base64_digits[group >> 18];
		*at++ = base64_digits[group >> 12 & 63];
		*at++ = rest > 1 ? base64_digits[group >> 6 & 63] : '=';
		*at++ = rest > 2 ? base64_digits[group & 63] : '=';
	}
	return text;
}

char *base64url_encode(struct arena *arena, const void *data, size_t len)
{
	char *text = base64_encode(arena, data, len);

	text[strcspn(text, "=")] = '\0';
	for (char *at = text; *at; at++)
		*at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
	return text;
}

static int base64_digit(char digit)
{
	if (digit >= 'A' && digit <= 'Z')
		return digit - 'A';
	if (digit >= 'a' && digit <= 'z')
		return digit - 'a' + 26;
	if (digit >= '0' && digit <= '9')
		return digit - '0' + 52;
	if (digit == '+')
		return 62;
	return digit == '/' ? 63 : -1;
}

/* Reads the @digits (2 to 4) first characters of a group; false on stray bits. */
static bool base64_group(const char *text, size_t digits, uint8_t *out_bytes)
{
	uint32_t group = 0;

	for (size_t i = 0; i < 4; i++) {
		int value = i < digits ? base64_digit(text[i]) : 0;

		if (value < 0)
			return false;
		group = group << 6 | (uint32_t)value;
	}
	for (size_t i = 0; i < 3; i++) {
		uint8_t byte = (uint8_t)(group >> (16 - 8 * i));

		if (i < digits - 1)
			out_bytes[i] = byte;
		else if (byte)
			return false;
	}
	return true;
}

bool base64_decode(struct arena *arena, const char *text, size_t len, uint8_t **out_data,
		   size_t *out_len)
{
	size_t padding = 0;
	uint8_t *data;

	if (len % 4)
		return false;
	while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
		padding++;
	data = arena_alloc(arena, len / 4 * 3 + 1);
	for (size_t i = 0; i < len; i += 4) {
		size_t digits = i + 4 == len ? 4 - padding : 4;

		if (!base64_group(text + i, digits, data + i / 4 * 3))
			return false;
	}
	*out_data = data;
	*out_len = len / 4 * 3 - padding;
	return true;
}
