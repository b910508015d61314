#include "client/preflight/simulation.h"

#include <string.h>
#include <strings.h>

#include "client/paging.h"
#include "model/iam_client.h"

enum { RESOURCES_AT_A_TIME = 50, CONTEXT_MAX = 4 };

/* "arn:aws:sts::1:assumed-role/NAME/session" -> NAME, or NULL. */
static const char *role_name(struct arena *arena, const char *arn)
{
	static const char mark[] = ":assumed-role/";
	const char *name = strstr(arn, mark);

	if (!name)
		return NULL;
	name += strlen(mark);
	return arena_strndup(arena, name, strcspn(name, "/"));
}

/* The role's path is not in the session's ARN; where it may not be read there is perhaps none. */
static const char *role_arn(struct client *client, const struct caller *caller, const char *name)
{
	const struct iam_get_role_in in = { .role_name = name };
	struct iam_get_role_out out;
	struct fault fault;

	if (iam_get_role(client, &in, &out, &fault) && out.role && out.role->arn)
		return out.role->arn;
	return arena_printf(client->arena, "arn:%s:iam::%s:role/%s", client_partition(client),
			    caller->account_id, name);
}

bool simulation_open(struct client *client, const struct caller *caller,
		     struct simulation *out_simulation, struct fault *fault)
{
	const char *role = role_name(client->arena, caller->arn);

	*out_simulation = (struct simulation){ .client = client };
	if (role)
		out_simulation->source_arn = role_arn(client, caller, role);
	else if (strstr(caller->arn, ":user/"))
		out_simulation->source_arn = caller->arn;
	else
		return fault_set(fault, FAULT_REFUSED,
				 "%s is neither a user nor a role, so its policies cannot be "
				 "simulated",
				 caller->arn);
	return true;
}

static const char **copy(struct arena *arena, const char *const *texts, size_t count)
{
	const char **copied = arena_array(arena, count, sizeof(*copied));

	memcpy(copied, texts, count * sizeof(*copied));
	return copied;
}

static void add_entry(struct iam_context_entry *entries, size_t *count, const char *name,
		      const char **value)
{
	entries[(*count)++] = (struct iam_context_entry){
		.context_key_name = name,
		.context_key_values = { .is_set = true, .len = 1, .items = value },
		.context_key_type = "string",
	};
}

/* A key that only AssumeRoot has is not missed by other calls. */
static bool is_missed(const char *key, const char *action)
{
	return strncasecmp(key, "sts:", 4) != 0 || strncasecmp(action, "sts:", 4) == 0;
}

static const char *missing_key(const struct iam_evaluation_result *result)
{
	for (size_t i = 0; i < result->missing_context_values.len; i++)
		if (is_missed(result->missing_context_values.items[i], result->eval_action_name))
			return result->missing_context_values.items[i];
	return NULL;
}

static const char *denial(struct arena *arena, const struct iam_evaluation_result *result)
{
	const struct iam_organizations_decision_detail *organization =
		result->organizations_decision_detail;
	const char *policy = result->matched_statements.len
				     ? result->matched_statements.items[0].source_policy_id
				     : NULL;

	if (organization && organization->allowed_by_organizations.is_set &&
	    !organization->allowed_by_organizations.value)
		return "service control policies of the caller's account do not allow it";
	if (strcmp(result->eval_decision, "explicitDeny") == 0)
		return policy ? arena_printf(arena, "the caller's policy %s denies it", policy)
			      : "a policy of the caller denies it";
	return "no policy of the caller allows it";
}

static struct simulation_verdict verdict_of(struct arena *arena,
					    const struct iam_evaluation_result *result)
{
	struct simulation_verdict verdict = { .answer = SIMULATION_DENIED };
	const char *missing = missing_key(result);
	bool is_explicit = strcmp(result->eval_decision, "explicitDeny") == 0;

	if (missing && !is_explicit) {
		verdict.answer = SIMULATION_UNKNOWN;
		verdict.why = arena_printf(arena, "it turns on %s", missing);
	} else if (strcmp(result->eval_decision, "allowed") == 0) {
		verdict.answer = SIMULATION_ALLOWED;
	} else {
		verdict.why = denial(arena, result);
	}
	return verdict;
}

/* Resources [first, end), which are asked for together. */
struct part {
	size_t first, end;
};

/* Puts a result where its action and resource are. */
static void place(struct arena *arena, const struct simulation_calls *calls,
		  const struct iam_evaluation_result *result, const struct part *part,
		  struct simulation_verdict *verdicts)
{
	size_t resources = calls->resources ? calls->resource_count : 1;

	if (!result->eval_action_name || !result->eval_decision)
		return;
	for (size_t a = 0; a < calls->action_count; a++)
		for (size_t r = part->first; r < part->end; r++)
			if (strcasecmp(calls->actions[a], result->eval_action_name) == 0 &&
			    (!calls->resources ||
			     (result->eval_resource_name &&
			      strcmp(calls->resources[r], result->eval_resource_name) == 0)))
				verdicts[a * resources + r] = verdict_of(arena, result);
}

static bool simulate(const struct simulation *simulation, const struct simulation_calls *calls,
		     const struct part *part, struct simulation_verdict *verdicts,
		     struct fault *fault)
{
	struct client *client = simulation->client;
	const char *secure = "true", *region = client->region.name;
	const char *task = calls->task_policy_arn;
	struct iam_context_entry entries[CONTEXT_MAX];
	struct iam_simulate_principal_policy_in in = {
		.policy_source_arn = simulation->source_arn,
		.action_names = { .is_set = true,
				  .len = calls->action_count,
				  .items = copy(client->arena, calls->actions,
						calls->action_count) },
		.context_entries = { .is_set = true, .items = entries },
	};
	struct iam_simulate_principal_policy_out out;
	struct paging paging = { 0 };

	if (calls->resources) {
		in.resource_arns.is_set = true;
		in.resource_arns.len = part->end - part->first;
		in.resource_arns.items =
			copy(client->arena, calls->resources + part->first, in.resource_arns.len);
	}
	add_entry(entries, &in.context_entries.len, "aws:SecureTransport", &secure);
	add_entry(entries, &in.context_entries.len, "aws:RequestedRegion", &region);
	if (calls->task_policy_arn)
		add_entry(entries, &in.context_entries.len, "sts:TaskPolicyArn", &task);
	do {
		in.marker = paging.token;
		if (!iam_simulate_principal_policy(client, &in, &out, fault) ||
		    !paging_next(&paging, out.marker, fault))
			return false;
		for (size_t i = 0; i < out.evaluation_results.len; i++)
			place(client->arena, calls, &out.evaluation_results.items[i], part,
			      verdicts);
	} while (paging.token);
	return true;
}

bool simulation_run(const struct simulation *simulation, const struct simulation_calls *calls,
		    struct simulation_verdict *out_verdicts, struct fault *fault)
{
	size_t resources = calls->resources ? calls->resource_count : 1;

	for (size_t i = 0; i < calls->action_count * resources; i++)
		out_verdicts[i] = (struct simulation_verdict){
			.answer = SIMULATION_UNKNOWN, .why = "the simulation did not answer for it"
		};
	for (size_t first = 0; first < resources; first += RESOURCES_AT_A_TIME) {
		size_t end = first + RESOURCES_AT_A_TIME;
		const struct part part = { first, end < resources ? end : resources };

		if (!simulate(simulation, calls, &part, out_verdicts, fault))
			return false;
	}
	return true;
}
