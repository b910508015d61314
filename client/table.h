/*
 * table.h - rows and columns, and their three forms.
 *
 * A command describes its columns in one const table, adds rows, and has the
 * screen, the CSV and the JSON of them. A screen table fits its terminal:
 * optional columns are left out, wide ones are cut or wrapped, never the whole
 * line. Where even that is not enough each row becomes lines of "Title  value".
 */
#pragma once

#include <stdio.h>

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/json_writer.h"

enum { TABLE_COLUMNS_MAX = 24 };

enum table_kind { TABLE_TEXT, TABLE_INTEGER, TABLE_BOOLEAN };

/* What a cell means to the reader; a colour on a terminal. */
enum table_style { TABLE_PLAIN, TABLE_GOOD, TABLE_WARNING, TABLE_BAD, TABLE_FAINT };

struct table_column {
	const char *title;    /* on the screen; NULL: the column is not shown there */
	const char *key;      /* in JSON and in the head of CSV: "accountId"; NULL: not there */
	enum table_kind kind; /* in JSON; cells are texts here: "12", "true" */
	size_t min_width;     /* may be narrowed to this on a screen; 0: never narrowed */
	bool is_wrapped;      /* goes on in the next line instead of being cut */
	bool is_optional;     /* on a screen only if it fits, at least with its min_width */
};

struct table_cell {
	const char *text; /* NULL: absent; "-" on the screen, null in JSON, empty in CSV */
	enum table_style style;
};

struct table_row {
	struct table_cell cells[TABLE_COLUMNS_MAX];
	struct table_row *next;
};

/* Rows that are made when they are needed, so that a long table takes the memory of one. */
struct table_maker {
	size_t count;
	/*
	 * Fills the empty cells of a row, each time in the same way. Texts of its own go to
	 * @arena, which lives as long as the row.
	 */
	void (*make)(const void *context, size_t index, struct arena *arena,
		     struct table_cell *cells);
	const void *context;
};

struct table {
	struct arena *arena;
	const struct table_column *columns;
	size_t column_count;
	struct table_row *first, *last;
	size_t row_count;
	struct table_maker maker; /* if its make is set, no row is added */
};

/* The screen. */
struct table_look {
	size_t width;   /* columns of the terminal; 0: unlimited */
	bool has_color; /* styles become colours */
};

/* @columns is borrowed; at most TABLE_COLUMNS_MAX. */
void table_init(struct table *table, struct arena *arena, const struct table_column *columns,
		size_t column_count);

/* A table whose rows are made. */
void table_init_made(struct table *table, const struct table_column *columns, size_t column_count,
		     const struct table_maker *maker);

/* Adds an empty row and returns its cells, one per column. Texts are borrowed. */
struct table_cell *table_add(struct table *table);

/* A head and a line for each row. */
void table_write(const struct table *table, FILE *stream, const struct table_look *look);

/* As table_write, without the head. */
void table_write_list(const struct table *table, FILE *stream, const struct table_look *look);

/* One "Title  value" line per shown column of the first row. */
void table_write_record(const struct table *table, FILE *stream, const struct table_look *look);

/* RFC 4180 with a head of keys; all columns. */
void table_write_csv(const struct table *table, FILE *stream);

/* The rows as objects of an array. */
void table_write_json(const struct table *table, struct json_writer *json);

/* The members of the first row into the open object. */
void table_write_json_members(const struct table *table, const struct table_row *row,
			      struct json_writer *json);
