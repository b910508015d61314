/*
 * unlock_s3.c - bucket policies.
 */
#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/rollout/unlock.h"
#include "model/s3_client.h"

/* GetBucketLocation is not among the task's calls; ListBuckets says the region too. */
static bool find(struct unlock *unlock, struct fault *fault)
{
	struct s3_list_buckets_in in = { .max_buckets = api_integer(1000) };
	struct s3_list_buckets_out out;
	struct paging paging = { 0 };

	do {
		in.continuation_token = paging.token;
		if (!s3_list_buckets(&unlock->root, &in, &out, fault))
			return false;
		for (size_t i = 0; i < out.buckets.len; i++) {
			const struct s3_bucket *bucket = &out.buckets.items[i];

			if (!bucket->name || strcmp(bucket->name, unlock->name) != 0)
				continue;
			if (bucket->bucket_region)
				unlock->root.region.name = bucket->bucket_region;
			return true;
		}
		if (!paging_next(&paging, out.continuation_token, fault))
			return false;
	} while (paging.token);
	return fault_set(fault, FAULT_REFUSED, "account %s has no bucket named %s",
			 unlock->account_id, unlock->name);
}

static bool read_policy(struct unlock *unlock, const char **out_document, struct fault *fault)
{
	const struct s3_get_bucket_policy_in in = { .bucket = unlock->name };
	struct s3_get_bucket_policy_out out;

	*out_document = NULL;
	if (!s3_get_bucket_policy(&unlock->root, &in, &out, fault))
		return fault_is(fault, "NoSuchBucketPolicy");
	*out_document = out.policy;
	return true;
}

static bool write_policy(struct unlock *unlock, const char *document, struct fault *fault)
{
	const struct s3_put_bucket_policy_in in = { .bucket = unlock->name, .policy = document };
	struct s3_put_bucket_policy_out out;

	return s3_put_bucket_policy(&unlock->root, &in, &out, fault);
}

static bool remove_policy(struct unlock *unlock, struct fault *fault)
{
	const struct s3_delete_bucket_policy_in in = { .bucket = unlock->name };
	struct s3_delete_bucket_policy_out out;

	return s3_delete_bucket_policy(&unlock->root, &in, &out, fault);
}

const struct unlock_service unlock_s3 = {
	.name = "s3",
	.noun = "bucket",
	.task = CLIENT_TASK_UNLOCK_S3,
	.find = find,
	.read = read_policy,
	.write = write_policy,
	.remove = remove_policy,
};
