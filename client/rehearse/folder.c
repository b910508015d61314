#include "client/rehearse/folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

enum { FOLDER_DEPTH = 16 };

bool folder_make(struct arena *arena, const char **out_path, struct fault *fault)
{
	const char *parent = getenv("TMPDIR");
	char *path = arena_printf(arena, "%s/mattock-XXXXXX", parent ? parent : "/tmp");

	*out_path = path;
	return mkdtemp(path) || fault_set_errno(fault, errno, "cannot make a folder like %s", path);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	UNUSED(status);
	UNUSED(kind);
	UNUSED(walk);
	return remove(path);
}

void folder_remove(const char *path)
{
	nftw(path, remove_entry, FOLDER_DEPTH, FTW_DEPTH | FTW_PHYS);
}
