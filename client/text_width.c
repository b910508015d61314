#include "client/text_width.h"

#include <string.h>
#include <wchar.h>

#include "wire/buffer.h"
#include "wire/utf8.h"

/* Whether it is shown as itself: it does not steer a terminal, end a line, or stand for nothing. */
static bool is_shown(uint32_t code_point)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = {
		{ 0, 0x1F },        { 0x7F, 0x9F },     { 0x2028, 0x2029 },
		{ 0x202A, 0x202E }, /* marks that reorder the text around them */
		{ 0x2066, 0x2069 }, { 0xFFFE, 0xFFFF },
	};

	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (code_point >= hidden[i].first && code_point <= hidden[i].last)
			return false;
	return true;
}

const char *text_printable(struct arena *arena, const char *text)
{
	struct buffer out;
	size_t left = strlen(text);

	buffer_init(&out, arena, left + 1);
	while (left > 0) {
		uint32_t code_point = 0;
		size_t len = utf8_next(text, left, &code_point);

		if (len > 0 && is_shown(code_point))
			buffer_add(&out, text, len);
		else
			buffer_add_char(&out, '?');
		text += len ? len : 1;
		left -= len ? len : 1;
	}
	return out.data;
}

/* @len is 0 for a byte that is no text. */
static const char *escape_of(struct arena *arena, unsigned char byte, size_t len,
			     uint32_t code_point)
{
	if (len > 1)
		return arena_printf(arena, "\\u%04x", (unsigned)code_point);
	switch (byte) {
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return arena_printf(arena, "\\x%02x", (unsigned)byte);
	}
}

const char *text_escaped(struct arena *arena, const char *text, const char *kept)
{
	struct buffer out;
	size_t left = strlen(text);

	buffer_init(&out, arena, left + 1);
	while (left > 0) {
		uint32_t code_point = 0;
		size_t len = utf8_next(text, left, &code_point);

		if (len > 0 && (is_shown(code_point) || strchr(kept, *text)))
			buffer_add(&out, text, len);
		else
			buffer_add_text(&out,
					escape_of(arena, (unsigned char)*text, len, code_point));
		text += len ? len : 1;
		left -= len ? len : 1;
	}
	return out.data;
}

/* The character at @text and its columns; wcwidth knows only what the locale knows. */
static size_t next_character(const char *text, size_t *out_columns)
{
	uint32_t code_point = 0;
	size_t len = utf8_next(text, strlen(text), &code_point);
	int columns = len > 0 ? wcwidth((wchar_t)code_point) : 1;

	*out_columns = columns < 0 ? 1 : (size_t)columns;
	return len ? len : 1;
}

size_t text_width(const char *text)
{
	size_t width = 0, columns;

	while (*text) {
		text += next_character(text, &columns);
		width += columns;
	}
	return width;
}

size_t text_fit(const char *text, size_t columns)
{
	size_t bytes = 0, width = 0, step;

	while (text[bytes]) {
		size_t len = next_character(text + bytes, &step);

		if (width + step > columns)
			break;
		width += step;
		bytes += len;
	}
	return bytes;
}

const char *text_cut(struct arena *arena, const char *text, size_t columns)
{
	size_t bytes = text_fit(text, columns);

	if (text[bytes] == '\0')
		return text;
	bytes = text_fit(text, columns > 0 ? columns - 1 : 0);
	return arena_printf(arena, "%.*s%s", (int)bytes, text, columns > 0 ? "…" : "");
}
