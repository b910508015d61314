/*
 * manual.h - the lists of the manual page, from the tables of commands and options.
 */
#pragma once

#include <stdio.h>

/*
 * Copies the template of the page, in mdoc, and puts the commands in place of
 * a line "@COMMANDS@" and the options in place of "@OPTIONS@".
 */
void manual_write(FILE *template, FILE *page);
