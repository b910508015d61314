#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mock/protection.h"

/* A file that holds what the fuzzer says; the same one each time. */
static const char *file_of(struct arena *arena, const uint8_t *data, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("token", 0);
	assert(fd >= 0 && ftruncate(fd, 0) == 0);
	assert(pwrite(fd, data, size, 0) == (ssize_t)size);
	return arena_printf(arena, "/proc/self/fd/%d", fd);
}

/* A token is the file's first line, visible and long enough, and admits nobody but its bearer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	const struct listener_place place = { .address = "127.0.0.1", .is_loopback = true };
	const struct protection_wish wish = { .token = file_of(&arena, data, size) };
	const char *header = arena_strndup(&arena, (const char *)data, size);
	struct protection protection;
	struct fault fault = { 0 };
	size_t len;

	protection_admits("0123456789abcdef", header);
	if (!protection_open(&arena, &wish, &place, &fault, &protection)) {
		assert(fault.kind == FAULT_USAGE && strstr(fault.message, wish.token));
		return 0;
	}
	len = strlen(protection.token);
	assert(len >= PROTECTION_TOKEN_MIN && len <= PROTECTION_TOKEN_MAX);
	assert(len <= size && memcmp(protection.token, data, len) == 0);
	assert(len == size || data[len] == '\r' || data[len] == '\n');
	assert(strcspn(protection.token, " \t\r\n") == len);
	assert(protection_admits(protection.token,
				 arena_printf(&arena, "Bearer %s", protection.token)));
	assert(!protection_admits(protection.token,
				  arena_printf(&arena, "Bearer %s0", protection.token)));
	return 0;
}
