/*
 * completion_shell.c - completion for bash and zsh.
 *
 * Both read the same functions, which answer from the tables; only what gets
 * the words from the shell and gives the offers back is each shell's own.
 */
#include <string.h>

#include "client/completion.h"

enum { ARGUMENTS_MAX = 8 };

/* Between apostrophes, which the shell takes as it is. */
static void put_quoted(FILE *stream, const char *text)
{
	fputc('\'', stream);
	for (; *text; text++)
		fputs(*text == '\'' ? "'\\''" : (const char[]){ *text, '\0' }, stream);
	fputc('\'', stream);
}

/* One offer and what it means. */
static void put_offer(FILE *stream, const char *word, const char *meaning)
{
	ARENA_AUTO(arena);

	fputc(' ', stream);
	put_quoted(stream, arena_printf(&arena, "%s:%s", word, meaning));
}

static void put_completion(FILE *stream, const struct completion *completion)
{
	if (completion->kind == COMPLETION_FILES)
		fputs(" @files", stream);
	if (completion->kind == COMPLETION_NOTHING)
		fputs(" @nothing", stream);
	for (size_t i = 0; completion->kind == COMPLETION_WORDS && completion->words[i]; i++)
		put_offer(stream, completion->words[i], "");
}

static void begin_function(FILE *stream, const char *name, const char *comment)
{
	fprintf(stream, "\n# %s\n_mattock_%s() {\n\tcase $1 in\n", comment, name);
}

static void begin_case(FILE *stream, const char *pattern)
{
	fputc('\t', stream);
	put_quoted(stream, pattern);
	fputs(") printf '%s\\n'", stream);
}

static void end_function(FILE *stream)
{
	fputs("\tesac\n}\n", stream);
}

/* Whether an earlier command begins with the same word. */
static bool is_group_before(size_t index, size_t len)
{
	const char *name = command_at(index)->name;

	for (size_t i = 0; i < index; i++)
		if (strncmp(command_at(i)->name, name, len) == 0 && command_at(i)->name[len] == ' ')
			return true;
	return false;
}

static void write_group(FILE *stream, size_t index, size_t len)
{
	ARENA_AUTO(arena);
	const char *group = arena_strndup(&arena, command_at(index)->name, len);

	begin_case(stream, group);
	for (size_t i = index; command_at(i); i++)
		if (strncmp(command_at(i)->name, group, len) == 0 &&
		    command_at(i)->name[len] == ' ')
			put_offer(stream, command_at(i)->name + len + 1, command_at(i)->summary);
	fputs(" ;;\n", stream);
}

static void write_next(FILE *stream)
{
	begin_function(stream, "next", "What may follow the words of a command that is not whole.");
	begin_case(stream, "");
	for (size_t i = 0; command_at(i); i++) {
		const char *name = command_at(i)->name;
		size_t len = strcspn(name, " ");
		ARENA_AUTO(arena);

		if (!name[len])
			put_offer(stream, name, command_at(i)->summary);
		else if (!is_group_before(i, len))
			put_offer(stream, arena_strndup(&arena, name, len), "several commands");
	}
	fputs(" ;;\n", stream);
	for (size_t i = 0; command_at(i); i++) {
		size_t len = strcspn(command_at(i)->name, " ");

		if (command_at(i)->name[len] && !is_group_before(i, len))
			write_group(stream, i, len);
	}
	end_function(stream);
}

static void put_option(FILE *stream, const struct option *option)
{
	ARENA_AUTO(arena);

	put_offer(stream, arena_printf(&arena, "--%s", option->name), option->help);
}

static void write_options(FILE *stream)
{
	begin_function(stream, "options", "The options of a command; of every command.");
	for (size_t i = 0; command_at(i); i++) {
		const struct command *command = command_at(i);

		if (command->options[0] == OPTION_END)
			continue;
		begin_case(stream, command->name);
		for (size_t k = 0; k < COMMAND_OPTIONS_MAX && command->options[k]; k++)
			put_option(stream, option_row(command->options[k]));
		fputs(" ;;\n", stream);
	}
	fputs("\tesac\n\tprintf '%s\\n'", stream);
	for (int id = 1; id < OPTION_COUNT; id++)
		if (option_row((enum option_id)id)->is_global)
			put_option(stream, option_row((enum option_id)id));
	fputs("\n}\n", stream);
}

static void write_values(FILE *stream)
{
	begin_function(stream, "value",
		       "What an option takes; nothing for one that takes nothing.");
	for (int id = 1; id < OPTION_COUNT; id++) {
		const struct option *option = option_row((enum option_id)id);
		struct completion completion;

		if (!option->argument)
			continue;
		completion = completion_of_option(option);
		fprintf(stream, "\t--%s", option->name);
		if (option->letter)
			fprintf(stream, "|-%c", option->letter);
		fputs(") printf '%s\\n'", stream);
		put_completion(stream, &completion);
		fputs(" ;;\n", stream);
	}
	end_function(stream);
}

