#include "client/preflight/target.h"

#include <string.h>
#include <strings.h>

#include "client/mailbox.h"
#include "client/predict/explain.h"
#include "client/predict/words.h"

static bool is_target(const struct selection_item *item)
{
	return !item->skip;
}

void target_check_states(const struct target_question *question, struct check_list *list)
{
	const struct selection_result *selected = question->selected;

	for (size_t i = 0; i < selected->count; i++) {
		const struct selection_item *item = &selected->items[i];

		if (!is_target(item))
			check_add(list, &(struct check){ .id = "target.skipped",
							 .subject = item->account->id,
							 .result = CHECK_NOTE,
							 .detail = item->reason });
	}
	check_add(list, &(struct check){
				.id = "target.state",
				.detail = arena_printf(list->arena, "%zu ACTIVE, %zu left out",
						       selected->selected_count,
						       selected->count - selected->selected_count),
			});
}

/* "every action of audit; iam:GetUser of delete": what a cause has to do with. */
static const char *tasks_of(struct arena *arena, const struct explanation *explanation,
			    const struct explain_cause *cause)
{
	struct buffer text;

	buffer_init(&text, arena, 32);
	for (size_t i = 0; i < explanation->task_count; i++) {
		const struct predict_task *task = &explanation->tasks[i];
		size_t count = cause->counts[task->task];

		if (count)
			buffer_printf(&text, "%s%s of %s", text.len ? "; " : "",
				      count == explain_counted(task)
					      ? "every action"
					      : cause->actions[task->task].data,
				      client_task_name(task->task));
	}
	return text.data;
}

static void add_cause(const struct organization_account *account,
		      const struct explanation *explanation, const struct explain_cause *cause,
		      struct check_list *list)
{
	struct arena *arena = list->arena;
	const struct predict_blocker *blocker = &cause->blocker;
	bool is_certain = !blocker->doubt;

	check_add(
		list,
		&(struct check){
			.id = "target.policy",
			.subject = account->id,
			.result = is_certain ? CHECK_FAIL : CHECK_UNKNOWN,
			.detail = arena_printf(arena, "%s: %s", words_blocker(arena, blocker),
					       tasks_of(arena, explanation, cause)),
			.remedy = arena_printf(arena, "see `mattock explain scp %s`", account->id),
			.policy = blocker->policy ? blocker->policy->id : NULL,
			.statement = blocker->statement ? words_statement(arena, blocker->statement)
							: NULL,
			.place = words_place(arena, blocker->node),
		});
}

/* Whether nothing stands in the way of the account. */
static bool check_account(const struct target_question *question,
			  const struct organization_account *account, struct check_list *list)
{
	ARENA_AUTO(scratch); /* there may be ten thousand accounts */
	struct predict_task tasks[CLIENT_TASK_COUNT];
	struct explanation explanation;
	size_t count = 0;

	for (int task = 0; task < CLIENT_TASK_COUNT; task++)
		if (question->job->tasks[task])
			tasks[count++] = predict_task(&scratch, question->snapshot, account,
						      (enum client_task)task, question->settings);
	for (size_t i = 0; i < count; i++)
		if (tasks[i].why) {
			check_add(list, &(struct check){ .id = "target.policy",
							 .subject = account->id,
							 .result = CHECK_UNKNOWN,
							 .detail = arena_strdup(list->arena,
										tasks[i].why) });
			return false;
		}
	explanation = explain_tasks(&scratch, tasks, count);
	for (const struct explain_cause *cause = explanation.causes; cause; cause = cause->next)
		add_cause(account, &explanation, cause, list);
	return explanation.cause_count == 0;
}

/* What stands elsewhere in the organization's list is found there by id. */
static const struct organization_account *account_in(const struct snapshot *snapshot,
						     const char *id)
{
	return organization_account_by_id(&snapshot->organization, id);
}

static void add_unread(const char *id, const char *why, struct check_list *list)
{
	check_add(list, &(struct check){ .id = id, .result = CHECK_UNKNOWN, .detail = why });
}

void target_check_policies(const struct target_question *question, struct check_list *list)
{
	const struct selection_result *selected = question->selected;
	size_t clear = 0;

	if (!question->snapshot) {
		add_unread("target.policy", question->why, list);
		return;
	}
	for (size_t i = 0; i < selected->count; i++) {
		const struct organization_account *account =
			account_in(question->snapshot, selected->items[i].account->id);

		if (!is_target(&selected->items[i]))
			continue;
		if (account)
			clear += check_account(question, account, list);
		else
			check_add(list, &(struct check){ .id = "target.policy",
							 .subject = selected->items[i].account->id,
							 .result = CHECK_UNKNOWN,
							 .detail = "the account is not listed" });
	}
	if (clear)
		check_add(list, &(struct check){
					.id = "target.policy",
					.detail = arena_printf(
						list->arena,
						"nothing stands in the way in %zu of %zu accounts",
						clear, selected->selected_count) });
}

/* A reason why sessions of some accounts cannot be had, or may not. */
struct refusal {
	const char *text;
	enum check_result result;
	const char *first; /* of the accounts */
	size_t count;
	struct refusal *next;
};

/* What the policies above the caller say of one task, over all targets. */
struct asking {
	struct arena *arena; /* of the refusals */
	struct refusal *refusals;
	size_t targets;
};

