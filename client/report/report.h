/*
 * report.h - saved results for other readers: people, spreadsheets, scanners, build servers, a SOC.
 *
 * What is unknown stays unknown in every form; docs/report.md says how each
 * form writes it.
 */
#pragma once

#include "client/report/saved.h"
#include "wire/buffer.h"

struct report {
	struct arena *arena;
	const struct saved *files;
	size_t file_count;
	int64_t now_ms;
};

struct report_form {
	const char *name; /* "html" */
	/* Appends the report. */
	void (*write)(const struct report *report, struct buffer *out);
};

/* The form of that name, or NULL. */
const struct report_form *report_form_by_name(const char *name);

/* The forms; each in a file of its own. */
void report_html(const struct report *report, struct buffer *out);
void report_markdown(const struct report *report, struct buffer *out);
void report_csv(const struct report *report, struct buffer *out);
void report_jsonl(const struct report *report, struct buffer *out);
void report_sarif(const struct report *report, struct buffer *out);
void report_junit(const struct report *report, struct buffer *out);
void report_ocsf(const struct report *report, struct buffer *out);
void report_events(const struct report *report, struct buffer *out);

/* Appends a text for HTML and XML: escaped, and without what they do not allow. */
void report_escape(struct arena *arena, const char *text, struct buffer *out);

/* "access key AKIA... in account 222222222222 (shop): present". */
const char *report_sentence(struct arena *arena, const struct record *record);

/* Of a kind of credential and of an account: "root-access-key". */
const char *report_rule_id(const struct record *record);

/* "2 present, 1 unknown": the words of the records and how often each comes. */
const char *report_counts(struct arena *arena, const struct records *records);
