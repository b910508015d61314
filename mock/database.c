#include "mock/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/call.h"
#include "mock/database_state.h"

enum { FIRST_ROWS = 16 };
enum { ALL_TOPICS = (1 << DATABASE_TOPICS) - 1 };
#define ALL_TABLES UINT64_MAX

/* A form with a column of this name, compared by address, takes the first one of the answer. */
static const char FIRST_COLUMN[] = "";

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
	database->changed_tables = 0;
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

static void note_change(struct database *database, unsigned topics, uint64_t tables)
{
	database->changed |= topics;
	database->changed_tables |= tables;
	database->changes++;
	for (uint64_t rest = tables; rest; rest &= rest - 1)
		database->changed_at[__builtin_ctzll(rest)] = database->changes;
	for (unsigned topic = 0; topics; topic++, topics >>= 1)
		database->versions[topic] += topics & 1;
}

struct sqlite3 *database_handle(const struct database *database)
{
	return database->handle;
}

void database_forget(struct database *database)
{
	note_change(database, ALL_TOPICS, ALL_TABLES);
}

void database_rollback(struct database *database)
{
	database->is_begun = false;
	if (is_in_transaction(database))
		control(database, "ROLLBACK");
	/* What was read in between was never so. */
	note_change(database, database->changed, database->changed_tables);
	database->changed = 0;
	database->changed_tables = 0;
}

bool database_commit(struct database *database)
{
	if (database->problem[0] || (is_in_transaction(database) && !control(database, "COMMIT"))) {
		database_rollback(database);
		return false;
	}
	database->is_begun = false;
	database->changed = 0;
	database->changed_tables = 0;
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
	note_change(database, ALL_TOPICS, ALL_TABLES);
	return database_execute(database, sql, fault);
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
	struct statement *statement = statement_get(&database->statements, database->handle, sql);
	int64_t changed = -1;
	int result;

	begin_if_due(database, !statement->is_read);
	statement_bind(statement, values);
	result = sqlite3_step(statement->handle);
	if (result == SQLITE_DONE || result == SQLITE_ROW) {
		changed = sqlite3_changes64(database->handle);
		if (changed)
			note_change(database, statement->topics, statement->writes);
	} else if ((result & 0xff) != SQLITE_CONSTRAINT) {
		note_problem(database);
	}
	sqlite3_reset(statement->handle);
	return changed;
}

/* The connection has no mutex that would have to be held here. */
static const char *copy_text(struct call *call, sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return text ? arena_strndup(call->arena, text, (size_t)sqlite3_value_bytes(value)) : NULL;
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
	bool is_positional = form->columns->name == FIRST_COLUMN;
	int count = sqlite3_column_count(statement->handle);

	if (statement->form == form)
		return;
	if (is_positional || !form->columns->name)
		count = is_positional;
	free(statement->columns);
	statement->columns = calloc((size_t)count + 1, sizeof(*statement->columns));
	if (!statement->columns)
		abort();
	for (int i = 0; i < count; i++)
		statement->columns[i] = is_positional ? form->columns
						      : find_column(statement, form, i);
	statement->column_count = count;
	statement->form = form;
}

static void fill_member(struct call *call, const struct database_column *column,
			sqlite3_value *value, void *member)
{
	switch (column->kind) {
	case COLUMN_TEXT:
		*(const char **)member = copy_text(call, value);
		return;
	case COLUMN_INTEGER:
		*(int64_t *)member = sqlite3_value_int64(value);
		return;
	case COLUMN_OPTIONAL:
		*(struct api_integer *)member = (struct api_integer){
			.is_set = sqlite3_value_type(value) != SQLITE_NULL,
			.value = sqlite3_value_int64(value),
		};
		return;
	case COLUMN_BOOLEAN:
		*(bool *)member = sqlite3_value_int64(value) != 0;
		return;
	}
}

static void fill_row(struct call *call, struct statement *statement, char *row)
{
	for (int i = 0; i < statement->column_count; i++) {
		const struct database_column *column = statement->columns[i];

		fill_member(call, column, sqlite3_column_value(statement->handle, i),
			    row + column->offset);
	}
}

