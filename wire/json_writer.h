/*
 * json_writer.h - JSON, appended to a buffer or written to a stream.
 *
 * Commas, colons and, in the indented form, line breaks are the writer's.
 * Texts must be valid UTF-8. The compact form is what AWS writes.
 *
 *     json_open_object(&json);
 *     json_key(&json, "Name");
 *     json_string(&json, name);
 *     json_close_object(&json);
 */
#pragma once

#include <stdio.h>

#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/json_reader.h"

struct json_writer {
	struct buffer *out;
	bool is_indented; /* two spaces a level, for people */
	unsigned depth;
	bool has_item;  /* the open object or array has one already */
	bool after_key; /* a value is due */
	FILE *stream;   /* where the buffer is emptied to now and then; NULL: it keeps everything */
};

void json_writer_init(struct json_writer *writer, struct buffer *out, bool is_indented);

/*
 * As json_writer_init, for a document of any length: what is complete goes to @stream, through
 * @out, which stays small. The rest follows with json_writer_end().
 */
void json_writer_init_stream(struct json_writer *writer, struct buffer *out, FILE *stream,
			     bool is_indented);
void json_writer_end(struct json_writer *writer);

void json_open_object(struct json_writer *writer);
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer);
void json_close_array(struct json_writer *writer);

/* The name of the member whose value comes next. */
void json_key(struct json_writer *writer, const char *key);

/* The same of a name that is quoted already and has its colon: @len bytes, "\"Name\":". */
void json_key_ready(struct json_writer *writer, const char *key, size_t len);

/* Such a name with a text as its value, which is the most frequent member. */
void json_member(struct json_writer *writer, const char *key, size_t len, const char *text);

/* A text; NULL is written as null. */
void json_string(struct json_writer *writer, const char *text);
void json_string_len(struct json_writer *writer, const char *text, size_t len);

void json_integer(struct json_writer *writer, int64_t value);
void json_boolean(struct json_writer *writer, bool value);
void json_null(struct json_writer *writer);

/* A time as AWS writes it: seconds since 1970, with three digits unless they are zero. */
void json_seconds(struct json_writer *writer, int64_t ms);

/* A value that was read, with all below it; numbers as they were written. */
void json_tree(struct json_writer *writer, const struct json_value *value);

/* A value that is JSON already. */
void json_raw(struct json_writer *writer, const char *json);

/* Appends a text with its quotes, escaped. */
void json_quote(struct buffer *out, const char *text, size_t len);
