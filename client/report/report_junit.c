/*
 * report_junit.c - JUnit's XML, for build servers.
 *
 * A suite an account, a case a credential. What is unknown is an error, not a
 * failure and never a success.
 */
#include <string.h>

#include "client/report/report.h"

/* The element in the case, and the attribute of the suite that counts it; NULL: it passed. */
static const struct {
	const char *element, *counter;
} outcomes[RECORD_STATES] = {
	[RECORD_UNKNOWN] = { "error", "errors" },    [RECORD_GOOD] = { NULL, NULL },
	[RECORD_OPEN] = { "failure", "failures" },   [RECORD_HELD] = { "skipped", "skipped" },
	[RECORD_FAILED] = { "failure", "failures" }, [RECORD_SKIPPED] = { "skipped", "skipped" },
};

static void add_attribute(const struct report *report, const char *name, const char *text,
			  struct buffer *out)
{
	buffer_printf(out, " %s=\"", name);
	report_escape(report->arena, text, out);
	buffer_add_char(out, '"');
}

static void add_counts(const struct record *records, size_t count, struct buffer *out)
{
	static const char *const counters[] = { "failures", "errors", "skipped" };

	buffer_printf(out, " tests=\"%zu\"", count);
	for (size_t i = 0; i < ARRAY_LEN(counters); i++) {
		size_t found = 0;

		for (size_t k = 0; k < count; k++) {
			const char *counter = outcomes[records[k].state].counter;

			found += counter && strcmp(counter, counters[i]) == 0;
		}
		buffer_printf(out, " %s=\"%zu\"", counters[i], found);
	}
}

static void add_case(const struct report *report, const struct saved *saved,
		     const struct record *record, struct buffer *out)
{
	const char *element = outcomes[record->state].element;

	buffer_add_text(out, "    <testcase");
	add_attribute(report, "classname",
		      arena_printf(report->arena, "%s.%s", saved->kind, record->account_id), out);
	add_attribute(report, "name", record_thing(report->arena, record), out);
	if (!element) {
		buffer_add_text(out, "/>\n");
		return;
	}
	buffer_printf(out, "><%s", element);
	add_attribute(report, "message", record->word, out);
	if (strcmp(element, "skipped") != 0)
		add_attribute(report, "type", report_rule_id(record), out);
	buffer_add_char(out, '>');
	report_escape(report->arena, report_sentence(report->arena, record), out);
	buffer_printf(out, "</%s></testcase>\n", element);
}

/* The records of one account, which stand together. */
static void add_suite(const struct report *report, const struct saved *saved,
		      const struct record *records, size_t count, struct buffer *out)
{
	buffer_add_text(out, "  <testsuite");
	add_attribute(
		report, "name",
		arena_printf(report->arena, "%s %s", records->account_id, records->account_name),
		out);
	add_counts(records, count, out);
	if (saved->taken)
		add_attribute(report, "timestamp", saved->taken, out);
	buffer_add_text(out, ">\n");
	for (size_t i = 0; i < count; i++)
		add_case(report, saved, &records[i], out);
	buffer_add_text(out, "  </testsuite>\n");
}

static void add_file(const struct report *report, const struct saved *saved, struct buffer *out)
{
	const struct records *records = &saved->records;
	size_t first = 0;

	while (first < records->count) {
		size_t count = 1;

		while (first + count < records->count &&
		       strcmp(records->items[first].account_id,
			      records->items[first + count].account_id) == 0)
			count++;
		add_suite(report, saved, &records->items[first], count, out);
		first += count;
	}
}

void report_junit(const struct report *report, struct buffer *out)
{
	buffer_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			     "<testsuites name=\"mattock\">\n");
	for (size_t i = 0; i < report->file_count; i++)
		add_file(report, &report->files[i], out);
	buffer_add_text(out, "</testsuites>\n");
}
