#include "client/rollout/journal_read.h"

#include <stdlib.h>
#include <string.h>

const char journal_no_digest[SHA256_HEX_LEN + 1] =
	"0000000000000000000000000000000000000000000000000000000000000000";

/* The journal while it is read, line by line. */
struct reading {
	struct arena *arena; /* of what is kept */
	struct journal_past *past;
	struct fault *fault;
	size_t line; /* from 1 */
	size_t capacity;
};

static bool event_parse(const char *name, enum journal_event *out_event)
{
	for (size_t i = 0; name && i < JOURNAL_EVENTS; i++) {
		if (strcmp(name, journal_event_name((enum journal_event)i)) != 0)
			continue;
		*out_event = (enum journal_event)i;
		return true;
	}
	return false;
}

static const char *keep(struct reading *reading, const struct json_value *line, const char *key)
{
	const char *text = json_get_string(line, key);

	return text ? arena_strdup(reading->arena, text) : NULL;
}

static struct journal_record *add_record(struct reading *reading)
{
	struct journal_past *past = reading->past;

	if (past->record_count == reading->capacity) {
		struct journal_record *more;

		reading->capacity = reading->capacity ? reading->capacity * 2 : 64;
		more = arena_array(reading->arena, reading->capacity, sizeof(*more));
		if (past->record_count)
			memcpy(more, past->records, past->record_count * sizeof(*more));
		past->records = more;
	}
	return &past->records[past->record_count++];
}

static bool damaged(const struct reading *reading, const char *how)
{
	return fault_set(reading->fault, FAULT_STALE,
			 "line %zu of the journal %s. A journal is never changed: bring back the "
			 "copy that the run left, or move it away and make a new plan",
			 reading->line, how);
}

static void take_start(struct reading *reading, const struct json_value *line)
{
	struct journal_past *past = reading->past;

	past->host = keep(reading, line, "host");
	past->caller_arn = keep(reading, line, "caller");
	past->since = keep(reading, line, "time");
	if (!json_to_integer(json_get(line, "process"), &past->process))
		past->process = 0;
	if (!past->plan_digest)
		past->plan_digest = keep(reading, line, "plan");
}

static bool take_line(struct reading *reading, const struct json_value *line)
{
	const char *previous = json_get_string(line, "previous");
	struct journal_record record = { .line = reading->line };

	if (!event_parse(json_get_string(line, "event"), &record.event))
		return damaged(reading, "is no entry of a run");
	if (!previous || strcmp(previous, reading->past->head) != 0)
		return damaged(reading, "does not follow from the line before it");
	if (record.event == JOURNAL_START)
		take_start(reading, line);
	if (!reading->past->plan_digest)
		return damaged(reading, "is not the beginning of a run");
	if (record.event == JOURNAL_START || record.event == JOURNAL_END)
		return true;
	record.account_id = keep(reading, line, "account");
	record.operation = keep(reading, line, "operation");
	record.id = keep(reading, line, "id");
	if (!record.account_id || !record.operation)
		return damaged(reading, "names no account or no operation");
	if (!record.id)
		record.id = "";
	*add_record(reading) = record;
	return true;
}

static bool read_line(struct reading *reading, const char *text, size_t len)
{
	ARENA_AUTO(arena);
	const struct json_value *line;
	struct fault fault;

	if (!json_read(&arena, text, len, &fault, &line))
		return damaged(reading, "is not JSON");
	if (!take_line(reading, line))
		return false;
	sha256_hex(text, len, reading->past->head);
	return true;
}

int journal_record_compare(const void *one, const void *other)
{
	const struct journal_record *left = one, *right = other;
	int order = strcmp(left->account_id, right->account_id);

	if (!order)
		order = strcmp(left->operation, right->operation);
	return order ? order : strcmp(left->id, right->id);
}

static int compare_with_line(const void *one, const void *other)
{
	const struct journal_record *left = one, *right = other;
	int order = journal_record_compare(one, other);

	return order ? order : (left->line > right->line) - (left->line < right->line);
}

/* Keeps the last record of each call. */
static void sort_records(struct journal_past *past)
{
	size_t count = 0;

	if (past->record_count)
		qsort(past->records, past->record_count, sizeof(*past->records), compare_with_line);
	for (size_t i = 0; i < past->record_count; i++) {
		if (count && !journal_record_compare(&past->records[count - 1], &past->records[i]))
			count--;
		past->records[count++] = past->records[i];
	}
	past->record_count = count;
}

bool journal_read(struct arena *arena, const char *text, size_t len, struct journal_past *out_past,
		  struct fault *fault)
{
	struct reading reading = { .arena = arena, .past = out_past, .fault = fault };

	*out_past = (struct journal_past){ 0 };
	memcpy(out_past->head, journal_no_digest, sizeof(out_past->head));
	while (out_past->whole_len < len) {
		const char *line = text + out_past->whole_len;
		const char *end = memchr(line, '\n', len - out_past->whole_len);

		if (!end)
			break;
		reading.line++;
		if (!read_line(&reading, line, (size_t)(end - line)))
			return false;
		out_past->whole_len = (size_t)(end - text) + 1;
	}
	sort_records(out_past);
	return true;
}
