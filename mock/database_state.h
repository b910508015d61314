/*
 * database_state.h - what a database is. Only database*.c use this.
 */
#pragma once

#include "mock/answers.h"
#include "mock/database.h"
#include "mock/statement.h"

struct sqlite3;

enum { DATABASE_PROBLEM_MAX = 256 };

struct database {
	struct sqlite3 *handle;
	struct statement_cache statements;
	uint64_t versions[DATABASE_TOPICS];
	unsigned changed; /* topics in this transaction; a bit for each */
	struct answers answers;
	uint64_t changes;                      /* counted; of any table */
	uint64_t changed_at[STATEMENT_TABLES]; /* the last of each table */
	uint64_t changed_tables;               /* in this transaction; a bit for each */
	bool is_file;
	bool is_begun; /* by database_begin; SQLite hears of it when it has to */
	void (*before_write)(void *context); /* called once before the next write; or NULL */
	void *before_write_context;
	char problem[DATABASE_PROBLEM_MAX]; /* of this transaction; "" if none */
};

/* Runs statements that answer nothing. */
MUST_USE bool database_execute(struct database *database, const char *sql, struct fault *fault);
