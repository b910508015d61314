#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "wire/uri.h"

/* A URL that is split has a path that stays the same when it is normalised twice. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault fault = { 0 };
	struct buffer once, twice;
	struct uri uri;
	ARENA_AUTO(arena);
	const char *text = arena_strndup(&arena, (const char *)data, size);
	char *decoded;

	if (uri_decode(&arena, text, strlen(text), URI_PLUS_IS_SPACE, &decoded))
		assert(strlen(decoded) <= size);
	if (!uri_split(&arena, text, &fault, &uri)) {
		assert(fault.kind == FAULT_INPUT);
		return 0;
	}
	assert(uri.port > 0 && uri.port < 65536 && uri.path[0] == '/');
	buffer_init(&once, &arena, 0);
	uri_normalize_path(&once, uri.path);
	buffer_init(&twice, &arena, 0);
	uri_normalize_path(&twice, once.data);
	assert(!strcmp(once.data, twice.data));
	uri_query_get(&arena, uri.query, "Action");
	return 0;
}
