#include "scenarios/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

char *file_read_bytes(struct arena *arena, const char *path, size_t *out_len, struct fault *fault)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	long size;

	*out_len = 0;
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
		*out_len = (size_t)size;
	}
	fclose(file);
	return data;
}

char *file_read(struct arena *arena, const char *path, struct fault *fault)
{
	size_t len;

	return file_read_bytes(arena, path, &len, fault);
}

char *file_base_name(struct arena *arena, const char *path)
{
	static const char ending[] = ".json";
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = strlen(name), ending_len = strlen(ending);

	if (len > ending_len && strcmp(name + len - ending_len, ending) == 0)
		len -= ending_len;
	return arena_strndup(arena, name, len);
}
