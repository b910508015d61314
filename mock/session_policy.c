#include "mock/session_policy.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "policy/task.h"
#include "wire/json_reader.h"

static const struct policy_set *task_set(struct call *call, struct policy_cache *cache)
{
	const struct policy_task *task = policy_task_find(call->principal->task_policy_arn);
	struct policy_source *source = arena_new(call->arena, struct policy_source);
	struct policy_set *set = arena_new(call->arena, struct policy_set);

	*source = (struct policy_source){
		.arn = call->principal->task_policy_arn,
		.name = task->name,
		.document = policy_cache_document(
			cache, policy_task_document(call->arena, task, arn_partition(call))),
	};
	*set = (struct policy_set){ source, 1 };
	return set;
}

/* The list of the session's managed policies, or NULL if it is empty. */
static const struct json_value *managed_arns(struct call *call)
{
	const char *text = call->principal->session_policy_arns;
	const struct json_value *list = NULL;
	struct fault fault;

	if (!text || strcmp(text, "[]") == 0 ||
	    !json_read(call->arena, text, strlen(text), &fault, &list))
		return NULL;
	return list;
}

const struct policy_set *session_policy_set(struct call *call, struct policy_cache *cache)
{
	const struct principal *caller = call->principal;
	const struct json_value *arns = managed_arns(call);
	struct policy_source *sources;
	struct policy_set *set;
	size_t count = 0;

	if (caller->kind == PRINCIPAL_ROOT_SESSION)
		return task_set(call, cache);
	if (!caller->session_policy && !arns && caller->kind != PRINCIPAL_FEDERATED_SESSION)
		return NULL;
	sources = arena_array(call->arena, 1 + (arns ? arns->len : 0), sizeof(*sources));
	if (caller->session_policy)
		sources[count++].document = policy_cache_document(cache, caller->session_policy);
	for (const struct json_value *arn = arns ? arns->first : NULL; arn; arn = arn->next)
		sources[count++] = *policy_cache_managed(cache, call, arn->text);
	set = arena_new(call->arena, struct policy_set);
	*set = (struct policy_set){ sources, count };
	return set;
}

const char *session_policy_issuer(struct call *call)
{
	static const char by_id[] =
		"SELECT 'arn:' || :partition || ':iam::' || account_id || ':user' || path || name"
		" FROM iam_user WHERE unique_id = :id";
	const struct principal *caller = call->principal;

	if (strcmp(caller->unique_id, caller->account_id) == 0)
		return arn_root_user(call, caller->account_id);
	return database_string(call, by_id,
			       DATABASE_VALUES(database_text("id", caller->unique_id),
					       database_text("partition", arn_partition(call))));
}
