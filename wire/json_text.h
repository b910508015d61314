/*
 * json_text.h - the texts and numbers of JSON; a part of json_reader.
 */
#pragma once

#include "wire/json_reader.h"

/* Where the reader is, in a copy of the text that it may write to. A NUL stands at @end. */
struct json_text {
	struct arena *arena;
	struct fault *fault;
	char *data, *at;
	const char *end;
	const char *line_start;
	size_t trail; /* bytes of this line that are not the first of a character */
	unsigned line;
};

/* The column the reader is at: characters, from 1. */
unsigned json_text_column(const struct json_text *text);

/* Says what is wrong at the place the reader is; returns false. */
bool json_text_fail(struct json_text *text, const char *what);

/* Reads a string, quotes and all, into @value. */
MUST_USE bool json_text_string(struct json_text *text, struct json_value *value);

/* Reads a number and keeps it as written. */
MUST_USE bool json_text_number(struct json_text *text, struct json_value *value);
