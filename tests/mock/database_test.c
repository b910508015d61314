#include "mock/database.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/check.h"

#include "mock/database_state.h"
#include "tests/support/handlers.h"

struct pair {
	const char *key, *value;
	int64_t length;
	bool is_long;
};

static const struct database_column pair_columns[] = {
	{ "key", offsetof(struct pair, key), COLUMN_TEXT },
	{ "value", offsetof(struct pair, value), COLUMN_TEXT },
	{ "length", offsetof(struct pair, length), COLUMN_INTEGER },
	{ "is_long", offsetof(struct pair, is_long), COLUMN_BOOLEAN },
	{ NULL, 0, COLUMN_TEXT },
};
static const struct database_row pair_row = { sizeof(struct pair), pair_columns };

static int64_t put(struct call *call, const char *key, const char *value)
{
	return database_run(
		call,
		"INSERT INTO tag (resource_arn, key, value) "
		"VALUES ('arn', :key, :value)",
		DATABASE_VALUES(database_text("key", key), database_text("value", value)));
}

static void refuses_what_the_schema_refuses(struct call *call)
{
	assert_int_equal(put(call, "a", "1"), 1);
	assert_int_equal(put(call, "a", "2"), -1);
	assert_int_equal(put(call, "b", NULL), -1);
	assert_null(database_problem(call->database));
}

static void answers_what_is_absent(struct call *call)
{
	struct pair pair;

	assert_int_equal(database_number(call, "SELECT max(position) FROM policy_attachment",
					 DATABASE_NO_VALUES, -7),
			 -7);
	assert_null(database_string(call, "SELECT value FROM setting WHERE name = 'x'",
				    DATABASE_NO_VALUES));
	assert_false(database_row(call,
				  "SELECT key FROM tag WHERE resource_arn = 'x' AND key = 'y'",
				  DATABASE_NO_VALUES, &pair_row, &pair));
	assert_false(
		database_exists(call, "SELECT 1 FROM account WHERE id = 'x'", DATABASE_NO_VALUES));
}

static void fills_rows_by_column_name(struct call *call)
{
	struct pair *pairs;
	struct pair pair;
	size_t count;

	for (int i = 0; i < 40; i++)
		put(call, arena_printf(call->arena, "k%02d", i), i % 2 ? "longer" : "");
	count = database_rows(call,
			      "SELECT length(value) AS length, key, value, "
			      "length(value) > 3 AS is_long FROM tag "
			      "WHERE resource_arn = 'arn' ORDER BY key",
			      DATABASE_NO_VALUES, &pair_row, &pairs);
	assert_int_equal(count, 40);
	assert_string_equal(pairs[39].key, "k39");
	assert_true(pairs[39].is_long);
	assert_string_equal(pairs[38].value, "");
	assert_true(database_row(call,
				 "SELECT key, value FROM tag WHERE resource_arn = 'arn' AND key = "
				 ":key",
				 DATABASE_VALUES(database_text("key", "k05")), &pair_row, &pair));
	assert_int_equal(pair.length, 0);
	assert_string_equal(pair.value, "longer");
}

static void rolls_back(struct call *call)
{
	uint64_t before, within;

	assert_true(database_commit(call->database));
	database_begin(call->database);
	before = database_version(call->database);
	put(call, "a", "1");
	within = database_version(call->database);
	assert_true(within > before);
	database_rollback(call->database);
	assert_true(database_version(call->database) > within);
	database_begin(call->database);
	assert_false(database_exists(call, "SELECT 1 FROM tag WHERE resource_arn = 'arn'",
				     DATABASE_NO_VALUES));
}

static void moves_the_version(struct call *call)
{
	uint64_t version;

	assert_true(database_commit(call->database));
	version = database_version(call->database);
	database_begin(call->database);
	database_run(call, "INSERT INTO setting (name, value) VALUES ('a', 'b')",
		     DATABASE_NO_VALUES);
	database_run(call, "UPDATE iam_user SET password_last_used_ms = 5 WHERE unique_id = 'AIDA'",
		     DATABASE_NO_VALUES);
	assert_true(database_commit(call->database));
	assert_int_equal(database_version(call->database), version);
	database_begin(call->database);
	put(call, "a", "b");
	assert_true(database_commit(call->database));
	assert_true(database_version(call->database) > version);
	database_begin(call->database);
}

