#include <string.h>

#include "mock/database.h"
#include "mock/s3/s3.h"

enum { POLICY_MAX = 20 * 1024 };

/*
 * Only identities of the owner's account reach the policy; who else has the
 * permission is told that the method is not for him (documented).
 */
static enum api_status open_policy(struct call *call, const char *name, const char *expected_owner,
				   struct s3_bucket_state *out_bucket)
{
	if (s3_bucket_open(call, name, expected_owner, out_bucket) != API_OK)
		return API_FAILED;
	if (strcmp(out_bucket->account_id, call->principal->account_id) != 0)
		return call_fail_common(call, 405, "MethodNotAllowed",
					"The specified method is not allowed against this"
					" resource.");
	return API_OK;
}

static enum api_status fail_no_policy(struct call *call, const char *bucket)
{
	enum api_status status = call_fail_common(call, 404, "NoSuchBucketPolicy",
						  "The bucket policy does not exist");

	call_fail_detail(call, (struct call_detail){ "BucketName", bucket, false });
	return status;
}

static void store_policy(struct call *call, const char *bucket, const char *policy)
{
	static const char update[] = "UPDATE bucket SET policy = :policy WHERE name = :name";

	database_run(
		call, update,
		DATABASE_VALUES(database_text("policy", policy), database_text("name", bucket)));
}

enum api_status s3_get_bucket_policy(struct call *call, const struct s3_get_bucket_policy_in *in,
				     struct s3_get_bucket_policy_out *out)
{
	struct s3_bucket_state bucket;

	if (open_policy(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	if (!bucket.policy)
		return fail_no_policy(call, in->bucket);
	out->policy = bucket.policy;
	return API_OK;
}

enum api_status s3_put_bucket_policy(struct call *call, const struct s3_put_bucket_policy_in *in,
				     struct s3_put_bucket_policy_out *out)
{
	struct s3_bucket_state bucket;
	const char *refusal;

	UNUSED(out);
	if (open_policy(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	refusal = strlen(in->policy) > POLICY_MAX
			  ? "Policy exceeds the maximum allowed document size."
			  : s3_policy_refusal(call, in->bucket, in->policy);
	if (refusal)
		return call_fail_common(call, 400, "MalformedPolicy", "%s", refusal);
	store_policy(call, in->bucket, in->policy);
	return API_OK;
}

/* Deleting what is not there succeeds (documented). */
enum api_status s3_delete_bucket_policy(struct call *call,
					const struct s3_delete_bucket_policy_in *in,
					struct s3_delete_bucket_policy_out *out)
{
	struct s3_bucket_state bucket;

	UNUSED(out);
	if (open_policy(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	store_policy(call, in->bucket, NULL);
	return API_OK;
}

enum api_status s3_get_bucket_policy_status(struct call *call,
					    const struct s3_get_bucket_policy_status_in *in,
					    struct s3_get_bucket_policy_status_out *out)
{
	struct s3_policy_status *status = arena_new(call->arena, struct s3_policy_status);
	struct s3_bucket_state bucket;

	if (open_policy(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	if (!bucket.policy)
		return fail_no_policy(call, in->bucket);
	status->is_public = api_boolean(s3_policy_is_public(call, bucket.policy));
	out->policy_status = status;
	return API_OK;
}
