#include "scenarios/verdict.h"

#include <stdarg.h>
#include <string.h>

enum { EXPLANATION_MAX = 4000 };

void verdict_add(struct verdict *verdict, bool holds, const char *name)
{
	size_t number = verdict->passed + verdict->failed + 1;

	if (holds)
		verdict->passed++;
	else
		verdict->failed++;
	if (!holds || verdict->shows_passes)
		fprintf(verdict->out, "%sok %zu - %s\n", holds ? "" : "not ", number, name);
}

void verdict_explain(struct verdict *verdict, const char *format, ...)
{
	va_list arguments;
	char *text, *line;

	va_start(arguments, format);
	text = arena_vprintf(verdict->arena, format, arguments);
	va_end(arguments);
	if (strlen(text) > EXPLANATION_MAX)
		strcpy(text + EXPLANATION_MAX - 4, "...");
	while ((line = strsep(&text, "\n")))
		fprintf(verdict->out, "#   %s\n", line);
}

int verdict_end(struct verdict *verdict)
{
	if (verdict->shows_passes)
		fprintf(verdict->out, "1..%zu\n", verdict->passed + verdict->failed);
	fflush(verdict->out);
	return verdict->failed ? 1 : 0;
}
