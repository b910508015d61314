#include "mock/journal.h"

#include <stdlib.h>
#include <string.h>

#include "mock/decision_record.h"
#include "mock/journal_entry.h"

/* An entry: the operation's name with its NUL, the JSON and the records of its decisions. */
struct slot {
	char *text;
	uint32_t name_len; /* with the NUL */
	uint32_t json_len;
	uint32_t records_len;
};

struct journal {
	struct slot slots[JOURNAL_ENTRIES]; /* number N is in slot N % JOURNAL_ENTRIES */
	uint64_t first, last;               /* numbers kept; none if last < first */
	size_t bytes;
};

struct journal *journal_new(void)
{
	struct journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		abort();
	journal->first = 1;
	return journal;
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	journal_clear(journal);
	free(journal);
}

static size_t size_of(const struct slot *slot)
{
	return (size_t)slot->name_len + slot->json_len + slot->records_len;
}

static void drop_first(struct journal *journal)
{
	struct slot *slot = &journal->slots[journal->first++ % JOURNAL_ENTRIES];

	journal->bytes -= size_of(slot);
	free(slot->text);
	*slot = (struct slot){ 0 };
}

static void keep(struct journal *journal, const char *name, const struct buffer *json,
		 const struct buffer *records)
{
	struct slot *slot = &journal->slots[++journal->last % JOURNAL_ENTRIES];

	slot->name_len = (uint32_t)strlen(name) + 1;
	slot->json_len = (uint32_t)json->len;
	slot->records_len = (uint32_t)records->len;
	slot->text = malloc(size_of(slot));
	if (!slot->text)
		abort();
	memcpy(slot->text, name, slot->name_len);
	memcpy(slot->text + slot->name_len, json->data, slot->json_len);
	if (slot->records_len)
		memcpy(slot->text + slot->name_len + slot->json_len, records->data,
		       slot->records_len);
	journal->bytes += size_of(slot);
}

void journal_add(struct journal *journal, const struct exchange *exchange)
{
	uint64_t number = journal->last + 1;
	struct buffer records = exchange->decisions;
	char name[JOURNAL_NAME_MAX];
	struct buffer json;

	journal_entry_write(exchange, number, true, &json);
	if (json.len + records.len > JOURNAL_ENTRY_MAX) {
		journal_entry_write(exchange, number, false, &json);
		records.len = 0;
	}
	journal_entry_operation(exchange, sizeof(name), name);
	while (journal->first <= journal->last &&
	       (journal->last - journal->first + 1 == JOURNAL_ENTRIES ||
		journal->bytes + json.len + records.len > JOURNAL_BYTES))
		drop_first(journal);
	keep(journal, name, &json, &records);
}

void journal_clear(struct journal *journal)
{
	while (journal->first <= journal->last)
		drop_first(journal);
	journal->first = 1;
	journal->last = 0;
}

/* The entry with its decisions as its last member. */
static void write_slot(const struct slot *slot, struct arena *arena, struct buffer *out)
{
	const char *json = slot->text + slot->name_len;
	struct json_writer writer;

	if (!slot->records_len) {
		buffer_add(out, json, slot->json_len);
		return;
	}
	buffer_add(out, json, slot->json_len - 1);
	buffer_add_text(out, ",\"decisions\":");
	json_writer_init(&writer, out, false);
	decision_record_write(&writer, arena, json + slot->json_len, slot->records_len);
	buffer_add_char(out, '}');
}

void journal_write(const struct journal *journal, uint64_t after, const char *operation,
		   struct buffer *out)
{
	uint64_t number = after < journal->first ? journal->first : after + 1;
	const char *comma = "\n";
	ARENA_AUTO(arena);

	buffer_printf(out, "{\"dropped\": %llu, \"requests\": [",
		      (unsigned long long)journal->first - 1);
	for (; number <= journal->last; number++) {
		const struct slot *slot = &journal->slots[number % JOURNAL_ENTRIES];

		if (operation && strcmp(operation, slot->text) != 0)
			continue;
		buffer_add_text(out, comma);
		write_slot(slot, &arena, out);
		arena_reset(&arena);
		comma = ",\n";
	}
	buffer_add_text(out, "\n]}\n");
}
