#include "client/predict/predict.h"

#include <assert.h>
#include <string.h>

#include "client/predict/doubt.h"
#include "client/predict/facts.h"
#include "policy/evaluate.h"
#include "policy/task.h"

/* One account and one task. */
struct question {
	struct arena *arena;
	const struct snapshot *snapshot;
	const struct predict_settings *settings;
	const struct policy_document *task_document; /* NULL: no root session calls */
	struct policy_principal principal;           /* who calls */
	const char *resource_account;
	const struct snapshot_node *chain[SNAPSHOT_DEPTH_MAX];
	size_t depth;
	struct facts_account account;
};

/* One action, decided for the worst and for the best. */
struct decided {
	struct doubt_facts facts;
	struct policy_levels levels[DOUBT_VIEWS][SNAPSHOT_TYPES];
	struct policy_decision decisions[DOUBT_VIEWS];
};

static struct policy_source source_of(struct question *question,
				      const struct snapshot_policy *policy,
				      const struct doubt_facts *facts, enum doubt_view view)
{
	return (struct policy_source){
		.arn = policy->arn,
		.name = policy->name,
		.document = policy->document
				    ? doubt_read(question->arena, policy->document, facts, view)
				    : doubt_unread(view),
	};
}

/* The sources of a node stand in the order of its attachments; then what is made up. */
static struct policy_level level_of(struct question *question, const struct snapshot_node *node,
				    enum snapshot_type type, const struct doubt_facts *facts,
				    enum doubt_view view)
{
	const struct snapshot_attached *attached = &node->attached[type];
	struct policy_source *sources =
		arena_array(question->arena, attached->count + 2, sizeof(*sources));
	size_t count = 0;

	for (; count < attached->count; count++)
		sources[count] = source_of(question, attached->policies[count], facts, view);
	if (attached->why)
		sources[count++].document = doubt_unread(view);
	/* RCPFullAWSAccess cannot be detached (documented). */
	if (type == SNAPSHOT_RCP)
		sources[count++].document = doubt_unread(DOUBT_BEST);
	return (struct policy_level){ .id = node->id, .policies = { sources, count } };
}

static struct policy_levels levels_of(struct question *question, enum snapshot_type type,
				      const struct doubt_facts *facts, enum doubt_view view)
{
	struct policy_level *levels;

	if (!question->snapshot->is_in_force[type])
		return (struct policy_levels){ NULL, 0 };
	levels = arena_array(question->arena, question->depth, sizeof(*levels));
	for (size_t i = 0; i < question->depth; i++)
		levels[i] = level_of(question, question->chain[i], type, facts, view);
	return (struct policy_levels){ levels, question->depth };
}

static void decide(struct question *question, const struct predict_action *action,
		   enum doubt_view view, struct decided *decided)
{
	struct arena *arena = question->arena;
	const struct doubt_facts *facts = &decided->facts;
	/* Whoever is no root user may all by his own policies: only SCPs are asked. */
	const struct policy_source own = {
		.document = question->task_document
				    ? doubt_read(arena, question->task_document, facts, view)
				    : doubt_unread(DOUBT_BEST),
	};
	const struct policy_set set = { &own, 1 };
	struct policy_levels *levels = decided->levels[view];
	struct policy_request request = {
		.principal = question->principal,
		.action = action->name,
		.resource = action->resource,
		.resource_account = question->resource_account,
		.service_grants = !question->task_document,
		.context = facts->context,
	};

	if (question->task_document)
		request.session = &set;
	else
		request.identity = set;
	levels[SNAPSHOT_SCP] = levels_of(question, SNAPSHOT_SCP, facts, view);
	levels[SNAPSHOT_RCP] = question->task_document
				       ? levels_of(question, SNAPSHOT_RCP, facts, view)
				       : (struct policy_levels){ NULL, 0 };
	request.scp = levels[SNAPSHOT_SCP];
	request.rcp = levels[SNAPSHOT_RCP];
	policy_explain(&request, arena, &decided->decisions[view]);
}

static bool is_control(const struct policy_finding *finding)
{
	return finding->effect == POLICY_DENY && finding->level;
}

static enum snapshot_type type_of(enum policy_layer layer)
{
	return layer == POLICY_LAYER_SCP ? SNAPSHOT_SCP : SNAPSHOT_RCP;
}

/* Where a finding stands: the same in both views. */
struct place {
	enum snapshot_type type;
	size_t level, source, statement;
};

static struct place place_of(const struct decided *decided, enum doubt_view view,
			     const struct policy_finding *finding)
{
	enum snapshot_type type = type_of(finding->layer);

	return (struct place){
		.type = type,
		.level = (size_t)(finding->level - decided->levels[view][type].levels),
		.source = (size_t)(finding->source - finding->level->policies.policies),
		.statement = finding->statement->index,
	};
}

static bool is_same_place(const struct place *one, const struct place *other)
{
	return one->type == other->type && one->level == other->level &&
	       one->source == other->source && one->statement == other->statement;
}

