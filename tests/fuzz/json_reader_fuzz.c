#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "wire/json_reader.h"
#include "wire/json_writer.h"
#include "wire/utf8.h"

/* Writes a value again, without what may be written in several ways. */
static void write_again(struct json_writer *json, const struct json_value *value)
{
	if (value->key)
		json_key(json, value->key);
	if (value->kind == JSON_STRING) {
		assert(strlen(value->text) == value->len);
		assert(utf8_is_valid(value->text, value->len));
		json_string(json, value->text);
	} else if (value->kind == JSON_ARRAY) {
		json_open_array(json);
	} else if (value->kind == JSON_OBJECT) {
		json_open_object(json);
	} else if (value->kind == JSON_NUMBER) {
		json_raw(json, value->text);
	} else if (value->kind == JSON_BOOLEAN) {
		json_boolean(json, value->boolean);
	} else {
		json_null(json);
	}
	for (const struct json_value *child = value->first; child; child = child->next)
		write_again(json, child);
	if (value->kind == JSON_ARRAY)
		json_close_array(json);
	if (value->kind == JSON_OBJECT)
		json_close_object(json);
}

/* A value that is read and written is read again, and written as the same text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct json_value *value;
	struct fault fault = { 0 };
	struct buffer texts[2];
	ARENA_AUTO(arena);

	if (!json_read(&arena, (const char *)data, size, &fault, &value)) {
		assert(fault.kind == FAULT_INPUT && fault.message[0]);
		return 0;
	}
	for (size_t i = 0; i < 2; i++) {
		struct json_writer json;
		double number;

		buffer_init(&texts[i], &arena, size);
		json_writer_init(&json, &texts[i], false);
		write_again(&json, value);
		assert(json_read(&arena, texts[i].data, texts[i].len, &fault, &value));
		if (value->kind == JSON_NUMBER)
			assert(json_to_double(value, &number));
	}
	assert(!strcmp(texts[0].data, texts[1].data));
	return 0;
}
