/*
 * compare.h - what is different in two saved results.
 *
 * A credential that one file does not list takes the word of what that file
 * says of its kind or its account: nothing is called absent because its line
 * is missing.
 */
#pragma once

#include "client/output.h"
#include "client/report/saved.h"

/* One fact that is not the same. Either side may be NULL: that file says nothing at all of it. */
struct change {
	const struct record *before, *after;
};

struct changes {
	struct arena *arena;
	const char *before_name, *after_name; /* for people: the files */
	struct change *items;
	size_t count;
	size_t appeared; /* there now, and not there or not known before */
	size_t lost;     /* seen before, and not known now, or not looked at */
};

/* Compares them. Facts such as the last use count only if @with_facts. */
struct changes changes_find(struct arena *arena, const struct saved *before,
			    const struct saved *after, bool with_facts);

/* "files of another family cannot be compared": FAULT_USAGE, or true. */
MUST_USE bool changes_check(const struct saved *before, const struct saved *after,
			    struct fault *fault);

/* Shows them; @kind is "diff" or "drift", @note more lines for people or NULL. */
void changes_show(const struct output *output, const struct changes *changes, const char *kind,
		  const char *note);

/* The members "before", "after" and "changes" into the open object. */
void changes_write_json(const struct changes *changes, struct json_writer *json);

/* A line for each, and the count: "111122223333 shop: console password: absent, now present". */
const char *changes_list(const struct changes *changes);
