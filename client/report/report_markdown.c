/*
 * report_markdown.c - for tickets and wikis.
 */
#include <string.h>

#include "client/report/report.h"
#include "client/text_width.h"

/* A text that no reader of Markdown takes for anything but a text; on one line. */
static void add_text(const struct report *report, const char *text, struct buffer *out)
{
	for (text = text_printable(report->arena, text ? text : ""); *text; text++) {
		if (*text == '<')
			buffer_add_text(out, "&lt;");
		else if (*text == '&')
			buffer_add_text(out, "&amp;");
		else {
			if (strchr("\\`*_{}[]()#+!|>~", *text))
				buffer_add_char(out, '\\');
			buffer_add_char(out, *text);
		}
	}
}

static void add_fact(const struct report *report, const char *name, const char *text,
		     struct buffer *out)
{
	if (!text)
		return;
	buffer_printf(out, "- %s: ", name);
	add_text(report, text, out);
	buffer_add_char(out, '\n');
}

static void add_row(const struct report *report, const struct record *record, struct buffer *out)
{
	const char *const cells[] = {
		record->account_id,
		record->account_name,
		record_thing(report->arena, record),
		record->word,
		record->why ? record->why : record->facts,
	};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		buffer_add_text(out, "| ");
		add_text(report, cells[i], out);
		buffer_add_char(out, ' ');
	}
	buffer_add_text(out, "|\n");
}

static void add_file(const struct report *report, const struct saved *saved, struct buffer *out)
{
	buffer_printf(out, "\n## %s\n\n", saved->kind);
	add_fact(report, "File", saved->name, out);
	add_fact(report, "Organization", saved->organization_id, out);
	add_fact(report, "Made", saved->taken, out);
	add_fact(report, "By", saved->caller_arn, out);
	add_fact(report, "Plan", saved->digest, out);
	add_fact(report, "SHA-256 of the file", saved->sha256, out);
	add_fact(report, "Interrupted", saved->is_interrupted ? "yes" : NULL, out);
	add_fact(report, "Stopped", saved->stopped, out);
	add_fact(report, "Result", report_counts(report->arena, &saved->records), out);
	buffer_add_text(out, "\n| Account | Name | What | State | Reason or facts |\n"
			     "|---|---|---|---|---|\n");
	for (size_t i = 0; i < saved->records.count; i++)
		add_row(report, &saved->records.items[i], out);
}

void report_markdown(const struct report *report, struct buffer *out)
{
	buffer_add_text(out, "# Root credentials\n");
	for (size_t i = 0; i < report->file_count; i++)
		add_file(report, &report->files[i], out);
}
