#include "scenarios/report.h"

#include <inttypes.h>
#include <string.h>

#include "client/durable.h"
#include "wire/xml_writer.h"

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
	tap->failed += !check->holds;
	if (check->holds && !tap->shows_passes)
		return;
	fprintf(tap->out, "%sok %zu - %s%s%s\n", check->holds ? "" : "not ", tap->count,
		check->name, check->skipped ? " # SKIP " : "",
		check->skipped ? check->skipped : "");
	if (!check->holds && check->explanation)
		write_comment(tap->out, check->explanation);
}

static const char *name_of(const struct outcome *outcome)
{
	if (outcome->name)
		return outcome->name;
	return outcome->file ? outcome->file : "scenario";
}

void report_tap_add(struct report_tap *tap, const struct outcome *outcome)
{
	for (const struct verdict_check *check = outcome->verdict.first; check; check = check->next)
		write_line(tap, check);
	if (outcome->fault) {
		ARENA_AUTO(arena);

		write_line(tap,
			   &(struct verdict_check){
				   .name = arena_printf(&arena, "%s: can be run", name_of(outcome)),
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

static void add_count(struct xml_writer *xml, struct arena *arena, const char *name, size_t count)
{
	xml_add_attribute(xml, name, arena_printf(arena, "%zu", count));
}

static void open_case(struct xml_writer *xml, const struct outcome *outcome, const char *name)
{
	xml_open(xml, "testcase");
	xml_add_attribute(xml, "classname", name_of(outcome));
	xml_add_attribute(xml, "name", name);
}

/* A reason below the open testcase, which it ends. */
static void close_case(struct xml_writer *xml, struct arena *arena, const char *element,
		       const char *text)
{
	if (!text)
		text = "";
	xml_open(xml, element);
	xml_add_attribute(xml, "message", arena_strndup(arena, text, strcspn(text, "\n")));
	xml_close_with_text(xml, element, text);
	xml_close(xml, "testcase");
}

static void write_suite(struct xml_writer *xml, struct arena *arena, const struct outcome *outcome)
{
	const struct verdict *verdict = &outcome->verdict;

	xml_open(xml, "testsuite");
	xml_add_attribute(xml, "name", name_of(outcome));
	if (outcome->file)
		xml_add_attribute(xml, "file", outcome->file);
	add_count(xml, arena, "tests",
		  verdict->passed + verdict->failed + verdict->skipped + (outcome->fault != NULL));
	add_count(xml, arena, "skipped", verdict->skipped);
	add_count(xml, arena, "failures", verdict->failed);
	add_count(xml, arena, "errors", outcome->fault != NULL);
	xml_add_attribute(xml, "time",
			  arena_printf(arena, "%" PRId64 ".%03" PRId64, outcome->took_ms / 1000,
				       outcome->took_ms % 1000));
	for (const struct verdict_check *check = verdict->first; check; check = check->next) {
		open_case(xml, outcome, check->name);
		if (check->skipped)
			close_case(xml, arena, "skipped", check->skipped);
		else if (check->holds)
			xml_close(xml, "testcase");
		else
			close_case(xml, arena, "failure", check->explanation);
	}
	if (outcome->fault) {
		open_case(xml, outcome, "can be run");
		close_case(xml, arena, "error", outcome->fault);
	}
	xml_close(xml, "testsuite");
}

bool report_junit(const char *path, const struct outcome *outcomes, size_t count,
		  struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer text;
	struct xml_writer xml;

	buffer_init(&text, &arena, 64 * 1024);
	buffer_add_text(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	xml_writer_init(&xml, &text, false);
	xml_open(&xml, "testsuites");
	for (size_t i = 0; i < count; i++)
		write_suite(&xml, &arena, &outcomes[i]);
	xml_close(&xml, "testsuites");
	return durable_write_file(&arena, path, text.data, fault);
}
