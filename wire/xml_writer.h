/*
 * xml_writer.h - XML as AWS writes it.
 *
 * AWS's form (recorded): no declaration, two spaces a level, a newline after
 * every element and at the end, an element without content as "<X/>". The
 * compact form, for requests, has no blanks between elements.
 *
 * The writer appends to a buffer of the caller and allocates nothing else.
 * Names are written as they are; texts and attribute values are escaped.
 */
#pragma once

#include "wire/base.h"
#include "wire/buffer.h"

struct xml_writer {
	struct buffer *out;
	bool is_compact;
	unsigned depth;   /* elements that are open */
	bool tag_is_open; /* "<X" is written and ">" or "/>" is not */
};

void xml_writer_init(struct xml_writer *writer, struct buffer *out, bool is_compact);

/* Begins an element. */
void xml_open(struct xml_writer *writer, const char *name);

/* Adds an attribute; only right after xml_open. "xmlns" is one. */
void xml_add_attribute(struct xml_writer *writer, const char *name, const char *value);

/* Ends the innermost element, which must be @name. Without content it becomes "<X/>". */
void xml_close(struct xml_writer *writer, const char *name);

/* Adds a text to the innermost element, which gets no children, and ends it: @name. */
void xml_close_with_text(struct xml_writer *writer, const char *name, const char *text);

/* A whole element with a text, which may be "". */
void xml_text(struct xml_writer *writer, const char *name, const char *text);

/*
 * Appends a text escaped for XML. Control characters that XML 1.0 cannot
 * carry become "?".
 */
void xml_escape(struct buffer *out, const char *text);
