/*
 * environment.h - environment variables as an argument.
 *
 * Only environment_system() looks at the process; everything else asks the
 * struct it was given, so that a test can fix it.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct environment {
	const char *(*get)(const void *context, const char *name);
	const void *context;
	/* All of them, "NAME=value" and a NULL, for a child; NULL: a child gets none. */
	char *const *variables;
};

/* The environment of this process. */
struct environment environment_system(void);

/* The variables of @pairs: name, value, name, value, ..., NULL. Borrowed. */
struct environment environment_fixed(const char *const *pairs);

/* All variables as "NAME=value", NULL-terminated, for a child. Borrowed, or in @arena. */
char *const *environment_variables(const struct environment *environment, struct arena *arena);

/* The value of @name, or NULL if it is not set or empty. Borrowed. */
const char *environment_get(const struct environment *environment, const char *name);

/* True if @name is set to "true" or "1", in any case. */
bool environment_is_true(const struct environment *environment, const char *name);
