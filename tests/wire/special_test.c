#include "tests/support/check.h"

#include <string.h>

#include "wire/special.h"

enum { LEN_MAX = 50 };

static const struct row {
	const char *name;
	uint8_t byte;
	bool is_special;
} rows[] = {
	{ "the first byte of the set is found wherever it stands", '"', true },
	{ "the last byte of the set is found wherever it stands", '&', true },
	{ "a control character is found wherever it stands", 0x1f, true },
	{ "a NUL inside is found wherever it stands", 0, true },
	{ "a blank is as good as a letter", ' ', false },
	{ "a neighbour of the set is as good as a letter", '#', false },
	{ "a byte above ASCII is as good as a letter", 0xff, false },
};

/* Every length up to three vectors, with the byte at every place and nowhere. */
static void finds(void **state)
{
	static const struct special_set set = { { '"', '<', '>', '&' } };
	struct fixture *t = *state;
	const struct row *row = t->row;

	for (size_t len = 0; len <= LEN_MAX; len++) {
		char *text = arena_alloc(&t->arena, len + 1);

		memset(text, 'a', len);
		assert_false(special_is_in(text, len, set));
		for (size_t at = 0; at < len; at++) {
			text[at] = (char)row->byte;
			assert_int_equal(special_is_in(text, len, set), row->is_special);
			text[at] = 'a';
		}
		text[len] = '"';
		assert_false(special_is_in(text, len, set));
	}
}

int main(void)
{
	return check_table("wire/special", rows, finds);
}
