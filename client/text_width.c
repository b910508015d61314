#include "client/text_width.h"

#include <string.h>
#include <wchar.h>

#include "wire/buffer.h"
#include "wire/utf8.h"

const char *text_printable(struct arena *arena, const char *text)
{
	struct buffer out;
	size_t left = strlen(text);

	buffer_init(&out, arena, left + 1);
	while (left > 0) {
		uint32_t code_point = 0;
		size_t len = utf8_next(text, left, &code_point);
		bool is_shown = len > 0 && code_point >= 0x20 &&
				!(code_point >= 0x7F && code_point < 0xA0) &&
				/* marks that reorder the text around them */
				!(code_point >= 0x202A && code_point <= 0x202E) &&
				!(code_point >= 0x2066 && code_point <= 0x2069);

		if (is_shown)
			buffer_add(&out, text, len);
		else
			buffer_add_char(&out, '?');
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
