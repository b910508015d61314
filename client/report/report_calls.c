/*
 * report_calls.c - the events of calls that were recorded one by one.
 */
#include <stdlib.h>
#include <string.h>

#include "client/report/report_events.h"

/* The lines that tell of sessions, in the order of one of their members. */
struct sessions {
	const char *key;
	const struct json_value **lines;
	size_t count;
};

static int compare_by(const char *key, const struct json_value *one, const struct json_value *other)
{
	const char *left = json_get_string(one, key), *right = json_get_string(other, key);

	return strcmp(left ? left : "", right ? right : "");
}

static int compare_keys(const void *left, const void *right)
{
	return compare_by("session", *(const struct json_value *const *)left,
			  *(const struct json_value *const *)right);
}

static int compare_requests(const void *left, const void *right)
{
	return compare_by("requestId", *(const struct json_value *const *)left,
			  *(const struct json_value *const *)right);
}

static struct sessions collect(const struct expected_writing *writing, const char *key)
{
	const struct saved *saved = writing->saved;
	struct sessions sessions = { .key = key };

	sessions.lines =
		arena_array(writing->report->arena, saved->line_count + 1, sizeof(*sessions.lines));
	for (size_t i = 0; i < saved->line_count; i++)
		if (json_get_string(saved->lines[i], "session"))
			sessions.lines[sessions.count++] = saved->lines[i];
	if (sessions.count > 0)
		qsort(sessions.lines, sessions.count, sizeof(*sessions.lines),
		      strcmp(key, "session") == 0 ? compare_keys : compare_requests);
	return sessions;
}

static const struct json_value *find(const struct sessions *sessions, const char *text)
{
	size_t low = 0, high = sessions->count;

	while (text && low < high) {
		size_t middle = low + (high - low) / 2;
		const char *found = json_get_string(sessions->lines[middle], sessions->key);
		int order = strcmp(found ? found : "", text);

		if (order == 0)
			return sessions->lines[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A call that was made: exactly one event, or none if nobody answered. */
static void add_call(const struct expected_writing *writing, const struct json_value *line,
		     const struct sessions *by_key, const struct sessions *by_request)
{
	const char *service = json_get_string(line, "service");
	const char *key = json_get_string(line, "accessKeyId");
	const char *request_id = json_get_string(line, "requestId");
	const struct json_value *own = find(by_key, key);
	const struct json_value *made = find(by_request, request_id);
	int64_t status = 0;

	if (!service || !json_to_integer(json_get(line, "status"), &status))
		return;
	expected_event_add(
		writing,
		&(struct expected_event){
			.source = arena_printf(writing->report->arena, "%s.amazonaws.com", service),
			.name = json_get_string(line, "operation"),
			.region = json_get_string(line, "region"),
			.account_id = json_get_string(own, "account"),
			.is_of_caller = !own,
			.access_key_id = key,
			.task = json_get_string(made, "task"),
			.target_id = json_get_string(made, "account"),
			.session_key_id = json_get_string(made, "session"),
			.request_id = request_id,
			.error = json_get_string(line, "error"),
			.time = json_get_string(line, "time"),
			.at_least = status != 0,
			.at_most = 1,
			.note = status ? NULL : "nobody answered; the call may have arrived",
		});
}

void expected_events_of_calls(const struct expected_writing *writing)
{
	const struct sessions by_key = collect(writing, "session");
	const struct sessions by_request = collect(writing, "requestId");

	for (size_t i = 0; i < writing->saved->line_count; i++)
		add_call(writing, writing->saved->lines[i], &by_key, &by_request);
}
