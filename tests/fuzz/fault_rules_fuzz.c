#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/injection/injection.h"
#include "wire/buffer.h"

/* A list of rules is taken whole, and can be shown again, or a fault names a place in it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault fault = { 0 };
	struct injection *injection = injection_new();
	struct json_writer json;
	struct buffer shown;
	ARENA_AUTO(arena);
	struct reader reader = { .arena = &arena, .fault = &fault, .file = "request" };

	if (!reader_parse(&reader, (const char *)data, size) ||
	    !injection_add(injection, &reader, reader.root, false)) {
		assert(fault.kind == FAULT_INPUT);
		assert(!strncmp(fault.message, "request:", strlen("request:")));
	} else {
		buffer_init(&shown, &arena, 1024);
		json_writer_init(&json, &shown, false);
		injection_write(injection, &json);
		assert(json_read(&arena, shown.data, shown.len, &fault, &reader.root));
		injection_reset(injection);
	}
	injection_free(injection);
	return 0;
}
