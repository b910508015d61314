#include "tests/policy/lines.h"

#include <string.h>

#include "policy/cases.h"

enum { DECISION_ROWS = 1500 };

static const char *check_decision(struct arena *arena, const struct json_value *row)
{
	const char *expected = json_get_string(row, "expected");
	const char *denied_by = json_get_string(row, "deniedBy");
	struct policy_decision decision, explained;
	struct policy_case item;
	struct fault fault = { 0 };

	if (!policy_case_read(arena, row, &fault, &item))
		return arena_strdup(arena, fault.message);
	policy_evaluate(&item.request, &decision);
	policy_explain(&item.request, arena, &explained);
	if (decision.verdict != explained.verdict || decision.layer != explained.layer)
		return "evaluate and explain disagree";
	if (strcmp(policy_verdict_name(decision.verdict), expected) == 0 &&
	    strcmp(policy_layer_name(decision.layer), denied_by ? denied_by : "") == 0)
		return NULL;
	return arena_printf(
		arena, "%s by %s, expected %s by %s", policy_verdict_name(decision.verdict),
		policy_layer_name(decision.layer), expected, denied_by ? denied_by : "none");
}

static const struct {
	const char *name;
} rows[] = { { "every known request is decided, and by the policy that AWS names" } };

static void check_rows(void **state)
{
	UNUSED(state);
	lines_run("decisions.jsonl", check_decision, DECISION_ROWS);
}

int main(void)
{
	return check_table("policy/decisions", rows, check_rows);
}
