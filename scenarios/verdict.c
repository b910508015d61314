#include "scenarios/verdict.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

enum { EXPLANATION_MAX = 4000 };

static struct verdict_check *add(struct verdict *verdict, const char *name)
{
	struct verdict_check *check = arena_new(verdict->arena, struct verdict_check);

	*check = (struct verdict_check){ .name = arena_strdup(verdict->arena, name) };
	if (verdict->last)
		verdict->last->next = check;
	else
		verdict->first = check;
	verdict->last = check;
	return check;
}

void verdict_add(struct verdict *verdict, bool holds, const char *name)
{
	add(verdict, name)->holds = holds;
	if (holds)
		verdict->passed++;
	else
		verdict->failed++;
}

void verdict_skip(struct verdict *verdict, const char *name, const char *why)
{
	struct verdict_check *check = add(verdict, name);

	check->holds = true;
	check->skipped = arena_strdup(verdict->arena, why);
	verdict->skipped++;
}

void verdict_explain(struct verdict *verdict, const char *format, ...)
{
	va_list arguments;
	char *text;

	assert(verdict->last);
	va_start(arguments, format);
	text = arena_vprintf(verdict->arena, format, arguments);
	va_end(arguments);
	if (strlen(text) > EXPLANATION_MAX)
		strcpy(text + EXPLANATION_MAX - 4, "...");
	verdict->last->explanation = text;
}
