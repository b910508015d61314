#include "client/edit/text_diff.h"

#include <string.h>

#include "wire/buffer.h"

struct line {
	const char *text;
	size_t len;
};

struct lines {
	struct line *items;
	size_t count;
};

/* A line of the result: ' ', '-' or '+', and the line. */
struct step {
	char mark;
	struct line line;
};

struct script {
	struct arena *arena;
	struct step *steps;
	size_t count;
};

static struct lines split(struct arena *arena, const char *text)
{
	struct lines lines = { 0 };
	size_t room = 1;

	for (const char *at = text; *at; at++)
		room += *at == '\n';
	lines.items = arena_array(arena, room, sizeof(*lines.items));
	while (*text) {
		size_t len = strcspn(text, "\n");

		lines.items[lines.count++] = (struct line){ text, len };
		text += len + (text[len] == '\n');
	}
	return lines;
}

static bool is_same(const struct line *one, const struct line *other)
{
	return one->len == other->len && memcmp(one->text, other->text, one->len) == 0;
}

static void add(struct script *script, char mark, const struct line *line)
{
	script->steps[script->count++] = (struct step){ mark, *line };
}

/* The lengths of the longest common tails: [i][j] of old from i and new from j. */
static unsigned short *tail_lengths(struct arena *arena, const struct lines *old,
				    const struct lines *new)
{
	size_t width = new->count + 1;
	unsigned short *lengths = arena_array(arena, (old->count + 1) * width, sizeof(*lengths));

	for (size_t i = old->count; i-- > 0;)
		for (size_t j = new->count; j-- > 0;) {
			unsigned short down = lengths[(i + 1) * width + j];
			unsigned short right = lengths[i * width + j + 1];

			if (is_same(&old->items[i], &new->items[j]))
				lengths[i * width + j] =
					(unsigned short)(lengths[(i + 1) * width + j + 1] + 1);
			else
				lengths[i * width + j] = down > right ? down : right;
		}
	return lengths;
}

static void add_rest(struct script *script, char mark, const struct lines *lines, size_t from)
{
	for (size_t i = from; i < lines->count; i++)
		add(script, mark, &lines->items[i]);
}

/* What is left once the common beginning and end are off. */
static void add_middle(struct script *script, const struct lines *old, const struct lines *new)
{
	bool is_large = old->count > TEXT_DIFF_LINES_MAX || new->count > TEXT_DIFF_LINES_MAX;
	const unsigned short *lengths = is_large ? NULL : tail_lengths(script->arena, old, new);
	size_t width = new->count + 1, i = 0, j = 0;

	while (lengths && i < old->count && j < new->count) {
		if (is_same(&old->items[i], &new->items[j])) {
			add(script, ' ', &old->items[i++]);
			j++;
		} else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
			add(script, '-', &old->items[i++]);
		} else {
			add(script, '+', &new->items[j++]);
		}
	}
	add_rest(script, '-', old, i);
	add_rest(script, '+', new, j);
}

static struct script compare(struct arena *arena, const struct lines *old, const struct lines *new)
{
	struct script script = { .arena = arena };
	size_t head = 0, tail = 0;

	script.steps = arena_array(arena, old->count + new->count, sizeof(*script.steps));
	while (head < old->count &&
	       head < new->count &&is_same(&old->items[head], &new->items[head]))
		add(&script, ' ', &old->items[head++]);
	while (tail < old->count - head &&
	       tail < new->count - head &&is_same(&old->items[old->count - 1 - tail],
						  &new->items[new->count - 1 - tail]))
		tail++;
	add_middle(&script, &(struct lines){ old->items + head, old->count - head - tail },
		   &(struct lines){ new->items + head, new->count - head - tail });
	add_rest(&script, ' ', old, old->count - tail);
	return script;
}

/* Whether a change is within the context of step @at. */
static bool is_near(const struct script *script, size_t at)
{
	size_t from = at > TEXT_DIFF_CONTEXT ? at - TEXT_DIFF_CONTEXT : 0;

	for (size_t i = from; i < script->count && i <= at + TEXT_DIFF_CONTEXT; i++)
		if (script->steps[i].mark != ' ')
			return true;
	return false;
}

/* Lines of one side among the steps [from, to). */
static size_t count_side(const struct script *script, size_t from, size_t to, char mark)
{
	size_t count = 0;

	for (size_t i = from; i < to; i++)
		count += script->steps[i].mark == ' ' || script->steps[i].mark == mark;
	return count;
}

static void add_hunk(struct buffer *out, const struct script *script, size_t from, size_t to)
{
	size_t old_len = count_side(script, from, to, '-');
	size_t new_len = count_side(script, from, to, '+');

	buffer_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n",
		      count_side(script, 0, from, '-') + (old_len > 0), old_len,
		      count_side(script, 0, from, '+') + (new_len > 0), new_len);
	for (size_t i = from; i < to; i++) {
		buffer_add_char(out, script->steps[i].mark);
		buffer_add(out, script->steps[i].line.text, script->steps[i].line.len);
		buffer_add_char(out, '\n');
	}
}

const char *text_diff(struct arena *arena, const struct text_diff_names *names, const char *before,
		      const char *after)
{
	struct lines old = split(arena, before), new = split(arena, after);
	struct script script = compare(arena, &old, &new);
	struct buffer out;
	size_t from = 0;

	buffer_init(&out, arena, 256);
	while (from < script.count) {
		size_t to = from;

		while (to < script.count && is_near(&script, to))
			to++;
		if (to == from) {
			from++;
			continue;
		}
		if (!out.len)
			buffer_printf(&out, "--- %s\n+++ %s\n", names->before, names->after);
		add_hunk(&out, &script, from, to);
		from = to;
	}
	return out.data;
}
