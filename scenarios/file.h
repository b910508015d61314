/*
 * file.h - a whole file as a text.
 */
#pragma once

#include "wire/arena.h"
#include "wire/fault.h"

enum { FILE_SIZE_MAX = 100 * 1024 * 1024 };

/* The file's bytes with a NUL behind them; NULL, with the fault filled, if they cannot be read. */
char *file_read(struct arena *arena, const char *path, struct fault *fault);

/* The same, with the number of bytes before that NUL: there may be others in them. */
char *file_read_bytes(struct arena *arena, const char *path, size_t *out_len, struct fault *fault);

/* "pw-only" of "library/pw-only.json". */
char *file_base_name(struct arena *arena, const char *path);
