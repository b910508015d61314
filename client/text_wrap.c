#include "client/text_wrap.h"

#include <string.h>

#include "client/text_width.h"
#include "wire/buffer.h"

enum { HANGING_INDENT = 2 };

/*
 * How many bytes of @line go into @columns columns, ending before a blank; if
 * no blank is early enough, up to the first one.
 */
static size_t break_at(const char *line, size_t columns)
{
	size_t fits = text_fit(line, columns);
	size_t end = fits;

	if (!line[fits])
		return fits;
	while (end > 0 && line[end] != ' ')
		end--;
	if (strspn(line, " ") < end)
		return end;
	return fits + strcspn(line + fits, " ");
}

static void wrap_line(struct buffer *out, const char *line, size_t width)
{
	size_t indent = strspn(line, " ") + HANGING_INDENT;
	size_t end = break_at(line, width);

	buffer_add(out, line, end);
	while (line[end]) {
		line += end + 1;
		buffer_printf(out, "\n%*s", (int)indent, "");
		end = break_at(line, width > indent * 2 ? width - indent : width);
		buffer_add(out, line, end);
	}
}

const char *text_wrap(struct arena *arena, const char *text, size_t width)
{
	char *rest = arena_strdup(arena, text), *line;
	struct buffer out;

	buffer_init(&out, arena, strlen(text) + 128);
	while ((line = strsep(&rest, "\n"))) {
		const char *printable = text_printable(arena, line);

		if (width)
			wrap_line(&out, printable, width);
		else
			buffer_add_text(&out, printable);
		if (rest)
			buffer_add_char(&out, '\n');
	}
	return out.data;
}
