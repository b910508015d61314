#include <string.h>

#include "policy/checker.h"
#include "policy/condition.h"

/* A rule of the grammar is broken; AWS has one text for them all. */
#define break_rule(checker, at, ...) \
	checker_explain((checker), (at), (checker)->syntax, __VA_ARGS__)

static bool is_string(struct checker *checker, const struct json_value *value)
{
	if (value->kind == JSON_STRING)
		return true;
	return break_rule(checker, value, "%s must be a string, not %s", value->key,
			  json_kind_name(value->kind));
}

static bool is_list(struct checker *checker, const struct json_value *value, bool with_null)
{
	if (value->kind == JSON_STRING)
		return true;
	if (value->kind != JSON_ARRAY)
		return break_rule(checker, value, "%s must be a string or a list of strings",
				  value->key);
	for (const struct json_value *item = value->first; item; item = item->next)
		if (item->kind != JSON_STRING && !(with_null && item->kind == JSON_NULL) &&
		    !break_rule(checker, item, "%s lists something that is no string", value->key))
			return false;
	return true;
}

static bool is_text_list(struct checker *checker, const struct json_value *value)
{
	return is_list(checker, value, false);
}

/* AWS stores a null among resources (recorded). */
static bool is_resource_list(struct checker *checker, const struct json_value *value)
{
	return is_list(checker, value, true);
}

static bool is_principal(struct checker *checker, const struct json_value *value)
{
	if (value->kind == JSON_STRING)
		return true;
	if (value->kind != JSON_OBJECT)
		return break_rule(checker, value, "%s must be \"*\" or an object", value->key);
	for (const struct json_value *member = value->first; member; member = member->next) {
		if (member->is_duplicate &&
		    !break_rule(checker, member, "%s is given twice", member->key))
			return false;
		if (!is_text_list(checker, member))
			return false;
	}
	return true;
}

static bool is_scalar(const struct json_value *value)
{
	return value->kind == JSON_STRING || value->kind == JSON_NUMBER ||
	       value->kind == JSON_BOOLEAN;
}

static bool is_condition_key(struct checker *checker, const struct json_value *value)
{
	if (value->is_duplicate)
		return break_rule(checker, value, "the key %.64s is given twice", value->key);
	if (is_scalar(value))
		return true;
	if (value->kind != JSON_ARRAY)
		return break_rule(checker, value, "the values of %.64s must be texts", value->key);
	for (const struct json_value *item = value->first; item; item = item->next)
		if (!is_scalar(item) &&
		    !break_rule(checker, item, "a value of %.64s is no text", value->key))
			return false;
	return true;
}

static bool is_condition_test(struct checker *checker, const struct json_value *test)
{
	struct policy_condition condition;
	bool is_empty = test->kind == JSON_OBJECT && !test->first;

	/* An operator nobody knows is taken as long as it asks for nothing (recorded). */
	if (!is_empty && !policy_condition_read_name(test->key, &condition))
		return break_rule(checker, test, "there is no operator %.64s", test->key);
	if (test->is_duplicate)
		return break_rule(checker, test, "the operator %.64s is given twice", test->key);
	if (test->kind != JSON_OBJECT)
		return break_rule(checker, test, "%.64s must be an object of keys", test->key);
	for (const struct json_value *key = test->first; key; key = key->next)
		if (!is_condition_key(checker, key))
			return false;
	return true;
}

static bool is_condition(struct checker *checker, const struct json_value *value)
{
	if (value->kind != JSON_OBJECT)
		return break_rule(checker, value, "Condition must be an object of operators");
	for (const struct json_value *test = value->first; test; test = test->next)
		if (!is_condition_test(checker, test))
			return false;
	return true;
}

static bool is_version(struct checker *checker, const struct json_value *value)
{
	if (value->kind == JSON_STRING &&
	    (strcmp(value->text, "2012-10-17") == 0 || strcmp(value->text, "2008-10-17") == 0))
		return true;
	return break_rule(checker, value, "Version must be 2012-10-17 or 2008-10-17");
}

struct element {
	const char *name;
	checker_rule *form;
	const char *excludes; /* the element that must not be there too */
};

static const struct element statement_elements[] = {
	{ "Sid", is_string, NULL },
	{ "Effect", is_string, NULL },
	{ "Principal", is_principal, "NotPrincipal" },
	{ "NotPrincipal", is_principal, NULL },
	{ "Action", is_text_list, "NotAction" },
	{ "NotAction", is_text_list, NULL },
	{ "Resource", is_resource_list, "NotResource" },
	{ "NotResource", is_resource_list, NULL },
	{ "Condition", is_condition, NULL },
};

static bool is_statement(struct checker *checker, const struct json_value *value);

static bool is_statement_list(struct checker *checker, const struct json_value *value)
{
	if (value->kind != JSON_ARRAY)
		return is_statement(checker, value);
	if (!value->len)
		return break_rule(checker, value, "Statement is empty");
	for (const struct json_value *item = value->first; item; item = item->next)
		if (!is_statement(checker, item))
			return false;
	return true;
}

static const struct element document_elements[] = {
	{ "Version", is_version, NULL },
	{ "Id", is_string, NULL },
	{ "Statement", is_statement_list, NULL },
};

static const struct element *find_element(const struct element *elements, size_t count,
					  const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(elements[i].name, name) == 0)
			return &elements[i];
	return NULL;
}

/* One member of an object that is made of @elements. */
static bool is_member(struct checker *checker, const struct json_value *object,
		      const struct json_value *member, const struct element *element)
{
	if (!element)
		return break_rule(checker, member, "there is no element %.64s", member->key);
	if (member->is_duplicate)
		return break_rule(checker, member, "%s is given twice", member->key);
	if (element->excludes && json_get(object, element->excludes))
		return break_rule(checker, member, "%s and %s exclude each other", member->key,
				  element->excludes);
	return element->form(checker, member);
}

static bool is_made_of(struct checker *checker, const struct json_value *object,
		       const struct element *elements, size_t count)
{
	for (const struct json_value *member = object->first; member; member = member->next)
		if (!is_member(checker, object, member, find_element(elements, count, member->key)))
			return false;
	return true;
}

static bool is_statement(struct checker *checker, const struct json_value *value)
{
	if (value->kind != JSON_OBJECT)
		return break_rule(checker, value, "a statement must be an object");
	if (!is_made_of(checker, value, statement_elements, ARRAY_LEN(statement_elements)))
		return false;
	if (json_get(value, "Effect"))
		return true;
	return break_rule(checker, value, "a statement needs an Effect");
}

static bool is_document(struct checker *checker, const struct json_value *root)
{
	if (root->kind != JSON_OBJECT)
		return break_rule(checker, root, "a policy document must be an object");
	if (!is_made_of(checker, root, document_elements, ARRAY_LEN(document_elements)))
		return false;
	if (json_get(root, "Statement"))
		return true;
	return break_rule(checker, root, "a policy document needs a Statement");
}

bool checker_grammar(struct checker *checker)
{
	checker->is_broken = false;
	checker->in_grammar = true;
	(void)is_document(checker, checker->root);
	checker->in_grammar = false;
	return !checker->is_broken;
}
