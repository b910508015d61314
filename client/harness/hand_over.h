/*
 * hand_over.h - commands of the harness, which is a program of its own beside
 * this one: mattock-run.
 *
 * Their rows stand in table.c for the help; the words after the name are the
 * harness's, which knows its command by the name it is called by:
 * "mattock run", "mattock scenario".
 */
#pragma once

#include "wire/base.h"

/*
 * Whether the command line is one of the harness's: "NAME ..." or "help NAME",
 * which becomes "NAME --help". @arguments begin with the program's name.
 */
bool hand_over_is_due(int count, char **arguments);

/* Becomes the harness. Returns only if there is none, with the status to exit with. */
int hand_over(char **arguments);
