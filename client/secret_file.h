/*
 * secret_file.h - small files that may hold secrets: settings, keys, tokens.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

/* What stood in a file; in the arena, for arena_wipe() to overwrite. */
struct secret_file {
	const char *text; /* NUL-terminated; NULL: there is no such file */
	size_t len;
	bool is_open_to_others; /* its mode lets the group or everybody read it */
};

/*
 * Reads at most @max bytes. A file that does not exist is no fault; one that
 * is larger is FAULT_USAGE, one that cannot be read FAULT_SYSTEM.
 */
MUST_USE bool secret_file_read(struct arena *arena, const char *path, size_t max,
			       struct secret_file *out_file, struct fault *fault);

/* Puts @text in place of what the file held, at once, and readable by its owner alone. */
MUST_USE bool secret_file_write(struct arena *arena, const char *path, const char *text,
				struct fault *fault);
