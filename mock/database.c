#include "mock/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/call.h"
#include "mock/database_state.h"

enum { FIRST_ROWS = 16 };
enum { ALL_TOPICS = (1 << DATABASE_TOPICS) - 1 };

void database_check_plans(struct database *database)
{
	database->statements.checks_plans = true;
}

static void note_problem(struct database *database)
{
	if (!database->problem[0])
		snprintf(database->problem, sizeof(database->problem), "%s",
			 sqlite3_errmsg(database->handle));
}

/* A statement of the transaction itself. */
static bool control(struct database *database, const char *sql)
{
	struct statement *statement = statement_get(&database->statements, database->handle, sql);
	int result = sqlite3_step(statement->handle);

	if (result != SQLITE_DONE)
		note_problem(database);
	sqlite3_reset(statement->handle);
	return result == SQLITE_DONE;
}

void database_begin(struct database *database)
{
	database->problem[0] = '\0';
	database->changed = 0;
	database->is_begun = true;
}

static bool is_in_transaction(const struct database *database)
{
	return !sqlite3_get_autocommit(database->handle);
}

void database_before_write(struct database *database, void (*before)(void *context), void *context)
{
	database->before_write = before;
	database->before_write_context = context;
}

static void call_before_write(struct database *database)
{
	void (*before)(void *context) = database->before_write;

	database->before_write = NULL;
	before(database->before_write_context);
}

/*
 * A transaction costs more than a read. Nobody else writes to a state in
 * memory, so there it begins with the first write; a file is locked once for
 * all reads.
 */
static void begin_if_due(struct database *database, bool is_write)
{
	if (is_write && database->before_write)
		call_before_write(database);
	if (database->is_begun && (is_write || database->is_file) && !is_in_transaction(database))
		control(database, "BEGIN");
}

static void note_change(struct database *database, unsigned topics)
{
	database->changed |= topics;
	for (unsigned topic = 0; topics; topic++, topics >>= 1)
		database->versions[topic] += topics & 1;
}

struct sqlite3 *database_handle(const struct database *database)
{
	return database->handle;
}

void database_forget(struct database *database)
{
	note_change(database, ALL_TOPICS);
}

void database_rollback(struct database *database)
{
	database->is_begun = false;
	if (is_in_transaction(database))
		control(database, "ROLLBACK");
	note_change(database, database->changed); /* what was read in between was never so */
	database->changed = 0;
}

bool database_commit(struct database *database)
{
	if (database->problem[0] || (is_in_transaction(database) && !control(database, "COMMIT"))) {
		database_rollback(database);
		return false;
	}
	database->is_begun = false;
	database->changed = 0;
	return true;
}

const char *database_problem(const struct database *database)
{
	return database->problem[0] ? database->problem : NULL;
}

uint64_t database_topic_version(const struct database *database, enum database_topic topic)
{
	return database->versions[topic];
}

uint64_t database_version(const struct database *database)
{
	return database_topic_version(database, DATABASE_POLICY);
}

bool database_script(struct database *database, const char *sql, struct fault *fault)
{
	begin_if_due(database, true);
	note_change(database, ALL_TOPICS);
	return database_execute(database, sql, fault);
}

/* The statement with its parameters bound, ready to step. */
static struct statement *start(struct call *call, const char *sql,
			       const struct database_value *values)
{
	struct database *database = call->database;
	struct statement *statement = statement_get(&database->statements, database->handle, sql);

	begin_if_due(database, !statement->is_read);
	statement_bind(statement, values);
	return statement;
}

/* Whether there is a row; anything but a row or the end is a problem of the transaction. */
static bool step(struct call *call, struct statement *statement)
{
	int result = sqlite3_step(statement->handle);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		note_problem(call->database);
	return result == SQLITE_ROW;
}

int64_t database_run(struct call *call, const char *sql, const struct database_value *values)
{
	struct database *database = call->database;
	struct statement *statement = start(call, sql, values);
	int result = sqlite3_step(statement->handle);
	int64_t changed = -1;

	if (result == SQLITE_DONE || result == SQLITE_ROW) {
		changed = sqlite3_changes64(database->handle);
		if (changed)
			note_change(database, statement->topics);
	} else if ((result & 0xff) != SQLITE_CONSTRAINT) {
		note_problem(database);
	}
	sqlite3_reset(statement->handle);
	return changed;
}

