#include "client/harness/hand_over.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/commands.h"

enum { NAME_MAX_LEN = 64 };

static bool is_name(const char *word)
{
	for (const struct command *command = commands_harness; command->name; command++)
		if (strcmp(command->name, word) == 0)
			return true;
	return false;
}

bool hand_over_is_due(int count, char **arguments)
{
	static char help[] = "--help";

	if (count == 3 && strcmp(arguments[1], "help") == 0 && is_name(arguments[2])) {
		arguments[1] = arguments[2];
		arguments[2] = help;
	}
	return count > 1 && is_name(arguments[1]);
}

int hand_over(char **arguments)
{
	static char name[NAME_MAX_LEN]; /* in what it says of wrong options, too */
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - sizeof("-run"));

	snprintf(name, sizeof(name), "mattock %s", arguments[1]);
	arguments++;
	arguments[0] = name;
	if (len > 0) {
		memcpy(path + len, "-run", sizeof("-run"));
		execv(path, arguments);
	}
	execvp("mattock-run", arguments);
	fprintf(stderr, "mattock: mattock-run is not installed\n");
	return EXIT_ERROR;
}

/* main hands over when the name is the first word; here it came later. */
bool command_harness(struct invocation *invocation, struct fault *fault)
{
	const char *name = invocation->command->name;

	return fault_set(fault, FAULT_USAGE, "%s must be the first word: mattock %s ...", name,
			 name);
}
