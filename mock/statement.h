/*
 * statement.h - prepared statements of a database, kept by the address of their text.
 *
 * Only database.c uses this.
 */
#pragma once

#include <sqlite3.h>

#include "wire/arena.h"
#include "wire/base.h"

struct database_column;
struct database_row;
struct database_value;

enum { STATEMENT_TABLES = 64 }; /* the last bit stands for all tables beyond */

/* One prepared statement. */
struct statement {
	const char *sql; /* the key; NULL is an empty slot */
	sqlite3_stmt *handle;
	bool is_read;
	bool is_kept; /* its answers may be: it reads no secret and depends on rows alone */
	uint64_t reads, writes;  /* tables, a bit for each */
	unsigned topics;         /* of enum database_topic that it changes; a bit for each */
	const char **parameters; /* their names without the colon, in the order of the text */
	int parameter_count;

	/* Where its columns go in the rows of the form it was last read with. */
	const struct database_row *form;
	const struct database_column **columns;
	int column_count;
};

/* A zeroed struct is an empty cache, to be attached. It stays where it is. */
struct statement_cache {
	struct statement *slots;
	size_t capacity; /* a power of two */
	size_t count;
	bool checks_plans;  /* abort on scans */
	struct arena arena; /* of the names of parameters and tables */
	const char *tables[STATEMENT_TABLES];
	size_t table_count;
	struct statement *preparing; /* the one whose tables SQLite names just now; or NULL */
};

/* Asks SQLite to name the tables of what is prepared. Before the first statement. */
void statement_cache_attach(struct statement_cache *cache, sqlite3 *handle);

/* The statement of a text, prepared when it is first asked for. A text that does not prepare is a
 * bug and aborts. */
struct statement *statement_get(struct statement_cache *cache, sqlite3 *handle, const char *sql);

/* Binds every parameter; one too many or too few is a bug. The texts are borrowed. */
void statement_bind(struct statement *statement, const struct database_value *values);

/* Finalizes all and frees the cache. */
void statement_cache_done(struct statement_cache *cache);
