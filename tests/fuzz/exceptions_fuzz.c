#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/exceptions.h"

/* What is read as an exception is found by its own name, and is said with its source. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	struct exceptions exceptions;
	struct fault fault;

	exceptions_init(&exceptions, &arena, EXCEPTIONS_RESOURCES);
	if (!exceptions_parse(&exceptions, (const char *)data, size, "file", &fault)) {
		assert(fault.kind == FAULT_USAGE && *fault.message);
		return 0;
	}
	for (size_t i = 0; i < exceptions.count; i++) {
		const char *text = exception_text(&arena, &exceptions.items[i], "kept", 0);

		assert(strncmp(text, "kept by file", strlen("kept by file")) == 0);
		if (!strpbrk(exceptions.items[i].target, "*?[\\"))
			assert(exceptions_find(&exceptions, exceptions.items[i].target));
	}
	return 0;
}
