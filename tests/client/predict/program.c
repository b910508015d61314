#include "tests/client/predict/program.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/check.h"

enum { WORDS_MAX = 16 };

void program_run(struct arena *arena, const char *const *words, const char *input,
		 struct process_result *out_result)
{
	char home[] = "HOME=/nonexistent", width[] = "COLUMNS=80";
	char *arguments[WORDS_MAX + 2] = { NULL };
	char *environment[] = { home, width, NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environment,
						 .input = input,
						 .captures_output = true };
	struct fault fault = { 0 };

	arguments[0] = arena_strdup(arena, getenv("MATTOCK"));
	for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
		arguments[i + 1] = arena_strdup(arena, words[i]);
	if (!process_run(arena, &command, out_result, &fault))
		fail_msg("%s", fault.message);
}

static bool is_met(const struct process_result *result, const char *want)
{
	if (strncmp(want, "! ", 2) == 0)
		return strstr(result->errors, want + 2);
	if (strncmp(want, "~ ", 2) == 0)
		return !strstr(result->out, want + 2);
	return strstr(result->out, want);
}

const char *program_problem(struct arena *arena, const struct process_result *result, int status,
			    const char *const *wants)
{
	if (result->exit_status != status)
		return arena_printf(arena, "ended with %d, not %d:\n%s%s", result->exit_status,
				    status, result->out, result->errors);
	for (; *wants; wants++)
		if (!is_met(result, *wants))
			return arena_printf(arena, "\"%s\" is not met by:\n%s%s", *wants,
					    result->out, result->errors);
	return NULL;
}
