#include "policy/document.h"

#include <string.h>

#include "policy/elements.h"

/* What a statement is being built from. */
struct builder {
	struct arena *arena;
	struct fault *fault;
	unsigned text_flags; /* of policy_text_compile */
	struct policy_statement *statement;
};

typedef bool element_read(struct builder *builder, const struct json_value *value);

static bool refuse(struct fault *fault, const struct json_value *value, const char *text)
{
	return fault_set(fault, FAULT_INPUT, "line %u, column %u: %s", value->line, value->column,
			 text);
}

static bool read_sid(struct builder *builder, const struct json_value *value)
{
	if (value->kind != JSON_STRING)
		return refuse(builder->fault, value, "Sid must be a string");
	builder->statement->sid = arena_strndup(builder->arena, value->text, value->len);
	return true;
}

static bool read_effect(struct builder *builder, const struct json_value *value)
{
	if (value->kind != JSON_STRING ||
	    (strcmp(value->text, "Allow") != 0 && strcmp(value->text, "Deny") != 0))
		return refuse(builder->fault, value, "Effect must be \"Allow\" or \"Deny\"");
	builder->statement->effect = value->text[0] == 'A' ? POLICY_ALLOW : POLICY_DENY;
	return true;
}

static bool read_actions(struct builder *builder, const struct json_value *value)
{
	struct policy_statement *statement = builder->statement;

	if (statement->actions)
		return refuse(builder->fault, value,
			      "only one of Action and NotAction may be used");
	statement->not_actions = value->key[0] == 'N';
	if (policy_elements_actions(builder->arena, value, statement))
		return true;
	return refuse(builder->fault, value, "actions must be a string or a list of strings");
}

static bool read_resources(struct builder *builder, const struct json_value *value)
{
	struct policy_statement *statement = builder->statement;

	if (statement->has_resources)
		return refuse(builder->fault, value,
			      "only one of Resource and NotResource may be used");
	statement->has_resources = true;
	statement->not_resources = value->key[0] == 'N';
	if (policy_elements_resources(builder->arena, value, builder->text_flags, statement))
		return true;
	return refuse(builder->fault, value, "resources must be a string or a list of strings");
}

static bool read_principals(struct builder *builder, const struct json_value *value)
{
	struct policy_statement *statement = builder->statement;

	if (statement->has_principals)
		return refuse(builder->fault, value,
			      "only one of Principal and NotPrincipal may be used");
	statement->has_principals = true;
	statement->not_principals = value->key[0] == 'N';
	if (policy_elements_principals(builder->arena, value, statement))
		return true;
	return refuse(builder->fault, value,
		      "a principal must be \"*\" or an object of strings or lists of strings");
}

static bool read_conditions(struct builder *builder, const struct json_value *value)
{
	if (policy_elements_conditions(builder->arena, value, builder->text_flags,
				       builder->statement))
		return true;
	return refuse(builder->fault, value,
		      "Condition must be an object of operators, each an object of keys and "
		      "values");
}

static const struct {
	const char *name;
	element_read *read;
} elements[] = {
	{ "Sid", read_sid },
	{ "Effect", read_effect },
	{ "Action", read_actions },
	{ "NotAction", read_actions },
	{ "Resource", read_resources },
	{ "NotResource", read_resources },
	{ "Principal", read_principals },
	{ "NotPrincipal", read_principals },
	{ "Condition", read_conditions },
};

static bool read_element(struct builder *builder, const struct json_value *member)
{
	if (member->is_duplicate)
		return refuse(builder->fault, member, "an element is given twice");
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (strcmp(elements[i].name, member->key) == 0)
			return elements[i].read(builder, member);
	return fault_set(builder->fault, FAULT_INPUT,
			 "line %u, column %u: a statement has no element %.64s", member->line,
			 member->column, member->key);
}

