#include "mock/journal.h"

#include <stdlib.h>
#include <string.h>

#include "mock/journal_entry.h"

/* An entry: the operation's name with its NUL, then the JSON. */
struct slot {
	char *text;
	size_t name_len; /* with the NUL */
	size_t json_len;
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

static void drop_first(struct journal *journal)
{
	struct slot *slot = &journal->slots[journal->first++ % JOURNAL_ENTRIES];

	journal->bytes -= slot->name_len + slot->json_len;
	free(slot->text);
	*slot = (struct slot){ 0 };
}

static void keep(struct journal *journal, const char *name, const struct buffer *json)
{
	struct slot *slot = &journal->slots[++journal->last % JOURNAL_ENTRIES];

	slot->name_len = strlen(name) + 1;
	slot->json_len = json->len;
	slot->text = malloc(slot->name_len + slot->json_len);
	if (!slot->text)
		abort();
	memcpy(slot->text, name, slot->name_len);
	memcpy(slot->text + slot->name_len, json->data, slot->json_len);
	journal->bytes += slot->name_len + slot->json_len;
}

void journal_add(struct journal *journal, const struct exchange *exchange)
{
	uint64_t number = journal->last + 1;
	char name[JOURNAL_NAME_MAX];
	struct buffer json;

	journal_entry_write(exchange, number, true, &json);
	if (json.len > JOURNAL_ENTRY_MAX)
		journal_entry_write(exchange, number, false, &json);
	journal_entry_operation(exchange, sizeof(name), name);
	while (journal->first <= journal->last &&
	       (journal->last - journal->first + 1 == JOURNAL_ENTRIES ||
		journal->bytes + json.len > JOURNAL_BYTES))
		drop_first(journal);
	keep(journal, name, &json);
}

void journal_clear(struct journal *journal)
{
	while (journal->first <= journal->last)
		drop_first(journal);
	journal->first = 1;
	journal->last = 0;
}

void journal_write(const struct journal *journal, uint64_t after, const char *operation,
		   struct buffer *out)
{
	uint64_t number = after < journal->first ? journal->first : after + 1;
	const char *comma = "\n";

	buffer_printf(out, "{\"dropped\": %llu, \"requests\": [",
		      (unsigned long long)journal->first - 1);
	for (; number <= journal->last; number++) {
		const struct slot *slot = &journal->slots[number % JOURNAL_ENTRIES];

		if (operation && strcmp(operation, slot->text) != 0)
			continue;
		buffer_add_text(out, comma);
		buffer_add(out, slot->text + slot->name_len, slot->json_len);
		comma = ",\n";
	}
	buffer_add_text(out, "\n]}\n");
}
