#include "mock/statement.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mock/database.h"

enum { FIRST_CAPACITY = 256 };

/* A statement that cannot be prepared is a bug of ours: said as assert says it. */
static void __attribute__((noreturn)) abort_with(const char *what, const char *sql)
{
	fprintf(stderr, "database: %s: %s\n", what, sql);
	abort();
}

#define TOPIC(name) (1u << DATABASE_##name)

/* What a plain statement touches. A table that is not here, and any other form, touches it all. */
static const struct {
	const char *beginning; /* of the statement, up to the table's name */
	unsigned topics;
} plain_forms[] = {
	{ "INSERT INTO session", 0 },
	{ "DELETE FROM session", TOPIC(CALLERS) },
	{ "INSERT INTO access_key", TOPIC(CALLERS) },
	{ "UPDATE access_key", TOPIC(CALLERS) },
	{ "DELETE FROM access_key", TOPIC(CALLERS) },
	{ "INSERT INTO login_profile", 0 },
	{ "UPDATE login_profile", 0 },
	{ "DELETE FROM login_profile", 0 },
	{ "INSERT INTO mfa_device", 0 },
	{ "UPDATE mfa_device", 0 },
	{ "DELETE FROM mfa_device", 0 },
	{ "INSERT INTO signing_certificate", 0 },
	{ "UPDATE signing_certificate", 0 },
	{ "DELETE FROM signing_certificate", 0 },
	{ "INSERT INTO create_account_request", TOPIC(DUE) },
	{ "UPDATE create_account_request", TOPIC(DUE) },
	{ "INSERT INTO setting", 0 },
	{ "INSERT INTO last_access", 0 },
	{ "UPDATE iam_role SET last_used_ms", 0 },
	{ "UPDATE iam_user SET password_last_used_ms", 0 },
	{ "UPDATE account SET root_password_last_used_ms", 0 },
};

/* The topics that a statement touches when it changes a row. */
static unsigned topics_of(const char *sql)
{
	for (size_t i = 0; i < ARRAY_LEN(plain_forms); i++) {
		size_t len = strlen(plain_forms[i].beginning);

		if (strncmp(sql, plain_forms[i].beginning, len) == 0 && strchr(" (\n\t", sql[len]))
			return plain_forms[i].topics;
	}
	return (1u << DATABASE_TOPICS) - 1;
}

static uint64_t bit_of(struct statement_cache *cache, const char *table)
{
	size_t i = 0;

	while (i < cache->table_count && strcmp(cache->tables[i], table) != 0)
		i++;
	if (i == cache->table_count && i < STATEMENT_TABLES - 1)
		cache->tables[cache->table_count++] = arena_strdup(&cache->arena, table);
	return (uint64_t)1 << i;
}

/* What is in these columns is overwritten when a request is over. */
static bool is_secret(const char *column)
{
	static const char *const secrets[] = { "secret", "token", "seed", "otp", "private_key" };

	for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
		if (strcmp(secrets[i], column) == 0)
			return true;
	}
	return false;
}

/* What does not answer the same from the same rows. */
static bool is_fickle(const char *function)
{
	static const char *const functions[] = {
		"random", "randomblob", "changes",   "last_insert_rowid", "total_changes", "date",
		"time",   "datetime",   "julianday", "strftime",          "unixepoch"
	};

	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		if (strcasecmp(functions[i], function) == 0)
			return true;
	}
	return false;
}

/* SQLite says what a statement does while it prepares it. Everything is allowed. */
static int note_action(void *context, int action, const char *first, const char *second,
		       const char *schema, const char *trigger)
{
	struct statement_cache *cache = context;
	struct statement *statement = cache->preparing;

	UNUSED(schema);
	UNUSED(trigger);
	if (!statement)
		return SQLITE_OK;
	if (action == SQLITE_READ) {
		statement->reads |= bit_of(cache, first);
		statement->is_kept = statement->is_kept && !is_secret(second);
	} else if (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE) {
		statement->writes |= bit_of(cache, first);
	} else if (action == SQLITE_FUNCTION) {
		statement->is_kept = statement->is_kept && !is_fickle(second);
	} else if (action != SQLITE_SELECT && action != SQLITE_RECURSIVE) {
		statement->is_kept = false; /* a pragma, or what changes tables themselves */
	}
	return SQLITE_OK;
}

void statement_cache_attach(struct statement_cache *cache, sqlite3 *handle)
{
	sqlite3_set_authorizer(handle, note_action, cache);
}

/* "SCAN account" reads a whole table; with USING it walks an index. */
static bool is_scan(const char *detail)
{
	return strncmp(detail, "SCAN ", 5) == 0 && !strstr(detail, "USING") &&
	       !strstr(detail, "VIRTUAL TABLE") && !strstr(detail, "CONSTANT ROW") &&
	       !strstr(detail, "(subquery");
}

