#include "client/predict/exempt.h"

#include <string.h>
#include <strings.h>

#include "client/edit/json_edit.h"
#include "client/edit/text_diff.h"
#include "client/predict/words.h"

#define KEY       "aws:AssumedRoot"
#define EXEMPTION "\"" KEY "\": \"true\""

static const struct json_value *member(const struct json_value *object, const char *name)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json_value *item = object->first; item; item = item->next)
		if (strcasecmp(item->key, name) == 0)
			return item;
	return NULL;
}

/* The text of one statement, whether it stands alone or in a list. */
static const char *statement_text(struct arena *arena, const struct snapshot_policy *policy,
				  const struct policy_statement *statement)
{
	const struct json_value *root, *item;
	struct fault fault;

	if (!policy->text || !json_read(arena, policy->text, strlen(policy->text), &fault, &root))
		return NULL;
	item = json_get(root, "Statement");
	if (item && item->kind == JSON_ARRAY)
		item = item->first;
	for (uint32_t i = 0; item && i < statement->index; i++)
		item = item->next;
	return item ? arena_strndup(arena, policy->text + item->start, item->end - item->start)
		    : NULL;
}

/* One more member of an object, behind the others. */
static void append(struct json_edit *edit, const struct json_value *object, const char *text)
{
	size_t at = object->last ? object->last->end : object->end - 1;

	json_edit_replace(edit, at, at,
			  arena_printf(edit->arena, "%s%s", object->last ? ", " : "", text));
}

const char *exempt_statement(struct arena *arena, const struct snapshot_policy *policy,
			     const struct policy_statement *statement)
{
	const char *text = statement_text(arena, policy, statement);
	struct json_edit *edit = arena_new(arena, struct json_edit);
	const struct json_value *root, *conditions, *nulls;
	struct fault fault;

	if (!text || !json_read(arena, text, strlen(text), &fault, &root) ||
	    root->kind != JSON_OBJECT)
		return NULL;
	json_edit_init(edit, arena, text);
	conditions = json_get(root, "Condition");
	nulls = member(conditions, "Null");
	if (member(nulls, KEY) || (conditions && conditions->kind != JSON_OBJECT))
		return NULL;
	if (nulls)
		append(edit, nulls, EXEMPTION);
	else if (conditions)
		append(edit, conditions, "\"Null\": {" EXEMPTION "}");
	else
		append(edit, root, "\"Condition\": {\"Null\": {" EXEMPTION "}}");
	return json_edit_text(edit);
}

const char *exempt_diff(struct arena *arena, const struct snapshot_policy *policy,
			const struct policy_statement *statement)
{
	const char *before = statement_text(arena, policy, statement);
	const char *after = exempt_statement(arena, policy, statement);
	const struct text_diff_names names = {
		.before = arena_printf(arena, "%s, %s", words_policy(arena, policy),
				       words_statement(arena, statement)),
		.after = "with root sessions exempted",
	};

	return before && after ? text_diff(arena, &names, json_edit_pretty(arena, before),
					   json_edit_pretty(arena, after))
			       : NULL;
}
