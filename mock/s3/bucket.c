#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/s3/s3.h"

enum { NAME_MIN = 3, NAME_MAX = 63, ACCOUNT_BUCKETS_MAX = 10000 };

/* The bucket naming rules, as far as they can be seen in the characters (documented). */
static bool is_bucket_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
	size_t len = strlen(name);

	return len >= NAME_MIN && len <= NAME_MAX && strspn(name, letters) == len &&
	       strchr(".-", name[0]) == NULL && strchr(".-", name[len - 1]) == NULL &&
	       strstr(name, "..") == NULL && strncmp(name, "xn--", 4) != 0;
}

/* "EU" is the old name of eu-west-1; without a constraint the bucket is in us-east-1. */
static const char *bucket_region(const struct s3_create_bucket_in *in)
{
	const char *wish = in->create_bucket_configuration
				   ? in->create_bucket_configuration->location_constraint
				   : NULL;

	if (!wish || !*wish)
		return "us-east-1";
	return strcmp(wish, "EU") == 0 ? "eu-west-1" : wish;
}

static enum api_status check_region(struct call *call, const struct s3_create_bucket_in *in,
				    const char *region)
{
	bool is_named = in->create_bucket_configuration &&
			in->create_bucket_configuration->location_constraint;

	if (is_named &&
	    strcmp(in->create_bucket_configuration->location_constraint, "us-east-1") == 0)
		return call_fail_common(call, 400, "InvalidLocationConstraint",
					"The specified location-constraint is not valid");
	/* us-east-1 makes buckets anywhere; another region only its own (documented). */
	if (strcmp(call->region, "us-east-1") == 0 || strcmp(call->region, region) == 0)
		return API_OK;
	return call_fail_common(call, 400, "IllegalLocationConstraintException",
				"The %s location constraint is incompatible for the region"
				" specific endpoint this request was sent to.",
				is_named ? region : "unspecified");
}

/* A name belongs to one account of all; making one's own again is harmless in us-east-1 only. */
static enum api_status name_taken(struct call *call, const struct s3_bucket_state *bucket)
{
	if (strcmp(bucket->account_id, call->principal->account_id) != 0)
		return call_fail(call, &s3_bucket_already_exists,
				 "The requested bucket name is not available. The bucket namespace"
				 " is shared by all users of the system. Please select a different"
				 " name and try again.");
	if (strcmp(call->region, "us-east-1") == 0 && strcmp(bucket->region, "us-east-1") == 0)
		return API_OK;
	return call_fail(call, &s3_bucket_already_owned_by_you,
			 "Your previous request to create the named bucket succeeded and you"
			 " already own it.");
}

static enum api_status check_room(struct call *call)
{
	static const char count[] = "SELECT count(*) FROM bucket WHERE account_id = :account_id";

	if (database_number(
		    call, count,
		    DATABASE_VALUES(database_text("account_id", call->principal->account_id)),
		    0) < ACCOUNT_BUCKETS_MAX)
		return API_OK;
	return call_fail_common(call, 400, "TooManyBuckets",
				"You have attempted to create more buckets than allowed");
}

enum api_status s3_create_bucket(struct call *call, const struct s3_create_bucket_in *in,
				 struct s3_create_bucket_out *out)
{
	static const char insert[] = "INSERT INTO bucket (name, account_id, region, created_ms)"
				     " VALUES (:name, :account_id, :region, :created_ms)";
	const char *region = bucket_region(in);
	struct s3_bucket_state bucket;

	if (!is_bucket_name(in->bucket))
		return call_fail_common(call, 400, "InvalidBucketName",
					"The specified bucket is not valid.");
	if (check_region(call, in, region) != API_OK)
		return API_FAILED;
	out->location = arena_printf(call->arena, "/%s", in->bucket);
	if (s3_bucket_find(call, in->bucket, &bucket))
		return name_taken(call, &bucket);
	if (check_room(call) != API_OK)
		return API_FAILED;
	database_run(call, insert,
		     DATABASE_VALUES(database_text("name", in->bucket),
				     database_text("account_id", call->principal->account_id),
				     database_text("region", region),
				     database_integer("created_ms", call->now_ms)));
	return API_OK;
}

enum api_status s3_delete_bucket(struct call *call, const struct s3_delete_bucket_in *in,
				 struct s3_delete_bucket_out *out)
{
	static const char delete[] = "DELETE FROM bucket WHERE name = :name";
	struct s3_bucket_state bucket;

	UNUSED(out);
	if (s3_bucket_open(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	database_run(call, delete, DATABASE_VALUES(database_text("name", in->bucket)));
	return API_OK;
}

enum api_status s3_head_bucket(struct call *call, const struct s3_head_bucket_in *in,
			       struct s3_head_bucket_out *out)
{
	struct s3_bucket_state bucket;

	if (s3_bucket_open(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	out->bucket_region = bucket.region;
	out->bucket_arn = arn_bucket(call, bucket.name);
	out->access_point_alias = api_boolean(false);
	return API_OK;
}

/* us-east-1 is answered as no constraint (documented). */
enum api_status s3_get_bucket_location(struct call *call,
				       const struct s3_get_bucket_location_in *in,
				       struct s3_get_bucket_location_out *out)
{
	struct s3_bucket_state bucket;

	if (s3_bucket_open(call, in->bucket, in->expected_bucket_owner, &bucket) != API_OK)
		return API_FAILED;
	if (strcmp(bucket.region, "us-east-1") != 0)
		out->location_constraint = bucket.region;
	return API_OK;
}
