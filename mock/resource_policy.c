#include "mock/resource_policy.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/s3/s3.h"
#include "mock/sqs/sqs.h"

/* What the root user of the owning account may always do to an object's policy. */
static const char *const root_actions[] = {
	"s3:GetBucketPolicy",     "s3:PutBucketPolicy",     "s3:DeleteBucketPolicy",
	"sqs:SetQueueAttributes", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
};

static bool is_owning_root(const struct call *call, const char *action, const char *account_id)
{
	const struct principal *caller = call->principal;

	if ((caller->kind != PRINCIPAL_ROOT && caller->kind != PRINCIPAL_ROOT_SESSION) ||
	    strcmp(caller->account_id, account_id) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(root_actions); i++) {
		if (strcmp(root_actions[i], action) == 0)
			return true;
	}
	return false;
}

/* A role, by the name at the end of its ARN; the ARN must be written as the role is stored. */
static void find_role(struct call *call, const char *arn, struct resource_policy *out_policy)
{
	static const char by_arn[] =
		"SELECT trust_policy FROM iam_role WHERE account_id = :account_id AND name = :name"
		" AND 'arn:' || :partition || ':iam::' || account_id || ':role' || path || name = "
		":arn";
	const char *account = arn_account(call->arena, arn);
	const char *name = strrchr(arn, '/');

	out_policy->is_trust = true;
	if (!account || !name)
		return;
	out_policy->document = database_string(
		call, by_arn,
		DATABASE_VALUES(database_text("account_id", account),
				database_text("name", name + 1), database_text("arn", arn),
				database_text("partition", arn_partition(call))));
	out_policy->account_id = out_policy->document ? account : NULL;
}

static void find_bucket(struct call *call, const char *arn, struct resource_policy *out_policy)
{
	const char *name = strrchr(arn, ':') + 1;
	struct s3_bucket_state bucket;

	name = arena_strndup(call->arena, name, strcspn(name, "/"));
	if (!s3_bucket_find(call, name, &bucket))
		return;
	out_policy->account_id = bucket.account_id;
	out_policy->document = bucket.policy;
}

/* "arn:aws:sqs:REGION:ACCOUNT:NAME" */
static void find_queue(struct call *call, const char *arn, struct resource_policy *out_policy)
{
	const char *region = arn_local(call, arn) + strlen("sqs:");
	struct sqs_queue_name name = {
		.account_id = arn_account(call->arena, arn),
		.region = arena_strndup(call->arena, region, strcspn(region, ":")),
		.name = strrchr(arn, ':') + 1,
	};
	struct sqs_queue_state queue;

	if (!name.account_id || !sqs_queue_find(call, &name, &queue))
		return;
	out_policy->account_id = queue.name.account_id;
	out_policy->document = queue.policy;
}

/* The actions that a resource policy of each kind decides, and how it is found. */
static const struct kind {
	const char *action_prefix;
	const char *arn_prefix; /* after the partition */
	void (*find)(struct call *call, const char *arn, struct resource_policy *out_policy);
} kinds[] = {
	{ "sts:AssumeRole", "iam::", find_role },
	{ "sts:TagSession", "iam::", find_role },
	{ "sts:SetSourceIdentity", "iam::", find_role },
	{ "sts:SetContext", "iam::", find_role },
	{ "s3:", "s3:::", find_bucket },
	{ "sqs:", "sqs:", find_queue },
};

static bool begins(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

void resource_policy_find(struct call *call, const char *action, const char *arn,
			  struct resource_policy *out_policy)
{
	const char *local = arn_local(call, arn);

	*out_policy = (struct resource_policy){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (local && begins(action, kinds[i].action_prefix) &&
		    begins(local, kinds[i].arn_prefix)) {
			kinds[i].find(call, arn, out_policy);
			break;
		}
	}
	if (out_policy->account_id && !out_policy->is_trust &&
	    is_owning_root(call, action, out_policy->account_id))
		out_policy->document = NULL;
}
