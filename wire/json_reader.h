/*
 * json_reader.h - JSON as a tree that remembers where everything stood.
 *
 * A strict reader of RFC 8259: valid UTF-8, nothing behind the value, no NUL
 * in a text, at most JSON_DEPTH_MAX levels. Every value knows its line and
 * column, since errors in policies and scenario files must name the place.
 * A member whose name came before in the same object is kept and marked.
 * The tree is owned by the arena it was read into.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { JSON_DEPTH_MAX = 64 };

enum json_kind {
	JSON_NULL,
	JSON_BOOLEAN,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json_value {
	enum json_kind kind;
	bool boolean;
	bool is_duplicate;               /* a member whose key came before in this object */
	const char *key;                 /* of a member of an object; NULL otherwise */
	const char *text;                /* string: decoded; number: as written; else NULL */
	size_t len;                      /* of text, or the number of children */
	size_t start, end;               /* bytes of the document this value takes: [start, end) */
	unsigned line, column;           /* of the value, from 1; columns are characters */
	struct json_value *next;         /* in the same array or object */
	struct json_value *first, *last; /* children */
};

/* Reads a document. The fault says "line L, column C: ...". */
MUST_USE bool json_read(struct arena *arena, const char *data, size_t len, struct fault *fault,
			const struct json_value **out_value);

/* The value with all below it, without those that come after it; places stay as they were. */
const struct json_value *json_copy(struct arena *arena, const struct json_value *value);

/* Adds @child, which is in no other list, behind the last value of an array or object. */
void json_append(struct json_value *parent, struct json_value *child);

/* False, with the place and the name, if an object anywhere in the tree has a member twice. */
MUST_USE bool json_check_duplicates(const struct json_value *value, struct fault *fault);

/* The first member of that name, or NULL; also when @object is NULL or no object. */
const struct json_value *json_get(const struct json_value *object, const char *key);

/* The text of a string member, or NULL if it is absent or no string. */
const char *json_get_string(const struct json_value *object, const char *key);

/* A number that is a whole number and fits; false otherwise, also for NULL and other kinds. */
MUST_USE bool json_to_integer(const struct json_value *value, int64_t *out_value);

/* A number; false for NULL and other kinds. */
MUST_USE bool json_to_double(const struct json_value *value, double *out_value);

/* A kind in words: "an object", "a string", "null". */
const char *json_kind_name(enum json_kind kind);
