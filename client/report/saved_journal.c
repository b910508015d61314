/*
 * saved_journal.c - a journal as records: of each credential what came of it last.
 */
#include <string.h>

#include "client/report/saved_kinds.h"
#include "client/rollout/journal_read.h"

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

bool saved_read_journal(struct saved_reading *reading, const struct input *input)
{
	struct journal_past past;

	/* Each line must follow from the one before it; a last one may be cut off. */
	if (!journal_read(reading->arena, input->text, input->len, &past, reading->fault))
		return fault_prefix(reading->fault, "%s", input->name);
	reading->saved->kind = "journal";
	reading->saved->family = SAVED_OUTCOME;
	reading->saved->digest = past.plan_digest;
	reading->saved->caller_arn = past.caller_arn;
	reading->saved->taken = past.since;
	reading->saved->journal_digest = arena_strdup(reading->arena, past.head);
	if (!saved_read_lines(reading, input->text, past.whole_len))
		return false;
	for (size_t i = 0; i < reading->saved->line_count; i++)
		take_line(reading, reading->saved->lines[i]);
	records_sort(&reading->saved->records);
	keep_outcomes(&reading->saved->records);
	return true;
}
