/*
 * Opening, copying and closing: what happens to a database as a whole.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mock/database_state.h"
#include "wire/clock.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

extern const char mock_schema[]; /* schema.sql, made part of the program by the build */

enum { SCHEMA_VERSION = 2 };

bool database_execute(struct database *database, const char *sql, struct fault *fault)
{
	char *message = NULL;
	bool is_done = sqlite3_exec(database->handle, sql, NULL, NULL, &message) == SQLITE_OK;

	if (!is_done)
		fault_set(fault, FAULT_SYSTEM, "database: %s", message ? message : "unknown error");
	sqlite3_free(message);
	return is_done;
}

static int read_pragma(struct database *database, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int value = -1;

	if (sqlite3_prepare_v2(database->handle, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static bool configure(struct database *database, const char *path, struct fault *fault)
{
	return database_execute(database,
				path ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
				     : "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;",
				fault) &&
	       database_execute(database, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;",
				fault);
}

static bool lay_out(struct database *database, const char *path, struct fault *fault)
{
	int version;

	if (!configure(database, path, fault))
		return false;
	version = read_pragma(database, "PRAGMA user_version");
	if (version == SCHEMA_VERSION)
		return true;
	if (version != 0 || read_pragma(database, "SELECT count(*) FROM sqlite_schema") != 0)
		return fault_set(fault, FAULT_INPUT, "%s: not a state file of this version", path);
	return database_execute(database, "BEGIN", fault) &&
	       database_execute(database, mock_schema, fault) &&
	       database_execute(database, "PRAGMA user_version = 2; COMMIT", fault);
}

/* The state holds secrets: only its owner may read it. SQLite gives its log the same mode. */
static void make_private(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (file >= 0)
		close(file);
}

void database_start(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* iso_time(MS): the time as a scenario has it; NULL stays NULL. */
static void iso_time(sqlite3_context *context, int count, sqlite3_value **values)
{
	char text[CLOCK_EXACT_LEN + 1];

	UNUSED(count);
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	clock_format_exact(sqlite3_value_int64(values[0]), text);
	sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/*
 * as_document(TEXT): a document as a scenario has it: JSON, or, if spaces or
 * the like would be lost, a JSON text that holds it. NULL stays NULL.
 */
static void as_document(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	const struct json_value *document;
	struct json_writer json;
	struct buffer compact;
	struct fault fault;
	ARENA_AUTO(arena);

	UNUSED(count);
	if (!text)
		return;
	buffer_init(&compact, &arena, strlen(text) + 1);
	json_writer_init(&json, &compact, false);
	if (json_read(&arena, text, strlen(text), &fault, &document))
		json_tree(&json, document);
	if (strcmp(compact.data, text) != 0) {
		compact.len = 0;
		json_quote(&compact, text, strlen(text));
	}
	sqlite3_result_text(context, compact.data, (int)compact.len, SQLITE_TRANSIENT);
}

static bool add_functions(sqlite3 *handle)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	return sqlite3_create_function(handle, "iso_time", 1, flags, NULL, iso_time, NULL, NULL) ==
		       SQLITE_OK &&
	       sqlite3_create_function(handle, "as_document", 1, flags, NULL, as_document, NULL,
				       NULL) == SQLITE_OK;
}

static struct database *connect(const char *path, struct fault *fault)
{
	struct database *database = calloc(1, sizeof(*database));
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

	if (!database)
		abort();
	if (path)
		make_private(path);
	database->is_file = path;
	if (sqlite3_open_v2(path ? path : ":memory:", &database->handle, flags, NULL) ==
		    SQLITE_OK &&
	    add_functions(database->handle)) {
		statement_cache_attach(&database->statements, database->handle);
		return database;
	}
	fault_set(fault, FAULT_SYSTEM, "%s: %s", path ? path : "memory",
		  sqlite3_errmsg(database->handle));
	database_close(database);
	return NULL;
}

bool database_open(const char *path, struct fault *fault, struct database **out_database)
{
	struct database *database = connect(path, fault);

	if (!database)
		return false;
	if (lay_out(database, path, fault)) {
		*out_database = database;
		return true;
	}
	if (path && !strstr(fault->message, path))
		fault_prefix(fault, "%s", path);
	database_close(database);
	return false;
}

bool database_open_fork(struct database *from, struct fault *fault, struct database **out_database)
{
	struct database *database = connect(NULL, fault);

	if (!database)
		return false;
	if (configure(database, NULL, fault) && database_copy(database, from, fault)) {
		*out_database = database;
		return true;
	}
	database_close(database);
	return false;
}

bool database_open_copy(struct database *from, struct fault *fault, struct database **out_database)
{
	struct database *database = connect("", fault);

	if (!database)
		return false;
	if (database_execute(database, "PRAGMA cache_size = -512; PRAGMA journal_mode = OFF;",
			     fault) &&
	    database_copy(database, from, fault)) {
		*out_database = database;
		return true;
	}
	database_close(database);
	return false;
}

bool database_copy(struct database *to, struct database *from, struct fault *fault)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");

	if (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE) {
		fault_set(fault, FAULT_SYSTEM, "database: %s", sqlite3_errmsg(to->handle));
		if (backup)
			sqlite3_backup_finish(backup);
		return false;
	}
	sqlite3_backup_finish(backup);
	database_forget(to);
	to->changed = 0;
	to->changed_tables = 0;
	return true;
}

void database_close(struct database *database)
{
	if (!database)
		return;
	answers_done(&database->answers);
	statement_cache_done(&database->statements);
	sqlite3_close(database->handle);
	free(database);
}
