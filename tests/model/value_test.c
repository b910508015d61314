#include "tests/support/check.h"

#include "model/value.h"

static const struct row {
	const char *name;
	enum api_kind kind;
	const char *text;
	const char *again; /* as it is written; NULL: the text is refused */
} rows[] = {
	{ "no digits are no number", API_LONG, "", NULL },
	{ "a sign alone is no number", API_LONG, "+", NULL },
	{ "two signs are no number", API_LONG, "+-1", NULL },
	{ "digits are all there may be", API_LONG, "1x", NULL },
	{ "a number beyond 64 bits is refused", API_LONG, "9223372036854775808", NULL },
	{ "a number beyond 32 bits is no integer", API_INTEGER, "2147483648", NULL },
	{ "a word is no boolean", API_BOOLEAN, "yes", NULL },
	{ "two is no boolean", API_BOOLEAN, "2", NULL },
	{ "a word is no time", API_TIMESTAMP, "today", NULL },
	{ "a time with something behind it is refused", API_TIMESTAMP, "1700000000s", NULL },
	{ "a time beyond all calendars is refused", API_TIMESTAMP, "1e30", NULL },
	{ "base64 without its padding is refused", API_BLOB, "YQ", NULL },
	{ "a long may have 64 bits", API_LONG, "9223372036854775807", "9223372036854775807" },
	{ "a plus is dropped", API_INTEGER, "+007", "7" },
	{ "one is true", API_BOOLEAN, "1", "true" },
	{ "the case of false does not count", API_BOOLEAN, "FALSE", "false" },
	{ "seconds since 1970 are a time", API_TIMESTAMP, "1700000000.25", "2023-11-14T22:13:20Z" },
	{ "a time before 1970 is one", API_TIMESTAMP, "-1", "1969-12-31T23:59:59Z" },
	{ "HTTP's form is a time", API_TIMESTAMP, "Tue, 14 Nov 2023 22:13:20 GMT",
	  "2023-11-14T22:13:20Z" },
	{ "a fraction of a second is not written", API_TIMESTAMP, "2023-11-14T22:13:20.999Z",
	  "2023-11-14T22:13:20Z" },
	{ "base64 comes back", API_BLOB, "AP8=", "AP8=" },
	{ "a text is itself", API_STRING, " a ", " a " },
};

static void reads_and_writes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct api_shape shape = { .kind = row->kind };
	union {
		const char *text;
		struct api_integer integer;
		struct api_boolean boolean;
		struct api_timestamp timestamp;
		struct api_blob blob;
	} value = { 0 };

	assert_int_equal(value_from_text(&t->arena, &shape, row->text, &value), row->again != NULL);
	if (row->again)
		assert_string_equal(value_to_text(&t->arena, &shape, &value, VALUE_TIME_ISO),
				    row->again);
}

int main(void)
{
	return check_table("model/value", rows, reads_and_writes);
}
