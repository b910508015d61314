#include "wire/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xfffd }; /* what stands where no character was */

size_t utf8_next(const char *data, size_t len, uint32_t *out_code_point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t *bytes = (const uint8_t *)data;
	uint32_t code_point = bytes[0];
	size_t size;

	if (code_point < 0x80) {
		*out_code_point = code_point;
		return 1;
	}
	size = code_point >= 0xf0 ? 4 : code_point >= 0xe0 ? 3 : 2;
	if (code_point < 0xc2 || code_point > 0xf4 || len < size)
		return 0;
	code_point &= 0x7fU >> size;
	for (size_t i = 1; i < size; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		code_point = code_point << 6 | (bytes[i] & 0x3fU);
	}
	if (code_point < smallest[size] || code_point > 0x10ffff || (code_point >> 11) == 0x1b)
		return 0;
	*out_code_point = code_point;
	return size;
}

/* The number of bytes before the first eight that are not all ASCII. */
static size_t ascii_len(const char *data, size_t len)
{
	uint64_t eight, words[4];
	size_t i = 0;

	for (; i + sizeof(words) <= len; i += sizeof(words)) {
		memcpy(words, data + i, sizeof(words));
		if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080U)
			break;
	}

	for (; i + sizeof(eight) <= len; i += sizeof(eight)) {
		memcpy(&eight, data + i, sizeof(eight));
		if (eight & 0x8080808080808080U)
			break;
	}
	return i;
}

bool utf8_is_valid(const char *data, size_t len)
{
	uint32_t code_point;

	for (size_t i = ascii_len(data, len); i < len;) {
		size_t size = utf8_next(data + i, len - i, &code_point);

		if (!size)
			return false;
		i += size;
	}
	return true;
}

size_t utf8_count(const char *data, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((uint8_t)data[i] & 0xc0) != 0x80;
	return count;
}

void utf8_add(struct buffer *out, uint32_t code_point)
{
	char bytes[4];
	size_t size = code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = size; i-- > 1; code_point >>= 6)
		bytes[i] = (char)(0x80 | (code_point & 0x3f));
	bytes[0] = (char)(lead[size] | code_point);
	buffer_add(out, bytes, size);
}

void utf8_add_repaired(struct buffer *out, const char *data, size_t len)
{
	while (len > 0) {
		uint32_t code_point;
		size_t size = utf8_next(data, len, &code_point);

		if (size > 0)
			buffer_add(out, data, size);
		else
			utf8_add(out, REPLACEMENT);
		data += size > 0 ? size : 1;
		len -= size > 0 ? size : 1;
	}
}
