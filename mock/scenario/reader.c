#include "mock/scenario/reader.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/arn.h"
#include "wire/buffer.h"
#include "wire/clock.h"
#include "wire/json_writer.h"

enum { TIME_AMOUNT_MAX = 36500 * 24 };

/* The members from the root to the value that lies at @target's bytes. */
static void add_path(struct buffer *path, const struct json_value *from,
		     const struct json_value *target)
{
	size_t index = 0;

	for (const struct json_value *child = from->first; child; child = child->next, index++) {
		if (target->start < child->start || target->start >= child->end)
			continue;
		if (child->key)
			buffer_printf(path, "%s%s", path->len ? "." : "", child->key);
		else
			buffer_printf(path, "[%zu]", index);
		if (child != target)
			add_path(path, child, target);
		return;
	}
}

bool reader_fail(struct reader *reader, const struct json_value *value, const char *format, ...)
{
	va_list arguments;
	struct buffer path;
	const char *message;

	va_start(arguments, format);
	message = arena_vprintf(reader->arena, format, arguments);
	va_end(arguments);
	buffer_init(&path, reader->arena, 128);
	add_path(&path, reader->root, value);
	return fault_set(reader->fault, FAULT_INPUT, "%s:%u:%u: %s: %s", reader->file, value->line,
			 value->column, path.len ? path.data : "the document", message);
}

/* "line 3, column 5: ..." of the reader of JSON becomes "FILE:3:5: ...". */
static bool fail_with_place(struct reader *reader)
{
	char text[FAULT_MESSAGE_MAX];
	unsigned line, column;
	int used = 0;

	snprintf(text, sizeof(text), "%s", reader->fault->message);
	if (sscanf(text, "line %u, column %u: %n", &line, &column, &used) == 2 && used)
		return fault_set(reader->fault, FAULT_INPUT, "%s:%u:%u: %s", reader->file, line,
				 column, text + used);
	return fault_prefix(reader->fault, "%s", reader->file);
}

bool reader_parse(struct reader *reader, const char *text, size_t len)
{
	return json_read(reader->arena, text, len, reader->fault, &reader->root) ||
	       fail_with_place(reader);
}

/* "-400d" and the like, in milliseconds; false if it has another form. */
static bool relative_ms(const char *text, int64_t *out_ms)
{
	static const struct {
		char unit;
		int64_t ms;
	} units[] = { { 'd', 86400000 }, { 'h', 3600000 }, { 'm', 60000 }, { 's', 1000 } };
	char *end;
	long amount;

	if ((text[0] != '-' && text[0] != '+') || !isdigit((unsigned char)text[1]))
		return false;
	amount = strtol(text, &end, 10);
	if (!*end || end[1] || labs(amount) > TIME_AMOUNT_MAX)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (units[i].unit == *end) {
			*out_ms = amount * units[i].ms;
			return true;
		}
	}
	return false;
}

bool reader_time(struct reader *reader, const struct json_value *value, int64_t *out_ms)
{
	int64_t ms;

	if (value->kind == JSON_STRING && relative_ms(value->text, &ms)) {
		*out_ms = reader->now_ms + ms;
		return true;
	}
	if (value->kind == JSON_STRING && clock_parse_iso(value->text, out_ms))
		return true;
	return reader_fail(reader, value,
			   "expected a time such as \"2026-01-02T03:04:05Z\" or \"-400d\"");
}

bool reader_text(struct reader *reader, const struct json_value *value, const char **out_text)
{
	if (value->kind != JSON_STRING || value->len == 0)
		return reader_fail(reader, value, "expected a text that is not empty");
	*out_text = value->text;
	return true;
}

static bool is_choice(const char *const *choices, const char *text)
{
	while (*choices && strcmp(*choices, text) != 0)
		choices++;
	return *choices;
}

static bool read_text(struct reader *reader, const struct json_value *value,
		      const struct reader_field *field, const char **out_text)
{
	const char *expected = NULL;
	struct buffer list;

	if (!reader_text(reader, value, out_text))
		return false;
	if (field->choices && !is_choice(field->choices, *out_text)) {
		buffer_init(&list, reader->arena, 128);
		for (const char *const *choice = field->choices; *choice; choice++)
			buffer_printf(&list, "%s\"%s\"", list.len ? ", " : "", *choice);
		return reader_fail(reader, value, "expected one of %s", list.data);
	}
	if (field->expected)
		expected = field->expected(*out_text);
	return !expected || reader_fail(reader, value, "expected %s", expected);
}