static void copies_all(struct call *call)
{
	struct fault fault;
	struct database *pristine;

	assert_true(database_open(NULL, &fault, &pristine));
	assert_true(database_commit(call->database));
	assert_true(database_copy(pristine, call->database, &fault));
	database_begin(call->database);
	put(call, "a", "b");
	assert_true(database_commit(call->database));
	assert_true(database_copy(call->database, pristine, &fault));
	database_close(pristine);
	database_begin(call->database);
	assert_false(database_exists(call, "SELECT 1 FROM tag WHERE resource_arn = 'arn'",
				     DATABASE_NO_VALUES));
	assert_true(database_exists(call, "SELECT 1 FROM account WHERE id = :id",
				    DATABASE_VALUES(database_text("id", HANDLERS_ACCOUNT))));
}

static const char *value_of(struct call *call, const char *key)
{
	static const char sql[] = "SELECT value FROM tag WHERE resource_arn = 'arn' AND key = :key";

	return database_string(call, sql, DATABASE_VALUES(database_text("key", key)));
}

/* Asked so often that its answer is kept. */
static void ask_often(struct call *call, const char *key, const char *want)
{
	for (int i = 0; i < 4; i++) {
		const char *value = value_of(call, key);

		if (want)
			assert_string_equal(value, want);
		else
			assert_null(value);
	}
}

static void forgets_an_answer_that_changed(struct call *call)
{
	ask_often(call, "a", NULL);
	put(call, "a", "1");
	ask_often(call, "a", "1");
	database_run(call, "UPDATE tag SET value = '2' WHERE resource_arn = 'arn' AND key = 'a'",
		     DATABASE_NO_VALUES);
	ask_often(call, "a", "2");
	database_run(call, "DELETE FROM tag WHERE resource_arn = 'arn' AND key = 'a'",
		     DATABASE_NO_VALUES);
	ask_often(call, "a", NULL);
}

static void forgets_an_answer_that_never_was(struct call *call)
{
	put(call, "a", "1");
	assert_true(database_commit(call->database));
	database_begin(call->database);
	ask_often(call, "a", "1");
	database_run(call, "UPDATE tag SET value = '2' WHERE resource_arn = 'arn' AND key = 'a'",
		     DATABASE_NO_VALUES);
	ask_often(call, "a", "2");
	database_rollback(call->database);
	database_begin(call->database);
	ask_often(call, "a", "1");
}

static void forgets_answers_of_another_state(struct call *call)
{
	struct fault fault;
	struct database *empty;

	put(call, "a", "1");
	assert_true(database_commit(call->database));
	ask_often(call, "a", "1");
	assert_true(database_open(NULL, &fault, &empty));
	assert_true(database_copy(call->database, empty, &fault));
	database_close(empty);
	database_begin(call->database);
	ask_often(call, "a", NULL);
	assert_true(database_script(call->database,
				    "INSERT INTO tag (resource_arn, key, value)"
				    " VALUES ('arn', 'a', '3')",
				    &fault));
	ask_often(call, "a", "3");
}

static void keeps_questions_apart(struct call *call)
{
	static const char two[] = "SELECT :one || ',' || :two";

	put(call, "a", "1");
	put(call, "b", "");
	ask_often(call, "a", "1");
	ask_often(call, "b", "");
	for (int i = 0; i < 4; i++) {
		assert_string_equal(database_string(call, two,
						    DATABASE_VALUES(database_text("one", "a"),
								    database_text("two", "bc"))),
				    "a,bc");
		assert_string_equal(database_string(call, two,
						    DATABASE_VALUES(database_text("one", "ab"),
								    database_text("two", "c"))),
				    "ab,c");
		assert_null(database_string(
			call, two,
			DATABASE_VALUES(database_text("one", "ab"), database_text("two", NULL))));
		assert_string_equal(database_string(call, two,
						    DATABASE_VALUES(database_integer("one", 1),
								    database_text("two", "c"))),
				    "1,c");
	}
}

