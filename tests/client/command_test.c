#include "tests/support/check.h"

#include <string.h>

#include "client/command.h"

enum { WORDS_MAX = 8 };

static const struct row {
	const char *name;
	const char *words[WORDS_MAX];
	const char *want; /* the command and its words; or "! message" */
} rows[] = {
	{ "no command is a usage error", { NULL }, "! no command given" },
	{ "an unknown command suggests the nearest",
	  { "acount" },
	  "! unknown command \"acount\"; did you mean \"accounts\"?" },
	{ "an unknown command far from any is just unknown",
	  { "xyzzy" },
	  "! unknown command \"xyzzy\"" },
	{ "half a command lists the whole ones",
	  { "delegate" },
	  "! \"delegate\" is the beginning of several commands: delegate add, delegate rm, "
	  "delegate ls" },
	{ "an unknown option suggests the nearest",
	  { "accounts", "--exclud-file", "x" },
	  "! unknown option --exclud-file; did you mean --exclude-file?" },
	{ "an option of another command is refused",
	  { "whoami", "--trust" },
	  "! whoami does not take --trust" },
	{ "an option's argument may not be missing",
	  { "whoami", "--profile" },
	  "! --profile needs NAME" },
	{ "an option's argument may not be empty",
	  { "whoami", "--profile=" },
	  "! --profile needs NAME" },
	{ "a flag takes no argument", { "accounts", "--all=yes" }, "! --all takes no argument" },
	{ "an option given twice is refused",
	  { "whoami", "--region", "a", "--region", "b" },
	  "! --region is given twice" },
	{ "a choice outside of the list is refused before any work",
	  { "whoami", "--output", "xml" },
	  "! --output cannot be \"xml\"; it is one of: table, json, jsonl, csv" },
	{ "a missing argument is named", { "delegate", "add" }, "! delegate add needs ACCOUNT" },
	{ "an argument too many is named",
	  { "delegate", "add", "1", "2" },
	  "! delegate add does not take \"2\"" },
	{ "run behind another word is a command like any other", { "--debug", "run" }, "run" },
	{ "so is sweep", { "--debug", "sweep" }, "sweep" },
	{ "global options stand before or behind the command",
	  { "--output", "json", "whoami" },
	  "whoami" },
	{ "an option takes its argument behind =", { "whoami", "--profile=a" }, "whoami" },
	{ "a command of two words",
	  { "delegate", "add", "111122223333" },
	  "delegate add 111122223333" },
	{ "-- ends the options", { "accounts", "--", "--all" }, "accounts --all" },
	{ "repeatable options may be repeated",
	  { "accounts", "--ou", "a", "--ou", "b" },
	  "accounts" },
	{ "a short option", { "enable", "-y" }, "enable" },
};

static const char *parse(struct fixture *t, const struct row *row)
{
	struct command_line line;
	const struct command *command = NULL;
	struct fault fault = { 0 };
	size_t count = 0, used = 0;
	const char *got;

	while (count < WORDS_MAX && row->words[count])
		count++;
	if (!options_parse(&t->arena, row->words, count, &line, &fault) ||
	    !command_find(&line, &command, &used, &fault) ||
	    !command_check(command, &line, used, &fault)) {
		assert_int_equal(fault.kind, FAULT_USAGE);
		return arena_printf(&t->arena, "! %s", fault.message);
	}
	got = command->name;
	for (size_t i = used; i < line.word_count; i++)
		got = arena_printf(&t->arena, "%s %s", got, line.words[i]);
	return got;
}

static void parses(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;

	assert_string_equal(parse(t, row), row->want);
}

struct fact_row {
	const char *name;
	bool (*is_right)(const struct command *command);
};

static bool has_help(const struct command *command)
{
	size_t len = strlen(command->summary);

	return len > 0 && command->summary[len - 1] != '.' && command->arguments;
}

static bool can_run(const struct command *command)
{
	return command->run && command->argument_min <= command->argument_max;
}

static bool lists_no_global_option(const struct command *command)
{
	for (size_t i = 0; command->options[i] != OPTION_END; i++)
		if (option_row(command->options[i])->is_global)
			return false;
	return true;
}

static bool options_are_whole(const struct command *command)
{
	UNUSED(command);
	for (int id = 1; id < OPTION_COUNT; id++)
		if (!option_row((enum option_id)id)->name || !option_row((enum option_id)id)->help)
			return false;
	return true;
}

static const struct fact_row fact_rows[] = {
	{ "each command has its help", has_help },
	{ "each command can run", can_run },
	{ "no command lists a global option", lists_no_global_option },
	{ "each option has a name and a help text", options_are_whole },
};

static void holds(void **state)
{
	struct fixture *t = *state;
	const struct fact_row *row = t->row;

	for (size_t i = 0; command_at(i); i++)
		if (!row->is_right(command_at(i)))
			fail_msg("%s", command_at(i)->name);
}

static const struct exit_row {
	const char *name;
	enum exit_status left, right, want;
} exit_rows[] = {
	{ "an error is graver than a partial result", EXIT_PARTIAL, EXIT_ERROR, EXIT_ERROR },
	{ "a stale plan is graver than a refusal", EXIT_STALE, EXIT_REFUSED, EXIT_STALE },
	{ "a refusal is graver than a partial result", EXIT_REFUSED, EXIT_PARTIAL, EXIT_REFUSED },
	{ "a partial result is graver than findings", EXIT_FINDINGS, EXIT_PARTIAL, EXIT_PARTIAL },
	{ "findings are graver than nothing", EXIT_DONE, EXIT_FINDINGS, EXIT_FINDINGS },
	{ "done and done is done", EXIT_DONE, EXIT_DONE, EXIT_DONE },
};

static void is_graver(void **state)
{
	struct fixture *t = *state;
	const struct exit_row *row = t->row;

	assert_int_equal(exit_status_worse(row->left, row->right), row->want);
	assert_int_equal(exit_status_worse(row->right, row->left), row->want);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, parses),
		CHECK_TABLE(fact_rows, holds),
		CHECK_TABLE(exit_rows, is_graver),
	};

	return check_tables("client/command", tables, ARRAY_LEN(tables));
}
