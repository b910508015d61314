/*
 * unlock_s3.c - bucket policies.
 *
 * GetBucketLocation is not among the task's calls. ListBuckets says the region
 * too; where it does not, or may not be called, S3 names the region in its
 * refusal, which is followed once.
 */
#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/rollout/unlock.h"
#include "model/s3_client.h"

static const char *const actions[] = { "s3:GetBucketPolicy", "s3:PutBucketPolicy",
				       "s3:DeleteBucketPolicy", NULL };

static const char *arn(const struct unlock *unlock)
{
	return arena_printf(unlock->root.arena, "arn:%s:s3:::%s", client_partition(&unlock->root),
			    unlock->name);
}

static bool read_policy(struct unlock *unlock, const char **out_document, struct fault *fault)
{
	const struct s3_get_bucket_policy_in in = { .bucket = unlock->name };
	struct s3_get_bucket_policy_out out;

	*out_document = NULL;
	if (!s3_get_bucket_policy(&unlock->root, &in, &out, fault))
		return fault_is(fault, "NoSuchBucketPolicy");
	/* Only that refusal says that there is none. */
	if (!out.policy || !*out.policy)
		return fault_set(fault, FAULT_INPUT, "GetBucketPolicy: the answer is empty");
	*out_document = out.policy;
	/* Where there is none S3 says NoSuchBucketPolicy. */
	return (out.policy && *out.policy) ||
	       fault_set(fault, FAULT_INPUT, "GetBucketPolicy: the answer has no policy");
}

static const struct s3_bucket *bucket_in(const struct s3_list_buckets_out *page, const char *name)
{
	for (size_t i = 0; i < page->buckets.len; i++)
		if (page->buckets.items[i].name && strcmp(page->buckets.items[i].name, name) == 0)
			return &page->buckets.items[i];
	return NULL;
}

/* Whether ListBuckets shows the bucket's region; the session is turned there then. */
static bool find_in_list(struct unlock *unlock, struct fault *fault)
{
	struct s3_list_buckets_in in = { .max_buckets = api_integer(1000) };
	struct s3_list_buckets_out out;
	struct paging paging = { 0 };

	do {
		const struct s3_bucket *bucket;

		in.continuation_token = paging.token;
		if (!s3_list_buckets(&unlock->root, &in, &out, fault))
			return false;
		bucket = bucket_in(&out, unlock->name);
		if (bucket && bucket->bucket_region) {
			unlock->root.region.name = bucket->bucket_region;
			return true;
		}
		if (bucket || !paging_next(&paging, out.continuation_token, fault))
			return false;
	} while (paging.token);
	return false;
}

/* A list without the bucket leaves one meaning to a bare AccessDenied. */
static bool say_refusal(const struct unlock *unlock, struct fault *fault)
{
	bool is_listed_whole = !unlock->note;

	if (fault_is(fault, "MethodNotAllowed") ||
	    (fault_is(fault, "AccessDenied") && is_listed_whole))
		return fault_set(fault, FAULT_REFUSED,
				 "bucket %s belongs to another account than %s", unlock->name,
				 unlock->account_id);
	if (fault_is(fault, "NoSuchBucket"))
		return fault_set(fault, FAULT_REFUSED, "account %s has no bucket named %s",
				 unlock->account_id, unlock->name);
	return fault_prefix(fault, "bucket %s", unlock->name);
}

/* Not in the list: it may be another account's, or the list may not be had. */
static bool find_by_asking(struct unlock *unlock, struct fault *fault)
{
	const char *ignored;

	if (read_policy(unlock, &ignored, fault))
		return true;
	if (!*fault->region || strcmp(fault->region, unlock->root.region.name) == 0)
		return say_refusal(unlock, fault);
	unlock->root.region.name = arena_strdup(unlock->root.arena, fault->region);
	return read_policy(unlock, &ignored, fault) || say_refusal(unlock, fault);
}

static bool find(struct unlock *unlock, struct fault *fault)
{
	struct fault listing = { 0 };

	if (find_in_list(unlock, &listing))
		return true;
	if (listing.kind != FAULT_NONE)
		unlock->note = arena_printf(unlock->root.arena,
					    "the account's buckets could not be listed: %s",
					    fault_text_short(unlock->root.arena, &listing));
	return find_by_asking(unlock, fault);
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
	.actions = actions,
	.every_action = "s3:*",
	.arn = arn,
	.find = find,
	.read = read_policy,
	.write = write_policy,
	.remove = remove_policy,
};
