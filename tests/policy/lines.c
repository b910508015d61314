#include "tests/policy/lines.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN_FAILURES = 40 };

static bool run_line(const char *line, size_t len, lines_check *check)
{
	struct arena arena = { 0 };
	struct fault fault = { 0 };
	const struct json_value *row;
	const char *problem;

	if (!json_read(&arena, line, len, &fault, &row))
		fail_msg("a row is no JSON: %s", fault.message);
	problem = check(&arena, row);
	if (problem)
		printf("# %s: %s\n", json_get_string(row, "id"), problem);
	arena_done(&arena);
	return problem == NULL;
}

void lines_run(const char *file, lines_check *check, size_t expected_rows)
{
	struct arena arena = { 0 };
	size_t len, rows = 0, failed = 0;
	const char *at = check_read_file(&arena, check_data_path(&arena, file), &len);
	const char *end = at + len;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (!stop)
			stop = end;
		if (stop > at && failed < SHOWN_FAILURES) {
			rows++;
			failed += !run_line(at, (size_t)(stop - at), check);
		}
		at = stop + 1;
	}
	arena_done(&arena);
	if (failed)
		fail_msg("%zu rows of %s failed", failed, file);
	assert_int_equal(rows, expected_rows);
}
