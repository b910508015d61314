#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/report/compare.h"
#include "client/report/report.h"
#include "client/report/trail.h"

static const char *const forms[] = { "html",  "markdown", "csv",  "jsonl",
				     "sarif", "junit",    "ocsf", "events" };

/* JSON of whatever a file said is JSON. */
static void report(struct arena *arena, const struct saved *saved)
{
	const struct report all = { .arena = arena, .files = saved, .file_count = 1 };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const struct json_value *value;
		struct buffer text;
		struct fault fault;

		buffer_init(&text, arena, 1024);
		report_form_by_name(forms[i])->write(&all, &text);
		if (text.data[0] == '{' && strcmp(forms[i], "jsonl") != 0)
			assert(json_read(arena, text.data, text.len, &fault, &value));
	}
}

/* Against one event that both can have, whatever else the file says. */
static void compare_events(struct arena *arena, const struct saved *saved)
{
	static const char *const texts[] = {
		[SAVED_EXPECTED] = "{\"Records\":[{\"eventSource\":\"iam.amazonaws.com\","
				   "\"eventName\":\"GetUser\",\"requestID\":\"r1\"}]}",
		[SAVED_TRAIL] = "{\"schema\":\"mattock.expectedEvents/1\",\"files\":[{\"events\":["
				"{\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"GetUser\","
				"\"requestID\":\"r1\",\"atLeast\":1,\"atMost\":1}]}]}",
	};
	const char *text = texts[saved->family];
	const struct input input = { "other", text, strlen(text) };
	struct saved other;
	struct fault fault = { 0 };
	bool is_read = saved_parse(arena, &input, &other, &fault);

	assert(is_read);
	if (saved->family == SAVED_EXPECTED)
		(void)trail_compare(arena, saved, &other);
	else
		(void)trail_compare(arena, &other, saved);
}

/* Whatever a file says: it is refused with a place, or it equals itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	const struct input input = { "file", arena_strndup(&arena, (const char *)data, size),
				     size };
	struct saved saved;
	struct changes changes;
	struct fault fault = { 0 };

	if (!saved_parse(&arena, &input, &saved, &fault)) {
		assert(fault.kind != FAULT_NONE && fault.message[0]);
		return 0;
	}
	if (saved.family == SAVED_EXPECTED || saved.family == SAVED_TRAIL) {
		compare_events(&arena, &saved);
		return 0;
	}
	changes = changes_find(&arena, &saved, &saved, true);
	assert(changes.appeared == 0);
	for (size_t i = 0; i < saved.records.count; i++)
		(void)record_thing(&arena, &saved.records.items[i]);
	if (saved.family != SAVED_SNAPSHOT)
		report(&arena, &saved);
	return 0;
}
