/*
 * durable.h - files that survive a crash: what was written is on the disk.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

/* Writes all @len bytes; false with errno, and then a part may be there. */
MUST_USE bool durable_append(int file, const char *data, size_t len);

/* Makes the entry of @path in its folder durable, after it was made or renamed. */
MUST_USE bool durable_sync_folder(struct arena *arena, const char *path);

/*
 * Whether durable_write_file() could write @path, as far as that is known
 * before: a long run should not end with a file that cannot be written.
 */
MUST_USE bool durable_check_place(struct arena *arena, const char *path, struct fault *fault);

/*
 * Writes @text to a new file beside @path and renames it there; syncs both.
 * @path is whole or as it was before. Only its owner may read it. A symbolic
 * link stays and its file is replaced; into a pipe or a device, which must not
 * be replaced, the text is written as it is.
 */
MUST_USE bool durable_write_file(struct arena *arena, const char *path, const char *text,
				 struct fault *fault);
