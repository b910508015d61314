#include "mock/journal_export.h"

#include <string.h>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

/* What is being written. */
struct page {
	const struct journal *journal;
	const char *base_url;
	struct buffer *out;
	size_t count; /* entries so far */
};

struct journal_form {
	const char *name, *type;
	void (*begin)(struct page *page);
	void (*add)(struct page *page, const char *json, size_t len);
	void (*end)(struct page *page);
};

static void begin_object(struct page *page)
{
	buffer_printf(page->out, "{\"dropped\": %llu, \"last\": %llu, \"requests\": [",
		      (unsigned long long)journal_first(page->journal) - 1,
		      (unsigned long long)journal_last(page->journal));
}

static void add_item(struct page *page, const char *json, size_t len)
{
	buffer_add_text(page->out, page->count ? ",\n" : "\n");
	buffer_add(page->out, json, len);
}

static void end_object(struct page *page)
{
	buffer_add_text(page->out, "\n]}\n");
}

static void add_line(struct page *page, const char *json, size_t len)
{
	buffer_add(page->out, json, len);
	buffer_add_char(page->out, '\n');
}

static void begin_archive(struct page *page)
{
	buffer_add_text(page->out,
			"{\"log\": {\"version\": \"1.2\", \"creator\": {\"name\": "
			"\"mattockd\", \"version\": \"1\"}, \"comment\": \"Headers and "
			"bodies are not kept, times are not measured.\", \"entries\": [");
}

static void end_archive(struct page *page)
{
	buffer_add_text(page->out, "\n]}}\n");
}

static void add_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text ? text : "");
}

static void add_number(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_integer(json, number);
}

static void add_empty_lists(struct json_writer *json, const char *const *names)
{
	for (; *names; names++) {
		json_key(json, *names);
		json_open_array(json);
		json_close_array(json);
	}
	add_number(json, "headersSize", -1);
	add_number(json, "bodySize", -1);
}

static void add_request(struct json_writer *json, const struct page *page,
			const struct json_value *entry, struct arena *arena)
{
	static const char *const lists[] = { "cookies", "headers", "queryString", NULL };
	const char *path = json_get_string(entry, "path");

	json_key(json, "request");
	json_open_object(json);
	add_text(json, "method", json_get_string(entry, "method"));
	add_text(json, "url", arena_printf(arena, "%s%s", page->base_url, path ? path : "/"));
	add_text(json, "httpVersion", "HTTP/1.1");
	add_empty_lists(json, lists);
	json_close_object(json);
}

static void add_response(struct json_writer *json, const struct json_value *entry)
{
	static const char *const lists[] = { "cookies", "headers", NULL };
	int64_t status = 0;

	if (!json_to_integer(json_get(entry, "status"), &status))
		status = 0;
	json_key(json, "response");
	json_open_object(json);
	add_number(json, "status", status);
	add_text(json, "statusText", json_get_string(json_get(entry, "error"), "code"));
	add_text(json, "httpVersion", "HTTP/1.1");
	add_text(json, "redirectURL", "");
	add_empty_lists(json, lists);
	json_key(json, "content");
	json_open_object(json);
	add_number(json, "size", 0);
	add_text(json, "mimeType", "");
	json_close_object(json);
	json_close_object(json);
}

static void add_exchange(struct page *page, const char *text, size_t len)
{
	static const char *const times[] = { "send", "wait", "receive" };
	const struct json_value *entry;
	struct json_writer json;
	struct fault fault;
	ARENA_AUTO(arena);

	if (!json_read(&arena, text, len, &fault, &entry))
		return;
	buffer_add_text(page->out, page->count ? ",\n" : "\n");
	json_writer_init(&json, page->out, false);
	json_open_object(&json);
	add_text(&json, "startedDateTime", json_get_string(entry, "time"));
	add_number(&json, "time", 0);
	add_request(&json, page, entry, &arena);
	add_response(&json, entry);
	json_key(&json, "cache");
	json_open_object(&json);
	json_close_object(&json);
	json_key(&json, "timings");
	json_open_object(&json);
	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		add_number(&json, times[i], 0);
	json_close_object(&json);
	json_key(&json, "_mattock");
	json_raw(&json, text);
	json_close_object(&json);
}

static void nothing(struct page *page)
{
	UNUSED(page);
}

static const struct journal_form forms[] = {
	{ "json", "application/json", begin_object, add_item, end_object },
	{ "jsonl", "application/x-ndjson", nothing, add_line, nothing },
	{ "har", "application/json", begin_archive, add_exchange, end_archive },
};

const struct journal_form *journal_form_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	}
	return NULL;
}

const char *journal_form_type(const struct journal_form *form)
{
	return form->type;
}

void journal_export(const struct journal *journal, const struct journal_form *form,
		    const struct journal_filter *filter, const char *base_url, struct buffer *out)
{
	struct page page = { journal, base_url, out, 0 };
	uint64_t number = filter->after;
	struct buffer entry;
	ARENA_AUTO(arena);

	form->begin(&page);
	while (journal_filter_find(filter, journal, &number, &arena, &entry)) {
		form->add(&page, entry.data, entry.len);
		page.count++;
		arena_reset(&arena);
	}
	form->end(&page);
}
