/*
 * crash_point.c - ends the program it is preloaded into at a chosen place.
 *
 * What a program does to the world outside it are its effects: a file made,
 * written, synced, cut or renamed, bytes sent and bytes received. Between two
 * effects nothing can be seen from outside, so a crash just before each effect
 * and one behind the last are all crashes there are, but for a write of which
 * only a part arrives.
 *
 *	CRASH_AT=N    SIGKILL before effect N, counted from 0
 *	CRASH_TORN=1  effect N is a write: half of it, then SIGKILL
 *	CRASH_KEEPS=1 what was written and not synced survives, as when only the
 *	              program dies; without it, it is lost, as when the power fails
 *	CRASH_FULL=N  the disk is full for the first write from effect N on: half of it
 *	              arrives; behind it there is room again
 *	CRASH_LOG=F   a letter for each effect is written to F when the program ends
 *
 * It is for tests only and knows nothing of the program.
 */
#undef _FILE_OFFSET_BITS /* open and open64 are two names here */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_MAX = 1024, EFFECTS_MAX = 1 << 20 };

/* How much of an open file is sure to survive a power failure. */
struct tracked {
	bool is_written;
	off_t synced;
};

static struct {
	bool is_set_up;
	long at, full_from; /* -1: never */
	bool is_torn, keeps, is_half_written;
	const char *log;
	long count;
	char letters[EFFECTS_MAX];
	struct tracked files[FILES_MAX];
} state;

static long number(const char *name)
{
	const char *text = getenv(name);

	return text ? atol(text) : -1;
}

static void set_up(void)
{
	if (state.is_set_up)
		return;
	state.is_set_up = true;
	state.at = number("CRASH_AT");
	state.full_from = number("CRASH_FULL");
	state.is_torn = getenv("CRASH_TORN") != NULL;
	state.keeps = getenv("CRASH_KEEPS") != NULL;
	state.log = getenv("CRASH_LOG");
}

static void crash(void)
{
	for (int i = 0; i < FILES_MAX && !state.keeps; i++)
		if (state.files[i].is_written)
			syscall(SYS_ftruncate, i, state.files[i].synced);
	syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
	pause();
}

static bool is_regular(int file)
{
	struct stat status;

	return file >= 0 && file < FILES_MAX && fstat(file, &status) == 0 &&
	       S_ISREG(status.st_mode);
}

/* Counts an effect that is about to happen; true if half of it is to happen. */
static bool reach(char letter)
{
	long here;

	set_up();
	here = state.count++;
	if (here < EFFECTS_MAX)
		state.letters[here] = letter;
	if (here != state.at)
		return false;
	if (!state.is_torn)
		crash();
	return true;
}

/* Whether this write finds the disk full, or is what the one before it left. */
static bool is_disk_full(void)
{
	return state.full_from >= 0 && state.count > state.full_from;
}

/* The first half arrives, the rest does not; then there is room for others. */
static ssize_t write_full(int file, const void *data, size_t len)
{
	if (!state.is_half_written) {
		state.is_half_written = true;
		return syscall(SYS_write, file, data, len / 2);
	}
	state.full_from = -1;
	errno = ENOSPC;
	return -1;
}

__attribute__((destructor)) static void end(void)
{
	int file;

	set_up();
	if (state.at == state.count)
		crash();
	file = state.log ? (int)syscall(SYS_openat, AT_FDCWD, state.log,
					O_WRONLY | O_CREAT | O_TRUNC, 0600)
			 : -1;
	if (file < 0)
		return;
	syscall(SYS_write, file, state.letters, state.count);
	syscall(SYS_close, file);
}

ssize_t write(int file, const void *data, size_t len)
{
	struct stat status;
	bool is_half;

	if (!is_regular(file))
		return syscall(SYS_write, file, data, len);
	is_half = reach('w');
	if (is_disk_full())
		return write_full(file, data, len);
	if (!state.files[file].is_written && fstat(file, &status) == 0)
		state.files[file] = (struct tracked){ true, status.st_size };
	if (is_half) {
		state.keeps = true;
		syscall(SYS_write, file, data, len / 2);
		crash();
	}
	return syscall(SYS_write, file, data, len);
}

/* After it, all of the file survives. */
static int sync_file(long call, int file)
{
	struct stat status;

	reach('s');
	if (is_regular(file) && fstat(file, &status) == 0)
		state.files[file].synced = status.st_size;
	return (int)syscall(call, file);
}

int fsync(int file)
{
	return sync_file(SYS_fsync, file);
}

int fdatasync(int file)
{
	return sync_file(SYS_fdatasync, file);
}

int rename(const char *from, const char *to)
{
	reach('r');
	return (int)syscall(SYS_rename, from, to);
}

int ftruncate64(int file, off_t len)
{
	reach('t');
	return (int)syscall(SYS_ftruncate, file, len);
}

int ftruncate(int file, off_t len)
{
	return ftruncate64(file, len);
}

static int open_file(const char *path, int flags, mode_t mode)
{
	int file;

	if (flags & O_CREAT && access(path, F_OK) != 0)
		reach('c');
	file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (file >= 0 && file < FILES_MAX)
		state.files[file] = (struct tracked){ 0 };
	return file;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	va_start(arguments, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return open_file(path, flags, mode);
}

ssize_t send(int file, const void *data, size_t len, int flags)
{
	reach('>');
	return syscall(SYS_sendto, file, data, len, flags, NULL, 0);
}

/* An effect only if there is something to receive. */
ssize_t recv(int file, void *data, size_t len, int flags)
{
	char byte;

	if (syscall(SYS_recvfrom, file, &byte, 1L, (long)(MSG_PEEK | MSG_DONTWAIT), NULL, NULL) > 0)
		reach('<');
	return syscall(SYS_recvfrom, file, data, len, flags, NULL, NULL);
}
