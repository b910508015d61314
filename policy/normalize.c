#include "policy/normalize.h"

#include <string.h>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

enum { ACCOUNT_LEN = 12 };

/* What is done to the documents of a use besides making them compact. */
static const struct form {
	bool is_rewritten; /* otherwise they are kept as they came */
	bool lists_statements;
	bool names_roots; /* an account becomes the ARN of its root */
} forms[POLICY_USE_COUNT] = {
	[POLICY_USE_RCP] = { .is_rewritten = true, .lists_statements = true },
	[POLICY_USE_DELEGATION] = { .is_rewritten = true, .names_roots = true },
};

static bool is_account(const struct json_value *value)
{
	return value->kind == JSON_STRING && value->len == ACCOUNT_LEN &&
	       strspn(value->text, "0123456789") == ACCOUNT_LEN;
}

/* A document while it is written anew. */
struct writing {
	struct json_writer *json;
	const struct form *form;
	const char *partition;
};

static void write_principal_text(const struct writing *writing, const struct json_value *value)
{
	ARENA_AUTO(arena);

	if (is_account(value))
		json_string(writing->json, arena_printf(&arena, "arn:%s:iam::%s:root",
							writing->partition, value->text));
	else
		json_tree(writing->json, value);
}

/* The accounts, users and roles of a statement. */
static void write_principals(const struct writing *writing, const struct json_value *member)
{
	struct json_writer *json = writing->json;

	if (member->kind != JSON_ARRAY) {
		write_principal_text(writing, member);
		return;
	}
	json_open_array(json);
	for (const struct json_value *item = member->first; item; item = item->next)
		write_principal_text(writing, item);
	json_close_array(json);
}

static void write_principal(const struct writing *writing, const struct json_value *principal)
{
	struct json_writer *json = writing->json;

	if (principal->kind != JSON_OBJECT) {
		json_tree(json, principal);
		return;
	}
	json_open_object(json);
	for (const struct json_value *member = principal->first; member; member = member->next) {
		json_key(json, member->key);
		if (strcmp(member->key, "AWS") == 0)
			write_principals(writing, member);
		else
			json_tree(json, member);
	}
	json_close_object(json);
}

static void write_statement(const struct writing *writing, const struct json_value *statement)
{
	struct json_writer *json = writing->json;

	if (statement->kind != JSON_OBJECT || !writing->form->names_roots) {
		json_tree(json, statement);
		return;
	}
	json_open_object(json);
	for (const struct json_value *member = statement->first; member; member = member->next) {
		json_key(json, member->key);
		if (strcmp(member->key, "Principal") == 0)
			write_principal(writing, member);
		else
			json_tree(json, member);
	}
	json_close_object(json);
}

static void write_statements(const struct writing *writing, const struct json_value *statements)
{
	struct json_writer *json = writing->json;
	bool is_list = statements->kind == JSON_ARRAY;

	if (is_list || writing->form->lists_statements)
		json_open_array(json);
	if (!is_list)
		write_statement(writing, statements);
	for (const struct json_value *item = is_list ? statements->first : NULL; item;
	     item = item->next)
		write_statement(writing, item);
	if (is_list || writing->form->lists_statements)
		json_close_array(json);
}

const char *policy_normalize(struct arena *arena, enum policy_use use, const char *partition,
			     const char *text, size_t len)
{
	struct json_writer json;
	const struct writing writing = { &json, &forms[use], partition };
	const struct json_value *root;
	struct buffer out;
	struct fault fault;

	if (!writing.form->is_rewritten || !json_read(arena, text, len, &fault, &root) ||
	    root->kind != JSON_OBJECT)
		return arena_strndup(arena, text, len);
	buffer_init(&out, arena, len + 64);
	json_writer_init(&json, &out, false);
	json_open_object(&json);
	if (!json_get(root, "Version")) {
		json_key(&json, "Version");
		json_string(&json, "2008-10-17");
	}
	for (const struct json_value *member = root->first; member; member = member->next) {
		json_key(&json, member->key);
		if (strcmp(member->key, "Statement") == 0)
			write_statements(&writing, member);
		else
			json_tree(&json, member);
	}
	json_close_object(&json);
	return out.data;
}
