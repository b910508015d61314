/*
 * effective_errors.h - what is wrong with a policy that was merged.
 *
 * Each document was taken when it was written; together they may break a rule
 * that none of them breaks alone. Known are the rules that AWS was recorded to
 * find: of tag policies, how many tags a resource type may need, and of backup
 * policies, what a plan must have.
 */
#pragma once

#include "wire/json_reader.h"

struct effective_error {
	const char *code;
	const char *message;
	const char *path;  /* to the error, "plans/daily" */
	const char **keys; /* the same, key by key; ends with NULL */
};

struct effective_errors {
	struct arena *arena;
	struct effective_error *items;
	size_t count, capacity;
};

/* Looks at the merged @policy of a type; adds to @errors, which begins with its arena only. */
void effective_errors_find(const char *type, const struct json_value *policy,
			   struct effective_errors *errors);

/* Whether a document has something at the path of an error, whatever the letters of its keys. */
bool effective_errors_concern(const struct effective_error *error,
			      const struct json_value *document);
