#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "wire/buffer.h"

static const struct row {
	const char *name;
	size_t capacity;
	size_t times;
} rows[] = {
	{ "nothing added is the empty text", 16, 0 },
	{ "a text grows past a capacity of zero", 0, 3 },
	{ "a text keeps its bytes over many moves", 4, 5000 },
};

static void grows(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct buffer buffer;

	buffer_init(&buffer, &t->arena, row->capacity);
	for (size_t i = 0; i < row->times; i++) {
		buffer_add_text(&buffer, "ab");
		buffer_add_char(&buffer, 'c');
		buffer_printf(&buffer, "%04zu", i);
	}
	assert_int_equal(buffer.len, row->times * 7);
	assert_int_equal(strlen(buffer.data), buffer.len);
	for (size_t i = 0; i < row->times; i++) {
		char want[32];

		snprintf(want, sizeof(want), "abc%04zu", i);
		assert_memory_equal(buffer.data + i * 7, want, 7);
	}
}

int main(void)
{
	return check_table("wire/buffer", rows, grows);
}
