/*
 * library.h - the scenarios that are installed.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

struct library_entry {
	const char *name; /* "pw-only" */
	const char *path;
	const char *title, *story; /* what the file says of itself; NULL: nothing */
};

struct library {
	const char *folder;
	struct library_entry *entries; /* by name */
	size_t count;
};

/*
 * Reads the scenarios of MATTOCK_SCENARIOS, or of the folder of the
 * installation that this program belongs to.
 */
MUST_USE bool library_read(struct arena *arena, struct library *out_library, struct fault *fault);

/* The path of a scenario: a file as it is, a name without "/" and ".json" as one of the library. */
MUST_USE bool library_find(struct arena *arena, const char *name, const char **out_path,
			   struct fault *fault);
