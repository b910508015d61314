#include <string.h>

#include "mock/database.h"
#include "mock/s3/address.h"
#include "mock/s3/s3.h"

static const struct database_column bucket_columns[] = {
	{ "name", offsetof(struct s3_bucket_state, name), COLUMN_TEXT },
	{ "account_id", offsetof(struct s3_bucket_state, account_id), COLUMN_TEXT },
	{ "region", offsetof(struct s3_bucket_state, region), COLUMN_TEXT },
	{ "policy", offsetof(struct s3_bucket_state, policy), COLUMN_TEXT },
	{ "created_ms", offsetof(struct s3_bucket_state, created_ms), COLUMN_INTEGER },
	{ NULL },
};

static const struct database_row bucket_row = { sizeof(struct s3_bucket_state), bucket_columns };

bool s3_bucket_find(struct call *call, const char *name, struct s3_bucket_state *out_bucket)
{
	static const char by_name[] = "SELECT name, account_id, region, policy, created_ms"
				      " FROM bucket WHERE name = :name";

	return database_row(call, by_name, DATABASE_VALUES(database_text("name", name)),
			    &bucket_row, out_bucket);
}

static void add_detail(struct call *call, const char *name, const char *value, bool is_header)
{
	call_fail_detail(call, (struct call_detail){ name, value, is_header });
}

static enum api_status fail_no_bucket(struct call *call, const char *name)
{
	enum api_status status =
		call_fail_common(call, 404, "NoSuchBucket", "The specified bucket does not exist");

	add_detail(call, "BucketName", name, false);
	return status;
}

/*
 * A request that reached the wrong region. In the path style S3 redirects; a
 * host with the bucket's name leads to the bucket's own region, which finds
 * the signature's scope wrong. Both name the region in the header.
 */
static enum api_status fail_region(struct call *call, const struct s3_bucket_state *bucket)
{
	enum api_status status;

	if (s3_address_is_virtual(call->host)) {
		status = call_fail_common(call, 400, "AuthorizationHeaderMalformed",
					  "The authorization header is malformed; the region '%s'"
					  " is wrong; expecting '%s'",
					  call->region, bucket->region);
		add_detail(call, "Region", bucket->region, false);
	} else {
		status = call_fail_common(
			call, 301, "PermanentRedirect",
			"The bucket you are attempting to access must be addressed using the"
			" specified endpoint. Please send all future requests to this endpoint.");
		add_detail(call, "Endpoint",
			   arena_printf(call->arena, "%s.s3.%s.amazonaws.com", bucket->name,
					bucket->region),
			   false);
		add_detail(call, "Bucket", bucket->name, false);
	}
	add_detail(call, "x-amz-bucket-region", bucket->region, true);
	return status;
}

static enum api_status check_bucket(struct call *call, const char *name)
{
	struct s3_bucket_state bucket;

	if (!s3_bucket_find(call, name, &bucket))
		return fail_no_bucket(call, name);
	if (call->region && strcmp(call->region, bucket.region) != 0)
		return fail_region(call, &bucket);
	return API_OK;
}

enum api_status s3_bucket_open(struct call *call, const char *name, const char *expected_owner,
			       struct s3_bucket_state *out_bucket)
{
	if (!s3_bucket_find(call, name, out_bucket))
		return fail_no_bucket(call, name);
	if (expected_owner && strcmp(expected_owner, out_bucket->account_id) != 0)
		return call_fail_common(call, 403, "AccessDenied", "Access Denied");
	return API_OK;
}

enum api_status s3_delete_bucket_check(struct call *call, const void *input)
{
	return check_bucket(call, ((const struct s3_delete_bucket_in *)input)->bucket);
}

enum api_status s3_delete_bucket_policy_check(struct call *call, const void *input)
{
	return check_bucket(call, ((const struct s3_delete_bucket_policy_in *)input)->bucket);
}

enum api_status s3_get_bucket_location_check(struct call *call, const void *input)
{
	struct s3_bucket_state bucket;
	const char *name = ((const struct s3_get_bucket_location_in *)input)->bucket;

	/* The one operation that every region answers: it is how clients find the bucket's. */
	return s3_bucket_find(call, name, &bucket) ? API_OK : fail_no_bucket(call, name);
}

enum api_status s3_get_bucket_policy_check(struct call *call, const void *input)
{
	return check_bucket(call, ((const struct s3_get_bucket_policy_in *)input)->bucket);
}

enum api_status s3_get_bucket_policy_status_check(struct call *call, const void *input)
{
	return check_bucket(call, ((const struct s3_get_bucket_policy_status_in *)input)->bucket);
}

enum api_status s3_head_bucket_check(struct call *call, const void *input)
{
	return check_bucket(call, ((const struct s3_head_bucket_in *)input)->bucket);
}

enum api_status s3_put_bucket_policy_check(struct call *call, const void *input)
{
	return check_bucket(call, ((const struct s3_put_bucket_policy_in *)input)->bucket);
}
