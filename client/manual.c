#include "client/manual.h"

#include <ctype.h>
#include <string.h>

#include "client/command.h"

enum { LINE_MAX_LEN = 1024 };

/* A text of the tables as a line of mdoc, where a point at its beginning would be a macro. */
static void put_text(FILE *page, const char *text)
{
	if (strchr(".'", *text))
		fputs("\\&", page);
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", page);
		else if (*text == '-')
			fputs("\\-", page);
		else
			fputc(*text, page);
	}
}

/* A sentence of its own: it begins with a capital and ends with a point. */
static void put_sentence(FILE *page, const char *text)
{
	char first[2] = { (char)toupper((unsigned char)*text), '\0' };

	put_text(page, first);
	put_text(page, text + 1);
	fputs(text[strlen(text) - 1] == '.' ? "\n" : ".\n", page);
}

/* Paragraphs with their line breaks; an empty line begins another one. */
static void put_paragraphs(FILE *page, const char *text)
{
	while (*text) {
		char line[LINE_MAX_LEN];
		size_t len = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		if (*line)
			put_text(page, line);
		else
			fputs(".Pp", page);
		fputc('\n', page);
		text += len + (text[len] == '\n');
	}
}

static void put_option_item(FILE *page, const struct option *option)
{
	fputs(".It ", page);
	if (option->letter)
		fprintf(page, "Fl %c , ", option->letter);
	fprintf(page, "Fl -%s", option->name);
	if (option->argument)
		fprintf(page, " Ar %s", option->argument);
	fputc('\n', page);
	put_sentence(page, option->help);
}

static void put_command_options(FILE *page, const struct command *command)
{
	if (command->options[0] == OPTION_END)
		return;
	fputs("Options:\n", page);
	for (size_t i = 0; i < COMMAND_OPTIONS_MAX && command->options[i] != OPTION_END; i++) {
		bool is_last = i + 1 == COMMAND_OPTIONS_MAX || !command->options[i + 1];

		fprintf(page, ".Fl -%s %s\n", option_row(command->options[i])->name,
			is_last ? "." : ",");
	}
}

static void put_command(FILE *page, const struct command *command)
{
	fprintf(page, ".It Cm %s", command->name);
	if (*command->arguments) {
		fputs(" Ar ", page);
		put_text(page, command->arguments);
	}
	fputc('\n', page);
	put_sentence(page, command->summary);
	if (command->details)
		put_paragraphs(page, command->details);
	put_command_options(page, command);
}

static void put_commands(FILE *page)
{
	for (const struct command_group *group = command_groups; group->title; group++) {
		fprintf(page, ".Ss %s\n.Bl -tag -width Ds\n", group->title);
		for (const struct command *command = group->commands; command->name; command++)
			put_command(page, command);
		fputs(".El\n", page);
	}
}

static void put_options(FILE *page)
{
	for (int is_global = 1; is_global >= 0; is_global--) {
		fprintf(page, "%s\n.Bl -tag -width Ds\n",
			is_global ? "Of every command:"
				  : ".Pp\nOf the commands that list them above:");
		for (int id = 1; id < OPTION_COUNT; id++)
			if (option_row((enum option_id)id)->is_global == is_global)
				put_option_item(page, option_row((enum option_id)id));
		fputs(".El\n", page);
	}
}

void manual_write(FILE *template, FILE *page)
{
	char line[LINE_MAX_LEN];

	while (fgets(line, sizeof(line), template)) {
		if (strcmp(line, "@COMMANDS@\n") == 0)
			put_commands(page);
		else if (strcmp(line, "@OPTIONS@\n") == 0)
			put_options(page);
		else
			fputs(line, page);
	}
}
