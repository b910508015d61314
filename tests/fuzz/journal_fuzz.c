#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/rollout/journal_read.h"

/* Records are sorted and each call has one; what is taken is whole lines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	const char *text = (const char *)data;
	struct journal_past past;
	struct fault fault;

	if (!journal_read(&arena, text, size, &past, &fault)) {
		assert(fault.kind == FAULT_STALE);
		return 0;
	}
	assert(past.whole_len <= size && (!past.whole_len || text[past.whole_len - 1] == '\n'));
	assert(!memchr(text + past.whole_len, '\n', size - past.whole_len));
	assert(past.plan_digest || !past.record_count);
	for (size_t i = 1; i < past.record_count; i++)
		assert(journal_record_compare(&past.records[i - 1], &past.records[i]) < 0);
	return 0;
}
