#include "client/predict/explain.h"

#include <string.h>

#include "client/predict/exempt.h"
#include "client/predict/words.h"

/* Of AWS-GR_RESTRICT_ROOT_USER (documented); Control Tower packs several in one policy. */
#define CONTROL_TOWER_ROOT_SID "GRRESTRICTROOTUSER"

#define EXEMPTION              "\"Null\": {\"aws:AssumedRoot\": \"true\"}"

size_t explain_counted(const struct predict_task *task)
{
	size_t counted = 0;

	for (size_t i = 0; i < task->action_count; i++)
		counted += !task->actions[i].is_withheld;
	return counted;
}

static bool is_same(const struct predict_blocker *one, const struct predict_blocker *other)
{
	return one->type == other->type && one->node == other->node &&
	       one->policy == other->policy && one->statement == other->statement &&
	       !one->doubt == !other->doubt;
}

static struct explain_cause *cause_of(struct arena *arena, struct explanation *explanation,
				      const struct predict_blocker *blocker)
{
	struct explain_cause **at = &explanation->causes;

	while (*at && !is_same(&(*at)->blocker, blocker))
		at = &(*at)->next;
	if (*at)
		return *at;
	*at = arena_new(arena, struct explain_cause);
	(*at)->blocker = *blocker;
	for (int task = 0; task < CLIENT_TASK_COUNT; task++)
		buffer_init(&(*at)->actions[task], arena, 32);
	explanation->cause_count++;
	return *at;
}

static void take_action(struct arena *arena, struct explanation *explanation, enum client_task task,
			const struct predict_action *action)
{
	if (action->is_withheld || action->answer == PREDICT_ALLOW)
		return;
	if (action->answer == PREDICT_DENY) {
		explanation->denied_count++;
		explanation->lifted_count += predict_is_lifted(action);
	}
	for (size_t i = 0; i < action->blocker_count; i++) {
		struct explain_cause *cause = cause_of(arena, explanation, &action->blockers[i]);

		cause->context = action->context;
		buffer_printf(&cause->actions[task], "%s%s", cause->counts[task]++ ? ", " : "",
			      action->name);
	}
}

struct explanation explain_tasks(struct arena *arena, const struct predict_task *tasks,
				 size_t task_count)
{
	struct explanation explanation = { .tasks = tasks, .task_count = task_count };

	for (size_t i = 0; i < task_count; i++)
		for (size_t a = 0; a < tasks[i].action_count; a++)
			take_action(arena, &explanation, tasks[i].task, &tasks[i].actions[a]);
	return explanation;
}

static void add_statement(struct buffer *text, const struct predict_blocker *blocker)
{
	const struct policy_statement *statement = blocker->statement;

	buffer_printf(text, "  %s, ", words_statement(text->arena, statement));
	if (blocker->policy->file)
		buffer_printf(text, "%s:%u:%u\n", blocker->policy->file, statement->line,
			      statement->column);
	else
		buffer_printf(text, "line %u, column %u of its text\n", statement->line,
			      statement->column);
}

static void add_values(struct buffer *text, const struct explain_cause *cause,
		       const struct policy_key *key)
{
	const struct policy_context_entry *entry = policy_context_find(cause->context, key);
	const char *doubt = cause->blocker.doubt;

	if (!entry)
		buffer_add_text(text,
				doubt && strcmp(doubt, key->name) == 0 ? "not known" : "not there");
	for (uint32_t i = 0; entry && i < entry->value_count; i++)
		buffer_printf(text, "%s%s", i ? ", " : "", policy_context_value(entry, i));
}

static void add_conditions(struct buffer *text, const struct explain_cause *cause)
{
	const struct policy_statement *statement = cause->blocker.statement;

	for (uint32_t i = 0; i < statement->condition_count; i++) {
		const struct policy_condition *condition = &statement->conditions[i];

		buffer_printf(text, "  %s, where %s is ", condition->operator_name,
			      condition->key.name);
		add_values(text, cause, &condition->key);
		buffer_add_char(text, '\n');
	}
}

/* "every action of audit, delete", then the others one task a line. */
static void add_actions(struct buffer *text, const struct explanation *explanation,
			const struct explain_cause *cause, const char *verb)
{
	size_t whole = 0;

	for (size_t i = 0; i < explanation->task_count; i++) {
		const struct predict_task *task = &explanation->tasks[i];

		if (!cause->counts[task->task] ||
		    cause->counts[task->task] != explain_counted(task))
			continue;
		if (!whole++)
			buffer_printf(text, "  %s every action of ", verb);
		else
			buffer_add_text(text, ", ");
		buffer_add_text(text, client_task_name(task->task));
	}
	if (whole)
		buffer_add_char(text, '\n');
	for (size_t i = 0; i < explanation->task_count; i++) {
		const struct predict_task *task = &explanation->tasks[i];

		if (cause->counts[task->task] && cause->counts[task->task] != explain_counted(task))
			buffer_printf(text, "  %s actions of %s: %s\n", verb,
				      client_task_name(task->task),
				      cause->actions[task->task].data);
	}
}

