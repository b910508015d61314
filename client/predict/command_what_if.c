/*
 * command_what_if.c - what-if: which decisions a change of policies flips.
 */
#include <string.h>

#include "client/predict/commands.h"
#include "client/predict/input.h"
#include "client/predict/open.h"
#include "client/predict/words.h"
#include "client/rollout/show.h"
#include "policy/check.h"

/* A policy that comes to a node or leaves it. */
struct change {
	const char *verb; /* "attach", "detach" */
	const struct snapshot_policy *policy;
	struct snapshot_node *node;
	struct snapshot_attached before, after;
};

struct count {
	size_t accounts;  /* that the change reaches */
	size_t decisions; /* of those accounts */
	size_t flips;
	size_t flipped_accounts;
	size_t unknown; /* decisions that are not known afterwards */
};

enum fact { VERB, POLICY_ID, POLICY_NAME, TARGET, TARGET_PATH, REACHED, DECISIONS, UNKNOWN, FACTS };

static const struct table_column fact_columns[FACTS] = {
	[VERB] = { .key = "change" },
	[POLICY_ID] = { .key = "policyId" },
	[POLICY_NAME] = { .key = "policyName" },
	[TARGET] = { .key = "targetId" },
	[TARGET_PATH] = { .key = "target" },
	[REACHED] = { .key = "accountsReached", .kind = TABLE_INTEGER },
	[DECISIONS] = { .key = "decisions", .kind = TABLE_INTEGER },
	[UNKNOWN] = { .key = "unknownAfter", .kind = TABLE_INTEGER },
};

enum column { ACCOUNT, NAME, UNIT, TASK, BEFORE, AFTER, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[UNIT] = { .title = "UNIT", .key = "unit", .min_width = 8 },
	[TASK] = { .title = "TASK", .key = "task" },
	[BEFORE] = { .title = "BEFORE", .key = "before" },
	[AFTER] = { .title = "AFTER", .key = "after" },
	[WHY] = { .key = "why" },
};

static bool has(const struct invocation *invocation, enum option_id id)
{
	return options_has(&invocation->options, id);
}

static bool check_options(const struct invocation *invocation, struct fault *fault)
{
	bool attaches = has(invocation, OPTION_ATTACH) && has(invocation, OPTION_TO);
	bool detaches = has(invocation, OPTION_DETACH) && has(invocation, OPTION_FROM);
	size_t count = (size_t)has(invocation, OPTION_ATTACH) + has(invocation, OPTION_TO) +
		       has(invocation, OPTION_DETACH) + has(invocation, OPTION_FROM);

	if (count == 2 && (attaches || detaches))
		return true;
	return fault_set(
		fault, FAULT_USAGE,
		"what-if needs --attach FILE --to TARGET, or --detach POLICY --from TARGET");
}

/* "scp" unless --as says "rcp". */
static bool read_use(const struct invocation *invocation, enum policy_use *out_use,
		     struct fault *fault)
{
	const char *as = options_text(&invocation->options, OPTION_AS);

	if (policy_use_find(as ? as : "scp", out_use) &&
	    (*out_use == POLICY_USE_SCP || *out_use == POLICY_USE_RCP))
		return true;
	return fault_set(fault, FAULT_USAGE, "only an scp or rcp can be attached");
}

/* What to do about a policy that is refused as an SCP: nothing, or to say that it is an RCP. */
static const char *advice(const struct input *input, enum policy_use use)
{
	const struct policy_check_options options = { .use = POLICY_USE_RCP };
	struct policy_problem problem;

	return use == POLICY_USE_SCP && policy_check(&options, input->text, input->len, &problem)
		       ? "; it is in order as an RCP: say --as rcp"
		       : "";
}

