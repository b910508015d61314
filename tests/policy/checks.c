#include "tests/policy/checks.h"

#include <string.h>

static bool knows(void *context, const char *type, const char *text)
{
	UNUSED(context);
	UNUSED(type);
	return !strstr(text, "unknown") && strcmp(text, "999999999999") != 0;
}

void checks_run(void **state, enum policy_use use, const char *code)
{
	struct fixture *fixture = *state;
	const struct checks_row *row = fixture->row;
	struct policy_check_options options = { .use = use, .knows_principal = knows };
	struct policy_problem problem;
	char *text = arena_strdup(&fixture->arena, row->document);
	bool is_good;

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	is_good = policy_check(&options, text, strlen(text), &problem);
	assert_string_equal(is_good ? "" : problem.message, row->message ? row->message : "");
	if (is_good)
		return;
	assert_string_equal(problem.code, code);
	if (!row->line)
		return;
	assert_int_equal(problem.line, row->line);
	assert_int_equal(problem.column, row->column);
}
