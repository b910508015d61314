/*
 * report_tap.c - TAP, for readers of its version 13 and of 14.
 *
 * Descriptions are escaped as version 14 has it ("\\#", "\\\\"). Version 13 is
 * announced because Perl's prove knows no later one, and it has all that is
 * used here. What was found is a block of YAML behind its check: a list of
 * lines in single quotes, for Meson takes no block with an empty line in it.
 */
#include <string.h>
#include <strings.h>

#include "scenarios/report.h"

/* Whether readers without escapes see a directive in what stands behind a "#". */
static bool is_directive(const char *text)
{
	text += strspn(text, " ");
	return strncasecmp(text, "skip", 4) == 0 || strncasecmp(text, "todo", 4) == 0;
}

/* A backslash that only this reader needs would change the name, so it is put where it shows. */
static void write_description(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			putc('\\', out);
		putc(*text, out);
		if (*text == '#' && is_directive(text + 1))
			fputs("\\\\", out);
	}
}

static void write_quoted(FILE *out, const char *text, size_t len)
{
	putc('\'', out);
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\'')
			putc('\'', out);
		putc(text[i], out);
	}
	putc('\'', out);
}

static void write_found(FILE *out, const char *text)
{
	fputs("  ---\n  found:\n", out);
	while (*text) {
		size_t len = strcspn(text, "\n");

		fputs("    - ", out);
		write_quoted(out, text, len);
		putc('\n', out);
		text += len + (text[len] == '\n');
	}
	fputs("  ...\n", out);
}

/* For people, where the stream is no TAP. */
static void write_comment(FILE *out, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		fprintf(out, "#   %.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static void write_line(struct report_tap *tap, const struct verdict_check *check)
{
	tap->count++;
	if (check->holds && !tap->shows_passes)
		return;
	fprintf(tap->out, "%sok %zu - ", check->holds ? "" : "not ", tap->count);
	if (!tap->shows_passes) {
		fprintf(tap->out, "%s\n", check->name);
		write_comment(tap->out, check->explanation ? check->explanation : "");
		return;
	}
	write_description(tap->out, check->name);
	if (check->skipped) {
		fputs(" # SKIP ", tap->out);
		write_description(tap->out, check->skipped);
	}
	putc('\n', tap->out);
	if (!check->holds && check->explanation && *check->explanation)
		write_found(tap->out, check->explanation);
}

void report_tap_begin(struct report_tap *tap)
{
	if (tap->shows_passes)
		fputs("TAP version 13\n", tap->out);
	fflush(tap->out);
}

void report_tap_add(struct report_tap *tap, const struct outcome *outcome)
{
	for (const struct verdict_check *check = outcome->verdict.first; check; check = check->next)
		write_line(tap, check);
	if (outcome->fault) {
		ARENA_AUTO(arena);

		write_line(tap, &(struct verdict_check){
					.name = arena_printf(&arena, "%s: can be run",
							     report_name(&arena, outcome)),
					.explanation = outcome->fault });
	}
	fflush(tap->out);
}

void report_tap_end(struct report_tap *tap)
{
	if (tap->shows_passes)
		fprintf(tap->out, "1..%zu\n", tap->count);
	fflush(tap->out);
}
