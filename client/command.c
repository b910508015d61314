#include "client/command.h"

#include <stdio.h>
#include <string.h>

#include "client/suggest.h"

enum { COMMANDS_MAX = 64 };

const struct command *command_at(size_t index)
{
	for (const struct command_group *group = command_groups; group->title; group++)
		for (const struct command *command = group->commands; command->name; command++)
			if (index-- == 0)
				return command;
	return NULL;
}

/* How many words of the line the name takes; 0 if it is not the name. */
static size_t words_matched(const char *name, const struct command_line *line)
{
	size_t used = 0;

	while (*name) {
		size_t len = strcspn(name, " ");

		if (used == line->word_count || strlen(line->words[used]) != len ||
		    strncmp(line->words[used], name, len) != 0)
			return 0;
		used++;
		name += len + strspn(name + len, " ");
	}
	return used;
}

/* Whether commands of two words begin with @word. */
static bool is_group(const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; command_at(i); i++)
		if (strncmp(command_at(i)->name, word, len) == 0 && command_at(i)->name[len] == ' ')
			return true;
	return false;
}

static bool group_fault(const struct command_line *line, struct fault *fault)
{
	const char *group = line->words[0];
	char list[256] = "";

	for (size_t i = 0; command_at(i); i++) {
		const struct command *command = command_at(i);
		size_t len = strlen(group), used = strlen(list);

		if (strncmp(command->name, group, len) == 0 && command->name[len] == ' ')
			snprintf(list + used, sizeof(list) - used, "%s%s", used ? ", " : "",
				 command->name);
	}
	return fault_set(fault, FAULT_USAGE, "\"%s\" is the beginning of several commands: %s",
			 group, list);
}

static bool unknown_fault(const char *word, struct fault *fault)
{
	const char *names[COMMANDS_MAX + 1] = { NULL };
	const char *nearest;

	for (size_t i = 0; command_at(i) && i < COMMANDS_MAX; i++)
		names[i] = command_at(i)->name;
	nearest = suggest_nearest(word, names);
	return fault_set(fault, FAULT_USAGE, "unknown command \"%s\"%s%s%s", word,
			 nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			 nearest ? "\"?" : "");
}

bool command_find(const struct command_line *line, const struct command **out_command,
		  size_t *out_used, struct fault *fault)
{
	if (line->word_count == 0)
		return fault_set(fault, FAULT_USAGE, "no command given");
	*out_used = 0;
	for (size_t i = 0; command_at(i); i++) {
		const struct command *command = command_at(i);
		size_t used = words_matched(command->name, line);

		if (used > *out_used) {
			*out_command = command;
			*out_used = used;
		}
	}
	if (*out_used > 0)
		return true;
	if (is_group(line->words[0]))
		return group_fault(line, fault);
	return unknown_fault(line->words[0], fault);
}

static bool takes_option(const struct command *command, enum option_id id)
{
	if (option_row(id)->is_global)
		return true;
	for (size_t i = 0; i < COMMAND_OPTIONS_MAX && command->options[i] != OPTION_END; i++)
		if (command->options[i] == id)
			return true;
	return false;
}

bool command_check(const struct command *command, const struct command_line *line, size_t used,
		   struct fault *fault)
{
	size_t count = line->word_count - used;

	for (int id = 1; id < OPTION_COUNT; id++)
		if (options_has(&line->options, (enum option_id)id) &&
		    !takes_option(command, (enum option_id)id))
			return fault_set(fault, FAULT_USAGE, "%s does not take --%s", command->name,
					 option_row((enum option_id)id)->name);
	if (count < command->argument_min)
		return fault_set(fault, FAULT_USAGE, "%s needs %s", command->name,
				 command->arguments);
	if (count > command->argument_max)
		return fault_set(fault, FAULT_USAGE, "%s does not take \"%s\"", command->name,
				 line->words[used + command->argument_max]);
	return true;
}