/* Whether the statement denies for the best, too. */
static bool denies_for_best(const struct decided *decided, const struct place *place)
{
	const struct policy_decision *best = &decided->decisions[DOUBT_BEST];

	for (size_t i = 0; i < best->finding_count; i++) {
		struct place other;

		if (!is_control(&best->findings[i]))
			continue;
		other = place_of(decided, DOUBT_BEST, &best->findings[i]);
		if (is_same_place(&other, place))
			return true;
	}
	return false;
}

static struct predict_blocker blocker_of(struct question *question, const struct decided *decided,
					 const struct place *place)
{
	const struct snapshot_node *node = question->chain[place->level];
	const struct snapshot_attached *attached = &node->attached[place->type];
	struct predict_blocker blocker = { .type = place->type, .node = node };

	if (place->source >= attached->count) {
		blocker.doubt = attached->why;
		return blocker;
	}
	blocker.policy = attached->policies[place->source];
	if (!blocker.policy->document) {
		blocker.doubt = blocker.policy->why;
		return blocker;
	}
	blocker.statement = &blocker.policy->document->statements[place->statement];
	if (!denies_for_best(decided, place))
		blocker.doubt = doubt_reason(blocker.statement, &decided->facts);
	return blocker;
}

static void add_blocker(struct predict_action *action, const struct predict_blocker *blocker)
{
	action->blockers[action->blocker_count++] = *blocker;
}

static void add_denials(struct question *question, const struct decided *decided, bool is_certain,
			struct predict_action *action)
{
	const struct policy_decision *worst = &decided->decisions[DOUBT_WORST];

	for (size_t i = 0; i < worst->finding_count; i++) {
		struct predict_blocker blocker;
		struct place place;

		if (!is_control(&worst->findings[i]))
			continue;
		place = place_of(decided, DOUBT_WORST, &worst->findings[i]);
		blocker = blocker_of(question, decided, &place);
		if (!blocker.doubt == is_certain)
			add_blocker(action, &blocker);
	}
}

/* Whether the gap at that level is there for the best, too. */
static bool is_certain_gap(const struct decided *decided, enum snapshot_type type, size_t level)
{
	const struct policy_decision *best = &decided->decisions[DOUBT_BEST];
	const struct policy_level *wanted = &decided->levels[DOUBT_BEST][type].levels[level];

	for (size_t i = 0; i < best->gap_count; i++)
		if (best->gaps[i].level == wanted)
			return true;
	return false;
}

static bool has_unread(const struct snapshot_node *node, enum snapshot_type type)
{
	const struct snapshot_attached *attached = &node->attached[type];

	for (size_t i = 0; i < attached->count; i++)
		if (!attached->policies[i]->document)
			return true;
	return attached->why != NULL;
}

/* Levels without an Allow. What could not be read is named already. */
static void add_gaps(struct question *question, const struct decided *decided, bool is_certain,
		     struct predict_action *action)
{
	const struct policy_decision *worst = &decided->decisions[DOUBT_WORST];

	for (size_t i = 0; i < worst->gap_count; i++) {
		const struct policy_gap *gap = &worst->gaps[i];
		struct predict_blocker blocker = { .type = type_of(gap->layer) };
		size_t level;

		if (!gap->level)
			continue;
		level = (size_t)(gap->level - decided->levels[DOUBT_WORST][blocker.type].levels);
		if (is_certain_gap(decided, blocker.type, level) != is_certain)
			continue;
		blocker.node = question->chain[level];
		blocker.doubt = is_certain ? NULL : "no Allow there is certain";
		if (is_certain || !has_unread(blocker.node, blocker.type))
			add_blocker(action, &blocker);
	}
}

static bool is_withheld(const struct policy_decision *decision)
{
	for (size_t i = 0; i < decision->finding_count; i++)
		if (decision->findings[i].layer == POLICY_LAYER_SESSION &&
		    decision->findings[i].effect == POLICY_DENY)
			return true;
	return false;
}

static enum predict_answer answer_of(const struct decided *decided)
{
	if (decided->decisions[DOUBT_BEST].verdict != POLICY_ALLOWED)
		return PREDICT_DENY;
	return decided->decisions[DOUBT_WORST].verdict == POLICY_ALLOWED ? PREDICT_ALLOW
									 : PREDICT_UNKNOWN;
}

static void predict_action(struct question *question, const char *name,
			   const struct doubt_facts *facts, struct predict_action *out_action)
{
	struct decided decided = { .facts = *facts };
	const struct policy_decision *worst = &decided.decisions[DOUBT_WORST];

	*out_action = (struct predict_action){ .name = name,
					       .resource = decided.facts.resource,
					       .context = decided.facts.context };
	decide(question, out_action, DOUBT_BEST, &decided);
	decide(question, out_action, DOUBT_WORST, &decided);
	out_action->answer = answer_of(&decided);
	out_action->is_withheld = is_withheld(&decided.decisions[DOUBT_BEST]);
	out_action->blockers = arena_array(question->arena, worst->finding_count + worst->gap_count,
					   sizeof(*out_action->blockers));
	add_denials(question, &decided, true, out_action);
	add_gaps(question, &decided, true, out_action);
	add_denials(question, &decided, false, out_action);
	add_gaps(question, &decided, false, out_action);
}

