#include "tests/support/check.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/config.h"
#include "client/secret_file.h"
#include "tests/client/files.h"

enum { BOUND = 8 };

static const struct row {
	const char *name;
	const char *file; /* below the folder */
	const char *text; /* NULL: nothing is written */
	mode_t mode;
	enum fault_kind fault;
	const char *want; /* what is read; NULL: no such file */
	bool is_open;
} rows[] = {
	{ "a file over its bound is refused", "f", "123456789", 0600, FAULT_USAGE, NULL, false },
	{ "a folder is no file", ".", NULL, 0, FAULT_SYSTEM, NULL, false },
	{ "what is not there is no fault", "none", NULL, 0, FAULT_NONE, NULL, false },
	{ "nor is what would be below a file", "f/g", NULL, 0, FAULT_NONE, NULL, false },
	{ "a file at its bound is read", "f", "12345678", 0600, FAULT_NONE, "12345678", false },
	{ "an empty file is there", "f", "", 0600, FAULT_NONE, "", false },
	{ "what the group may read is open", "f", "x", 0640, FAULT_NONE, "x", true },
	{ "what everybody may read is open", "f", "x", 0604, FAULT_NONE, "x", true },
	{ "what others may only write is not", "f", "x", 0622, FAULT_NONE, "x", false },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *folder = files_init(&t->arena);
	const char *path = arena_printf(&t->arena, "%s/%s", folder, row->file);
	struct secret_file file;
	struct fault fault = { 0 };
	bool is_read;

	files_write(&t->arena, folder, "f", row->text ? row->text : "");
	if (row->text)
		chmod(path, row->mode);
	is_read = secret_file_read(&t->arena, path, BOUND, &file, &fault);
	files_done(folder);
	assert_int_equal(fault.kind, row->fault);
	assert_int_equal(is_read, row->fault == FAULT_NONE);
	assert_int_equal(file.is_open_to_others, row->is_open);
	if (row->want)
		assert_string_equal(file.text, row->want);
	else
		assert_null(file.text);
}

static const struct write_row {
	const char *name, *folder;
	bool is_written;
} write_rows[] = {
	{ "where no file can be, nothing is left", "none/", false },
	{ "a file that others could read becomes its owner's", "", true },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct write_row *row = t->row;
	const char *folder = files_init(&t->arena);
	const char *old = files_write(&t->arena, folder, "f", "old");
	const char *path = arena_printf(&t->arena, "%s/%sf", folder, row->folder);
	struct secret_file file;
	struct fault fault;
	bool is_written, is_gone;

	chmod(old, 0644);
	is_written = secret_file_write(&t->arena, path, "new", &fault);
	assert_true(secret_file_read(&t->arena, old, BOUND, &file, &fault));
	unlink(old);
	is_gone = rmdir(folder) == 0; /* nothing else may be there */
	assert_true(is_gone);
	assert_int_equal(is_written, row->is_written);
	assert_string_equal(file.text, row->is_written ? "new" : "old");
	assert_int_equal(file.is_open_to_others, !row->is_written);
}

static const struct exposed_row {
	const char *name, *text;
	mode_t mode;
	bool is_exposed;
} exposed_rows[] = {
	{ "a secret key that others may read is noticed",
	  "[a]\naws_access_key_id = A\naws_secret_access_key = s\n", 0644, true },
	{ "settings that others may read are not", "[a]\nregion = eu-west-1\n", 0644, false },
	{ "a secret key that nobody else may read is not", "[a]\naws_secret_access_key = s\n", 0600,
	  false },
};

static void notices(void **state)
{
	struct fixture *t = *state;
	const struct exposed_row *row = t->row;
	const char *folder = files_init(&t->arena);
	const char *path = files_write(&t->arena, folder, "credentials", row->text);
	const char *pairs[] = { "AWS_SHARED_CREDENTIALS_FILE", path, NULL };
	struct environment environment = environment_fixed(pairs);
	struct config config;
	struct fault fault;
	bool is_exposed;

	chmod(path, row->mode);
	assert_true(config_load(&config, &environment, &fault));
	is_exposed = config.exposed_path && strcmp(config.exposed_path, path) == 0;
	config_done(&config);
	files_done(folder);
	assert_int_equal(is_exposed, row->is_exposed);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(write_rows, writes),
		CHECK_TABLE(exposed_rows, notices),
	};

	return check_tables("client/secret_file", tables, ARRAY_LEN(tables));
}
