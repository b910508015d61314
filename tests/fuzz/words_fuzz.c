#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/credentials/words.h"

/* Each word in single quotes, as a shell would have it: no word may change by that. */
static char *quoted(struct arena *arena, char *const *words)
{
	char *line = arena_strdup(arena, "");

	for (; *words; words++) {
		line = arena_printf(arena, "%s '", line);
		for (const char *at = *words; *at; at++)
			line = arena_printf(arena, *at == '\'' ? "%s'\\%c'" : "%s%c", line, *at);
		line = arena_printf(arena, "%s'", line);
	}
	return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	struct fault fault = { 0 };
	const char *line = arena_strndup(&arena, (const char *)data, size < 512 ? size : 512);
	char **words, **again;

	if (!words_split(&arena, line, &fault, &words)) {
		assert(fault.kind == FAULT_CREDENTIALS);
		return 0;
	}
	assert(words[0] && words_split(&arena, quoted(&arena, words), &fault, &again));
	for (; *words; words++, again++)
		assert(*again && strcmp(*words, *again) == 0);
	assert(!*again);
	return 0;
}