/* What is asked: at most so many rows, in a form. */
struct question {
	const char *sql;
	const struct database_value *values;
	const struct database_row *form;
	size_t most;
};

static void *grow_rows(struct call *call, void *rows, size_t count, size_t size)
{
	void *grown = arena_array(call->arena, count * 2, size);

	memcpy(grown, rows, count * size);
	return grown;
}

static struct answers_rows read_rows(struct call *call, struct statement *statement,
				     const struct question *question)
{
	size_t size = question->form->size, count = 0;
	size_t capacity = question->most < FIRST_ROWS ? question->most : FIRST_ROWS;
	char *rows = arena_array(call->arena, capacity, size);

	begin_if_due(call->database, !statement->is_read);
	statement_bind(statement, question->values);
	match_columns(statement, question->form);
	while (count < question->most && step(call, statement)) {
		if (count == capacity) {
			rows = grow_rows(call, rows, count, size);
			capacity *= 2;
		}
		fill_row(call, statement, rows + count++ * size);
	}
	sqlite3_reset(statement->handle);
	return (struct answers_rows){ rows, count };
}

/* The last change of what the statement reads. */
static uint64_t last_change(const struct database *database, uint64_t tables)
{
	uint64_t last = 0;

	for (; tables; tables &= tables - 1) {
		uint64_t at = database->changed_at[__builtin_ctzll(tables)];

		last = at > last ? at : last;
	}
	return last;
}

static struct answers_rows ask(struct call *call, const struct question *question)
{
	struct database *database = call->database;
	struct statement *statement =
		statement_get(&database->statements, database->handle, question->sql);
	uint64_t changed = last_change(database, statement->reads);
	struct answers_rows found;
	struct answers_key key;

	if (!statement->is_kept)
		return read_rows(call, statement, question);
	answers_key(&key, question->sql, question->form, question->most, question->values);
	if (answers_find(&database->answers, &key, changed, call->arena, &found))
		return found;
	found = read_rows(call, statement, question);
	if (!database->problem[0])
		answers_offer(&database->answers, &key, changed, &found);
	return found;
}

bool database_row(struct call *call, const char *sql, const struct database_value *values,
		  const struct database_row *form, void *out_row)
{
	const struct question question = { sql, values, form, 1 };
	struct answers_rows found = ask(call, &question);

	if (found.count)
		memcpy(out_row, found.rows, form->size);
	return found.count;
}

size_t database_rows(struct call *call, const char *sql, const struct database_value *values,
		     const struct database_row *form, void *out_rows)
{
	const struct question question = { sql, values, form, SIZE_MAX };
	struct answers_rows found = ask(call, &question);

	*(void **)out_rows = found.rows;
	return found.count;
}

bool database_exists(struct call *call, const char *sql, const struct database_value *values)
{
	static const struct database_column none[] = { { NULL, 0, COLUMN_TEXT } };
	static const struct database_row form = { 1, none };
	const struct question question = { sql, values, &form, 1 };

	return ask(call, &question).count;
}

const char *database_string(struct call *call, const char *sql, const struct database_value *values)
{
	static const struct database_column first[] = { { FIRST_COLUMN, 0, COLUMN_TEXT },
							{ NULL } };
	static const struct database_row form = { sizeof(const char *), first };
	const struct question question = { sql, values, &form, 1 };
	struct answers_rows found = ask(call, &question);

	return found.count ? *(const char *const *)found.rows : NULL;
}

int64_t database_number(struct call *call, const char *sql, const struct database_value *values,
			int64_t otherwise)
{
	static const struct database_column first[] = { { FIRST_COLUMN, 0, COLUMN_OPTIONAL },
							{ NULL } };
	static const struct database_row form = { sizeof(struct api_integer), first };
	const struct question question = { sql, values, &form, 1 };
	struct answers_rows found = ask(call, &question);
	const struct api_integer *number = found.rows;

	return found.count && number->is_set ? number->value : otherwise;
}
