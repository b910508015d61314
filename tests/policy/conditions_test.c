#include "tests/policy/lines.h"

#include "policy/context.h"
#include "policy/document.h"

enum { CONDITION_ROWS = 397 };

/* Wraps the block of a row into a document, so that the whole way from text on is taken. */
static const struct policy_document *document_of(struct arena *arena, const struct json_value *row)
{
	struct fault fault = { 0 };
	const struct policy_document *document;
	const struct json_value *block = json_get(row, "condition");
	char *text = arena_printf(
		arena, "{\"Version\":\"%s\",\"Statement\":{\"Effect\":\"%s\",\"Action\":\"*\"}}",
		json_get_string(row, "version"), json_get_string(row, "effect"));
	const struct json_value *root;
	struct json_value *statement, *member = arena_new(arena, struct json_value);

	if (!json_read(arena, text, strlen(text), &fault, &root))
		fail_msg("%s", fault.message);
	*member = *block;
	member->key = "Condition";
	member->next = NULL;
	statement = (struct json_value *)(uintptr_t)json_get(root, "Statement");
	statement->last->next = member;
	if (!policy_document_compile(arena, root, &fault, &document))
		fail_msg("%s", fault.message);
	return document;
}

static const char *check_condition(struct arena *arena, const struct json_value *row)
{
	const struct policy_document *document = document_of(arena, row);
	const struct policy_statement *statement = &document->statements[0];
	struct policy_scratch scratch = { .arena = arena };
	struct policy_context context;
	bool holds = true;

	lines_context(arena, json_get(row, "context"), &context);
	for (uint32_t i = 0; i < statement->condition_count; i++)
		holds = holds && policy_condition_holds(&statement->conditions[i], &context,
							statement->effect, &scratch);
	if (holds == json_get(row, "expected")->boolean)
		return NULL;
	return holds ? "holds and should not" : "does not hold and should";
}

static const struct {
	const char *name;
} rows[] = { { "every recorded condition holds or not as on AWS" } };

static void check_rows(void **state)
{
	UNUSED(state);
	lines_run("conditions.jsonl", check_condition, CONDITION_ROWS);
}

int main(void)
{
	return check_table("policy/conditions", rows, check_rows);
}
