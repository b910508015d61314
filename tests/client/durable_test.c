#include "tests/support/check.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/durable.h"
#include "tests/client/files.h"

/* The folder has a file "f", a link "l" to it, a pipe "p" and a folder "d". */
static const struct row {
	const char *name, *path;
	enum fault_kind fault;
	const char *file; /* what the file has then */
	const char *pipe; /* what came out of the pipe */
	bool has_new;     /* a file "new" is there */
} rows[] = {
	{ "a folder is not replaced", "d", FAULT_INPUT, "old", "", false },
	{ "where there is no folder nothing is written", "none/f", FAULT_SYSTEM, "old", "", false },
	{ "below a file nothing is written", "f/new", FAULT_SYSTEM, "old", "", false },
	{ "a file is replaced", "f", FAULT_NONE, "text", "", false },
	{ "a link stays, and its file is replaced", "l", FAULT_NONE, "text", "", false },
	{ "a pipe stays, and gets the text", "p", FAULT_NONE, "old", "text", false },
	{ "a new file is made", "new", FAULT_NONE, "old", "", true },
};

static const char *in(struct fixture *t, const char *folder, const char *name)
{
	return arena_printf(&t->arena, "%s/%s", folder, name);
}

static void read_into(int file, char *out, size_t size)
{
	ssize_t len = read(file, out, size - 1);

	out[len > 0 ? len : 0] = '\0';
	close(file);
}

/* The mode bits of what is there, without following a link. */
static mode_t type_of(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *folder = files_init(&t->arena);
	const char *file = files_write(&t->arena, folder, "f", "old");
	const char *link = in(t, folder, "l"), *pipe = in(t, folder, "p"),
		   *sub = in(t, folder, "d");
	const char *new = in(t, folder, "new"), *path = in(t, folder, row->path);
	char file_text[16], pipe_text[16];
	struct fault early = { 0 }, late = { 0 };
	bool is_fit, is_written, has_new, is_as_made;
	int end;

	is_as_made = symlink("f", link) == 0 && mkfifo(pipe, 0600) == 0 && mkdir(sub, 0700) == 0;
	end = open(pipe, O_RDONLY | O_NONBLOCK);
	is_fit = durable_check_place(&t->arena, path, &early);
	is_written = durable_write_file(&t->arena, path, "text", &late);
	read_into(end, pipe_text, sizeof(pipe_text));
	read_into(open(file, O_RDONLY), file_text, sizeof(file_text));
	has_new = unlink(new) == 0;
	is_as_made = is_as_made && type_of(link) == S_IFLNK && type_of(pipe) == S_IFIFO;
	unlink(file);
	unlink(link);
	unlink(pipe);
	rmdir(sub);
	is_as_made = rmdir(folder) == 0 && is_as_made; /* nothing else was left */
	assert_true(is_as_made);
	assert_int_equal(early.kind, row->fault);
	assert_int_equal(is_fit, row->fault == FAULT_NONE);
	assert_int_equal(is_written, row->fault == FAULT_NONE);
	assert_string_equal(file_text, row->file);
	assert_string_equal(pipe_text, row->pipe);
	assert_int_equal(has_new, row->has_new);
}

int main(void)
{
	return check_table("client/durable", rows, writes);
}
