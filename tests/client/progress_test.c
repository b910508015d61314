#include "tests/support/check.h"

#include <string.h>

#include "client/progress.h"

static const volatile sig_atomic_t stopped = 1, running = 0;

static const struct row {
	const char *name;
	size_t done, total;
	int64_t took_ms;
	const volatile sig_atomic_t *interrupted;
	const char *want;
} rows[] = {
	{ "in the first two seconds no rate can be told", 9, 10, 1999, NULL, "Auditing: 9 of 10" },
	{ "nothing done tells no rate", 0, 10, 60000, NULL, "Auditing: 0 of 10" },
	{ "the time left follows the rate so far", 100, 400, 50000, &running,
	  "Auditing: 100 of 400, 2.0 a second, 2:30 left" },
	{ "the last one leaves nothing", 10, 10, 20000, NULL,
	  "Auditing: 10 of 10, 0.5 a second, 0:00 left" },
	{ "hours are minutes", 1, 10000, 2000, NULL,
	  "Auditing: 1 of 10000, 0.5 a second, 333:18 left" },
	{ "a run that stops says so and promises no time", 5, 10, 20000, &stopped,
	  "Stopping. Auditing: 5 of 10" },
};

static void says(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct progress progress = { .what = "Auditing",
					   .total = row->total,
					   .done = row->done,
					   .interrupted = row->interrupted };
	char text[PROGRESS_TEXT_MAX];

	progress_text(&progress, row->took_ms, text);
	assert_string_equal(text, row->want);
}

/* What is no terminal gets nothing at all. */
static const struct silent_row {
	const char *name;
	size_t steps;
} silent_rows[] = { { "a file is not drawn into", 3 } };

static void is_silent(void **state)
{
	struct fixture *t = *state;
	const struct silent_row *row = t->row;
	struct progress progress;
	FILE *stream = tmpfile();

	assert_non_null(stream);
	progress_begin(&progress, stream, clock_system(), "Auditing", row->steps);
	for (size_t i = 0; i < row->steps; i++)
		progress_step(&progress);
	progress_clear(&progress);
	progress_end(&progress);
	assert_int_equal(ftell(stream), 0);
	assert_int_equal(progress.done, row->steps);
	fclose(stream);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, says),
		CHECK_TABLE(silent_rows, is_silent),
	};

	return check_tables("client/progress", tables, ARRAY_LEN(tables));
}
