/*
 * Decides cases: one JSON object a line on standard input, one line each on
 * standard output: "ID VERDICT LAYER", or "ID match" and "ID nomatch" for
 * condition cases. The other side of tests/policy/second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/cases.h"

static bool decide(struct arena *arena, const char *line, size_t len, struct fault *fault)
{
	const struct json_value *value;
	struct policy_decision decision;
	struct policy_case item;
	bool holds;

	if (!json_read(arena, line, len, fault, &value))
		return false;
	if (json_get(value, "condition")) {
		if (!policy_case_condition(arena, value, fault, &holds))
			return false;
		printf("%s %s\n", json_get_string(value, "id"), holds ? "match" : "nomatch");
		return true;
	}
	if (!policy_case_read(arena, value, fault, &item))
		return false;
	policy_evaluate(&item.request, &decision);
	printf("%s %s %s\n", item.id, policy_verdict_name(decision.verdict),
	       decision.layer ? policy_layer_name(decision.layer) : "none");
	return true;
}

int main(void)
{
	struct arena arena = { 0 };
	struct fault fault = { 0 };
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	int failed = 0;

	while (!failed && (len = getline(&line, &room, stdin)) > 0) {
		if (!decide(&arena, line, (size_t)len, &fault)) {
			fprintf(stderr, "%s\n%s", fault.message, line);
			failed = 1;
		}
		arena_reset(&arena);
	}
	free(line);
	arena_done(&arena);
	return failed;
}
