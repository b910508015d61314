#include "tests/client/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *files_init(struct arena *arena)
{
	const char *base = getenv("TMPDIR");
	char *folder = arena_printf(arena, "%s/mattock-test-XXXXXX", base ? base : "/tmp");

	if (!mkdtemp(folder))
		abort();
	return folder;
}

const char *files_write(struct arena *arena, const char *folder, const char *name, const char *text)
{
	const char *path = arena_printf(arena, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
	return path;
}

void files_done(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(folder);
}