static void check_plan(sqlite3 *handle, const char *sql)
{
	char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *plan = NULL;

	if (!strstr(sql, "scan:") &&
	    sqlite3_prepare_v2(handle, explain, -1, &plan, NULL) == SQLITE_OK) {
		while (sqlite3_step(plan) == SQLITE_ROW) {
			if (is_scan((const char *)sqlite3_column_text(plan, 3)))
				abort_with("a statement scans a table without an index", sql);
		}
	}
	sqlite3_finalize(plan);
	sqlite3_free(explain);
}

/*
 * SQLite walks a list for each name, and makes that list anew when a copied
 * state lets it prepare the statement again. One without a name is a bug.
 */
static void name_parameters(struct statement *statement, struct arena *arena)
{
	int count = sqlite3_bind_parameter_count(statement->handle);

	statement->parameters = arena_array(arena, (size_t)count, sizeof(char *));
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_bind_parameter_name(statement->handle, i + 1);

		if (!name)
			abort_with("a parameter has no name", statement->sql);
		statement->parameters[i] = arena_strdup(arena, name + 1);
	}
	statement->parameter_count = count;
}

static void prepare(struct statement_cache *cache, struct statement *statement, sqlite3 *handle,
		    const char *sql)
{
	const char *rest = NULL;

	statement->sql = sql;
	statement->is_kept = true;
	cache->preparing = statement;
	if (sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle,
			       &rest) != SQLITE_OK)
		abort_with(sqlite3_errmsg(handle), sql);
	cache->preparing = NULL;
	statement->is_read = sqlite3_stmt_readonly(statement->handle);
	statement->is_kept = statement->is_kept && statement->is_read;
	statement->topics = statement->is_read ? 0 : topics_of(sql);
	name_parameters(statement, &cache->arena);
	if (rest && rest[strspn(rest, " \t\n;")] != '\0')
		abort_with("more than one statement in a text", sql);
}

static struct statement *slot_of(struct statement_cache *cache, const char *sql)
{
	size_t mask = cache->capacity - 1;
	size_t i = (size_t)(((uintptr_t)sql * 0x9e3779b97f4a7c15ULL) >> 32) & mask;

	while (cache->slots[i].sql && cache->slots[i].sql != sql)
		i = (i + 1) & mask;
	return &cache->slots[i];
}

static void grow(struct statement_cache *cache)
{
	struct statement_cache grown = *cache;

	grown.capacity = cache->capacity ? cache->capacity * 2 : FIRST_CAPACITY;

	grown.slots = calloc(grown.capacity, sizeof(*grown.slots));
	if (!grown.slots)
		abort();
	for (size_t i = 0; i < cache->capacity; i++) {
		if (cache->slots[i].sql)
			*slot_of(&grown, cache->slots[i].sql) = cache->slots[i];
	}
	free(cache->slots);
	*cache = grown;
}

struct statement *statement_get(struct statement_cache *cache, sqlite3 *handle, const char *sql)
{
	struct statement *statement;

	if (cache->count * 2 >= cache->capacity)
		grow(cache);
	statement = slot_of(cache, sql);
	if (!statement->sql) {
		prepare(cache, statement, handle, sql);
		if (cache->checks_plans)
			check_plan(handle, sql);
		cache->count++;
	}
	/* The address is the key, so a text must not be made at run time. */
	assert(strcmp(sqlite3_sql(statement->handle), sql) == 0);
	return statement;
}

/* Values mostly come in the order of the text, so the one expected is tried first. */
static int find_parameter(const struct statement *statement, const char *name, int expected)
{
	if (expected <= statement->parameter_count &&
	    strcmp(statement->parameters[expected - 1], name) == 0)
		return expected;
	for (int i = 0; i < statement->parameter_count; i++) {
		if (strcmp(statement->parameters[i], name) == 0)
			return i + 1;
	}
	abort_with(name, statement->sql);
}

static void bind_one(struct statement *statement, const struct database_value *value, int expected)
{
	int index = find_parameter(statement, value->name, expected);

	if (value->kind == DATABASE_TEXT)
		sqlite3_bind_text(statement->handle, index, value->text, -1, SQLITE_STATIC);
	else if (value->kind == DATABASE_INTEGER)
		sqlite3_bind_int64(statement->handle, index, value->integer);
	else
		sqlite3_bind_null(statement->handle, index);
}

void statement_bind(struct statement *statement, const struct database_value *values)
{
	int count = 0;

	for (; values->name; values++, count++)
		bind_one(statement, values, count + 1);
	if (count != statement->parameter_count)
		abort_with("a parameter is not bound, or bound twice", statement->sql);
}

void statement_cache_done(struct statement_cache *cache)
{
	for (size_t i = 0; i < cache->capacity; i++) {
		sqlite3_finalize(cache->slots[i].handle);
		free(cache->slots[i].columns);
	}
	free(cache->slots);
	arena_done(&cache->arena);
	*cache = (struct statement_cache){ 0 };
}
