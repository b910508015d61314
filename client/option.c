#include "client/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/suggest.h"
#include "wire/buffer.h"

struct parser {
	struct arena *arena;
	const char *const *arguments;
	size_t count, at;
	struct command_line *line;
	struct fault *fault;
};

static enum option_id find_name(const char *name, size_t len)
{
	for (enum option_id id = 1; id < OPTION_COUNT; id++)
		if (strlen(option_row(id)->name) == len &&
		    strncmp(option_row(id)->name, name, len) == 0)
			return id;
	return OPTION_END;
}

static enum option_id find_letter(char letter)
{
	for (enum option_id id = 1; id < OPTION_COUNT; id++)
		if (option_row(id)->letter && option_row(id)->letter == letter)
			return id;
	return OPTION_END;
}

static bool unknown_option(struct parser *parser, const char *argument)
{
	const char *names[OPTION_COUNT] = { NULL };
	const char *nearest;

	for (enum option_id id = 1; id < OPTION_COUNT; id++)
		names[id - 1] = option_row(id)->name;
	nearest = argument[1] == '-' ? suggest_nearest(argument + 2, names) : NULL;
	return fault_set(parser->fault, FAULT_USAGE, "unknown option %s%s%s%s", argument,
			 nearest ? "; did you mean --" : "", nearest ? nearest : "",
			 nearest ? "?" : "");
}

static bool is_choice(const struct option *option, const char *text)
{
	if (!option->choices || option->is_checked_by_command)
		return true;
	for (size_t i = 0; option->choices[i]; i++)
		if (strcmp(option->choices[i], text) == 0)
			return true;
	return false;
}

static bool choice_fault(struct parser *parser, const struct option *option, const char *text)
{
	struct buffer list;

	buffer_init(&list, parser->arena, 64);
	for (size_t i = 0; option->choices[i]; i++)
		buffer_printf(&list, "%s%s", i ? ", " : "", option->choices[i]);
	return fault_set(parser->fault, FAULT_USAGE, "--%s cannot be \"%s\"; it is one of: %s",
			 option->name, text, list.data);
}

static bool add_value(struct parser *parser, enum option_id id, const char *text)
{
	const struct option *option = option_row(id);
	struct option_values *values = &parser->line->options.values[id];

	if (text && !*text)
		return fault_set(parser->fault, FAULT_USAGE, "--%s needs %s", option->name,
				 option->argument);
	if (text && !is_choice(option, text))
		return choice_fault(parser, option, text);
	if (values->count > 0 && !option->is_repeated && option->argument)
		return fault_set(parser->fault, FAULT_USAGE, "--%s is given twice", option->name);
	if (!values->items)
		values->items = arena_array(parser->arena, parser->count, sizeof(*values->items));
	values->items[values->count++] = text ? text : "";
	return true;
}

/* @given is what stands behind "=" or the letter, or NULL. */
static bool read_option(struct parser *parser, enum option_id id, const char *given)
{
	const struct option *option = option_row(id);

	if (!option->argument)
		return given ? fault_set(parser->fault, FAULT_USAGE, "--%s takes no argument",
					 option->name)
			     : add_value(parser, id, NULL);
	if (given)
		return add_value(parser, id, given);
	if (parser->at == parser->count)
		return fault_set(parser->fault, FAULT_USAGE, "--%s needs %s", option->name,
				 option->argument);
	return add_value(parser, id, parser->arguments[parser->at++]);
}

static bool read_argument(struct parser *parser)
{
	const char *argument = parser->arguments[parser->at++];
	size_t len;
	enum option_id id;

	if (argument[0] != '-' || argument[1] == '\0') {
		parser->line->words[parser->line->word_count++] = argument;
		return true;
	}
	if (argument[1] != '-') {
		id = find_letter(argument[1]);
		return id ? read_option(parser, id, argument[2] ? argument + 2 : NULL)
			  : unknown_option(parser, argument);
	}
	len = strcspn(argument + 2, "=");
	id = find_name(argument + 2, len);
	return id ? read_option(parser, id, argument[2 + len] ? argument + 3 + len : NULL)
		  : unknown_option(parser, argument);
}

bool options_parse(struct arena *arena, const char *const *arguments, size_t count,
		   struct command_line *out_line, struct fault *fault)
{
	struct parser parser = { .arena = arena,
				 .arguments = arguments,
				 .count = count,
				 .line = out_line,
				 .fault = fault };

	*out_line = (struct command_line){ .words = arena_array(arena, count, sizeof(char *)) };
	while (parser.at < count) {
		if (strcmp(arguments[parser.at], "--") == 0) {
			parser.at++;
			break;
		}
		if (!read_argument(&parser))
			return false;
	}
	while (parser.at < count)
		out_line->words[out_line->word_count++] = arguments[parser.at++];
	return true;
}

bool options_has(const struct options *options, enum option_id id)
{
	return options->values[id].count > 0;
}

const char *options_text(const struct options *options, enum option_id id)
{
	return options_has(options, id) ? options->values[id].items[0] : NULL;
}

const struct option_values *options_all(const struct options *options, enum option_id id)
{
	return &options->values[id];
}

bool options_integer(const struct options *options, enum option_id id, struct option_range range,
		     int64_t *out_value, struct fault *fault)
{
	const char *text = options_text(options, id);
	char *end = NULL;
	long long value;

	if (!text)
		return true;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < range.min || value > range.max)
		return fault_set(fault, FAULT_USAGE, "--%s must be a number from %lld to %lld",
				 option_row(id)->name, (long long)range.min, (long long)range.max);
	*out_value = value;
	return true;
}