/* What decides before any policy does; NULL: nothing. */
static const char *reason_before(struct question *question,
				 const struct organization_account *account,
				 enum predict_answer *out_answer)
{
	*out_answer = account->is_management ? PREDICT_DENY : PREDICT_UNKNOWN;
	if (account->is_management)
		return "management account: out of reach of root sessions";
	if (strcmp(account->state, "ACTIVE") != 0)
		return arena_printf(question->arena, "the account is %s", account->state);
	question->depth = snapshot_chain(question->snapshot, account, question->chain);
	return question->depth ? NULL : "where the account is in the organization is not known";
}

static const struct policy_document *task_document(struct arena *arena, enum client_task task,
						   const char *partition)
{
	const struct policy_document *document = NULL;
	struct fault fault;

	for (size_t i = 0; i < ARRAY_LEN(policy_tasks); i++) {
		const struct policy_task *row = &policy_tasks[i];
		const char *text = policy_task_document(arena, row, partition);

		if (strcmp(row->name, client_task_policy(task)) == 0 &&
		    policy_document_parse(arena, text, strlen(text), &fault, &document))
			break;
	}
	assert(document);
	return document;
}

struct predict_task predict_task(struct arena *arena, const struct snapshot *snapshot,
				 const struct organization_account *account, enum client_task task,
				 const struct predict_settings *settings)
{
	struct question question = { .arena = arena, .snapshot = snapshot, .settings = settings };
	struct task_actions rows = task_actions_of(task);
	struct predict_task predicted = { .task = task };

	predicted.why = reason_before(&question, account, &predicted.answer);
	if (predicted.why)
		return predicted;
	question.task_document = task_document(arena, task, settings->partition);
	question.account = (struct facts_account){
		.id = account->id,
		.root_arn = arena_printf(arena, "arn:%s:iam::%s:root", settings->partition,
					 account->id),
		.organization_id = snapshot->has_ids ? snapshot->organization.id : NULL,
		.path = snapshot_entity_path(arena, snapshot, question.chain[question.depth - 1]),
	};
	question.resource_account = account->id;
	question.principal = (struct policy_principal){ .kind = POLICY_ASSUMED_ROOT,
							.arn = question.account.root_arn,
							.account_id = account->id };
	predicted.answer = PREDICT_ALLOW;
	predicted.action_count = rows.count;
	predicted.actions = arena_array(arena, rows.count, sizeof(*predicted.actions));
	for (size_t i = 0; i < rows.count; i++) {
		struct predict_action *action = &predicted.actions[i];
		const struct doubt_facts facts =
			facts_of(arena, &question.account, settings, &rows.actions[i]);

		predict_action(&question, rows.actions[i].name, &facts, action);
		if (action->is_withheld)
			continue;
		if (action->answer == PREDICT_DENY)
			predicted.answer = PREDICT_DENY;
		else if (action->answer == PREDICT_UNKNOWN && predicted.answer == PREDICT_ALLOW)
			predicted.answer = PREDICT_UNKNOWN;
	}
	return predicted;
}

struct predict_action predict_assume_root(struct arena *arena, const struct snapshot *snapshot,
					  const struct predict_request *asked,
					  const struct predict_settings *settings)
{
	const struct predict_caller *caller = asked->caller;
	struct question question = {
		.arena = arena,
		.snapshot = snapshot,
		.settings = settings,
		.resource_account = asked->target,
		.principal = { .kind = caller->issuer_arn ? POLICY_ROLE_SESSION : POLICY_USER,
			       .arn = caller->arn,
			       .account_id = caller->account->id,
			       .issuer_arn = caller->issuer_arn },
	};
	struct predict_action action = { .name = "sts:AssumeRoot", .answer = PREDICT_UNKNOWN };
	struct facts_assume_root known = { .asked = asked };
	struct doubt_facts facts;

	question.depth = snapshot_chain(snapshot, caller->account, question.chain);
	if (!question.depth)
		return action;
	known.organization_id = snapshot->has_ids ? snapshot->organization.id : NULL;
	known.path = snapshot_entity_path(arena, snapshot, question.chain[question.depth - 1]);
	facts = facts_of_assume_root(arena, &known, settings);
	predict_action(&question, "sts:AssumeRoot", &facts, &action);
	return action;
}

const char *predict_answer_name(enum predict_answer answer)
{
	static const char *const names[] = {
		[PREDICT_ALLOW] = "allow",
		[PREDICT_DENY] = "deny",
		[PREDICT_UNKNOWN] = "unknown",
	};

	return names[answer];
}

bool predict_is_lifted(const struct predict_action *action)
{
	for (size_t i = 0; i < action->blocker_count; i++)
		if (!action->blockers[i].statement)
			return false;
	return action->blocker_count > 0 && !action->is_withheld;
}