/* The policy in the file, if one is attached; what AWS would refuse is refused here. */
static bool read_policy(struct invocation *invocation, struct snapshot_policy *out_policy,
			struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_ATTACH);
	struct policy_check_options options = { .use = POLICY_USE_SCP };
	struct policy_problem problem;
	struct input input;

	*out_policy = (struct snapshot_policy){ .type = SNAPSHOT_SCP };
	if (!path)
		return true;
	if (!read_use(invocation, &options.use, fault) ||
	    !input_read(invocation, path, &input, fault))
		return false;
	if (!policy_check(&options, input.text, input.len, &problem))
		return fault_set(fault, FAULT_INPUT, "%s:%u:%u: %s%s", input.name, problem.line,
				 problem.column, *problem.detail ? problem.detail : problem.message,
				 advice(&input, options.use));
	out_policy->type = options.use == POLICY_USE_SCP ? SNAPSHOT_SCP : SNAPSHOT_RCP;
	out_policy->id = out_policy->name = out_policy->file = input.name;
	return policy_document_parse(invocation->arena, input.text, input.len, fault,
				     &out_policy->document) ||
	       fault_prefix(fault, "%s", input.name);
}

/* Takes the attachments before and after, and leaves those before. */
static bool make_change(struct snapshot *snapshot, struct change *change, struct fault *fault)
{
	struct snapshot_attached *attached = &change->node->attached[change->policy->type];
	struct snapshot_node changed = *change->node;
	bool is_attached = snapshot_is_attached(change->node, change->policy);
	bool detaches = strcmp(change->verb, "detach") == 0;

	change->before = *attached;
	if (detaches && !is_attached)
		return fault_set(fault, FAULT_USAGE, "%s is not attached to %s",
				 change->policy->name, words_place(snapshot->arena, change->node));
	/* A list of its own, for both change in place. */
	changed.attached[change->policy->type] = (struct snapshot_attached){ .why = attached->why };
	for (size_t i = 0; i < attached->count; i++)
		snapshot_attach(snapshot, &changed, attached->policies[i]);
	if (detaches)
		(void)snapshot_detach(&changed, change->policy);
	else
		snapshot_attach(snapshot, &changed, change->policy);
	change->after = changed.attached[change->policy->type];
	return true;
}

static bool read_change(struct invocation *invocation, struct snapshot *snapshot,
			const struct snapshot_policy *attached, struct change *change,
			struct fault *fault)
{
	bool attaches = has(invocation, OPTION_ATTACH);
	enum option_id target = attaches ? OPTION_TO : OPTION_FROM;
	const char *detached = options_text(&invocation->options, OPTION_DETACH);

	change->verb = attaches ? "attach" : "detach";
	if (attaches)
		change->policy = snapshot_add_policy(snapshot, attached);
	else if (!snapshot_find_policy(snapshot, detached, &change->policy, fault))
		return false;
	return snapshot_find_target(snapshot, options_text(&invocation->options, target),
				    &change->node, fault) &&
	       make_change(snapshot, change, fault);
}

/* Says what AWS would say to the change itself. */
static void note(const struct invocation *invocation, const struct snapshot *snapshot,
		 const struct change *change)
{
	enum snapshot_type type = change->policy->type;

	if (!snapshot->is_in_force[type])
		notice_say(&invocation->notice,
			   "%s is not enabled in this organization, so its policies do nothing",
			   snapshot_type_name(type));
	else if (type == SNAPSHOT_SCP && change->after.count == 0)
		notice_say(&invocation->notice, "AWS would refuse this: it was the last SCP there");
}

static bool is_reached(const struct snapshot *snapshot, const struct change *change,
		       const struct organization_account *account)
{
	const struct snapshot_node *chain[SNAPSHOT_DEPTH_MAX];
	size_t depth = snapshot_chain(snapshot, account, chain);

	if (account->is_management || strcmp(account->state, "ACTIVE") != 0)
		return false;
	for (size_t i = 0; i < depth; i++)
		if (chain[i] == change->node)
			return true;
	/* Who stands nowhere that is known may stand there. */
	return depth == 0;
}

/* The first reason why a task is not allowed. */
static const char *reason(struct arena *arena, const struct predict_task *task)
{
	for (size_t i = 0; i < task->action_count; i++)
		if (!task->actions[i].is_withheld && task->actions[i].answer == task->answer)
			return arena_printf(arena, "%s: %s", task->actions[i].name,
					    words_why(arena, &task->actions[i]));
	return task->why;
}

static void add_flip(struct table *table, const struct organization_account *account,
		     const struct predict_task *before, const struct predict_task *after)
{
	struct table_cell *cells = table_add(table);
	const struct predict_task *blocked = after->answer == PREDICT_ALLOW ? before : after;

	cells[ACCOUNT].text = account->id;
	cells[NAME].text = account->name;
	cells[UNIT].text = prediction_unit(table->arena, account);
	cells[TASK].text = client_task_name(after->task);
	cells[BEFORE] = words_answer(before->answer, false);
	cells[AFTER] = words_answer(after->answer, false);
	cells[WHY].text = reason(table->arena, blocked);
}

