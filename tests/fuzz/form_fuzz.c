#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "wire/form.h"

/* A form that is read, written and read again is the same form. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault fault = { 0 };
	struct form form, again;
	struct buffer out;
	ARENA_AUTO(arena);

	if (!form_parse(&arena, (const char *)data, size, &fault, &form)) {
		assert(fault.kind == FAULT_INPUT);
		return 0;
	}
	buffer_init(&out, &arena, size);
	for (size_t i = 0; i < form.count; i++)
		form_add(&out, form.fields[i].name, form.fields[i].value);
	assert(form_parse(&arena, out.data, out.len, &fault, &again));
	assert(again.count == form.count);
	for (size_t i = 0; i < form.count; i++) {
		assert(!strcmp(again.fields[i].name, form.fields[i].name));
		assert(!strcmp(again.fields[i].value, form.fields[i].value));
	}
	return 0;
}
