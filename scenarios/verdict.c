#include "scenarios/verdict.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "client/text_width.h"

enum { EXPLANATION_MAX = 4000 };

static struct verdict_check *add(struct verdict *verdict, const char *name)
{
	struct verdict_check *check = arena_new(verdict->arena, struct verdict_check);

	*check = (struct verdict_check){ .name = text_escaped(verdict->arena, name, "") };
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
	check->skipped = text_escaped(verdict->arena, why, "");
	verdict->skipped++;
}

/* Where the character begins that the byte at @place is of. */
static size_t character_before(const char *text, size_t place)
{
	while (place > 0 && ((unsigned char)text[place] & 0xC0) == 0x80)
		place--;
	return place;
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
		strcpy(text + character_before(text, EXPLANATION_MAX - 4), "...");
	verdict->last->explanation = text_escaped(verdict->arena, text, "\n");
}
