/*
 * command_explain.c - explain scp: every statement that stands in the way.
 */
#include "client/predict/commands.h"
#include "client/predict/exempt.h"
#include "client/predict/explain.h"
#include "client/predict/open.h"
#include "client/predict/words.h"
#include "policy/trace.h"

/* What is shown. */
struct page {
	struct arena *arena;
	const struct snapshot *snapshot;
	const struct organization_account *account;
	const struct predict_task *tasks;
	size_t task_count;
};

enum fact { ID, NAME, UNIT, FACTS };

static const struct table_column fact_columns[FACTS] = {
	[ID] = { .title = "Account", .key = "accountId" },
	[NAME] = { .title = "Name", .key = "name" },
	[UNIT] = { .title = "Unit", .key = "unit" },
};

enum column { TASK, ANSWER, ALLOWED, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[TASK] = { .title = "TASK", .key = "task" },
	[ANSWER] = { .title = "ANSWER", .key = "answer" },
	[ALLOWED] = { .title = "ALLOWED", .key = "allowed" },
	[WHY] = { .title = "", .key = "why", .min_width = 20, .is_wrapped = true },
};

static void add_task(struct table *table, const struct predict_task *task)
{
	struct table_cell *cells = table_add(table);
	size_t allowed = 0;

	for (size_t i = 0; i < task->action_count; i++)
		allowed += !task->actions[i].is_withheld &&
			   task->actions[i].answer == PREDICT_ALLOW;
	cells[TASK].text = client_task_name(task->task);
	cells[ANSWER] = words_answer(task->answer, false);
	if (!task->why)
		cells[ALLOWED].text =
			arena_printf(table->arena, "%zu of %zu", allowed, explain_counted(task));
	cells[WHY].text = task->why ? task->why : "";
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_node(struct json_writer *json, const struct page *page,
		       const struct snapshot_node *node)
{
	json_key(json, "attachedTo");
	json_open_object(json);
	write_text(json, "id", node->id);
	write_text(json, "name", node->account ? node->account->name : node->unit->name);
	write_text(json, "unit",
		   node->account ? prediction_unit(page->arena, node->account)
				 : words_place(page->arena, node));
	write_text(json, "path", snapshot_entity_path(page->arena, page->snapshot, node));
	json_close_object(json);
}

static void write_conditions(struct json_writer *json, const struct policy_statement *statement,
			     const struct policy_context *context)
{
	json_key(json, "conditions");
	json_open_array(json);
	for (uint32_t i = 0; i < statement->condition_count; i++)
		policy_trace_condition(json, &statement->conditions[i], context);
	json_close_array(json);
}

static void write_blocker(struct json_writer *json, const struct page *page,
			  const struct predict_blocker *blocker,
			  const struct policy_context *context)
{
	const struct snapshot_policy *policy = blocker->policy;
	const struct policy_statement *statement = blocker->statement;

	json_open_object(json);
	write_text(json, "type", snapshot_type_name(blocker->type));
	write_text(json, "policyId", policy ? policy->id : NULL);
	write_text(json, "policyName", policy ? policy->name : NULL);
	write_text(json, "policyArn", policy ? policy->arn : NULL);
	write_node(json, page, blocker->node);
	write_text(json, "unknown", blocker->doubt);
	if (statement) {
		write_text(json, "sid", statement->sid);
		json_key(json, "index");
		json_integer(json, statement->index);
		write_text(json, "file", policy->file);
		json_key(json, "line");
		json_integer(json, statement->line);
		json_key(json, "column");
		json_integer(json, statement->column);
		write_conditions(json, statement, context);
		write_text(json, "exempted",
			   blocker->doubt ? NULL
					  : exempt_statement(page->arena, policy, statement));
	}
	json_close_object(json);
}

static void write_action(struct json_writer *json, const struct page *page,
			 const struct predict_action *action)
{
	json_open_object(json);
	write_text(json, "action", action->name);
	write_text(json, "resource", action->resource);
	write_text(json, "answer", words_answer(action->answer, action->is_withheld).text);
	json_key(json, "liftedByExemption");
	json_boolean(json, action->answer == PREDICT_DENY && predict_is_lifted(action));
	json_key(json, "blockers");
	json_open_array(json);
	for (size_t i = 0; i < action->blocker_count; i++)
		write_blocker(json, page, &action->blockers[i], action->context);
	json_close_array(json);
	json_close_object(json);
}

static void write_page(const void *context, struct json_writer *json)
{
	const struct page *page = context;

	write_text(json, "accountId", page->account->id);
	write_text(json, "name", page->account->name);
	write_text(json, "unit", prediction_unit(page->arena, page->account));
	json_key(json, "tasks");
	json_open_array(json);
	for (size_t i = 0; i < page->task_count; i++) {
		const struct predict_task *task = &page->tasks[i];

		json_open_object(json);
		write_text(json, "task", client_task_name(task->task));
		write_text(json, "answer", predict_answer_name(task->answer));
		write_text(json, "why", task->why);
		json_key(json, "actions");
		json_open_array(json);
		for (size_t a = 0; a < task->action_count; a++)
			write_action(json, page, &task->actions[a]);
		json_close_array(json);
		json_close_object(json);
	}
	json_close_array(json);
}

enum cell {
	FLAT_TASK,
	FLAT_ACTION,
	FLAT_ANSWER,
	FLAT_TYPE,
	FLAT_POLICY,
	FLAT_NAME,
	FLAT_PLACE,
	FLAT_SID,
	FLAT_LINE,
	FLAT_COLUMN,
	FLAT_UNKNOWN,
	FLAT_CELLS
};

static const struct table_column flat_columns[FLAT_CELLS] = {
	[FLAT_TASK] = { .key = "task" },        [FLAT_ACTION] = { .key = "action" },
	[FLAT_ANSWER] = { .key = "answer" },    [FLAT_TYPE] = { .key = "type" },
	[FLAT_POLICY] = { .key = "policyId" },  [FLAT_NAME] = { .key = "policyName" },
	[FLAT_PLACE] = { .key = "attachedTo" }, [FLAT_SID] = { .key = "sid" },
	[FLAT_LINE] = { .key = "line" },        [FLAT_COLUMN] = { .key = "column" },
	[FLAT_UNKNOWN] = { .key = "unknown" },
};

static void add_blocker(struct table *table, const struct predict_task *task,
			const struct predict_action *action, const struct predict_blocker *blocker)
{
	struct table_cell *cells = table_add(table);
	const struct policy_statement *statement = blocker->statement;

	cells[FLAT_TASK].text = client_task_name(task->task);
	cells[FLAT_ACTION].text = action->name;
	cells[FLAT_ANSWER] = words_answer(action->answer, action->is_withheld);
	cells[FLAT_TYPE].text = snapshot_type_name(blocker->type);
	cells[FLAT_POLICY].text = blocker->policy ? blocker->policy->id : NULL;
	cells[FLAT_NAME].text = blocker->policy ? blocker->policy->name : NULL;
	cells[FLAT_PLACE].text = blocker->node->id;
	cells[FLAT_UNKNOWN].text = blocker->doubt;
	if (!statement)
		return;
	cells[FLAT_SID].text = statement->sid;
	cells[FLAT_LINE].text = arena_printf(table->arena, "%u", statement->line);
	cells[FLAT_COLUMN].text = arena_printf(table->arena, "%u", statement->column);
}

/* For CSV: a row for each action and each of its blockers. */
static void add_blockers(struct table *table, const struct page *page)
{
	for (size_t i = 0; i < page->task_count; i++)
		for (size_t a = 0; a < page->tasks[i].action_count; a++) {
			const struct predict_action *action = &page->tasks[i].actions[a];

			for (size_t b = 0; b < action->blocker_count; b++)
				add_blocker(table, &page->tasks[i], action, &action->blockers[b]);
		}
}

/* The task that --task names; CLIENT_TASK_COUNT: all. */
static bool find_task(const struct invocation *invocation, enum client_task *out_task,
		      struct fault *fault)
{
	const char *name = options_text(&invocation->options, OPTION_TASK);

	*out_task = CLIENT_TASK_COUNT;
	return !name || task_find(name, out_task, fault);
}

static void predict(const struct invocation *invocation, const struct prediction *prediction,
		    enum client_task only, struct page *page)
{
	struct predict_task *tasks =
		arena_array(invocation->arena, CLIENT_TASK_COUNT, sizeof(*tasks));

	page->tasks = tasks;
	for (int task = 0; task < CLIENT_TASK_COUNT; task++)
		if (only == CLIENT_TASK_COUNT || task == (int)only)
			tasks[page->task_count++] = predict_task(
				invocation->arena, &prediction->snapshot, page->account,
				(enum client_task)task, &prediction->settings);
}

static enum exit_status status_of(const struct page *page)
{
	enum exit_status status = EXIT_DONE;

	for (size_t i = 0; i < page->task_count; i++) {
		if (page->tasks[i].answer == PREDICT_DENY)
			status = exit_status_worse(status, EXIT_FINDINGS);
		if (page->tasks[i].answer == PREDICT_UNKNOWN)
			status = exit_status_worse(status, EXIT_PARTIAL);
	}
	return status;
}

bool command_explain_scp(struct invocation *invocation, struct fault *fault)
{
	struct arena *arena = invocation->arena;
	struct page page = { .arena = arena };
	struct output_document document = { .kind = "explainScp",
					    .write_json = write_page,
					    .context = &page };
	struct prediction prediction;
	struct explanation explanation;
	struct table facts, tasks, flat;
	enum client_task only;

	if (!find_task(invocation, &only, fault) ||
	    !prediction_open_account(invocation, invocation->arguments[0], &prediction,
				     &page.account, fault))
		return false;
	predict(invocation, &prediction, only, &page);
	page.snapshot = &prediction.snapshot;
	explanation = explain_tasks(arena, page.tasks, page.task_count);
	table_init(&facts, arena, fact_columns, FACTS);
	table_add(&facts)[ID].text = page.account->id;
	facts.first->cells[NAME].text = page.account->name;
	facts.first->cells[UNIT].text = prediction_unit(arena, page.account);
	table_init(&tasks, arena, columns, COLUMNS);
	for (size_t i = 0; i < page.task_count; i++)
		add_task(&tasks, &page.tasks[i]);
	table_init(&flat, arena, flat_columns, FLAT_CELLS);
	add_blockers(&flat, &page);
	document.record = &facts;
	document.rows = invocation->output.form == OUTPUT_CSV ? &flat : &tasks;
	document.footer = explanation.cause_count ? explain_text(arena, &explanation) : NULL;
	output_document(&invocation->output, &document);
	invocation_raise(invocation, status_of(&page));
	return true;
}
