#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/rehearse/pseudonym.h"
#include "wire/buffer.h"

/* A document with pseudonyms is a document, the same each time. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	const struct pseudonyms pseudonyms = { &arena, hmac_key("0123456789abcdef", 16) };
	const struct json_value *document, *written;
	struct buffer texts[2];
	struct fault fault;

	if (!json_read(&arena, (const char *)data, size, &fault, &document))
		return 0;
	for (size_t i = 0; i < 2; i++) {
		struct json_writer json;

		buffer_init(&texts[i], &arena, 256);
		json_writer_init(&json, &texts[i], false);
		pseudonym_document(&pseudonyms, document, &json);
	}
	assert(strcmp(texts[0].data, texts[1].data) == 0);
	assert(json_read(&arena, texts[0].data, texts[0].len, &fault, &written));
	return 0;
}
