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

/* A copy that may be linked into another list. */
static struct json_value *copy_of(struct arena *arena, const struct json_value *value)
{
	struct json_value *copy = arena_new(arena, struct json_value);

	*copy = *value;
	copy->next = NULL;
	return copy;
}

/* The event "end" with the other events as its member "accounts". */
static const struct json_value *document_of(struct arena *arena, const struct saved *saved)
{
	const struct json_value *end = saved->lines[saved->line_count - 1];
	struct json_value *root = copy_of(arena, end), *accounts = copy_of(arena, end);

	root->first = root->last = accounts->first = accounts->last = NULL;
	root->len = accounts->len = 0;
	accounts->kind = JSON_ARRAY;
	accounts->key = "accounts";
	for (const struct json_value *member = end->first; member; member = member->next)
		json_append(root, copy_of(arena, member));
	for (size_t i = 0; i + 1 < saved->line_count; i++)
		json_append(accounts, copy_of(arena, saved->lines[i]));
	json_append(root, accounts);
	return root;
}

bool saved_read_events(struct saved_reading *reading, const struct input *input)
{
	struct saved *saved = reading->saved;
	const char *last;

	if (!saved_read_lines(reading, input->text, input->len))
		return false;
	last = json_get_string(saved->lines[saved->line_count - 1], "event");
	if (!last || strcmp(last, "end") != 0)
		return fault_set(
			reading->fault, FAULT_INPUT,
			"%s: the last line is no event \"end\": the run that wrote it did not "
			"come to its end, and what lacks is not known",
			saved->name);
	saved->root = document_of(reading->arena, saved);
	return true;
}
