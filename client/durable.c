#include "client/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool durable_append(int file, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t written = write(file, data, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		data += written;
		len -= (size_t)written;
	}
	return true;
}

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strndup(arena, path, (size_t)(slash - path));
}

bool durable_sync_folder(struct arena *arena, const char *path)
{
	int handle = open(folder_of(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced;

	if (handle < 0)
		return false;
	is_synced = fsync(handle) == 0;
	close(handle);
	return is_synced;
}

/* Where @path leads; a path to nothing is itself. */
static const char *resolve(struct arena *arena, const char *path)
{
	char *end = realpath(path, NULL);
	const char *kept = end ? arena_strdup(arena, end) : path;

	free(end);
	return kept;
}

/* Whether there is something at @path that has no contents to replace: a pipe, a device. */
static bool is_stream(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

bool durable_check_place(struct arena *arena, const char *path, struct fault *fault)
{
	const char *place = resolve(arena, path);
	struct stat status;

	if (stat(place, &status) == 0 && S_ISDIR(status.st_mode))
		return fault_set(fault, FAULT_INPUT, "cannot write %s: it is a folder", path);
	if (is_stream(place) ? access(place, W_OK) != 0
			     : access(folder_of(arena, place), W_OK | X_OK) != 0)
		return fault_set_errno(fault, errno, "cannot write %s", path);
	return true;
}

static bool write_stream(const char *path, const char *text, struct fault *fault)
{
	int file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	bool is_written;

	if (file < 0)
		return fault_set_errno(fault, errno, "cannot write %s", path);
	is_written = durable_append(file, text, strlen(text));
	if (!is_written)
		fault_set_errno(fault, errno, "cannot write %s", path);
	close(file);
	return is_written;
}

static bool replace_file(struct arena *arena, const char *path, const char *text,
			 struct fault *fault)
{
	char *beside = arena_printf(arena, "%s.XXXXXX", path);
	int file = mkostemp(beside, O_CLOEXEC);
	bool is_written;

	if (file < 0)
		return fault_set_errno(fault, errno, "cannot write beside %s", path);
	is_written = fchmod(file, S_IRUSR | S_IWUSR) == 0 &&
		     durable_append(file, text, strlen(text)) && fsync(file) == 0;
	is_written = close(file) == 0 && is_written;
	if (!is_written || rename(beside, path) != 0 || !durable_sync_folder(arena, path)) {
		fault_set_errno(fault, errno, "cannot write %s", path);
		unlink(beside);
		return false;
	}
	return true;
}

bool durable_write_file(struct arena *arena, const char *path, const char *text,
			struct fault *fault)
{
	if (is_stream(path))
		return write_stream(path, text, fault);
	return replace_file(arena, resolve(arena, path), text, fault);
}
