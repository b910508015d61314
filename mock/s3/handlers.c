#include "mock/s3/s3.h"

const struct s3_handlers s3_handlers = {
	.create_bucket = s3_create_bucket,
	.delete_bucket = s3_delete_bucket,
	.delete_bucket_policy = s3_delete_bucket_policy,
	.get_bucket_location = s3_get_bucket_location,
	.get_bucket_policy = s3_get_bucket_policy,
	.get_bucket_policy_status = s3_get_bucket_policy_status,
	.head_bucket = s3_head_bucket,
	.list_buckets = s3_list_buckets,
	.put_bucket_policy = s3_put_bucket_policy,
};
