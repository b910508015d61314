/*
 * s3.h - what the handlers of S3 share.
 *
 * S3 is here for what unlocking a bucket's policy touches: buckets with an
 * owner, a region and a policy, and no objects.
 */
#pragma once

#include "mock/call.h"
#include "model/s3_api.h"

struct s3_bucket_state {
	const char *name;
	const char *account_id;
	const char *region;
	const char *policy; /* or NULL */
	int64_t created_ms;
};

/* Whether the bucket is there; its texts live in the call's arena. */
MUST_USE bool s3_bucket_find(struct call *call, const char *name,
			     struct s3_bucket_state *out_bucket);

/*
 * The bucket of a request that was authorized. @expected_owner is the
 * request's x-amz-expected-bucket-owner, or NULL.
 */
MUST_USE enum api_status s3_bucket_open(struct call *call, const char *name,
					const char *expected_owner,
					struct s3_bucket_state *out_bucket);

/* Why a document cannot be the policy of a bucket, in S3's words; NULL if it can. */
const char *s3_policy_refusal(struct call *call, const char *bucket, const char *document);

/* Whether the policy makes its bucket public: allows everybody something, without a condition. */
bool s3_policy_is_public(struct call *call, const char *document);

/*
 * Checks that come before authorization: the bucket is there and is in the
 * region that the request was signed for. See mock/gate.h.
 */
enum api_status s3_delete_bucket_check(struct call *call, const void *input);
enum api_status s3_delete_bucket_policy_check(struct call *call, const void *input);
enum api_status s3_get_bucket_location_check(struct call *call, const void *input);
enum api_status s3_get_bucket_policy_check(struct call *call, const void *input);
enum api_status s3_get_bucket_policy_status_check(struct call *call, const void *input);
enum api_status s3_head_bucket_check(struct call *call, const void *input);
enum api_status s3_put_bucket_policy_check(struct call *call, const void *input);

/* The handlers. */
enum api_status s3_create_bucket(struct call *call, const struct s3_create_bucket_in *in,
				 struct s3_create_bucket_out *out);
enum api_status s3_delete_bucket(struct call *call, const struct s3_delete_bucket_in *in,
				 struct s3_delete_bucket_out *out);
enum api_status s3_head_bucket(struct call *call, const struct s3_head_bucket_in *in,
			       struct s3_head_bucket_out *out);
enum api_status s3_list_buckets(struct call *call, const struct s3_list_buckets_in *in,
				struct s3_list_buckets_out *out);
enum api_status s3_get_bucket_location(struct call *call,
				       const struct s3_get_bucket_location_in *in,
				       struct s3_get_bucket_location_out *out);
enum api_status s3_get_bucket_policy(struct call *call, const struct s3_get_bucket_policy_in *in,
				     struct s3_get_bucket_policy_out *out);
enum api_status s3_put_bucket_policy(struct call *call, const struct s3_put_bucket_policy_in *in,
				     struct s3_put_bucket_policy_out *out);
enum api_status s3_delete_bucket_policy(struct call *call,
					const struct s3_delete_bucket_policy_in *in,
					struct s3_delete_bucket_policy_out *out);
enum api_status s3_get_bucket_policy_status(struct call *call,
					    const struct s3_get_bucket_policy_status_in *in,
					    struct s3_get_bucket_policy_status_out *out);

extern const struct s3_handlers s3_handlers;
