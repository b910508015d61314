#include "tests/policy/lines.h"

#include "policy/cases.h"

enum { CONDITION_ROWS = 397 };

static const char *check_condition(struct arena *arena, const struct json_value *row)
{
	struct fault fault = { 0 };
	bool holds;

	if (!policy_case_condition(arena, row, &fault, &holds))
		return arena_strdup(arena, fault.message);
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