static void write_arguments(FILE *stream)
{
	begin_function(stream, "argument", "What a command takes at a place: \"COMMAND:0\".");
	for (size_t i = 0; command_at(i); i++) {
		for (size_t at = 0; at < ARGUMENTS_MAX; at++) {
			ARENA_AUTO(arena);
			struct completion completion;

			if (!completion_of_argument(&arena, command_at(i), at, &completion))
				break;
			if (completion.kind == COMPLETION_NOTHING)
				continue;
			begin_case(stream, arena_printf(&arena, "%s:%zu", command_at(i)->name, at));
			put_completion(stream, &completion);
			fputs(" ;;\n", stream);
		}
	}
	end_function(stream);
}

static void write_names(FILE *stream)
{
	begin_function(stream, "is_command", "Whether the words are a whole command.");
	fputc('\t', stream);
	for (size_t i = 0; command_at(i); i++) {
		fputs(i ? "|" : "", stream);
		put_quoted(stream, command_at(i)->name);
	}
	fputs(") return 0 ;;\n\tesac\n\treturn 1\n}\n", stream);
}

static void write_tables(FILE *stream, const char *shell)
{
	fprintf(stream, "# Completion of mattock, written by `mattock completion %s`.\n", shell);
	write_next(stream);
	write_names(stream);
	write_options(stream);
	write_values(stream);
	write_arguments(stream);
}

/* What is alike in both: from the words before the current one to what may stand there. */
static const char walk[] =
	"\t\tif [[ -n $option ]]; then\n"
	"\t\t\t[[ $word == '=' ]] || option=''\n"
	"\t\t\tcontinue\n"
	"\t\tfi\n"
	"\t\tlonger=\"${command:+$command }$word\"\n"
	"\t\tif [[ $word == --*=* ]]; then\n"
	"\t\t\tcontinue\n"
	"\t\telif [[ $word == -?* ]]; then\n"
	"\t\t\t[[ -n $(_mattock_value \"$word\") ]] && option=$word\n"
	"\t\telif [[ -n $(_mattock_next \"$longer\") ]] || _mattock_is_command \"$longer\"; then\n"
	"\t\t\tcommand=$longer\n"
	"\t\telse\n"
	"\t\t\tposition=$((position + 1))\n"
	"\t\tfi\n"
	"\tdone\n";

static const char choose[] = "\tif [[ -n $option ]]; then\n"
			     "\t\toffers=$(_mattock_value \"$option\")\n"
			     "\telif [[ $current == -* ]]; then\n"
			     "\t\toffers=$(_mattock_options \"$command\")\n"
			     "\telif _mattock_is_command \"$command\"; then\n"
			     "\t\toffers=$(_mattock_argument \"$command:$position\")\n"
			     "\telse\n"
			     "\t\toffers=$(_mattock_next \"$command\")\n"
			     "\tfi\n";

void completion_write_bash(FILE *stream)
{
	write_tables(stream, "bash");
	fprintf(stream,
		"\n_mattock() {\n"
		"\tlocal current=${COMP_WORDS[COMP_CWORD]} option='' command='' position=0\n"
		"\tlocal index word longer offers\n"
		"\tCOMPREPLY=()\n"
		"\tfor ((index = 1; index < COMP_CWORD; index++)); do\n"
		"\t\tword=${COMP_WORDS[index]}\n"
		"%s"
		"\t# bash takes --option=value for three words\n"
		"\t[[ $current == '=' ]] && current=''\n"
		"%s"
		"\tif [[ $offers == @files ]]; then\n"
		"\t\twhile IFS= read -r word; do\n"
		"\t\t\tCOMPREPLY+=(\"$word\")\n"
		"\t\tdone < <(compgen -f -- \"$current\")\n"
		"\t\tcompopt -o filenames 2> /dev/null\n"
		"\t\treturn\n"
		"\tfi\n"
		"\twhile IFS= read -r word; do\n"
		"\t\tword=${word%%%%:*}\n"
		"\t\t[[ -n $word && $word == \"$current\"* && $word != @nothing ]] &&\n"
		"\t\t\tCOMPREPLY+=(\"$word\")\n"
		"\tdone <<< \"$offers\"\n"
		"}\n"
		"complete -F _mattock mattock\n",
		walk, choose);
}

void completion_write_zsh(FILE *stream)
{
	fputs("#compdef mattock\n", stream);
	write_tables(stream, "zsh");
	fprintf(stream,
		"\n_mattock() {\n"
		"\tlocal current=$words[CURRENT] option='' command='' position=0\n"
		"\tlocal index word longer offers\n"
		"\tlocal -a lines\n"
		"\tfor ((index = 2; index < CURRENT; index++)); do\n"
		"\t\tword=$words[index]\n"
		"%s"
		"\tif [[ -z $option && $current == --*=* ]]; then\n"
		"\t\toption=${current%%%%=*}\n"
		"\t\tcompset -P '*='\n"
		"\tfi\n"
		"%s"
		"\tcase $offers in\n"
		"\t@files) _files ;;\n"
		"\t@nothing|'') _message 'no completion' ;;\n"
		"\t*)\n"
		"\t\tlines=(\"${(@f)offers}\")\n"
		"\t\t_describe -t words word lines\n"
		"\t\t;;\n"
		"\tesac\n"
		"}\n"
		"\nif [[ $funcstack[1] == _mattock ]]; then\n"
		"\t_mattock \"$@\"\n"
		"else\n"
		"\tcompdef _mattock mattock\n"
		"fi\n",
		walk, choose);
}
