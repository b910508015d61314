/*
 * files.h - files of a test, in a folder of its own below the temporary one.
 */
#pragma once

#include "wire/arena.h"

/* Makes a folder; files_done() removes it with what files_write() wrote there. */
const char *files_init(struct arena *arena);

/* Writes @text to @name in @folder and returns the path. */
const char *files_write(struct arena *arena, const char *folder, const char *name,
			const char *text);

/* Removes @folder and the files in it. */
void files_done(const char *folder);
