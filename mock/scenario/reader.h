/*
 * reader.h - JSON objects of a scenario as C structs, by tables of fields.
 *
 * A member that no field names, one that comes twice, one that is missing or
 * one of another kind is a fault that says "FILE:LINE:COLUMN: PATH: what was
 * expected".
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"
#include "wire/json_reader.h"

/* The kinds of fields, and what is stored for each. */
enum reader_kind {
	READER_TEXT,    /* const char *, not empty */
	READER_INTEGER, /* int64_t */
	READER_NUMBER,  /* double */
	READER_BOOLEAN, /* bool */
	READER_TIME,    /* int64_t, milliseconds since 1970; absolute or relative to the clock */
	READER_OBJECT,  /* const struct json_value * */
	READER_LIST,    /* const struct json_value * */
	READER_VALUE,   /* const struct json_value *, of any kind */
	READER_IGNORED, /* nothing: for whoever else reads the file */
};

struct reader_field {
	const char *name; /* NULL ends a table */
	enum reader_kind kind;
	size_t offset; /* of the member; what is absent leaves it as it was */
	bool is_required;
	const char *const *choices; /* of a text: NULL-terminated, or NULL */
	/* Of a text: what was expected if it is not that; NULL if it is good. Or NULL. */
	const char *(*expected)(const char *text);
	double min, max; /* of an integer or a number, both allowed; no bounds if they are equal */
};

struct reader {
	struct arena *arena;
	struct fault *fault;
	const char *file;
	const struct json_value *root;
	int64_t now_ms;
};

/* Reads a document into reader->root. */
MUST_USE bool reader_parse(struct reader *reader, const char *text, size_t len);

/* Fills @out_struct from an object. */
MUST_USE bool reader_object(struct reader *reader, const struct json_value *value,
			    const struct reader_field *fields, void *out_struct);

/* Fills the one member that @field describes from a value that stands alone. */
MUST_USE bool reader_member(struct reader *reader, const struct json_value *value,
			    const struct reader_field *field, void *out_struct);

/* Says what is wrong with @value: FILE:LINE:COLUMN: PATH: message. Returns false. */
bool reader_fail(struct reader *reader, const struct json_value *value, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* A time: ISO 8601, or "-400d", "-3h", "-15m", "-30s" before the clock, "+1d" after it. */
MUST_USE bool reader_time(struct reader *reader, const struct json_value *value, int64_t *out_ms);

/* The text of a value that has to be one. */
MUST_USE bool reader_text(struct reader *reader, const struct json_value *value,
			  const char **out_text);

/* A value of the document as compact text, without the white space between its parts. */
const char *reader_compact(struct reader *reader, const struct json_value *value);

/* For struct reader_field: twelve digits; a name of IAM's characters; a region. */
const char *reader_expected_account(const char *text);
const char *reader_expected_name(const char *text);
const char *reader_expected_region(const char *text);
