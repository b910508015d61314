#include "client/help.h"

#include "client/table.h"
#include "client/text_wrap.h"

enum { HELP_WIDTH = 80, PAIRS_WIDTH_MIN = 60 };

static const struct table_column command_columns[] = {
	{ .title = "" },
	{ .title = "", .min_width = 20, .is_wrapped = true },
};

static void put_text(const struct output *output, const char *text)
{
	ARENA_AUTO(arena);
	size_t width = output->look.width ? output->look.width : HELP_WIDTH;

	fprintf(output->stream, "%s\n", text_wrap(&arena, text, width));
}

/* Two columns without a head, indented by the first; on a narrow screen one below the other. */
static void write_pairs(const struct output *output, const struct table *pairs)
{
	struct table_look look = { .width = output->look.width ? output->look.width : HELP_WIDTH };
	ARENA_AUTO(arena);

	if (look.width >= PAIRS_WIDTH_MIN) {
		table_write_list(pairs, output->stream, &look);
		return;
	}
	for (const struct table_row *row = pairs->first; row; row = row->next)
		put_text(output, arena_printf(&arena, "%s\n    %s", row->cells[0].text,
					      row->cells[1].text));
}

static void add_pair(struct table *pairs, const char *left, const char *right)
{
	struct table_cell *cells = table_add(pairs);

	cells[0].text = arena_printf(pairs->arena, "  %s", left);
	cells[1].text = right;
}

static const char *option_left(struct arena *arena, const struct option *option)
{
	const char *argument = option->argument ? option->argument : "";
	const char *blank = option->argument ? " " : "";

	if (option->letter)
		return arena_printf(arena, "-%c, --%s%s%s", option->letter, option->name, blank,
				    argument);
	return arena_printf(arena, "--%s%s%s", option->name, blank, argument);
}

static void add_global_options(struct table *pairs)
{
	for (int id = 1; id < OPTION_COUNT; id++) {
		const struct option *option = option_row((enum option_id)id);

		if (option->is_global)
			add_pair(pairs, option_left(pairs->arena, option), option->help);
	}
}

void help_overview(const struct output *output)
{
	ARENA_AUTO(arena);
	struct table pairs;

	put_text(output, "Takes root credentials out of an AWS organization.\n\n"
			 "Usage: mattock [OPTIONS] COMMAND [ARGUMENTS]");
	for (const struct command_group *group = command_groups; group->title; group++) {
		table_init(&pairs, &arena, command_columns, ARRAY_LEN(command_columns));
		for (const struct command *command = group->commands; command->name; command++)
			add_pair(&pairs, command->name, command->summary);
		fprintf(output->stream, "\n%s:\n", group->title);
		write_pairs(output, &pairs);
	}
	table_init(&pairs, &arena, command_columns, ARRAY_LEN(command_columns));
	add_global_options(&pairs);
	fputs("\nOptions of every command:\n", output->stream);
	write_pairs(output, &pairs);
	fputs("\n`mattock COMMAND --help` shows more.\n", output->stream);
}

void help_command(const struct output *output, const struct command *command)
{
	ARENA_AUTO(arena);
	struct table pairs;
	bool has_options = command->options[0] != OPTION_END;
	const char *usage;

	usage = arena_printf(&arena, "Usage: mattock %s%s%s%s", command->name,
			     has_options ? " [OPTIONS]" : "", *command->arguments ? " " : "",
			     command->arguments);
	put_text(output, arena_printf(&arena, "%s\n\n%s.", usage, command->summary));
	if (command->details)
		put_text(output, arena_printf(&arena, "\n%s", command->details));
	table_init(&pairs, &arena, command_columns, ARRAY_LEN(command_columns));
	for (size_t i = 0; i < COMMAND_OPTIONS_MAX && command->options[i] != OPTION_END; i++) {
		const struct option *option = option_row(command->options[i]);

		add_pair(&pairs, option_left(&arena, option), option->help);
	}
	if (has_options)
		fputs("\nOptions:\n", output->stream);
	write_pairs(output, &pairs);
	table_init(&pairs, &arena, command_columns, ARRAY_LEN(command_columns));
	add_global_options(&pairs);
	fputs("\nOptions of every command:\n", output->stream);
	write_pairs(output, &pairs);
}
