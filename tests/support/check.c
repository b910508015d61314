#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fixture_setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	if (!fixture)
		return -1;
	fixture->row = *state;
	*state = fixture;
	return 0;
}

static int fixture_teardown(void **state)
{
	struct fixture *fixture = *state;

	arena_done(&fixture->arena);
	free(fixture);
	return 0;
}

int check_tables(const char *group, const struct check_table *tables, size_t table_count)
{
	struct CMUnitTest *tests;
	size_t count = 0;
	int failed;

	for (size_t i = 0; i < table_count; i++)
		count += tables[i].row_count;
	tests = calloc(count, sizeof(*tests));
	if (!tests)
		abort();
	count = 0;
	for (size_t i = 0; i < table_count; i++) {
		for (size_t r = 0; r < tables[i].row_count; r++) {
			const char *row = (const char *)tables[i].rows + r * tables[i].row_size;

			tests[count++] = (struct CMUnitTest){
				.name = *(const char *const *)(const void *)row,
				.test_func = tables[i].body,
				.setup_func = fixture_setup,
				.teardown_func = fixture_teardown,
				.initial_state = (void *)(uintptr_t)row,
			};
		}
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
	free(tests);
	return failed;
}

char *check_read_file(struct arena *arena, const char *path, size_t *out_len)
{
	FILE *file = fopen(path, "rb");
	char *data;
	long size;

	if (!file)
		fail_msg("cannot open %s", path);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	data = arena_alloc(arena, (size_t)size + 1);
	if (fread(data, 1, (size_t)size, file) != (size_t)size)
		fail_msg("cannot read %s", path);
	fclose(file);
	if (out_len)
		*out_len = (size_t)size;
	return data;
}

const char *check_data_path(struct arena *arena, const char *name)
{
	const char *folder = getenv("MATTOCK_TEST_DATA");

	return arena_printf(arena, "%s/%s", folder ? folder : "tests/data", name);
}
