#include <string.h>

#include "mock/database.h"
#include "mock/name_token.h"
#include "mock/s3/s3.h"
#include "wire/digest.h"

enum { LIST_MAX = 10000 };

struct listed {
	const char *name;
	const char *region;
	int64_t created_ms;
};

static const struct database_column listed_columns[] = {
	{ "name", offsetof(struct listed, name), COLUMN_TEXT },
	{ "region", offsetof(struct listed, region), COLUMN_TEXT },
	{ "created_ms", offsetof(struct listed, created_ms), COLUMN_INTEGER },
	{ NULL },
};

static const struct database_row listed_row = { sizeof(struct listed), listed_columns };

/* The names behind :after; the prefix is compared by substr, since names have no wildcards. */
static const char page[] = "SELECT name, region, created_ms FROM bucket"
			   " WHERE account_id = :account_id AND name > :after"
			   " AND substr(name, 1, length(:prefix)) = :prefix"
			   " AND (:region IS NULL OR region = :region)"
			   " ORDER BY name LIMIT :limit";

/* The canonical id of an account: one way only, as AWS's is. */
static const struct s3_owner *bucket_owner(struct call *call)
{
	struct s3_owner *owner = arena_new(call->arena, struct s3_owner);
	const char *account = call->principal->account_id;
	char *id = arena_alloc(call->arena, SHA256_HEX_LEN + 1);

	sha256_hex(account, strlen(account), id);
	owner->id = id;
	return owner;
}

static void write_bucket(struct call *call, const struct listed *row, bool with_region,
			 struct s3_bucket *out_bucket)
{
	UNUSED(call);
	*out_bucket = (struct s3_bucket){
		.name = row->name,
		.creation_date = api_timestamp(row->created_ms),
		.bucket_region = with_region ? row->region : NULL,
	};
}

static size_t read_page(struct call *call, const struct s3_list_buckets_in *in, const char *after,
			int64_t limit, struct listed **out_rows)
{
	return database_rows(
		call, page,
		DATABASE_VALUES(database_text("account_id", call->principal->account_id),
				database_text("after", after),
				database_text("prefix", in->prefix ? in->prefix : ""),
				database_text("region", in->bucket_region),
				database_integer("limit", limit + 1)),
		&listed_row, out_rows);
}

/* The region of a bucket is answered if the request has any parameter (documented). */
enum api_status s3_list_buckets(struct call *call, const struct s3_list_buckets_in *in,
				struct s3_list_buckets_out *out)
{
	bool with_region = in->max_buckets.is_set || in->continuation_token || in->prefix ||
			   in->bucket_region;
	int64_t limit = in->max_buckets.is_set ? in->max_buckets.value : LIST_MAX;
	const char *after = name_token_read(call, in->continuation_token);
	struct listed *rows;
	size_t count;

	if (!after)
		return call_fail_common(call, 400, "InvalidArgument",
					"The continuation token provided is incorrect");
	if (limit < 1 || limit > LIST_MAX)
		return call_fail_common(call, 400, "InvalidArgument",
					"Argument max-buckets must be an integer between 1 and"
					" 10000");
	count = read_page(call, in, after, limit, &rows);
	out->owner = bucket_owner(call);
	out->prefix = in->prefix;
	if (count > (size_t)limit) {
		count = (size_t)limit;
		out->continuation_token = name_token_write(call, rows[count - 1].name);
	}
	out->buckets.is_set = true;
	out->buckets.len = count;
	out->buckets.items = arena_array(call->arena, count, sizeof(*out->buckets.items));
	for (size_t i = 0; i < count; i++)
		write_bucket(call, &rows[i], with_region, &out->buckets.items[i]);
	return API_OK;
}
