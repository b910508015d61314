#include "tests/support/check.h"

#include <errno.h>
#include <string.h>

#include "wire/fault.h"

static const struct row {
	const char *name;
	size_t len; /* of the message */
} rows[] = {
	{ "a message of more than the room is cut", FAULT_MESSAGE_MAX + 100 },
	{ "a message that just fits is whole", FAULT_MESSAGE_MAX - 1 },
	{ "a short message is whole", 5 },
};

static void keeps_its_message(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char *message = arena_alloc(&t->arena, row->len + 1);
	size_t want = row->len < FAULT_MESSAGE_MAX ? row->len : FAULT_MESSAGE_MAX - 1;
	struct fault fault = { .http_status = 400, .code = "Old" };

	memset(message, 'm', row->len);
	assert_false(fault_set(&fault, FAULT_INPUT, "%s", message));
	assert_int_equal(fault.kind, FAULT_INPUT);
	assert_int_equal(fault.http_status, 0);
	assert_string_equal(fault.code, "");
	assert_int_equal(strlen(fault.message), want);
	assert_false(fault_prefix(&fault, "file %d", 7));
	assert_memory_equal(fault.message, "file 7: mmm", 11);
	assert_true(strlen(fault.message) < FAULT_MESSAGE_MAX);
	assert_int_equal(fault.kind, FAULT_INPUT);
	assert_false(fault_set_errno(&fault, ENOENT, "cannot open %.10s", message));
	assert_int_equal(fault.kind, FAULT_SYSTEM);
	assert_non_null(strstr(fault.message, ": No such file or directory"));
}

int main(void)
{
	return check_table("wire/fault", rows, keeps_its_message);
}