/* Each caller may do with its copy what it likes. */
static void copies_an_answer(struct call *call)
{
	static const char sql[] = "SELECT key, value, length(value) AS length FROM tag"
				  " WHERE resource_arn = 'arn' ORDER BY key";

	for (int i = 0; i < 40; i++)
		put(call, arena_printf(call->arena, "k%02d", i), "value");
	for (int i = 0; i < 4; i++) {
		struct pair *pairs;
		size_t count = database_rows(call, sql, DATABASE_NO_VALUES, &pair_row, &pairs);

		assert_int_equal(count, 40);
		assert_string_equal(pairs[0].key, "k00");
		assert_string_equal(pairs[39].key, "k39");
		assert_string_equal(pairs[39].value, "value");
		assert_int_equal(pairs[39].length, 5);
		memset((char *)(uintptr_t)pairs[39].value, 'x', 5);
		pairs[0].key = NULL;
	}
}

static void answers_what_is_too_long_to_be_kept(struct call *call)
{
	char *long_text = arena_alloc(call->arena, ANSWERS_ROWS_MAX + 1);

	memset(long_text, 'k', ANSWERS_ROWS_MAX);
	put(call, "a", long_text);
	put(call, long_text, "b");
	ask_often(call, "a", long_text);
	ask_often(call, long_text, "b");
}

/* Secrets are overwritten when a request is over, and so must not be kept. */
static void keeps_no_secret(struct call *call)
{
	static const char secret[] = "SELECT secret FROM access_key WHERE id = 'AKIA'";
	static const char plain[] = "SELECT status FROM access_key WHERE id = 'AKIA'";
	static const char fickle[] = "SELECT hex(randomblob(8))";
	struct statement_cache *cache = &call->database->statements;
	struct sqlite3 *handle = call->database->handle;

	assert_false(statement_get(cache, handle, secret)->is_kept);
	assert_false(statement_get(cache, handle, fickle)->is_kept);
	assert_true(statement_get(cache, handle, plain)->is_kept);
}

static void keeps_its_file_private(struct call *call)
{
	char *path = arena_strdup(call->arena, "/tmp/database_test_XXXXXX");
	struct database *database;
	struct stat status;
	struct fault fault;
	int file = mkstemp(path);

	assert_true(file >= 0);
	close(file);
	unlink(path);
	assert_true(database_open(path, &fault, &database));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, S_IRUSR | S_IWUSR);
	database_close(database);
	unlink(path);
	unlink(arena_printf(call->arena, "%s-wal", path));
	unlink(arena_printf(call->arena, "%s-shm", path));
}

struct row {
	const char *name;
	void (*body)(struct call *call);
};

static const struct row rows[] = {
	{ "a rule of the schema refuses and the transaction goes on",
	  refuses_what_the_schema_refuses },
	{ "nobody but its owner may read the state's file", keeps_its_file_private },
	{ "what is absent is told apart from what is empty", answers_what_is_absent },
	{ "rows are filled by column name", fills_rows_by_column_name },
	{ "a rolled back transaction leaves nothing", rolls_back },
	{ "only what authorization reads moves the version", moves_the_version },
	{ "a copy brings back the state it was made of", copies_all },
	{ "an answer is asked for anew when its table has changed",
	  forgets_an_answer_that_changed },
	{ "an answer of a transaction that was rolled back is not kept",
	  forgets_an_answer_that_never_was },
	{ "an answer is not kept beyond its state", forgets_answers_of_another_state },
	{ "answers to different parameters are told apart", keeps_questions_apart },
	{ "an answer is a copy", copies_an_answer },
	{ "what is too long to be kept is answered", answers_what_is_too_long_to_be_kept },
	{ "neither secrets nor chance are kept", keeps_no_secret },
};

static void run_row(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	row->body(&handlers.call);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/database", rows, run_row);
}
