/*
 * help.h - what --help shows, from the tables of commands and options.
 */
#pragma once

#include "client/command.h"
#include "client/output.h"

/* The list of commands. */
void help_overview(const struct output *output);

/* One command: how to write it, what it does, its options. */
void help_command(const struct output *output, const struct command *command);
