/*
 * output.h - how a command shows its result.
 *
 * Data goes to the output's stream, once, when the command is done; anything
 * else (notes, progress, errors) goes elsewhere. A terminal gets tables that
 * fit it, with colour unless NO_COLOR is set; a pipe gets the same tables
 * plain and whole. JSON is one object that begins with "schema"; as JSON lines
 * it takes one line, or a line for each event while the command runs.
 */
#pragma once

#include <stdio.h>

#include "client/environment.h"
#include "client/table.h"

enum { OUTPUT_SCHEMA_VERSION = 1 };

enum output_form { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_JSON_LINES, OUTPUT_CSV };

/* When a screen has colours; automatic: on a terminal, without NO_COLOR and TERM=dumb. */
enum output_color { OUTPUT_COLOR_AUTOMATIC, OUTPUT_COLOR_ALWAYS, OUTPUT_COLOR_NEVER };

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
	/* JSON lines, if the rest was written as events: the members of the event "end". */
	void (*write_end)(const void *context, struct json_writer *json);
	const void *context;
};

/* A part of the result that is there before the command is done. */
struct output_event {
	const char *kind; /* of the document it belongs to */
	const char *name; /* "account" */
	void (*write_json)(const void *context, struct json_writer *json);
	const void *context;
};

/* "table", "json", "jsonl" or "csv"; false for anything else. */
MUST_USE bool output_form_parse(const char *text, enum output_form *out_form);

/* "auto", "always" or "never"; false for anything else. */
MUST_USE bool output_color_parse(const char *text, enum output_color *out_color);

/* An output for @stream; looks at the terminal behind it and at NO_COLOR, TERM and COLUMNS. */
struct output output_for_stream(FILE *stream, enum output_form form,
				const struct environment *environment);

/* Overrides what was found out about colours. */
void output_set_color(struct output *output, enum output_color color);

/* Whether a line can be drawn over on the terminal behind @stream: it is one, and not dumb. */
bool output_can_draw(FILE *stream, const struct environment *environment);

/* The columns of the terminal behind @stream at this moment; 0: there is none. */
size_t output_columns(FILE *stream);

/* The first member of every object that other tools read: "schema": "mattock.KIND/1". */
void output_write_schema(struct json_writer *json, const char *kind);

/* Writes a line that other tools read: whole and unwrapped, but printable. */
void output_line(const struct output *output, const char *text);

/* The result as the JSON object that output_document() writes, with its line break. */
char *output_json(struct arena *arena, const struct output_document *document);
/* JSON lines: {"schema": "mattock.KIND/1", "event": NAME, members}, at once. Else nothing. */
void output_event(const struct output *output, const struct output_event *event);

/* Writes the result. */
void output_document(const struct output *output, const struct output_document *document);
