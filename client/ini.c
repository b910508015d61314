#include "client/ini.h"

#include <ctype.h>
#include <string.h>

/* Part of the text; not NUL-terminated. */
struct span {
	const char *data;
	size_t len;
};

struct parser {
	struct arena *arena;
	const struct ini_reader *reader;
	const char *section;
	const char *parent; /* the last name without a value, until the next name */
	size_t line;
	const char *line_start;
};

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f' || byte == '\v';
}

static struct span trim(struct span span)
{
	while (span.len > 0 && is_blank(span.data[0])) {
		span.data++;
		span.len--;
	}
	while (span.len > 0 && is_blank(span.data[span.len - 1]))
		span.len--;
	return span;
}

/* Without a comment: # or ; at the start, or after white space. */
static struct span without_comment(struct span span)
{
	for (size_t i = 0; i < span.len; i++)
		if ((span.data[i] == '#' || span.data[i] == ';') &&
		    (i == 0 || is_blank(span.data[i - 1])))
			return (struct span){ span.data, i };
	return span;
}

static const char *lower_copy(struct arena *arena, struct span span)
{
	char *text = arena_strndup(arena, span.data, span.len);

	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return text;
}

static bool read_section(struct parser *parser, struct span line, struct fault *fault)
{
	const char *end = memchr(line.data, ']', line.len);
	struct span name;

	if (!end)
		return fault_set(fault, FAULT_USAGE, "line %zu: \"]\" is missing", parser->line);
	name = trim((struct span){ line.data + 1, (size_t)(end - line.data) - 1 });
	if (name.len == 0)
		return fault_set(fault, FAULT_USAGE, "line %zu: a section needs a name",
				 parser->line);
	parser->section = arena_strndup(parser->arena, name.data, name.len);
	parser->parent = NULL;
	if (parser->reader->section)
		parser->reader->section(parser->reader->context, parser->section, parser->line);
	return true;
}

static bool read_setting(struct parser *parser, struct span line, bool is_indented,
			 struct fault *fault)
{
	size_t at = 0;
	struct span name, value;
	struct ini_entry entry = { .section = parser->section, .line = parser->line };

	while (at < line.len && line.data[at] != '=' && line.data[at] != ':')
		at++;
	name = trim((struct span){ line.data, at });
	if (at == line.len || name.len == 0)
		return fault_set(fault, FAULT_USAGE, "line %zu: expected \"name = value\"",
				 parser->line);
	value = trim(without_comment((struct span){ line.data + at + 1, line.len - at - 1 }));
	entry.name = lower_copy(parser->arena, name);
	entry.column = (size_t)(value.data - parser->line_start) + 1;
	entry.value = arena_strndup(parser->arena, value.data, value.len);
	if (is_indented)
		entry.parent = parser->parent;
	else
		parser->parent = value.len == 0 ? entry.name : NULL;
	parser->reader->entry(parser->reader->context, &entry);
	return true;
}

static bool read_line(struct parser *parser, struct span line, struct fault *fault)
{
	struct span text = trim(line);

	parser->line_start = line.data;
	if (text.len == 0 || text.data[0] == '#' || text.data[0] == ';')
		return true;
	if (memchr(text.data, '\0', text.len))
		return fault_set(fault, FAULT_USAGE, "line %zu: a NUL byte", parser->line);
	if (text.data[0] == '[')
		return read_section(parser, text, fault);
	return read_setting(parser, text, is_blank(line.data[0]), fault);
}

bool ini_parse(struct arena *arena, const char *text, size_t len, const struct ini_reader *reader,
	       struct fault *fault)
{
	struct parser parser = { .arena = arena, .reader = reader, .section = "" };
	size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < len) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t line_len = end ? (size_t)(end - text) - at : len - at;

		parser.line++;
		if (!read_line(&parser, (struct span){ text + at, line_len }, fault))
			return false;
		at += line_len + 1;
	}
	return true;
}
