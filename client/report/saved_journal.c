/*
 * saved_journal.c - a journal as records: of each credential what came of it last.
 */
#include <string.h>

#include "client/report/saved_kinds.h"

/* Events that say something of one credential. */
static const struct {
	const char *event, *word;
	enum record_state state;
	const char *why;
} events[] = {
	{ "intent", "unknown", RECORD_UNKNOWN, "it was about to be deleted; no outcome follows" },
	{ "done", "deleted", RECORD_GOOD, NULL },
	{ "gone", "gone", RECORD_GOOD, NULL },
	{ "failed", "failed", RECORD_FAILED, NULL },
	{ "lost", "unknown", RECORD_UNKNOWN, "the answer was lost" },
};

static const char *text_of(const struct json_value *line, const char *key)
{
	const char *text = json_get_string(line, key);

	return text ? text : "";
}

static void take_line(struct saved_reading *reading, const struct json_value *line)
{
	const char *event = json_get_string(line, "event");
	struct record record = {
		.account_id = text_of(line, "account"),
		.kind = text_of(line, "kind"),
		.id = text_of(line, "id"),
		.why = json_get_string(line, "text"),
	};

	for (size_t i = 0; event && i < ARRAY_LEN(events); i++) {
		if (strcmp(events[i].event, event) != 0)
			continue;
		record.word = events[i].word;
		record.state = events[i].state;
		if (!record.why)
			record.why = events[i].why;
	}
	if (record.word && *record.account_id)
		records_add(&reading->saved->records, &record);
}

/*
 * Of each credential the last line; but what is gone stays gone: after the
 * deactivation of an MFA device the delete of its virtual object may fail.
 */
static void keep_outcomes(struct records *records)
{
	size_t kept = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct record *record = &records->items[i];

		if (kept == 0 || record_compare(&records->items[kept - 1], record) != 0)
			records->items[kept++] = *record;
		else if (records->items[kept - 1].state != RECORD_GOOD)
			records->items[kept - 1] = *record;
	}
	records->count = kept;
}

static void take_head(struct saved *saved, const struct json_value *line)
{
	if (!saved->digest)
		saved->digest = json_get_string(line, "plan");
	if (!saved->taken)
		saved->taken = json_get_string(line, "time");
}

/* A crash may cut a line off; then a run begins behind it, or nothing follows. */
static bool is_cut_off(const struct json_value *next)
{
	const char *event = json_get_string(next, "event");

	return event && strcmp(event, "start") == 0;
}

bool saved_read_journal(struct saved_reading *reading, const char *text, size_t len)
{
	const char *end = text + len;
	unsigned number = 0, damaged = 0;

	reading->saved->kind = "journal";
	reading->saved->family = SAVED_OUTCOME;
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((stop ? stop : end) - text);
		const struct json_value *line;

		number++;
		if (!json_read(reading->arena, text, line_len, reading->fault, &line)) {
			damaged = line_len > 0 ? number : damaged;
		} else if (damaged && !is_cut_off(line)) {
			return fault_set(reading->fault, FAULT_INPUT,
					 "%s:%u: the line is damaged, and no crash explains it",
					 reading->saved->name, damaged);
		} else {
			damaged = 0;
			take_head(reading->saved, line);
			take_line(reading, line);
		}
		text += line_len + 1;
	}
	records_sort(&reading->saved->records);
	keep_outcomes(&reading->saved->records);
	return true;
}
