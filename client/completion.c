#include "client/completion.h"

#include <string.h>

enum { CHOICES_MAX = 16, ARGUMENT_LEN_MAX = 64 };

/* Placeholders of the tables that stand for a file. */
static const char *const file_words[] = {
	"FILE", "PLAN", "SCENARIO", "BEFORE", "AFTER", "JOURNAL"
};

static bool is_file(const char *placeholder)
{
	for (size_t i = 0; i < ARRAY_LEN(file_words); i++)
		if (strcmp(placeholder, file_words[i]) == 0)
			return true;
	return false;
}

struct completion completion_of_option(const struct option *option)
{
	if (option->choices)
		return (struct completion){ COMPLETION_WORDS, option->choices };
	if (is_file(option->argument))
		return (struct completion){ .kind = COMPLETION_FILES };
	return (struct completion){ .kind = COMPLETION_NOTHING };
}

/* "s3|sqs" as its words. */
static struct completion choices_of(struct arena *arena, const char *text)
{
	const char **words = arena_array(arena, CHOICES_MAX, sizeof(*words));
	char *rest = arena_strdup(arena, text);

	for (size_t i = 0; i < CHOICES_MAX - 1 && rest; i++)
		words[i] = strsep(&rest, "|");
	return (struct completion){ COMPLETION_WORDS, words };
}

/* TASK has the choices of --task. */
static const char *const *choices_of_option_named(const char *placeholder)
{
	for (int id = 1; id < OPTION_COUNT; id++) {
		const struct option *option = option_row((enum option_id)id);

		if (option->choices && strcasecmp(option->name, placeholder) == 0)
			return option->choices;
	}
	return NULL;
}

/* A word of a line of arguments, without what says optional and repeated. */
static const char *placeholder_at(struct arena *arena, const char *arguments, size_t index)
{
	bool is_last_repeated = false;
	char *rest = arena_strdup(arena, arguments), *word, *found = NULL;

	while ((word = strsep(&rest, " "))) {
		size_t len;

		word += strspn(word, "[");
		/* What follows is the option that the command needs, or its input. */
		if (strchr("-<|", *word))
			break;
		len = strcspn(word, ".]");
		is_last_repeated = strncmp(word + len, "...", 3) == 0;
		word[len] = '\0';
		found = word;
		if (index-- == 0)
			return found;
	}
	return is_last_repeated ? found : NULL;
}

bool completion_of_argument(struct arena *arena, const struct command *command, size_t index,
			    struct completion *out_completion)
{
	const char *placeholder = placeholder_at(arena, command->arguments, index);

	if (!placeholder)
		return false;
	*out_completion = (struct completion){ .kind = COMPLETION_NOTHING };
	if (strchr(placeholder, '|')) {
		*out_completion = choices_of(arena, placeholder);
	} else if (is_file(placeholder)) {
		out_completion->kind = COMPLETION_FILES;
	} else {
		out_completion->words = choices_of_option_named(placeholder);
		if (out_completion->words)
			out_completion->kind = COMPLETION_WORDS;
	}
	return true;
}

bool completion_has_option(const struct command *command, enum option_id id)
{
	if (option_row(id)->is_global)
		return true;
	for (size_t i = 0; i < COMMAND_OPTIONS_MAX && command->options[i] != OPTION_END; i++)
		if (command->options[i] == id)
			return true;
	return false;
}
