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

bool durable_sync_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = !slash          ? "."
			     : slash == path ? "/"
					     : arena_strndup(arena, path, (size_t)(slash - path));
	int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced;

	if (handle < 0)
		return false;
	is_synced = fsync(handle) == 0;
	close(handle);
	return is_synced;
}

bool durable_write_file(struct arena *arena, const char *path, const char *text,
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
