#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

#include "client/selection_ids.h"

/* What --accounts-file gives are ids of accounts, each of which stands in the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	static const char *stdin_name = "-";
	struct invocation invocation = { .arena = &arena };
	struct selection selection = { 0 };
	struct fault fault = { 0 };
	bool is_read;

	if (size == 0)
		return 0;
	invocation.options.values[OPTION_ACCOUNTS_FILE] =
		(struct option_values){ .items = &stdin_name, .count = 1 };
	invocation.input = fmemopen((void *)(uintptr_t)data, size, "r");
	assert(invocation.input);
	is_read = selection_read_ids(&invocation, &selection, &fault);
	fclose(invocation.input);
	if (!is_read) {
		assert(fault.kind == FAULT_USAGE && strstr(fault.message, "<stdin>"));
		return 0;
	}
	assert(selection.id_count > 0);
	for (size_t i = 0; i < selection.id_count; i++)
		assert(organization_is_account_id(selection.ids[i]) &&
		       memmem(data, size, selection.ids[i], strlen(selection.ids[i])));
	return 0;
}
