#include "wire/xml_writer.h"

#include <assert.h>
#include <string.h>

#include "wire/special.h"

/* What stands for a byte, or NULL for the byte itself. */
static const char *replacement(unsigned char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\r':
		return "&#xD;";
	case '\n':
	case '\t':
		return NULL;
	default:
		return byte < ' ' ? "?" : NULL;
	}
}

static void add_escaped(struct buffer *out, const char *text)
{
	const char *start = text;

	for (; *text; text++) {
		const char *instead;

		if (*text > '>') /* most letters, none of which is replaced */
			continue;
		instead = replacement((unsigned char)*text);
		if (!instead)
			continue;
		buffer_add(out, start, (size_t)(text - start));
		buffer_add_text(out, instead);
		start = text + 1;
	}
	buffer_add(out, start, (size_t)(text - start));
}

void xml_escape(struct buffer *out, const char *text)
{
	static const struct special_set escaped = { { '&', '<', '>', '"' } };
	size_t len = strlen(text);

	if (special_is_in(text, len, escaped))
		add_escaped(out, text);
	else
		buffer_add(out, text, len);
}

static void indent(struct xml_writer *writer)
{
	if (writer->is_compact)
		return;
	for (unsigned i = 0; i < writer->depth; i++)
		buffer_add(writer->out, "  ", 2);
}

static void end_line(struct xml_writer *writer)
{
	if (!writer->is_compact)
		buffer_add_char(writer->out, '\n');
}

/* Completes the start tag of the element that gets its first child. */
static void finish_tag(struct xml_writer *writer)
{
	if (!writer->tag_is_open)
		return;
	buffer_add_char(writer->out, '>');
	end_line(writer);
	writer->tag_is_open = false;
}

void xml_writer_init(struct xml_writer *writer, struct buffer *out, bool is_compact)
{
	*writer = (struct xml_writer){ .out = out, .is_compact = is_compact };
}

void xml_open(struct xml_writer *writer, const char *name)
{
	finish_tag(writer);
	indent(writer);
	buffer_add_char(writer->out, '<');
	buffer_add_text(writer->out, name);
	writer->tag_is_open = true;
	writer->depth++;
}

void xml_add_attribute(struct xml_writer *writer, const char *name, const char *value)
{
	assert(writer->tag_is_open);
	buffer_add_char(writer->out, ' ');
	buffer_add_text(writer->out, name);
	buffer_add_text(writer->out, "=\"");
	xml_escape(writer->out, value);
	buffer_add_char(writer->out, '"');
}

void xml_close(struct xml_writer *writer, const char *name)
{
	assert(writer->depth > 0);
	writer->depth--;
	if (writer->tag_is_open) {
		buffer_add_text(writer->out, "/>");
	} else {
		indent(writer);
		buffer_add_text(writer->out, "</");
		buffer_add_text(writer->out, name);
		buffer_add_char(writer->out, '>');
	}
	writer->tag_is_open = false;
	end_line(writer);
}

void xml_close_with_text(struct xml_writer *writer, const char *name, const char *text)
{
	assert(writer->tag_is_open);
	if (!*text) {
		xml_close(writer, name);
		return;
	}
	buffer_add_char(writer->out, '>');
	xml_escape(writer->out, text);
	buffer_add_text(writer->out, "</");
	buffer_add_text(writer->out, name);
	buffer_add_char(writer->out, '>');
	end_line(writer);
	writer->tag_is_open = false;
	writer->depth--;
}

void xml_text(struct xml_writer *writer, const char *name, const char *text)
{
	xml_open(writer, name);
	xml_close_with_text(writer, name, text);
}
