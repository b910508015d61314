#include "tests/fuzz/fuzz.h"

#include "client/report/compare.h"

/* Whatever a file says: it is refused with a place, or it equals itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	const struct input input = { "file", arena_strndup(&arena, (const char *)data, size),
				     size };
	struct saved saved;
	struct changes changes;
	struct fault fault = { 0 };

	if (!saved_parse(&arena, &input, &saved, &fault)) {
		assert(fault.kind != FAULT_NONE && fault.message[0]);
		return 0;
	}
	changes = changes_find(&arena, &saved, &saved, true);
	assert(changes.appeared == 0);
	for (size_t i = 0; i < saved.records.count; i++)
		(void)record_thing(&arena, &saved.records.items[i]);
	return 0;
}
