/*
 * json_edit.h - changes a few places of a JSON text and keeps every other byte.
 *
 * The text is read once (wire/json_reader.h); the values say where they stood.
 * Changes are noted in the order of their places, must not overlap, and are
 * made all at once.
 */
#pragma once

#include "wire/buffer.h"
#include "wire/json_reader.h"

enum { JSON_EDIT_MAX = 512 };

struct json_edit {
	struct arena *arena;
	const char *text;
	size_t len;
	struct json_edit_change {
		size_t start, end; /* these bytes ... */
		const char *with;  /* ... become this */
	} changes[JSON_EDIT_MAX];
	size_t count;
	bool is_broken; /* too many changes, or out of order: there is no result */
};

/* An edit of @text without a change. Everything is borrowed. */
void json_edit_init(struct json_edit *edit, struct arena *arena, const char *text);

/* Bytes [@start, @end) become @with. */
void json_edit_replace(struct json_edit *edit, size_t start, size_t end, const char *with);

/*
 * Takes the items of @array out for which @is_removed says so, with their
 * commas. At least one must stay.
 */
void json_edit_remove(struct json_edit *edit, const struct json_value *array,
		      const bool *is_removed);

/* Where the name of a member begins, at its quotation mark; false if it was written with escapes.
 */
MUST_USE bool json_edit_key(const struct json_edit *edit, const struct json_value *member,
			    size_t *out_start);

/* The changed text, or NULL if the edit is broken. */
const char *json_edit_text(const struct json_edit *edit);

/* The same JSON with a line for each value, for people to read and compare; @text if it is none. */
const char *json_edit_pretty(struct arena *arena, const char *text);
