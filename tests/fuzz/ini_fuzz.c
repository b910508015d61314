#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/ini.h"

struct seen {
	size_t line;
	bool has_section;
};

/* Lines go up, names are never empty, and a nested one has its parent in lower case. */
static void on_entry(void *context, const struct ini_entry *entry)
{
	struct seen *seen = context;

	assert(entry->line > seen->line);
	assert(*entry->name && entry->section && entry->value);
	assert(seen->has_section || !*entry->section);
	seen->line = entry->line;
}

static void on_section(void *context, const char *section, size_t line)
{
	struct seen *seen = context;

	assert(*section && line > 0);
	seen->has_section = true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	struct fault fault = { 0 };
	struct seen seen = { 0 };
	const struct ini_reader reader = { on_entry, on_section, &seen };

	if (!ini_parse(&arena, (const char *)data, size, &reader, &fault))
		assert(fault.kind == FAULT_USAGE);
	return 0;
}