/* "DenyRoot (p-a1b2c3d4), SCP at /Sandbox (ou-1234-abcdefgh)" */
static void add_head(struct buffer *text, const struct predict_blocker *blocker)
{
	const char *at = words_place(text->arena, blocker->node);
	const char *id = blocker->node->id;
	const char *type = snapshot_type_word(blocker->type);

	if (blocker->policy)
		buffer_printf(text, "%s, %s at %s", words_policy(text->arena, blocker->policy),
			      type, at);
	else if (blocker->doubt)
		buffer_printf(text, "%ss at %s", type, at);
	else
		buffer_printf(text, "No Allow in the %ss at %s", type, at);
	if (strncmp(id, "ou-", 3) == 0 || strncmp(id, "r-", 2) == 0)
		buffer_printf(text, " (%s)", id);
	buffer_add_char(text, '\n');
}

static const char *verb_of(const struct predict_blocker *blocker)
{
	if (blocker->doubt)
		return "may deny";
	return blocker->statement ? "denies" : "needed by";
}

static bool denies_whole_task(const struct explanation *explanation,
			      const struct explain_cause *cause)
{
	for (size_t i = 0; i < explanation->task_count; i++) {
		const struct predict_task *task = &explanation->tasks[i];

		if (cause->counts[task->task] && cause->counts[task->task] == explain_counted(task))
			return true;
	}
	return false;
}

/* Statements that are known by what they are are changed in another way than by their text. */
static void add_hint(struct buffer *text, const struct explanation *explanation,
		     const struct explain_cause *cause)
{
	const struct policy_statement *statement = cause->blocker.statement;

	if (!statement || cause->blocker.doubt)
		return;
	if (statement->sid && strcmp(statement->sid, CONTROL_TOWER_ROOT_SID) == 0)
		buffer_add_text(text,
				"  is Control Tower's guardrail for the root user: give it the "
				"parameter ExemptAssumeRoot and enable it anew, as its "
				"policy is not to be edited by hand\n");
	if (!statement->condition_count && denies_whole_task(explanation, cause))
		buffer_add_text(text,
				"  binds everyone, not root users alone, as a quarantine does: "
				"--exclude leaves the account out\n");
}

static void add_cause(struct buffer *text, const struct explanation *explanation,
		      const struct explain_cause *cause)
{
	const struct predict_blocker *blocker = &cause->blocker;

	add_head(text, blocker);
	if (blocker->statement) {
		add_statement(text, blocker);
		add_conditions(text, cause);
	}
	if (blocker->doubt)
		buffer_printf(text, "  %s%s\n",
			      blocker->statement ? "turns on " : "unknown: ", blocker->doubt);
	add_actions(text, explanation, cause, verb_of(blocker));
	add_hint(text, explanation, cause);
	buffer_add_char(text, '\n');
}

/* The corrected statements, each once. */
static void add_exemptions(struct buffer *text, const struct explanation *explanation)
{
	for (const struct explain_cause *cause = explanation->causes; cause; cause = cause->next) {
		const struct predict_blocker *blocker = &cause->blocker;
		const char *diff =
			blocker->statement && !blocker->doubt
				? exempt_diff(text->arena, blocker->policy, blocker->statement)
				: NULL;

		if (diff)
			buffer_printf(text, "\n%s", diff);
	}
}

static void add_advice(struct buffer *text, const struct explanation *explanation)
{
	if (explanation->cause_count > 1)
		buffer_add_text(text, "AWS's own message names one policy at most.\n");
	if (!explanation->denied_count)
		return;
	if (!explanation->lifted_count) {
		buffer_add_text(text, "An exemption of root sessions would not help: an Allow is "
				      "missing.");
		return;
	}
	buffer_printf(text,
		      "Exempting root sessions in each statement that denies allows %zu of %zu "
		      "denied actions. Add to its Condition:\n  " EXEMPTION "\n",
		      explanation->lifted_count, explanation->denied_count);
	add_exemptions(text, explanation);
}

const char *explain_text(struct arena *arena, const struct explanation *explanation)
{
	struct buffer text;

	buffer_init(&text, arena, 1024);
	for (const struct explain_cause *cause = explanation->causes; cause; cause = cause->next)
		add_cause(&text, explanation, cause);
	add_advice(&text, explanation);
	while (text.len && text.data[text.len - 1] == '\n')
		text.data[--text.len] = '\0';
	return text.data;
}
