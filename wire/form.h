/*
 * form.h - application/x-www-form-urlencoded, the body of a Query request.
 *
 * The order of the fields is kept. AWS takes the first of two fields with the
 * same name (recorded), and so does form_get.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/fault.h"

enum { FORM_FIELDS_MAX = 10000 };

struct form_field {
	const char *name, *value; /* decoded, never NULL, valid UTF-8 */
};

struct form {
	struct form_field *fields;
	size_t count;
};

/*
 * Reads a form; the fields are owned by @arena. Broken percent coding, NUL,
 * text that is not UTF-8 and more than FORM_FIELDS_MAX fields are faults.
 */
MUST_USE bool form_parse(struct arena *arena, const char *data, size_t len, struct fault *fault,
			 struct form *out_form);

/* The value of the first field of that name, or NULL. */
const char *form_get(const struct form *form, const char *name);

/* Appends "name=value", after a "&" if the text is not empty. */
void form_add(struct buffer *out, const char *name, const char *value);
