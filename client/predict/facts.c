#include "client/predict/facts.h"

#include <string.h>

#include "model/partition.h"
#include "wire/clock.h"

/* Where IAM says that it is. */
static const char *home_region(const char *partition)
{
	return partition_by_name(partition)->iam_region;
}

static bool is_global(const struct task_action *action)
{
	return strncmp(action->name, "iam:", 4) == 0;
}

/* The pair of keys that say where an account is. */
static const struct place_keys {
	const char *id, *paths;
} principal_place = { "aws:PrincipalOrgID", "aws:PrincipalOrgPaths" },
  resource_place = { "aws:ResourceOrgID", "aws:ResourceOrgPaths" };

static void add_place(struct policy_context *context, const struct place_keys *keys,
		      const char *organization_id, const char *path)
{
	const char **paths;

	policy_context_add(context, keys->id, organization_id);
	if (!path)
		return;
	paths = arena_array(context->arena, 1, sizeof(*paths));
	paths[0] = path;
	policy_context_add_list(context, keys->paths, paths, 1);
}

static void add_time(struct policy_context *context, int64_t now_ms)
{
	char *now = arena_alloc(context->arena, CLOCK_ISO_LEN + 1);

	clock_format_iso(now_ms, now);
	policy_context_add(context, "aws:CurrentTime", now);
	policy_context_add(context, "aws:TokenIssueTime", now);
	policy_context_add(context, "aws:EpochTime",
			   arena_printf(context->arena, "%lld", (long long)now_ms / 1000));
}

static const struct policy_context *context_of(struct arena *arena,
					       const struct facts_account *account,
					       const struct predict_settings *settings,
					       const struct task_action *action)
{
	struct policy_context *context = arena_new(arena, struct policy_context);

	policy_context_init(context, arena);
	policy_context_add(context, "aws:PrincipalArn", account->root_arn);
	policy_context_add(context, "aws:PrincipalAccount", account->id);
	policy_context_add(context, "aws:PrincipalType", "Account");
	policy_context_add(context, "aws:userid", account->id);
	policy_context_add(context, "aws:AssumedRoot", "true");
	policy_context_add(context, "aws:PrincipalIsAWSService", "false");
	policy_context_add(context, "aws:ViaAWSService", "false");
	policy_context_add(context, "aws:SecureTransport", "true");
	policy_context_add(context, "aws:RequestedRegion",
			   is_global(action) ? home_region(settings->partition) : settings->region);
	policy_context_add(context, "aws:ResourceAccount", account->id);
	policy_context_add(context, "s3:ResourceAccount", account->id);
	add_place(context, &principal_place, account->organization_id, account->path);
	add_place(context, &resource_place, account->organization_id, account->path);
	add_time(context, settings->now_ms);
	return context;
}

static const char *resource_of(struct arena *arena, const struct facts_account *account,
			       const struct predict_settings *settings, enum task_resource resource)
{
	const char *name = settings->name ? settings->name : "*";

	switch (resource) {
	case TASK_ON_MFA:
		return arena_printf(arena, "arn:%s:iam::%s:mfa/*", settings->partition,
				    account->id);
	case TASK_ON_BUCKET:
		return arena_printf(arena, "arn:%s:s3:::%s", settings->partition, name);
	case TASK_ON_QUEUE:
		return arena_printf(arena, "arn:%s:sqs:%s:%s:%s", settings->partition,
				    settings->region, account->id, name);
	case TASK_ON_NOTHING:
		return "*";
	case TASK_ON_ROOT:
	case TASK_RESOURCES:
		break;
	}
	return account->root_arn;
}

struct doubt_facts facts_of(struct arena *arena, const struct facts_account *account,
			    const struct predict_settings *settings,
			    const struct task_action *action)
{
	bool is_named = settings->name || action->resource == TASK_ON_NOTHING ||
			action->resource == TASK_ON_ROOT;

	return (struct doubt_facts){
		.context = context_of(arena, account, settings, action),
		.resource = resource_of(arena, account, settings, action->resource),
		.is_name_unknown = !is_named || action->resource == TASK_ON_MFA,
	};
}

struct doubt_facts facts_of_assume_root(struct arena *arena, const struct facts_assume_root *known,
					const struct predict_settings *settings)
{
	const struct predict_request *asked = known->asked;
	const struct predict_caller *caller = asked->caller;
	struct policy_context *context = arena_new(arena, struct policy_context);

	policy_context_init(context, arena);
	policy_context_add(context, "aws:PrincipalArn",
			   caller->issuer_arn ? caller->issuer_arn : caller->arn);
	policy_context_add(context, "aws:PrincipalAccount", caller->account->id);
	policy_context_add(context, "aws:PrincipalType",
			   caller->issuer_arn ? "AssumedRole" : "User");
	policy_context_add(context, "aws:PrincipalIsAWSService", "false");
	policy_context_add(context, "aws:ViaAWSService", "false");
	policy_context_add(context, "aws:SecureTransport", "true");
	policy_context_add(context, "aws:RequestedRegion", settings->region);
	policy_context_add(context, "aws:ResourceAccount", asked->target);
	policy_context_add(context, "sts:TaskPolicyArn",
			   arena_printf(arena, "arn:%s:iam::aws:policy/root-task/%s",
					settings->partition, client_task_policy(asked->task)));
	add_place(context, &principal_place, known->organization_id, known->path);
	add_time(context, settings->now_ms);
	return (struct doubt_facts){
		.context = context,
		.resource = arena_printf(arena, "arn:%s:iam::%s:root", settings->partition,
					 asked->target),
	};
}
