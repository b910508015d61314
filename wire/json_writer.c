#include "wire/json_writer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "wire/special.h"

enum { DIGITS_MAX = 24, STREAM_CHUNK = 16 * 1024 };

/* The letter behind the backslash; 0: none; 'u': four digits. */
static char escape_letter(unsigned char byte)
{
	static const char letters[' '] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'
	};

	if (byte >= ' ')
		return byte == '"' || byte == '\\' ? (char)byte : 0;
	return letters[byte] ? letters[byte] : 'u';
}

static const struct special_set escaped = { { '"', '\\', '"', '\\' } };

static void quote_escaped(struct buffer *out, const char *text, size_t len)
{
	size_t start = 0;

	buffer_add_char(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)text[i];
		char letter = escape_letter(byte);
		char escape[8];

		if (!letter)
			continue;
		buffer_add(out, text + start, i - start);
		start = i + 1;
		if (letter == 'u')
			snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)byte);
		else
			snprintf(escape, sizeof(escape), "\\%c", letter);
		buffer_add_text(out, escape);
	}
	buffer_add(out, text + start, len - start);
	buffer_add_char(out, '"');
}

void json_quote(struct buffer *out, const char *text, size_t len)
{
	char *at;

	if (special_is_in(text, len, escaped)) {
		quote_escaped(out, text, len);
		return;
	}
	at = buffer_extend(out, len + 2);
	*at++ = '"';
	if (len)
		memcpy(at, text, len);
	at[len] = '"';
}

static void new_line(struct json_writer *writer)
{
	if (!writer->is_indented)
		return;
	buffer_add_char(writer->out, '\n');
	for (unsigned i = 0; i < writer->depth; i++)
		buffer_add(writer->out, "  ", 2);
}

/* What comes before a value or a key. */
static inline void begin_item(struct json_writer *writer)
{
	if (writer->after_key) {
		writer->after_key = false;
		return;
	}
	if (writer->has_item)
		buffer_add_char(writer->out, ',');
	if (writer->depth)
		new_line(writer);
	writer->has_item = true;
}

void json_writer_init(struct json_writer *writer, struct buffer *out, bool is_indented)
{
	*writer = (struct json_writer){ .out = out, .is_indented = is_indented };
}

void json_writer_init_stream(struct json_writer *writer, struct buffer *out, FILE *stream,
			     bool is_indented)
{
	json_writer_init(writer, out, is_indented);
	writer->stream = stream;
}

void json_writer_end(struct json_writer *writer)
{
	fwrite(writer->out->data, 1, writer->out->len, writer->stream);
	writer->out->len = 0;
}

static void open_level(struct json_writer *writer, char bracket)
{
	begin_item(writer);
	buffer_add_char(writer->out, bracket);
	writer->depth++;
	writer->has_item = false;
}

static void close_level(struct json_writer *writer, char bracket)
{
	assert(writer->depth > 0 && !writer->after_key);
	writer->depth--;
	if (writer->has_item)
		new_line(writer);
	buffer_add_char(writer->out, bracket);
	writer->has_item = true;
	if (writer->stream && writer->out->len >= STREAM_CHUNK)
		json_writer_end(writer);
}

void json_open_object(struct json_writer *writer)
{
	open_level(writer, '{');
}

void json_close_object(struct json_writer *writer)
{
	close_level(writer, '}');
}

void json_open_array(struct json_writer *writer)
{
	open_level(writer, '[');
}

void json_close_array(struct json_writer *writer)
{
	close_level(writer, ']');
}

void json_key(struct json_writer *writer, const char *key)
{
	begin_item(writer);
	json_quote(writer->out, key, strlen(key));
	buffer_add_char(writer->out, ':');
	if (writer->is_indented)
		buffer_add_char(writer->out, ' ');
	writer->after_key = true;
}

void json_key_ready(struct json_writer *writer, const char *key, size_t len)
{
	begin_item(writer);
	buffer_add(writer->out, key, len);
	if (writer->is_indented)
		buffer_add_char(writer->out, ' ');
	writer->after_key = true;
}

/* As json_key_ready and json_string, in one piece if nothing needs an escape. */
void json_member(struct json_writer *writer, const char *key, size_t key_len, const char *text)
{
	size_t len = strlen(text);
	bool has_comma = writer->has_item;
	char *at;

	if (writer->is_indented || special_is_in(text, len, escaped)) {
		json_key_ready(writer, key, key_len);
		json_string_len(writer, text, len);
		return;
	}
	at = buffer_extend(writer->out, has_comma + key_len + len + 2);
	*at = ',';
	at = (char *)memcpy(at + has_comma, key, key_len) + key_len;
	*at++ = '"';
	at = (char *)memcpy(at, text, len) + len;
	*at = '"';
	writer->has_item = true;
}

void json_string_len(struct json_writer *writer, const char *text, size_t len)
{
	begin_item(writer);
	json_quote(writer->out, text, len);
}

void json_string(struct json_writer *writer, const char *text)
{
	if (text)
		json_string_len(writer, text, strlen(text));
	else
		json_null(writer);
}

void json_raw(struct json_writer *writer, const char *json)
{
	begin_item(writer);
	buffer_add_text(writer->out, json);
}

/* The number in decimal, at the end of @digits. */
static const char *decimal(bool is_negative, uint64_t size, char digits[DIGITS_MAX])
{
	char *at = digits + DIGITS_MAX;

	*--at = '\0';
	do
		*--at = (char)('0' + size % 10);
	while (size /= 10);
	if (is_negative)
		*--at = '-';
	return at;
}

void json_integer(struct json_writer *writer, int64_t value)
{
	char digits[DIGITS_MAX];

	json_raw(writer,
		 decimal(value < 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, digits));
}

void json_boolean(struct json_writer *writer, bool value)
{
	json_raw(writer, value ? "true" : "false");
}

void json_null(struct json_writer *writer)
{
	json_raw(writer, "null");
}

void json_seconds(struct json_writer *writer, int64_t ms)
{
	uint64_t size = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
	char digits[DIGITS_MAX];
	char thousandths[] = ".000";

	json_raw(writer, decimal(ms < 0, size / 1000, digits));
	if (size % 1000 == 0)
		return;
	thousandths[1] = (char)('0' + size % 1000 / 100);
	thousandths[2] = (char)('0' + size % 100 / 10);
	thousandths[3] = (char)('0' + size % 10);
	buffer_add_text(writer->out, thousandths);
}

static void write_children(struct json_writer *writer, const struct json_value *value)
{
	for (const struct json_value *child = value->first; child; child = child->next) {
		if (value->kind == JSON_OBJECT)
			json_key(writer, child->key);
		json_tree(writer, child);
	}
}

/* The depth of the tree is bounded by the reader. */
void json_tree(struct json_writer *writer, const struct json_value *value)
{
	switch (value->kind) {
	case JSON_NULL:
		json_null(writer);
		break;
	case JSON_BOOLEAN:
		json_boolean(writer, value->boolean);
		break;
	case JSON_NUMBER:
		json_raw(writer, value->text);
		break;
	case JSON_STRING:
		json_string_len(writer, value->text, value->len);
		break;
	case JSON_ARRAY:
		json_open_array(writer);
		write_children(writer, value);
		json_close_array(writer);
		break;
	case JSON_OBJECT:
		json_open_object(writer);
		write_children(writer, value);
		json_close_object(writer);
		break;
	}
}
