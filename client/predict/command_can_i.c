/*
 * command_can_i.c - can-i: whether a task will be allowed in an account.
 */
#include <string.h>

#include "client/predict/commands.h"
#include "client/predict/open.h"
#include "client/predict/words.h"

enum fact { ID, NAME, UNIT, TASK, ANSWER, WHY, EXPECTED, FACTS };

static const struct table_column fact_columns[FACTS] = {
	[ID] = { .title = "Account", .key = "accountId" },
	[NAME] = { .title = "Name", .key = "name" },
	[UNIT] = { .title = "Unit", .key = "unit" },
	[TASK] = { .title = "Task", .key = "task" },
	[ANSWER] = { .title = "Answer", .key = "answer" },
	[WHY] = { .key = "why" },
	[EXPECTED] = { .key = "expected" },
};

enum column { ACTION, RESOURCE, ACTION_ANSWER, BECAUSE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACTION] = { .title = "ACTION", .key = "action" },
	[RESOURCE] = { .key = "resource" },
	[ACTION_ANSWER] = { .title = "ANSWER", .key = "answer" },
	[BECAUSE] = { .title = "BECAUSE", .key = "why", .min_width = 20, .is_wrapped = true },
};

static void add_facts(struct table *table, const struct organization_account *account,
		      const struct predict_task *predicted, const char *expected)
{
	struct table_cell *cells = table_add(table);

	cells[ID].text = account->id;
	cells[NAME].text = account->name;
	cells[UNIT].text = prediction_unit(table->arena, account);
	cells[TASK].text = client_task_name(predicted->task);
	cells[ANSWER] = words_answer(predicted->answer, false);
	cells[WHY].text = predicted->why;
	cells[EXPECTED].text = expected;
}

static void add_actions(struct table *table, const struct predict_task *predicted)
{
	for (size_t i = 0; i < predicted->action_count; i++) {
		const struct predict_action *action = &predicted->actions[i];
		struct table_cell *cells = table_add(table);

		cells[ACTION].text = action->name;
		cells[RESOURCE].text = action->resource;
		cells[ACTION_ANSWER] = words_answer(action->answer, action->is_withheld);
		cells[BECAUSE].text = words_why(table->arena, action);
	}
}

/* What stands behind the answer: "; deny was expected". */
static const char *comparison(struct arena *arena, enum predict_answer answer, const char *expected)
{
	if (!expected)
		return "";
	if (strcmp(expected, predict_answer_name(answer)) == 0)
		return ", as expected";
	return arena_printf(arena, "; %s was expected", expected);
}

static const char *footer(struct arena *arena, const struct predict_task *predicted,
			  const char *expected, const char *account_id)
{
	const char *compared = comparison(arena, predicted->answer, expected);
	size_t counted = 0, answers[PREDICT_UNKNOWN + 1] = { 0 };

	if (predicted->why)
		return arena_printf(arena, "\n%s%s", predicted->why, compared);
	for (size_t i = 0; i < predicted->action_count; i++) {
		if (predicted->actions[i].is_withheld)
			continue;
		counted++;
		answers[predicted->actions[i].answer]++;
	}
	if (answers[PREDICT_ALLOW] == counted)
		return arena_printf(arena, "All %zu actions are allowed%s.", counted, compared);
	return arena_printf(arena,
			    "%zu of %zu actions are allowed, %zu denied, %zu unknown%s.\n"
			    "`mattock explain scp %s --task %s` names every statement.",
			    answers[PREDICT_ALLOW], counted, answers[PREDICT_DENY],
			    answers[PREDICT_UNKNOWN], compared, account_id,
			    client_task_name(predicted->task));
}

static enum exit_status status_of(enum predict_answer answer, const char *expected)
{
	if (answer == PREDICT_UNKNOWN)
		return EXIT_PARTIAL;
	if (expected)
		return strcmp(expected, predict_answer_name(answer)) == 0 ? EXIT_DONE
									  : EXIT_FINDINGS;
	return answer == PREDICT_ALLOW ? EXIT_DONE : EXIT_FINDINGS;
}

/* A third word names the bucket or queue. */
static bool take_name(const struct invocation *invocation, enum client_task task,
		      struct predict_settings *settings, struct fault *fault)
{
	if (invocation->argument_count < 3)
		return true;
	if (task != CLIENT_TASK_UNLOCK_S3 && task != CLIENT_TASK_UNLOCK_SQS)
		return fault_set(fault, FAULT_USAGE, "the task %s takes no name",
				 client_task_name(task));
	settings->name = invocation->arguments[2];
	return true;
}

bool command_can_i(struct invocation *invocation, struct fault *fault)
{
	const char *expected = options_text(&invocation->options, OPTION_EXPECT);
	struct arena *arena = invocation->arena;
	const struct organization_account *account;
	struct output_document document = { .kind = "canI", .rows_key = "actions" };
	struct prediction prediction;
	struct predict_task predicted;
	struct table facts, actions;
	enum client_task task;

	if (!task_find(invocation->arguments[0], &task, fault) ||
	    !prediction_open_account(invocation, invocation->arguments[1], &prediction, &account,
				     fault) ||
	    !take_name(invocation, task, &prediction.settings, fault))
		return false;
	predicted = predict_task(arena, &prediction.snapshot, account, task, &prediction.settings);
	table_init(&facts, arena, fact_columns, FACTS);
	add_facts(&facts, account, &predicted, expected);
	table_init(&actions, arena, columns, COLUMNS);
	add_actions(&actions, &predicted);
	document.record = &facts;
	document.rows = &actions;
	document.footer = footer(arena, &predicted, expected, account->id);
	output_document(&invocation->output, &document);
	invocation_raise(invocation, status_of(predicted.answer, expected));
	return true;
}