static bool read_statement(struct builder *builder, const struct json_value *value)
{
	if (value->kind != JSON_OBJECT)
		return refuse(builder->fault, value, "a statement must be an object");
	builder->statement->line = value->line;
	builder->statement->column = value->column;
	for (const struct json_value *member = value->first; member; member = member->next)
		if (!read_element(builder, member))
			return false;
	if (!json_get(value, "Effect"))
		return refuse(builder->fault, value, "a statement needs an Effect");
	if (!builder->statement->actions)
		return refuse(builder->fault, value, "a statement needs an Action or a NotAction");
	return true;
}

static bool read_statements(struct builder *builder, const struct json_value *value,
			    struct policy_document *document)
{
	bool is_list = value->kind == JSON_ARRAY;
	const struct json_value *item = is_list ? value->first : value;
	size_t count = is_list ? value->len : 1;
	struct policy_statement *statements =
		arena_array(builder->arena, count, sizeof(*statements));

	for (size_t i = 0; i < count; i++, item = item->next) {
		statements[i].index = (uint32_t)i;
		builder->statement = &statements[i];
		if (!read_statement(builder, item))
			return false;
	}
	document->statements = statements;
	document->statement_count = (uint32_t)count;
	return true;
}

static bool read_version(const struct json_value *root, struct fault *fault,
			 struct policy_document *document)
{
	const struct json_value *version = json_get(root, "Version");

	document->version = "2008-10-17";
	if (!version)
		return true;
	if (version->kind != JSON_STRING ||
	    (strcmp(version->text, "2012-10-17") != 0 && strcmp(version->text, "2008-10-17") != 0))
		return refuse(fault, version, "Version must be \"2012-10-17\" or \"2008-10-17\"");
	document->has_variables = strcmp(version->text, "2012-10-17") == 0;
	if (document->has_variables)
		document->version = "2012-10-17";
	return true;
}

static bool read_id(struct arena *arena, const struct json_value *root, struct fault *fault,
		    struct policy_document *document)
{
	const struct json_value *id = json_get(root, "Id");

	if (id && id->kind != JSON_STRING)
		return refuse(fault, id, "Id must be a string");
	document->id = id ? arena_strndup(arena, id->text, id->len) : NULL;
	return true;
}

static bool check_members(const struct json_value *root, struct fault *fault)
{
	static const char *const names[] = { "Version", "Id", "Statement" };

	if (root->kind != JSON_OBJECT)
		return refuse(fault, root, "a policy document must be an object");
	for (const struct json_value *member = root->first; member; member = member->next) {
		size_t i = 0;

		if (member->is_duplicate)
			return refuse(fault, member, "an element is given twice");
		while (i < ARRAY_LEN(names) && strcmp(names[i], member->key) != 0)
			i++;
		if (i == ARRAY_LEN(names))
			return fault_set(fault, FAULT_INPUT,
					 "line %u, column %u: a policy document has no element "
					 "%.64s",
					 member->line, member->column, member->key);
	}
	return true;
}

bool policy_document_compile(struct arena *arena, const struct json_value *root,
			     struct fault *fault, const struct policy_document **out_document)
{
	struct policy_document *document = arena_new(arena, struct policy_document);
	const struct json_value *statement;
	struct builder builder = { .arena = arena, .fault = fault };

	if (!check_members(root, fault) || !read_version(root, fault, document) ||
	    !read_id(arena, root, fault, document))
		return false;
	statement = json_get(root, "Statement");
	if (!statement)
		return refuse(fault, root, "a policy document needs a Statement");
	builder.text_flags = document->has_variables ? POLICY_TEXT_VARIABLES : 0;
	if (!read_statements(&builder, statement, document))
		return false;
	*out_document = document;
	return true;
}

bool policy_document_parse(struct arena *arena, const char *text, size_t len, struct fault *fault,
			   const struct policy_document **out_document)
{
	ARENA_AUTO(tree);
	const struct json_value *root;

	return json_read(&tree, text, len, fault, &root) &&
	       policy_document_compile(arena, root, fault, out_document);
}
