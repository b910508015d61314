#include "mock/journal.h"

#include <stdlib.h>
#include <string.h>

#include "mock/journal_entry.h"

struct slot {
	uint64_t number; /* 0: empty */
	char operation[96];
	char *json;
	size_t len, capacity;
};

struct journal {
	struct slot slots[JOURNAL_ENTRIES];
	uint64_t last; /* number given */
};

struct journal *journal_new(void)
{
	struct journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		abort();
	return journal;
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	for (size_t i = 0; i < JOURNAL_ENTRIES; i++)
		free(journal->slots[i].json);
	free(journal);
}

static void store(struct slot *slot, const char *json, size_t len)
{
	if (len > slot->capacity) {
		free(slot->json);
		slot->json = malloc(len);
		if (!slot->json)
			abort();
		slot->capacity = len;
	}
	memcpy(slot->json, json, len);
	slot->len = len;
}

void journal_add(struct journal *journal, const struct exchange *exchange)
{
	uint64_t number = ++journal->last;
	struct slot *slot = &journal->slots[number % JOURNAL_ENTRIES];
	struct buffer json;

	journal_entry_write(exchange, number, true, &json);
	if (json.len > JOURNAL_ENTRY_MAX)
		journal_entry_write(exchange, number, false, &json);
	slot->number = number;
	journal_entry_operation(exchange, sizeof(slot->operation), slot->operation);
	store(slot, json.data, json.len);
}

void journal_clear(struct journal *journal)
{
	for (size_t i = 0; i < JOURNAL_ENTRIES; i++)
		journal->slots[i].number = 0;
	journal->last = 0;
}

void journal_write(const struct journal *journal, uint64_t after, const char *operation,
		   struct buffer *out)
{
	uint64_t first = journal->last > JOURNAL_ENTRIES ? journal->last - JOURNAL_ENTRIES + 1 : 1;
	const char *comma = "\n";

	buffer_printf(out, "{\"dropped\": %llu, \"requests\": [", (unsigned long long)first - 1);
	for (uint64_t number = first; number <= journal->last; number++) {
		const struct slot *slot = &journal->slots[number % JOURNAL_ENTRIES];

		if (number <= after || (operation && strcmp(operation, slot->operation) != 0))
			continue;
		buffer_add_text(out, comma);
		buffer_add(out, slot->json, slot->len);
		comma = ",\n";
	}
	buffer_add_text(out, "\n]}\n");
}
