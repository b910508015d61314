/*
 * saved_lines.c - files of one JSON object a line.
 */
#include <string.h>

#include "client/report/saved_kinds.h"

/* Grows by doubling; a power of two is a full array. */
static void keep_line(struct saved_reading *reading, const struct json_value *line)
{
	struct saved *saved = reading->saved;
	size_t count = saved->line_count;

	if ((count & (count - 1)) == 0) {
		const struct json_value **grown =
			arena_array(reading->arena, count ? count * 2 : 1, sizeof(*grown));

		if (count > 0)
			memcpy(grown, saved->lines, count * sizeof(*grown));
		saved->lines = grown;
	}
	saved->lines[saved->line_count++] = line;
}

bool saved_read_lines(struct saved_reading *reading, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((stop ? stop : end) - text);
		const struct json_value *line;

		if (!json_read(reading->arena, text, line_len, reading->fault, &line))
			return fault_prefix(reading->fault, "%s, entry %zu", reading->saved->name,
					    reading->saved->line_count + 1);
		keep_line(reading, line);
		text += line_len + 1;
	}
	return true;
}

bool saved_read_calls(struct saved_reading *reading, const struct input *input)
{
	reading->saved->kind = "calls";
	reading->saved->family = SAVED_CALLS;
	return saved_read_lines(reading, input->text, input->len);
}