static bool is_within(struct reader *reader, const struct json_value *value,
		      const struct reader_field *field, double number)
{
	return field->min == field->max || (number >= field->min && number <= field->max) ||
	       reader_fail(reader, value, "expected a number from %.15g to %.15g", field->min,
			   field->max);
}

static bool read_integer(struct reader *reader, const struct json_value *value,
			 const struct reader_field *field, int64_t *out_value)
{
	if (!json_to_integer(value, out_value))
		return reader_fail(reader, value, "expected a whole number");
	return is_within(reader, value, field, (double)*out_value);
}

static bool read_number(struct reader *reader, const struct json_value *value,
			const struct reader_field *field, double *out_value)
{
	if (!json_to_double(value, out_value))
		return reader_fail(reader, value, "expected a number");
	return is_within(reader, value, field, *out_value);
}

static bool read_kind(struct reader *reader, const struct json_value *value, enum json_kind kind,
		      const struct json_value **out_value)
{
	*out_value = value;
	return value->kind == kind ||
	       reader_fail(reader, value, "expected %s, found %s", json_kind_name(kind),
			   json_kind_name(value->kind));
}

static bool read_field(struct reader *reader, const struct json_value *value,
		       const struct reader_field *field, void *member)
{
	const struct json_value *ignored;

	switch (field->kind) {
	case READER_TEXT:
		return read_text(reader, value, field, member);
	case READER_INTEGER:
		return read_integer(reader, value, field, member);
	case READER_NUMBER:
		return read_number(reader, value, field, member);
	case READER_BOOLEAN:
		if (!read_kind(reader, value, JSON_BOOLEAN, &ignored))
			return false;
		*(bool *)member = value->boolean;
		return true;
	case READER_TIME:
		return reader_time(reader, value, member);
	case READER_OBJECT:
		return read_kind(reader, value, JSON_OBJECT, member);
	case READER_LIST:
		return read_kind(reader, value, JSON_ARRAY, member);
	case READER_VALUE:
		*(const struct json_value **)member = value;
		return true;
	case READER_IGNORED:
		break;
	}
	return true;
}

bool reader_member(struct reader *reader, const struct json_value *value,
		   const struct reader_field *field, void *out_struct)
{
	return read_field(reader, value, field, (char *)out_struct + field->offset);
}

static const struct reader_field *field_of(const struct reader_field *fields, const char *name)
{
	while (fields->name && strcmp(fields->name, name) != 0)
		fields++;
	return fields->name ? fields : NULL;
}

static bool fail_unknown(struct reader *reader, const struct json_value *member,
			 const struct reader_field *fields)
{
	struct buffer known;

	buffer_init(&known, reader->arena, 256);
	for (; fields->name; fields++)
		buffer_printf(&known, "%s%s", known.len ? ", " : "", fields->name);
	return reader_fail(reader, member, "there is no member of that name here; there are %s",
			   known.data);
}

bool reader_object(struct reader *reader, const struct json_value *value,
		   const struct reader_field *fields, void *out_struct)
{
	const struct json_value *object;

	if (!read_kind(reader, value, JSON_OBJECT, &object))
		return false;
	for (const struct json_value *member = value->first; member; member = member->next) {
		const struct reader_field *field = field_of(fields, member->key);

		if (!field)
			return fail_unknown(reader, member, fields);
		if (member->is_duplicate)
			return reader_fail(reader, member, "this member comes twice");
		if (!read_field(reader, member, field, (char *)out_struct + field->offset))
			return false;
	}
	for (; fields->name; fields++) {
		if (fields->is_required && !json_get(value, fields->name))
			return reader_fail(reader, value, "expected a member \"%s\"", fields->name);
	}
	return true;
}

const char *reader_compact(struct reader *reader, const struct json_value *value)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, reader->arena, value->end - value->start + 1);
	json_writer_init(&json, &text, false);
	json_tree(&json, value);
	return text.data;
}

const char *reader_expected_account(const char *text)
{
	return arn_is_account_id(text) ? NULL : "an account id of twelve digits";
}

const char *reader_expected_name(const char *text)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789+=,.@_-";

	return strspn(text, allowed) == strlen(text) ? NULL
						     : "a name of letters, digits and +=,.@_- only";
}

const char *reader_expected_region(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return text[len] == '\0' && strchr(text, '-') ? NULL : "a region such as \"eu-west-1\"";
}
