#include "client/preflight/permission.h"

#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/preflight/simulation.h"
#include "wire/buffer.h"

enum { LISTED_MAX = 5 };

static void add_unknown(struct check_list *list, const char *subject, const char *why)
{
	check_add(list, &(struct check){ .id = "permission",
					 .subject = subject,
					 .result = CHECK_UNKNOWN,
					 .detail = why });
}

static const struct check *verdict_check(struct arena *arena, const char *subject,
					 const struct simulation_verdict *verdict)
{
	struct check *check = arena_new(arena, struct check);

	*check = (struct check){ .id = "permission", .subject = subject };
	switch (verdict->answer) {
	case SIMULATION_ALLOWED:
		check->detail = "allowed";
		return check;
	case SIMULATION_UNKNOWN:
		check->result = CHECK_UNKNOWN;
		break;
	case SIMULATION_DENIED:
		check->result = CHECK_FAIL;
		break;
	}
	check->detail = verdict->why;
	return check;
}

static void check_calls(const struct permission_question *question,
			const struct simulation *simulation, struct check_list *list)
{
	size_t count = 0;
	struct simulation_verdict verdicts[JOB_CALLS_MAX];
	struct simulation_calls calls = { .actions = question->job->calls };
	struct fault fault;

	while (count < JOB_CALLS_MAX && question->job->calls[count])
		count++;
	calls.action_count = count;
	if (!simulation_run(simulation, &calls, verdicts, &fault)) {
		add_unknown(list, NULL, fault_text_short(list->arena, &fault));
		return;
	}
	for (size_t i = 0; i < count; i++)
		check_add(list, verdict_check(list->arena, question->job->calls[i], &verdicts[i]));
}

/* The accounts with this answer, a few by name, and why the first has it. */
static void add_group(const struct permission_question *question, const char *subject,
		      const struct simulation_verdict *verdicts, enum simulation_answer answer,
		      struct check_list *list)
{
	struct simulation_verdict said = { .answer = answer };
	struct buffer text;
	size_t count = 0;

	buffer_init(&text, list->arena, 64);
	for (size_t i = 0; i < question->target_count; i++) {
		if (verdicts[i].answer != answer)
			continue;
		if (count++ == 0)
			said.why = verdicts[i].why;
		if (count <= LISTED_MAX)
			buffer_printf(&text, "%s%s", count > 1 ? ", " : "", question->targets[i]);
	}
	if (!count)
		return;
	if (count > LISTED_MAX)
		buffer_printf(&text, " and %zu more", count - LISTED_MAX);
	if (said.why)
		said.why = arena_printf(
			list->arena, "%s: %s",
			count == question->target_count ? "every account" : text.data, said.why);
	check_add(list, verdict_check(list->arena, subject, &said));
}

static const char *task_policy_arn(const struct permission_question *question,
				   enum client_task task, struct arena *arena)
{
	return arena_printf(arena, "arn:%s:iam::aws:policy/root-task/%s",
			    client_partition(question->client), client_task_policy(task));
}

static void check_task(const struct permission_question *question,
		       const struct simulation *simulation, enum client_task task,
		       struct check_list *list)
{
	static const char *const actions[] = { "sts:AssumeRoot" };
	struct arena *arena = list->arena;
	size_t count = question->target_count;
	const char **resources = arena_array(arena, count, sizeof(*resources));
	struct simulation_verdict *verdicts = arena_array(arena, count, sizeof(*verdicts));
	const char *subject = arena_printf(arena, "sts:AssumeRoot, %s", client_task_name(task));
	const struct simulation_calls calls = {
		.actions = actions,
		.action_count = 1,
		.resources = resources,
		.resource_count = count,
		.task_policy_arn = task_policy_arn(question, task, arena),
	};
	struct fault fault;

	for (size_t i = 0; i < count; i++)
		resources[i] = arena_printf(arena, "arn:%s:iam::%s:root",
					    client_partition(question->client),
					    question->targets[i]);
	if (!simulation_run(simulation, &calls, verdicts, &fault)) {
		add_unknown(list, subject, fault_text_short(arena, &fault));
		return;
	}
	add_group(question, subject, verdicts, SIMULATION_DENIED, list);
	add_group(question, subject, verdicts, SIMULATION_UNKNOWN, list);
	add_group(question, subject, verdicts, SIMULATION_ALLOWED, list);
}

static bool open_simulation(const struct permission_question *question, struct check_list *list,
			    struct simulation *out_simulation)
{
	struct fault fault;

	if (simulation_open(question->client, question->caller, out_simulation, &fault))
		return true;
	add_unknown(list, NULL, fault_text_short(list->arena, &fault));
	return false;
}

static void check_sessions(const struct permission_question *question,
			   const struct simulation *simulation, struct check_list *list)
{
	if (!question->job->has_tasks || !question->target_count)
		return;
	for (int task = 0; task < CLIENT_TASK_COUNT; task++)
		if (question->job->tasks[task])
			check_task(question, simulation, (enum client_task)task, list);
}

void permission_check(const struct permission_question *question, struct check_list *list)
{
	struct simulation simulation;

	if (!open_simulation(question, list, &simulation))
		return;
	check_calls(question, &simulation, list);
	check_sessions(question, &simulation, list);
}

void permission_check_sessions(const struct permission_question *question, struct check_list *list)
{
	struct simulation simulation;

	if (open_simulation(question, list, &simulation))
		check_sessions(question, &simulation, list);
}