static void note_refusal(struct asking *asking, enum check_result result, const char *text,
			 const char *target)
{
	struct refusal *refusal = asking->refusals;

	while (refusal && (refusal->result != result || strcmp(refusal->text, text) != 0))
		refusal = refusal->next;
	if (!refusal) {
		refusal = arena_new(asking->arena, struct refusal);
		*refusal = (struct refusal){ .text = arena_strdup(asking->arena, text),
					     .result = result,
					     .first = target,
					     .next = asking->refusals };
		asking->refusals = refusal;
	}
	refusal->count++;
}

/* A policy may name single targets, so each is asked for. */
static void ask_target(const struct target_question *question, const struct predict_request *asked,
		       struct asking *asking)
{
	ARENA_AUTO(scratch);
	struct predict_action action =
		predict_assume_root(&scratch, question->snapshot, asked, question->settings);

	asking->targets++;
	for (size_t i = 0; i < action.blocker_count; i++)
		note_refusal(asking, action.blockers[i].doubt ? CHECK_UNKNOWN : CHECK_FAIL,
			     words_blocker(&scratch, &action.blockers[i]), asked->target);
	if (action.answer != PREDICT_ALLOW && !action.blocker_count)
		note_refusal(asking, CHECK_UNKNOWN, "where the caller's account is is not known",
			     asked->target);
}

static void add_refusals(const struct asking *asking, const char *caller_id, const char *task,
			 struct check_list *list)
{
	for (const struct refusal *refusal = asking->refusals; refusal; refusal = refusal->next) {
		const char *which = "";

		if (refusal->count < asking->targets)
			which = arena_printf(list->arena, " of %s%s", refusal->first,
					     refusal->count > 1 ? " and others" : "");
		check_add(list, &(struct check){ .id = "caller.policy",
						 .subject = caller_id,
						 .result = refusal->result,
						 .detail = arena_printf(
							 list->arena, "sts:AssumeRoot%s for %s: %s",
							 which, task, refusal->text) });
	}
}

/* Whether nothing above the caller keeps the task from any target. */
static bool check_caller_task(const struct target_question *question,
			      const struct predict_caller *caller, enum client_task task,
			      struct check_list *list)
{
	struct asking asking = { .arena = list->arena };
	const struct selection_result *selected = question->selected;

	for (size_t i = 0; i < selected->count; i++) {
		const struct predict_request asked = { .target = selected->items[i].account->id,
						       .caller = caller,
						       .task = task };

		if (is_target(&selected->items[i]))
			ask_target(question, &asked, &asking);
	}
	add_refusals(&asking, caller->account->id, client_task_name(task), list);
	return !asking.refusals;
}

void target_check_caller(const struct target_question *question,
			 const struct predict_caller *caller, struct check_list *list)
{
	bool is_clear = true;

	if (!question->snapshot) {
		add_unread("caller.policy", question->why, list);
		return;
	}
	for (int task = 0; caller && task < CLIENT_TASK_COUNT; task++)
		if (question->job->tasks[task])
			is_clear =
				check_caller_task(question, caller, (enum client_task)task, list) &&
				is_clear;
	if (is_clear)
		check_add(list, &(struct check){
					.id = "caller.policy",
					.detail = caller ? "the SCPs of the caller's account allow "
							   "sts:AssumeRoot"
							 : "no SCP binds the caller" });
}

/* A mail domain and the accounts whose root user has it. */
struct domain {
	const char *name;
	const char *doubt; /* nobody can receive mail there: why */
	size_t accounts;
};

static const char *domain_of(const char *email)
{
	const char *at = email ? strrchr(email, '@') : NULL;

	return at && at[1] ? at + 1 : "(no address)";
}

static size_t gather_domains(const struct target_question *question, struct domain *domains,
			     struct arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < question->selected->count; i++) {
		const struct organization_account *account = question->selected->items[i].account;
		const char *name = domain_of(account->email);
		size_t at = 0;

		if (!is_target(&question->selected->items[i]))
			continue;
		while (at < count && strcasecmp(domains[at].name, name) != 0)
			at++;
		if (at == count)
			domains[count++] =
				(struct domain){ name, mailbox_doubt(arena, account->email), 0 };
		domains[at].accounts++;
	}
	return count;
}

static bool is_tested(const struct target_question *question, const char *domain)
{
	for (size_t i = 0; question->tested_domains && i < question->tested_domains->count; i++)
		if (strcasecmp(question->tested_domains->items[i], domain) == 0)
			return true;
	return false;
}

void target_check_mailboxes(const struct target_question *question, struct check_list *list)
{
	struct domain *domains =
		arena_array(list->arena, question->selected->count + 1, sizeof(*domains));
	size_t count = gather_domains(question, domains, list->arena);

	for (size_t i = 0; i < count; i++) {
		const struct domain *domain = &domains[i];
		struct check check = { .id = "mailbox", .subject = domain->name };
		const char *accounts = arena_printf(list->arena, "%zu account%s", domain->accounts,
						    domain->accounts == 1 ? "" : "s");

		if (domain->doubt) {
			check.result = CHECK_FAIL;
			check.detail = arena_printf(list->arena, "%s: %s", accounts, domain->doubt);
		} else if (is_tested(question, domain->name)) {
			check.detail = arena_printf(list->arena, "%s: said to be tested", accounts);
		} else {
			check.result = CHECK_UNKNOWN;
			check.detail = arena_printf(list->arena, "%s: not tested", accounts);
			check.remedy = arena_printf(list->arena,
						    "send a mail to each root address, then add "
						    "--mailbox-ok %s",
						    domain->name);
		}
		check_add(list, &check);
	}
}
