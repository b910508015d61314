#include "policy/checker.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

/*
 * Whether a place was told before. Of a text only the first problem counts,
 * for the others follow from it; a statement may lack several things.
 */
static bool is_told(const struct checker *checker, const struct json_value *at)
{
	bool is_container = at && (at->kind == JSON_ARRAY || at->kind == JSON_OBJECT);

	if (!at || (is_container && !checker->in_grammar))
		return false;
	for (size_t i = 0; i < checker->count; i++)
		if (checker->places[i] == at)
			return true;
	return false;
}

static void make_room(struct checker *checker)
{
	size_t had = checker->capacity;

	if (checker->count < had)
		return;
	checker->capacity = 2 * had;
	checker->problems = arena_grow(checker->arena, checker->problems,
				       had * sizeof(*checker->problems),
				       checker->capacity * sizeof(*checker->problems));
	checker->places = arena_grow(checker->arena, (void *)checker->places,
				     had * sizeof(*checker->places),
				     checker->capacity * sizeof(*checker->places));
}

/* The next problem to fill, or NULL if it was told. */
static struct policy_problem *next_problem(struct checker *checker,
					   const struct policy_answer *answer,
					   const struct json_value *at)
{
	struct policy_problem *problem;

	assert(checker->count < checker->room);
	checker->is_broken = true;
	if (is_told(checker, at))
		return NULL;
	make_room(checker);
	checker->places[checker->count] = at;
	problem = &checker->problems[checker->count++];
	*problem = (struct policy_problem){
		.code = answer->code,
		.reason = answer->reason,
		.http_status = answer->http_status,
		.line = at ? at->line : 1,
		.column = at ? at->column : 1,
	};
	return problem;
}

static bool goes_on(const struct checker *checker)
{
	return checker->count < checker->room;
}

static bool refuse(struct checker *checker, const struct policy_answer *answer,
		   const struct json_value *at, const char *format, va_list arguments)
	PRINTF_LIKE(4, 0);

static bool refuse(struct checker *checker, const struct policy_answer *answer,
		   const struct json_value *at, const char *format, va_list arguments)
{
	struct policy_problem *problem = next_problem(checker, answer, at);

	if (!problem)
		return true;
	vsnprintf(problem->message, sizeof(problem->message), format, arguments);
	return goes_on(checker);
}

bool checker_refuse(struct checker *checker, const struct json_value *at, const char *format, ...)
{
	va_list arguments;
	bool is_going_on;

	va_start(arguments, format);
	is_going_on = refuse(checker, &checker->answer, at, format, arguments);
	va_end(arguments);
	return is_going_on;
}

bool checker_refuse_as(struct checker *checker, const struct policy_answer *answer,
		       const struct json_value *at, const char *format, ...)
{
	va_list arguments;
	bool is_going_on;

	va_start(arguments, format);
	is_going_on = refuse(checker, answer, at, format, arguments);
	va_end(arguments);
	return is_going_on;
}

bool checker_explain(struct checker *checker, const struct json_value *at, const char *message,
		     const char *format, ...)
{
	struct policy_problem *problem = next_problem(checker, &checker->answer, at);
	va_list arguments;

	if (!problem)
		return true;
	snprintf(problem->message, sizeof(problem->message), "%s", message);
	va_start(arguments, format);
	vsnprintf(problem->detail, sizeof(problem->detail), format, arguments);
	va_end(arguments);
	return goes_on(checker);
}

const struct json_value *checker_first_statement(const struct checker *checker)
{
	const struct json_value *statement = json_get(checker->root, "Statement");

	assert(statement); /* the callers looked for it */
	return statement->kind == JSON_ARRAY ? statement->first : statement;
}

const struct json_value *checker_next_statement(const struct checker *checker,
						const struct json_value *statement)
{
	return statement == json_get(checker->root, "Statement") ? NULL : statement->next;
}

static const struct json_value *skip_to_text(const struct json_value *item)
{
	while (item && item->kind != JSON_STRING)
		item = item->next;
	return item;
}

const struct json_value *checker_first_text(const struct json_value *value)
{
	if (!value || value->kind == JSON_STRING)
		return value;
	return value->kind == JSON_ARRAY ? skip_to_text(value->first) : NULL;
}

const struct json_value *checker_next_text(const struct json_value *value,
					   const struct json_value *item)
{
	return item == value ? NULL : skip_to_text(item->next);
}

const struct json_value *checker_either(const struct json_value *statement, const char *name,
					const char *not_name)
{
	const struct json_value *member = json_get(statement, name);

	return member ? member : json_get(statement, not_name);
}

bool checker_each(struct checker *checker, checker_rule *rule)
{
	for (const struct json_value *statement = checker_first_statement(checker); statement;
	     statement = checker_next_statement(checker, statement))
		if (!rule(checker, statement))
			return false;
	return true;
}

bool checker_each_text(struct checker *checker, const struct json_value *value, checker_rule *rule)
{
	for (const struct json_value *item = checker_first_text(value); item;
	     item = checker_next_text(value, item))
		if (!rule(checker, item))
			return false;
	return true;
}
