/*
 * shell.h - environment variables in the words of a shell.
 */
#pragma once

#include "wire/base.h"
#include "wire/buffer.h"

/* How a shell sets and unsets; a row of a table. */
struct shell;

/* "sh", "fish", "powershell" or "github" (lines for $GITHUB_ENV); NULL for anything else. */
const struct shell *shell_by_name(const char *name);

/* A line that gives the variable a value, quoted; @value has no line break. */
void shell_set(const struct shell *shell, struct buffer *out, const char *name, const char *value);

/* A line that takes the variable away; $GITHUB_ENV can only make it empty. */
void shell_unset(const struct shell *shell, struct buffer *out, const char *name);

/* One word of a command line of sh, quoted where it must be. */
void shell_word(struct buffer *out, const char *word);
