/*
 * completion_fish.c - completion for fish: one line for each word of the tables.
 */
#include <string.h>

#include "client/completion.h"

enum { ARGUMENTS_MAX = 8 };

/* Between apostrophes, in which fish knows \' and \\ alone. */
static void put_quoted(FILE *stream, const char *text)
{
	fputc('\'', stream);
	for (; *text; text++) {
		if (strchr("'\\", *text))
			fputc('\\', stream);
		fputc(*text, stream);
	}
	fputc('\'', stream);
}

/* The beginning of a line that counts where @command is complete so far and, if
 * @position is at least 0, so many words stand behind it. */
static void begin_line(FILE *stream, const char *command, int position)
{
	ARENA_AUTO(arena);

	fputs("complete -c mattock -n ", stream);
	put_quoted(stream, position < 0 ? arena_printf(&arena, "__mattock_at \"%s\"", command)
					: arena_printf(&arena, "__mattock_at \"%s\" %d", command,
						       position));
}

static void put_words(FILE *stream, const char *const *words)
{
	ARENA_AUTO(arena);
	const char *line = "";

	for (size_t i = 0; words[i]; i++)
		line = arena_printf(&arena, "%s%s%s", line, i ? " " : "", words[i]);
	fputs(" -a ", stream);
	put_quoted(stream, line);
}

static void put_meaning(FILE *stream, const char *meaning)
{
	fputs(" -d ", stream);
	put_quoted(stream, meaning);
	fputc('\n', stream);
}

static void write_option(FILE *stream, const struct option *option)
{
	fprintf(stream, " -l %s", option->name);
	if (option->letter)
		fprintf(stream, " -s %c", option->letter);
	if (option->argument) {
		struct completion completion = completion_of_option(option);

		fputs(completion.kind == COMPLETION_FILES ? " -r -F" : " -x", stream);
		if (completion.kind == COMPLETION_WORDS)
			put_words(stream, completion.words);
	}
	put_meaning(stream, option->help);
}

/* A word of a command's name, once for all commands that begin with it. */
static void write_name(FILE *stream, size_t index)
{
	ARENA_AUTO(arena);
	const char *name = command_at(index)->name, *blank = strchr(name, ' ');
	size_t len = blank ? (size_t)(blank - name) : strlen(name);
	bool is_first = index == 0 || strncmp(command_at(index - 1)->name, name, len + 1) != 0;
	const char *first = arena_strndup(&arena, name, len);

	if (!blank || is_first) {
		begin_line(stream, "", -1);
		fprintf(stream, " -a %s", first);
		put_meaning(stream, blank ? "several commands" : command_at(index)->summary);
	}
	if (blank) {
		begin_line(stream, first, -1);
		fprintf(stream, " -a %s", blank + 1);
		put_meaning(stream, command_at(index)->summary);
	}
}

static void write_arguments(FILE *stream, const struct command *command)
{
	for (int at = 0; at < ARGUMENTS_MAX; at++) {
		ARENA_AUTO(arena);
		struct completion completion;

		if (!completion_of_argument(&arena, command, (size_t)at, &completion))
			return;
		if (completion.kind == COMPLETION_NOTHING)
			continue;
		begin_line(stream, command->name, at);
		if (completion.kind == COMPLETION_FILES)
			fputs(" -F", stream);
		else
			put_words(stream, completion.words);
		fputc('\n', stream);
	}
}

static void write_command(FILE *stream, const struct command *command)
{
	for (size_t i = 0; i < COMMAND_OPTIONS_MAX && command->options[i] != OPTION_END; i++) {
		begin_line(stream, command->name, -1);
		write_option(stream, option_row(command->options[i]));
	}
	write_arguments(stream, command);
}

/* The options that take an argument, which is then no word of the command. */
static void write_taking(FILE *stream)
{
	fputs("\t\t\tcase", stream);
	for (int id = 1; id < OPTION_COUNT; id++) {
		const struct option *option = option_row((enum option_id)id);

		if (!option->argument)
			continue;
		fprintf(stream, " --%s", option->name);
		if (option->letter)
			fprintf(stream, " -%c", option->letter);
	}
	fputs("\n\t\t\t\tset skip 1\n", stream);
}

static void write_walk(FILE *stream)
{
	fputs("# Completion of mattock, written by `mattock completion fish`.\n\n"
	      "# The command that the words so far name, and how many words stand behind it.\n"
	      "function __mattock_words\n"
	      "\tset -l known",
	      stream);
	for (size_t i = 0; command_at(i); i++) {
		const char *name = command_at(i)->name;
		size_t len = strcspn(name, " ");

		fprintf(stream, " '%s'", name);
		if (name[len])
			fprintf(stream, " '%.*s'", (int)len, name);
	}
	fputs("\n\tset -l command ''\n\tset -l position 0\n\tset -l skip 0\n"
	      "\tset -l words (commandline -opc)\n"
	      "\tfor word in $words[2..-1]\n"
	      "\t\tif test $skip = 1\n\t\t\tset skip 0\n\t\t\tcontinue\n\t\tend\n"
	      "\t\tset -l longer (string trim -- \"$command $word\")\n"
	      "\t\tswitch $word\n",
	      stream);
	write_taking(stream);
	fputs("\t\t\tcase '-*'\n"
	      "\t\t\tcase '*'\n"
	      "\t\t\t\tif contains -- $longer $known\n"
	      "\t\t\t\t\tset command $longer\n"
	      "\t\t\t\telse\n"
	      "\t\t\t\t\tset position (math $position + 1)\n"
	      "\t\t\t\tend\n"
	      "\t\tend\n"
	      "\tend\n"
	      "\techo $command\n"
	      "\techo $position\n"
	      "end\n\n"
	      "function __mattock_at\n"
	      "\tset -l found (__mattock_words)\n"
	      "\ttest \"$found[1]\" = \"$argv[1]\"\n"
	      "\tand begin; test (count $argv) -lt 2; or test $found[2] = $argv[2]; end\n"
	      "end\n\n"
	      "complete -c mattock -f\n",
	      stream);
}

void completion_write_fish(FILE *stream)
{
	write_walk(stream);
	for (int id = 1; id < OPTION_COUNT; id++) {
		if (!option_row((enum option_id)id)->is_global)
			continue;
		fputs("complete -c mattock", stream);
		write_option(stream, option_row((enum option_id)id));
	}
	for (size_t i = 0; command_at(i); i++) {
		write_name(stream, i);
		write_command(stream, command_at(i));
	}
}
