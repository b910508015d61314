#include "client/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWNER_ONLY = 0600 };

static bool read_all(int fd, char *text, size_t size, size_t *out_len)
{
	ssize_t got = 0;

	while (*out_len < size && (got = read(fd, text + *out_len, size - *out_len)) > 0)
		*out_len += (size_t)got;
	return got >= 0;
}

bool secret_file_read(struct arena *arena, const char *path, size_t max,
		      struct secret_file *out_file, struct fault *fault)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	bool is_read = false;
	char *text;

	*out_file = (struct secret_file){ 0 };
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return true;
	if (fd < 0)
		return fault_set_errno(fault, errno, "cannot open %s", path);
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		fault_set(fault, FAULT_SYSTEM, "%s is not a file", path);
		goto out;
	}
	if (status.st_size > (off_t)max) {
		fault_set(fault, FAULT_USAGE, "%s is over %zu bytes", path, max);
		goto out;
	}
	text = arena_alloc(arena, (size_t)status.st_size + 1);
	if (!read_all(fd, text, (size_t)status.st_size, &out_file->len)) {
		fault_set_errno(fault, errno, "cannot read %s", path);
		goto out;
	}
	out_file->text = text;
	out_file->is_open_to_others = (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
	is_read = true;
out:
	close(fd);
	return is_read;
}

static bool write_all(int fd, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t written = write(fd, text, len);

		if (written < 0)
			return false;
		text += written;
		len -= (size_t)written;
	}
	return true;
}

bool secret_file_write(struct arena *arena, const char *path, const char *text, struct fault *fault)
{
	const char *new_path = arena_printf(arena, "%s.mattock-%d", path, (int)getpid());
	int fd = open(new_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, OWNER_ONLY);
	bool is_written;
	int error;

	if (fd < 0)
		return fault_set_errno(fault, errno, "cannot write %s", new_path);
	is_written = write_all(fd, text) && fsync(fd) == 0;
	error = errno;
	close(fd);
	if (is_written && rename(new_path, path) == 0)
		return true;
	error = is_written ? errno : error;
	unlink(new_path);
	return fault_set_errno(fault, error, "cannot write %s", path);
}
