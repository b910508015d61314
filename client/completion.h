/*
 * completion.h - scripts that complete the words of `mattock` in a shell.
 *
 * They are written from the tables of commands and options, so they know what
 * the parser knows. They ask nobody: account ids are not completed.
 */
#pragma once

#include <stdio.h>

#include "client/command.h"

enum completion_kind {
	COMPLETION_NOTHING, /* an id, a number: the shell offers nothing */
	COMPLETION_FILES,
	COMPLETION_WORDS,
};

/* What may stand in one place. */
struct completion {
	enum completion_kind kind;
	const char *const *words; /* NULL-terminated, of COMPLETION_WORDS */
};

/* The argument of an option that takes one. */
struct completion completion_of_option(const struct option *option);

/*
 * The word at @index, from 0, behind the command's name, as the command's own
 * line of arguments says. False if none can stand there.
 */
bool completion_of_argument(struct arena *arena, const struct command *command, size_t index,
			    struct completion *out_completion);

/* Whether the command takes the option: it is a global one or in its list. */
bool completion_has_option(const struct command *command, enum option_id id);

/* The scripts. */
void completion_write_bash(FILE *stream);
void completion_write_zsh(FILE *stream);
void completion_write_fish(FILE *stream);
