#include "client/selection_ids.h"

#include <string.h>

#include "client/predict/input.h"

enum { ACCOUNTS_MAX = 100 * 1000 };

static const char separators[] = " \t\r,;";

struct id_reader {
	const struct invocation *invocation;
	const char **ids;
	size_t count, room;
};

/* Room grows by doubling. */
static void add_id(struct id_reader *reader, const char *id)
{
	struct arena *arena = reader->invocation->arena;

	if (reader->count == reader->room) {
		size_t room = reader->room ? reader->room * 2 : 16;
		const char **more = arena_array(arena, room, sizeof(*more));

		if (reader->count > 0)
			memcpy(more, reader->ids, reader->count * sizeof(*more));
		reader->ids = more;
		reader->room = room;
	}
	reader->ids[reader->count++] = id;
}

static bool read_line(struct id_reader *reader, char *line, const char *place, struct fault *fault)
{
	char *word;

	line[strcspn(line, "#")] = '\0';
	while ((word = strsep(&line, separators))) {
		if (!*word)
			continue;
		if (!organization_is_account_id(word))
			return fault_set(fault, FAULT_USAGE,
					 "%s: \"%s\" is not an account id of twelve digits", place,
					 word);
		if (reader->count == ACCOUNTS_MAX)
			return fault_set(fault, FAULT_USAGE, "%s: more than %d account ids", place,
					 ACCOUNTS_MAX);
		add_id(reader, word);
	}
	return true;
}

static bool read_file(struct id_reader *reader, const char *path, struct fault *fault)
{
	struct arena *arena = reader->invocation->arena;
	size_t before = reader->count, number = 0;
	struct input input;
	char *rest, *line;

	if (!input_read(reader->invocation, path, &input, fault)) {
		fault->kind = FAULT_USAGE;
		return false;
	}
	if (memchr(input.text, '\0', input.len))
		return fault_set(fault, FAULT_USAGE, "%s is no text", input.name);
	rest = arena_strndup(arena, input.text, input.len);
	while ((line = strsep(&rest, "\n")))
		if (!read_line(reader, line, arena_printf(arena, "%s:%zu", input.name, ++number),
			       fault))
			return false;
	if (reader->count == before &&
	    !options_has(&reader->invocation->options, OPTION_ALLOW_EMPTY))
		return fault_set(fault, FAULT_USAGE, "%s names no account", input.name);
	return true;
}

bool selection_read_ids(const struct invocation *invocation, struct selection *selection,
			struct fault *fault)
{
	const struct option_values *files = options_all(&invocation->options, OPTION_ACCOUNTS_FILE);
	struct id_reader reader = { .invocation = invocation };

	if (files->count == 0)
		return true;
	for (size_t i = 0; i < selection->id_count; i++)
		add_id(&reader, selection->ids[i]);
	for (size_t i = 0; i < files->count; i++)
		if (!read_file(&reader, files->items[i], fault))
			return false;
	selection->ids = reader.ids;
	selection->id_count = reader.count;
	return true;
}
