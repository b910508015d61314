#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/cloudtrail.h"
#include "mock/journal.h"
#include "mock/journal_filter.h"

/* A query is read, or a fault says which part of it is wrong; and an empty journal has no entry. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct journal *journal;
	ARENA_AUTO(arena);
	const char *query = arena_strndup(&arena, (const char *)data, size);
	struct journal_filter filter;
	struct fault fault = { 0 };
	struct buffer entry;
	uint64_t number;

	if (!journal)
		journal = journal_new();
	if (!journal_filter_read(&arena, query, &fault, &filter)) {
		assert(fault.kind == FAULT_INPUT && !strncmp(fault.message, "after: ", 7));
		return 0;
	}
	number = filter.after;
	assert(!journal_filter_find(&filter, journal, &number, &arena, &entry));
	if (filter.operation) {
		journal_text_matches(filter.operation, "iam:GetUser");
		assert(journal_text_matches("*", filter.operation));
	}
	return 0;
}
