/*
 * database.h - the state of a namespace, in SQLite.
 *
 * A statement is a string constant; it is prepared once per database and kept
 * (the key is the address of the text). Parameters are named (":name").
 * Result columns fill contract structs or row structs of the mock by column
 * name. Texts read are copied into the caller's arena; nothing is lent. An
 * answer may be a copy of what the same question was answered before, if no
 * table that it reads has changed since (answers.h).
 * In tests a statement that scans a table without an index aborts; see
 * database_check_plans.
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

struct call;
struct database;

/*
 * Tells SQLite that one thread alone uses it, and to keep no statistics of its
 * memory: both cost a lock for each piece. Call it first in main; nothing here
 * depends on it.
 */
void database_start(void);

/*
 * Opens the state in the file @path, or in memory if it is NULL, and lays out
 * the tables of a new one. A file is written so that what was committed
 * survives a killed process. Free with database_close.
 */
MUST_USE bool database_open(const char *path, struct fault *fault, struct database **out_database);

/* A state in memory that is the same as another, page by page. */
MUST_USE bool database_open_fork(struct database *from, struct fault *fault,
				 struct database **out_database);

/*
 * A copy of another, only to be copied back: what does not fit into a small
 * cache goes to a temporary file that has no name.
 */
MUST_USE bool database_open_copy(struct database *from, struct fault *fault,
				 struct database **out_database);

/*
 * From now on a statement that scans a table without an index aborts when it
 * is prepared, unless its text says why in a comment that begins with "scan:".
 * For tests; it costs more than preparing does.
 */
void database_check_plans(struct database *database);

/* Closes it; what was not committed is lost. NULL is allowed. */
void database_close(struct database *database);

/*
 * Calls @before once, before the next statement that writes, so that what the
 * state was can still be copied. NULL: calls nothing.
 */
void database_before_write(struct database *database, void (*before)(void *context), void *context);

/* Begins a transaction; every request runs in one. */
void database_begin(struct database *database);

/*
 * Ends the transaction. False if SQLite refused since it began, which is a
 * broken disk; then everything is rolled back and database_problem() says why.
 */
MUST_USE bool database_commit(struct database *database);
void database_rollback(struct database *database);

/* For history.h: SQLite's own handle; and whatever was made of the state is old. */
struct sqlite3 *database_handle(const struct database *database);
void database_forget(struct database *database);

/* Runs statements without parameters, as tests and state files need them. */
MUST_USE bool database_script(struct database *database, const char *sql, struct fault *fault);

/* Whether SQLite failed in this transaction; its text, or NULL. */
const char *database_problem(const struct database *database);

/* Makes @to the same as @from, page by page. Neither may be inside a transaction. */
MUST_USE bool database_copy(struct database *to, struct database *from, struct fault *fault);

/* What a part of the mock keeps, and has to forget when what it was made of changes. */
enum database_topic {
	DATABASE_POLICY,  /* accounts, principals, policies, attachments, resources */
	DATABASE_CALLERS, /* that, keys, and sessions that end; not sessions that begin */
	DATABASE_DUE,     /* accounts that are to be created or closed */
	DATABASE_TOPICS,
};

/* Grows with every change that touches the topic, and when such changes are taken back. */
uint64_t database_topic_version(const struct database *database, enum database_topic topic);

/* The same of DATABASE_POLICY. */
uint64_t database_version(const struct database *database);

/* A named parameter. Make one with the functions below. */
struct database_value {
	const char *name; /* without the colon */
	enum { DATABASE_NULL, DATABASE_TEXT, DATABASE_INTEGER } kind;
	const char *text;
	int64_t integer;
};

/* A text; NULL binds SQL's NULL. */
static inline struct database_value database_text(const char *name, const char *text)
{
	return (struct database_value){ name, text ? DATABASE_TEXT : DATABASE_NULL, text, 0 };
}

static inline struct database_value database_integer(const char *name, int64_t integer)
{
	return (struct database_value){ name, DATABASE_INTEGER, NULL, integer };
}

/* A list of parameters for the functions below: DATABASE_VALUES(database_text("id", id), ...). */
#define DATABASE_VALUES(...) \
	((const struct database_value[]){ __VA_ARGS__, { NULL, DATABASE_NULL, NULL, 0 } })
#define DATABASE_NO_VALUES ((const struct database_value[]){ { NULL, DATABASE_NULL, NULL, 0 } })

/* How a column fills a member of a row struct of the mock's own. */
struct database_column {
	const char *name; /* of the result column */
	size_t offset;
	enum {
		COLUMN_TEXT,     /* const char * */
		COLUMN_INTEGER,  /* int64_t; NULL is 0 */
		COLUMN_OPTIONAL, /* struct api_integer; NULL is not set */
		COLUMN_BOOLEAN,  /* bool */
	} kind;
};

/*
 * Describes a row struct: its columns, ended by a NULL name, and its size. A
 * constant: statements remember it by its address.
 */
struct database_row {
	size_t size;
	const struct database_column *columns;
};

/*
 * Runs a statement that answers no rows. Returns how many rows it changed, or
 * -1 if a UNIQUE or CHECK or REFERENCES rule refused it; other errors of
 * SQLite are bugs or a broken disk and end the request with an internal error.
 */
int64_t database_run(struct call *call, const char *sql, const struct database_value *values);

/* The first column of the first row as a number; @otherwise if there is no row or it is NULL. */
int64_t database_number(struct call *call, const char *sql, const struct database_value *values,
			int64_t otherwise);

/* The first column of the first row as a text in the call's arena; NULL if none. */
const char *database_string(struct call *call, const char *sql,
			    const struct database_value *values);

/* Whether the statement answers at least one row. */
bool database_exists(struct call *call, const char *sql, const struct database_value *values);

/* Fills @out_row from the first row; false if there is none. */
MUST_USE bool database_row(struct call *call, const char *sql, const struct database_value *values,
			   const struct database_row *form, void *out_row);

/* All rows, as an array of row structs in the call's arena; returns how many. */
size_t database_rows(struct call *call, const char *sql, const struct database_value *values,
		     const struct database_row *form, void *out_rows);