static void compare_account(const struct prediction *prediction, const struct change *change,
			    const struct organization_account *account, struct table *table,
			    struct count *count)
{
	ARENA_AUTO(arena);
	struct snapshot_attached *attached = &change->node->attached[change->policy->type];
	size_t flips = 0;

	for (int task = 0; task < CLIENT_TASK_COUNT; task++) {
		struct predict_task before, after;

		*attached = change->before;
		before = predict_task(&arena, &prediction->snapshot, account,
				      (enum client_task)task, &prediction->settings);
		*attached = change->after;
		after = predict_task(&arena, &prediction->snapshot, account, (enum client_task)task,
				     &prediction->settings);
		count->unknown += after.answer == PREDICT_UNKNOWN;
		if (before.answer == after.answer)
			continue;
		add_flip(table, account, &before, &after);
		flips++;
	}
	*attached = change->before;
	count->accounts++;
	count->decisions += CLIENT_TASK_COUNT;
	count->flips += flips;
	count->flipped_accounts += flips > 0;
}

static struct count compare(const struct prediction *prediction, const struct change *change,
			    struct table *table)
{
	const struct organization *organization = &prediction->snapshot.organization;
	struct count count = { 0 };

	for (size_t i = 0; i < organization->account_count; i++)
		if (is_reached(&prediction->snapshot, change, &organization->accounts[i]))
			compare_account(prediction, change, &organization->accounts[i], table,
					&count);
	return count;
}

static void add_facts(struct table *table, const struct change *change, const struct count *count)
{
	struct table_cell *cells = table_add(table);

	cells[VERB].text = change->verb;
	cells[POLICY_ID].text = change->policy->id;
	cells[POLICY_NAME].text = change->policy->name;
	cells[TARGET].text = change->node->id;
	cells[TARGET_PATH].text = words_place(table->arena, change->node);
	cells[REACHED].text = arena_printf(table->arena, "%zu", count->accounts);
	cells[DECISIONS].text = arena_printf(table->arena, "%zu", count->decisions);
	cells[UNKNOWN].text = arena_printf(table->arena, "%zu", count->unknown);
}

static const char *footer(struct arena *arena, const struct count *count)
{
	const char *unknown =
		count->unknown ? arena_printf(arena, ", and %zu are unknown then", count->unknown)
			       : "";

	if (!count->accounts)
		return "The change reaches no account: policies bind neither units without "
		       "accounts nor the management account. Nothing was changed.";
	return arena_printf(arena,
			    "The change reaches %s: %zu of %zu decisions flip, in %s%s. "
			    "Nothing was changed.",
			    show_count(arena, count->accounts, "account", "accounts"), count->flips,
			    count->decisions,
			    show_count(arena, count->flipped_accounts, "account", "accounts"),
			    unknown);
}

bool command_what_if(struct invocation *invocation, struct fault *fault)
{
	struct arena *arena = invocation->arena;
	struct output_document document = { .kind = "whatIf", .rows_key = "flips" };
	struct snapshot_policy attached;
	struct prediction prediction;
	struct change change;
	struct table facts, flips;
	struct count count;

	if (!check_options(invocation, fault) || !read_policy(invocation, &attached, fault) ||
	    !prediction_open(invocation, &prediction, fault) ||
	    !read_change(invocation, &prediction.snapshot, &attached, &change, fault))
		return false;
	note(invocation, &prediction.snapshot, &change);
	table_init(&flips, arena, columns, COLUMNS);
	count = compare(&prediction, &change, &flips);
	table_init(&facts, arena, fact_columns, FACTS);
	add_facts(&facts, &change, &count);
	document.record = invocation->output.form == OUTPUT_JSON ? &facts : NULL;
	document.rows = &flips;
	document.footer = footer(arena, &count);
	output_document(&invocation->output, &document);
	invocation_raise(invocation, count.flips ? EXIT_FINDINGS : EXIT_DONE);
	invocation_raise(invocation, count.unknown ? EXIT_PARTIAL : EXIT_DONE);
	return true;
}