int64_t database_number(struct call *call, const char *sql, const struct database_value *values,
			int64_t otherwise)
{
	struct statement *statement = start(call, sql, values);
	int64_t number = otherwise;

	if (step(call, statement) && sqlite3_column_type(statement->handle, 0) != SQLITE_NULL)
		number = sqlite3_column_int64(statement->handle, 0);
	sqlite3_reset(statement->handle);
	return number;
}

/* One look for the column serves text and length; the connection has no mutex that this needs. */
static const char *column_text(struct call *call, struct statement *statement, int column)
{
	sqlite3_value *value = sqlite3_column_value(statement->handle, column);
	const char *text = (const char *)sqlite3_value_text(value);

	return text ? arena_strndup(call->arena, text, (size_t)sqlite3_value_bytes(value)) : NULL;
}

const char *database_string(struct call *call, const char *sql, const struct database_value *values)
{
	struct statement *statement = start(call, sql, values);
	const char *text = step(call, statement) ? column_text(call, statement, 0) : NULL;

	sqlite3_reset(statement->handle);
	return text;
}

bool database_exists(struct call *call, const char *sql, const struct database_value *values)
{
	struct statement *statement = start(call, sql, values);
	bool exists = step(call, statement);

	sqlite3_reset(statement->handle);
	return exists;
}

/* The column of the form with the name of a result column; one without a place is a bug. */
static const struct database_column *find_column(struct statement *statement,
						 const struct database_row *form, int index)
{
	const char *name = sqlite3_column_name(statement->handle, index);
	const struct database_column *column = form->columns;

	while (column->name && strcmp(column->name, name) != 0)
		column++;
	if (!column->name) {
		fprintf(stderr, "database: no member for column %s: %s\n", name, statement->sql);
		abort();
	}
	return column;
}

/* Remembers the places, since a statement is nearly always read with the same form. */
static void match_columns(struct statement *statement, const struct database_row *form)
{
	int count = sqlite3_column_count(statement->handle);

	if (statement->form == form)
		return;
	free(statement->columns);
	statement->columns = calloc((size_t)count, sizeof(*statement->columns));
	if (!statement->columns)
		abort();
	for (int i = 0; i < count; i++)
		statement->columns[i] = find_column(statement, form, i);
	statement->column_count = count;
	statement->form = form;
}

static void fill_row(struct call *call, struct statement *statement, char *row)
{
	for (int i = 0; i < statement->column_count; i++) {
		const struct database_column *column = statement->columns[i];
		void *member = row + column->offset;

		if (column->kind == COLUMN_TEXT)
			*(const char **)member = column_text(call, statement, i);
		else if (column->kind == COLUMN_INTEGER)
			*(int64_t *)member = sqlite3_column_int64(statement->handle, i);
		else
			*(bool *)member = sqlite3_column_int64(statement->handle, i) != 0;
	}
}

bool database_row(struct call *call, const char *sql, const struct database_value *values,
		  const struct database_row *form, void *out_row)
{
	struct statement *statement = start(call, sql, values);
	bool exists;

	match_columns(statement, form);
	exists = step(call, statement);
	if (exists) {
		memset(out_row, 0, form->size);
		fill_row(call, statement, out_row);
	}
	sqlite3_reset(statement->handle);
	return exists;
}

size_t database_rows(struct call *call, const char *sql, const struct database_value *values,
		     const struct database_row *form, void *out_rows)
{
	struct statement *statement = start(call, sql, values);
	size_t count = 0, capacity = FIRST_ROWS;
	char *rows = arena_array(call->arena, capacity, form->size);

	match_columns(statement, form);
	while (step(call, statement)) {
		if (count == capacity) {
			char *grown = arena_array(call->arena, capacity * 2, form->size);

			memcpy(grown, rows, count * form->size);
			rows = grown;
			capacity *= 2;
		}
		fill_row(call, statement, rows + count * form->size);
		count++;
	}
	sqlite3_reset(statement->handle);
	*(void **)out_rows = rows;
	return count;
}
