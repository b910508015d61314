/*
 * check.h - tests as tables.
 *
 * A test file is one or more tables of rows. The first member of a row is
 * `const char *name`, a sentence that says what the row proves. Each row runs
 * as a test of its own with a fresh fixture; the output is TAP. A failing
 * assertion leaves by longjmp, so memory comes from the fixture's arena.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/arena.h"
#include "wire/base.h"

struct fixture {
	struct arena arena;
	const void *row; /* the row under test, of the table's own type */
};

/* One table and the function that checks a row of it. */
struct check_table {
	const void *rows;
	size_t row_count;
	size_t row_size;
	void (*body)(void **state);
};

#define CHECK_TABLE(rows, body)                                    \
	{                                                          \
		(rows), ARRAY_LEN(rows), sizeof((rows)[0]), (body) \
	}

/* Runs the tables as one group; returns the number of failed rows, for main. */
int check_tables(const char *group, const struct check_table *tables, size_t table_count);

/* The same for a single table. */
#define check_table(group, rows, body) \
	check_tables((group), &(const struct check_table)CHECK_TABLE(rows, body), 1)

/* Reads a whole file into the arena; fails the test if it cannot. */
char *check_read_file(struct arena *arena, const char *path, size_t *out_len);

/* The path of a file below tests/data. */
const char *check_data_path(struct arena *arena, const char *name);
