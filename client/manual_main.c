/*
 * manual_main.c - writes a manual page at build time.
 *
 *     mattock-manual TEMPLATE > PAGE
 */
#include <stdio.h>

#include "client/manual.h"

int main(int count, char **arguments)
{
	FILE *template = count == 2 ? fopen(arguments[1], "re") : NULL;

	if (!template) {
		fputs("usage: mattock-manual TEMPLATE\n", stderr);
		return 1;
	}
	manual_write(template, stdout);
	fclose(template);
	return fflush(stdout) != 0;
}
