#include "scenarios/report.h"

#include <inttypes.h>
#include <string.h>

#include "client/durable.h"
#include "client/text_width.h"
#include "wire/xml_writer.h"

const char *report_name(struct arena *arena, const struct outcome *outcome)
{
	if (outcome->name)
		return outcome->name;
	return outcome->file ? text_escaped(arena, outcome->file, "") : "scenario";
}

static void add_count(struct xml_writer *xml, struct arena *arena, const char *name, size_t count)
{
	xml_add_attribute(xml, name, arena_printf(arena, "%zu", count));
}

static void open_case(struct xml_writer *xml, const char *scenario, const char *name)
{
	xml_open(xml, "testcase");
	xml_add_attribute(xml, "classname", scenario);
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
	const char *scenario = report_name(arena, outcome);

	xml_open(xml, "testsuite");
	xml_add_attribute(xml, "name", scenario);
	if (outcome->file)
		xml_add_attribute(xml, "file", text_escaped(arena, outcome->file, ""));
	add_count(xml, arena, "tests",
		  verdict->passed + verdict->failed + verdict->skipped + (outcome->fault != NULL));
	add_count(xml, arena, "skipped", verdict->skipped);
	add_count(xml, arena, "failures", verdict->failed);
	add_count(xml, arena, "errors", outcome->fault != NULL);
	xml_add_attribute(xml, "time",
			  arena_printf(arena, "%" PRId64 ".%03" PRId64, outcome->took_ms / 1000,
				       outcome->took_ms % 1000));
	for (const struct verdict_check *check = verdict->first; check; check = check->next) {
		open_case(xml, scenario, check->name);
		if (check->skipped)
			close_case(xml, arena, "skipped", check->skipped);
		else if (check->holds)
			xml_close(xml, "testcase");
		else
			close_case(xml, arena, "failure", check->explanation);
	}
	if (outcome->fault) {
		open_case(xml, scenario, "can be run");
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
