#include "mock/journal_export.h"

#include <string.h>

#include "mock/journal_archive.h"

/* What is being written. */
struct page {
	const struct journal *journal;
	const char *base_url;
	struct buffer *out;
	size_t count;    /* entries so far */
	uint64_t number; /* of the one that is being written */
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
	journal_archive_begin(page->out);
}

static void end_archive(struct page *page)
{
	journal_archive_end(page->out);
}

static void add_exchange(struct page *page, const char *json, size_t len)
{
	ARENA_AUTO(arena);
	struct journal_message message;
	const struct journal_archive_entry entry = {
		.json = json,
		.json_len = len,
		.base_url = page->base_url,
		.message = journal_messages(page->journal, page->number, &arena, &message)
				   ? &message
				   : NULL,
	};

	buffer_add_text(page->out, page->count ? ",\n" : "\n");
	journal_archive_add(page->out, &arena, &entry);
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
	struct page page = { journal, base_url, out, 0, filter->after };
	struct buffer entry;
	ARENA_AUTO(arena);

	form->begin(&page);
	while (journal_filter_find(filter, journal, &page.number, &arena, &entry)) {
		form->add(&page, entry.data, entry.len);
		page.count++;
		arena_reset(&arena);
	}
	form->end(&page);
}
