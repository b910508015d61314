#include "mock/cloudtrail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mock/cloudtrail_event.h"
#include "mock/journal.h"
#include "wire/clock.h"
#include "wire/uri.h"

static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{ "account", offsetof(struct cloudtrail_filter, account_id) },
	{ "accessKeyId", offsetof(struct cloudtrail_filter, access_key_id) },
	{ "eventId", offsetof(struct cloudtrail_filter, event_id) },
	{ "eventName", offsetof(struct cloudtrail_filter, event_name) },
	{ "eventSource", offsetof(struct cloudtrail_filter, event_source) },
	{ "username", offsetof(struct cloudtrail_filter, username) },
	{ "readOnly", offsetof(struct cloudtrail_filter, read_only) },
};

static bool read_number(const char *text, uint64_t *out_number)
{
	char *end;

	errno = 0;
	*out_number = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && !errno;
}

/* What is not there leaves the time as it was. */
static bool read_time(struct arena *arena, const char *query, const char *name, struct fault *fault,
		      int64_t *time_ms)
{
	const char *text = uri_query_get(arena, query, name);

	return !text || clock_parse_iso(text, time_ms) ||
	       fault_set(fault, FAULT_INPUT, "%s: expected a time such as 2026-01-02T03:04:05Z",
			 name);
}

bool cloudtrail_filter_read(struct arena *arena, const char *query, struct fault *fault,
			    struct cloudtrail_filter *out_filter)
{
	const char *after = uri_query_get(arena, query, "after");
	const char *read_only;

	*out_filter = (struct cloudtrail_filter){ .starts_ms = INT64_MIN };
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*(const char **)(void *)((char *)out_filter + texts[i].offset) =
			uri_query_get(arena, query, texts[i].name);
	read_only = out_filter->read_only;
	if (after && !read_number(after, &out_filter->after))
		return fault_set(fault, FAULT_INPUT, "after: expected the number of a request");
	if (read_only && strcmp(read_only, "true") != 0 && strcmp(read_only, "false") != 0)
		return fault_set(fault, FAULT_INPUT, "readOnly: expected true or false");
	return read_time(arena, query, "startTime", fault, &out_filter->starts_ms) &&
	       read_time(arena, query, "endTime", fault, &out_filter->ends_ms);
}

struct page {
	const struct cloudtrail_filter *filter;
	struct json_writer json;
};

static bool is_same(const char *wanted, const char *found)
{
	return !wanted || (found && strcmp(wanted, found) == 0);
}

static bool has_key(const struct cloudtrail_event *event, const char *wanted)
{
	const struct json_value *issued =
		json_get(json_get(event->entry, "response"), "Credentials");
	bool is_callers = is_same(wanted, json_get_string(event->principal, "accessKeyId"));

	/* A trail of another account does not tell the caller's key. */
	return (is_callers && (!wanted || !event->owner)) ||
	       (issued && is_same(wanted, json_get_string(issued, "AccessKeyId")));
}

static bool is_within(const struct cloudtrail_filter *filter, const char *time)
{
	int64_t ms = 0;

	return time && clock_parse_iso(time, &ms) && ms >= filter->starts_ms &&
	       (!filter->ends_ms || ms <= filter->ends_ms);
}

static bool is_wanted(const struct cloudtrail_filter *filter, const struct cloudtrail_event *event)
{
	const char *account = json_get_string(event->principal, "accountId");
	const char *read_only = event->operation->is_write ? "false" : "true";

	return has_key(event, filter->access_key_id) &&
	       is_same(filter->account_id, event->owner ? event->owner : account) &&
	       is_same(filter->event_id, event->id) &&
	       is_same(filter->event_name, event->operation->name) &&
	       is_same(filter->event_source, cloudtrail_event_source(event)) &&
	       is_same(filter->username, event->owner ? NULL : cloudtrail_event_username(event)) &&
	       is_same(filter->read_only, read_only) &&
	       is_within(filter, json_get_string(event->entry, "time"));
}

static void see_entry(void *context, const char *text, size_t len)
{
	struct page *page = context;
	ARENA_AUTO(arena);
	struct cloudtrail_event event = { .arena = &arena, .json = &page->json };
	struct fault fault;

	if (!json_read(&arena, text, len, &fault, &event.entry))
		return;
	event.principal = json_get(event.entry, "principal");
	event.operation = api_operation_by_full_name(json_get_string(event.entry, "operation"));
	event.request_id = json_get_string(event.entry, "requestId");
	if (!event.principal || !event.operation || !event.request_id)
		return;
	event.id = cloudtrail_event_id(&arena, event.request_id);
	if (is_wanted(page->filter, &event))
		cloudtrail_event_write(&event);
	event.owner = cloudtrail_event_owner(&event);
	if (!event.owner)
		return;
	event.id = cloudtrail_event_id(&arena, arena_printf(&arena, "owner %s", event.request_id));
	if (is_wanted(page->filter, &event))
		cloudtrail_event_write(&event);
}

void cloudtrail_write(const struct journal *journal, const struct cloudtrail_filter *filter,
		      struct buffer *out)
{
	struct page page = { .filter = filter };

	json_writer_init(&page.json, out, false);
	json_open_object(&page.json);
	json_key(&page.json, "Records");
	json_open_array(&page.json);
	journal_walk(journal, filter->after, see_entry, &page);
	json_close_array(&page.json);
	json_close_object(&page.json);
	buffer_add_char(out, '\n');
}
