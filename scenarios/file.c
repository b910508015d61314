#include "scenarios/file.h"

#include <errno.h>
#include <stdio.h>

char *file_read(struct arena *arena, const char *path, struct fault *fault)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	long size;

	if (!file) {
		fault_set_errno(fault, errno, "%s", path);
		return NULL;
	}
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	if (size < 0 || size > FILE_SIZE_MAX) {
		fault_set(fault, FAULT_INPUT, "%s: not a file of at most %d bytes", path,
			  FILE_SIZE_MAX);
	} else {
		data = arena_alloc(arena, (size_t)size + 1);
		if (fread(data, 1, (size_t)size, file) != (size_t)size) {
			fault_set_errno(fault, errno, "%s", path);
			data = NULL;
		}
	}
	fclose(file);
	return data;
}
