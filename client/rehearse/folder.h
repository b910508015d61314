/*
 * folder.h - a private folder that lasts as long as a run.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

/* Makes a folder below TMPDIR, or /tmp, that only we may enter. Its path lives in @arena. */
MUST_USE bool folder_make(struct arena *arena, const char **out_path, struct fault *fault);

/* Removes it with all that is in it. */
void folder_remove(const char *path);
