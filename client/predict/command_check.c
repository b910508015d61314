/*
 * command_check.c - policy check: what AWS would refuse about a policy.
 */
#include <string.h>

#include "client/predict/commands.h"
#include "client/predict/input.h"
#include "policy/check.h"

enum column { NAME, LINE, COLUMN, CODE, REASON, MESSAGE, DETAIL, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NAME] = { .key = "file" },
	[LINE] = { .key = "line", .kind = TABLE_INTEGER },
	[COLUMN] = { .key = "column", .kind = TABLE_INTEGER },
	[CODE] = { .key = "code" },
	[REASON] = { .key = "reason" },
	[MESSAGE] = { .key = "message" },
	[DETAIL] = { .key = "detail" },
};

/* "file:7:15: there is no element Actions (MalformedPolicyDocument: Syntax errors in policy.)" */
static const char *sentence(struct arena *arena, const char *name,
			    const struct policy_problem *problem)
{
	const char *place = arena_printf(arena, "%s:%u:%u", name, problem->line, problem->column);

	if (!*problem->detail)
		return arena_printf(arena, "%s: %s (%s)", place, problem->message, problem->code);
	return arena_printf(arena, "%s: %s (%s: %s)", place, problem->detail, problem->code,
			    problem->message);
}

static void add_row(struct table *table, const char *name, const struct policy_problem *problem)
{
	struct table_cell *cells = table_add(table);

	cells[NAME].text = name;
	cells[LINE].text = arena_printf(table->arena, "%u", problem->line);
	cells[COLUMN].text = arena_printf(table->arena, "%u", problem->column);
	cells[CODE].text = problem->code;
	cells[REASON].text = problem->reason;
	cells[MESSAGE].text = problem->message;
	cells[DETAIL].text = *problem->detail ? problem->detail : NULL;
}

bool command_policy_check(struct invocation *invocation, struct fault *fault)
{
	const char *as = options_text(&invocation->options, OPTION_AS);
	struct policy_check_options options = { 0 };
	struct policy_problems problems;
	struct input input;
	struct table table;
	struct output_document document = { .kind = "policyCheck",
					    .rows_key = "problems",
					    .rows = &table };

	if (!as || !policy_use_find(as, &options.use))
		return fault_set(fault, FAULT_USAGE,
				 "policy check needs what the policy is written as: --as scp");
	if (!input_read(invocation, invocation->arguments[0], &input, fault))
		return false;
	table_init(&table, invocation->arena, columns, COLUMNS);
	policy_check_all(&options, invocation->arena, input.text, input.len, &problems);
	for (size_t i = 0; i < problems.count; i++)
		add_row(&table, input.name, &problems.items[i]);
	if (problems.count)
		invocation_raise(invocation, EXIT_FINDINGS);
	if (problems.count == POLICY_PROBLEMS_MAX)
		notice_say(&invocation->notice, "only the first %d problems are told",
			   POLICY_PROBLEMS_MAX);
	if (invocation->output.form != OUTPUT_TABLE)
		output_document(&invocation->output, &document);
	else
		for (size_t i = 0; i < problems.count; i++)
			output_line(&invocation->output,
				    sentence(invocation->arena, input.name, &problems.items[i]));
	return true;
}
