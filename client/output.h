/*
 * output.h - how a command shows its result.
 *
 * Data goes to the output's stream, once, when the command is done; anything
 * else (notes, progress, errors) goes elsewhere. A terminal gets tables that
 * fit it, with colour unless NO_COLOR is set; a pipe gets the same tables
 * plain and whole. JSON is one object that begins with "schema".
 */
#pragma once

#include <stdio.h>

#include "client/environment.h"
#include "client/table.h"

enum { OUTPUT_SCHEMA_VERSION = 1 };

enum output_form { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };

struct output {
	FILE *stream;
	enum output_form form;
	struct table_look look;
};

/*
 * One result. What is NULL is left out.
 *
 * JSON: { "schema": "mattock.KIND/1", record's members, ROWS_KEY: [ rows ], more }.
 * CSV: the rows if there are any columns of them, else the record.
 */
struct output_document {
	const char *kind;           /* "accounts" */
	const struct table *record; /* a table of one row: facts about the whole */
	const char *rows_key;       /* "accounts" */
	const struct table *rows;
	const char *footer; /* lines for people below the table, wrapped to fit */
	const char *body;   /* a text that is shown as it is: a saved policy */
	/* Adds members to the JSON object; with it, neither record nor rows are put there. */
	void (*write_json)(const void *context, struct json_writer *json);
	const void *context;
};

/* "table", "json" or "csv"; false for anything else. */
MUST_USE bool output_form_parse(const char *text, enum output_form *out_form);

/* An output for @stream; looks at the terminal behind it and at NO_COLOR, TERM and COLUMNS. */
struct output output_for_stream(FILE *stream, enum output_form form,
				const struct environment *environment);

/* The first member of every object that other tools read: "schema": "mattock.KIND/1". */
void output_write_schema(struct json_writer *json, const char *kind);

/* Writes a line that other tools read: whole and unwrapped, but printable. */
void output_line(const struct output *output, const char *text);

/* The result as the JSON object that output_document() writes, with its line break. */
char *output_json(struct arena *arena, const struct output_document *document);

/* Writes the result. */
void output_document(const struct output *output, const struct output_document *document);
