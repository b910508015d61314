#include "scenarios/harness.h"

#include <stdio.h>

int harness_usage_error(const char *name, const char *message)
{
	fprintf(stderr, "mattock %s: %s; `mattock %s --help` lists the options\n", name, message,
		name);
	return HARNESS_USAGE;
}

int harness_other_option(const char *name, int option)
{
	if (option != 'v')
		return harness_usage_error(name, "the command line is wrong");
	puts("mattock-run " MATTOCK_VERSION);
	return HARNESS_DONE;
}
