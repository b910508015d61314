#include "mock/organizations/normal.h"

#include <string.h>

#include "mock/arn.h"
#include "wire/json_writer.h"

/* Writes one value; a pass may write some values in its own way. */
typedef void (*writer)(struct buffer *out, const struct json_value *value);

static void add_members(struct buffer *out, const struct json_value *value, writer write)
{
	bool is_object = value->kind == JSON_OBJECT;

	buffer_add_char(out, is_object ? '{' : '[');
	for (const struct json_value *child = value->first; child; child = child->next) {
		if (child != value->first)
			buffer_add_char(out, ',');
		if (is_object) {
			json_quote(out, child->key, strlen(child->key));
			buffer_add_char(out, ':');
		}
		write(out, child);
	}
	buffer_add_char(out, is_object ? '}' : ']');
}

void normal_add(struct buffer *out, const struct json_value *value)
{
	switch (value->kind) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		add_members(out, value, normal_add);
		break;
	case JSON_STRING:
		json_quote(out, value->text, value->len);
		break;
	case JSON_NUMBER:
		buffer_add(out, value->text, strlen(value->text));
		break;
	case JSON_BOOLEAN:
		buffer_add_text(out, value->boolean ? "true" : "false");
		break;
	case JSON_NULL:
		buffer_add_text(out, "null");
		break;
	}
}

/* The document's members, each statement as @write_statements has it. */
static const char *write_document(struct arena *arena, const struct json_value *document,
				  writer write_statements)
{
	bool has_version = json_get(document, "Version") != NULL;
	struct buffer out;

	buffer_init(&out, arena, 256);
	buffer_add_text(&out, has_version ? "{" : "{\"Version\":\"2008-10-17\"");
	for (const struct json_value *member = document->first; member; member = member->next) {
		if (member != document->first || !has_version)
			buffer_add_char(&out, ',');
		json_quote(&out, member->key, strlen(member->key));
		buffer_add_char(&out, ':');
		if (strcmp(member->key, "Statement") == 0)
			write_statements(&out, member);
		else
			normal_add(&out, member);
	}
	buffer_add_char(&out, '}');
	return out.data;
}

static void add_as_array(struct buffer *out, const struct json_value *value)
{
	bool is_array = value->kind == JSON_ARRAY;

	if (!is_array)
		buffer_add_char(out, '[');
	normal_add(out, value);
	if (!is_array)
		buffer_add_char(out, ']');
}

const char *normal_resource_control(struct arena *arena, const struct json_value *document)
{
	return write_document(arena, document, add_as_array);
}

static void add_account(struct buffer *out, const struct json_value *value)
{
	if (value->kind == JSON_ARRAY)
		add_members(out, value, add_account);
	else if (value->kind == JSON_STRING && arn_is_account_id(value->text))
		buffer_printf(out, "\"arn:aws:iam::%s:root\"", value->text);
	else
		normal_add(out, value);
}

static void add_principal_entry(struct buffer *out, const struct json_value *value)
{
	if (value->key && strcmp(value->key, "AWS") == 0)
		add_account(out, value);
	else
		normal_add(out, value);
}

static void add_statement_member(struct buffer *out, const struct json_value *value)
{
	if (strcmp(value->key, "Principal") == 0 && value->kind == JSON_OBJECT)
		add_members(out, value, add_principal_entry);
	else
		normal_add(out, value);
}

static void add_statements(struct buffer *out, const struct json_value *value)
{
	if (value->kind == JSON_ARRAY)
		add_members(out, value, add_statements);
	else
		add_members(out, value, add_statement_member);
}

const char *normal_delegation(struct arena *arena, const struct json_value *document)
{
	return write_document(arena, document, add_statements);
}
