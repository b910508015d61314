#include "mock/arn.h"
#include "mock/database.h"
#include "mock/scenario/loader.h"

/* A bucket or a queue. */
struct resource {
	const char *name, *region;
	const char *policy_text;
	const struct json_value *policy, *tags;
	int64_t created_ms, changed_ms;
};

static const struct reader_field resource_fields[] = {
	{ "name", READER_TEXT, offsetof(struct resource, name), true },
	{ "region", READER_TEXT, offsetof(struct resource, region), false, NULL,
	  reader_expected_region },
	{ "policy", READER_VALUE, offsetof(struct resource, policy) },
	{ "tags", READER_OBJECT, offsetof(struct resource, tags) },
	{ "created", READER_TIME, offsetof(struct resource, created_ms) },
	{ "changed", READER_TIME, offsetof(struct resource, changed_ms) },
	{ NULL },
};

/* As old as its account, and not changed since, unless the file says otherwise. */
static bool read_resource(struct loader *loader, const struct loader_account *account,
			  const struct json_value *item, struct resource *out_resource)
{
	*out_resource = (struct resource){ .region = "us-east-1",
					   .created_ms = account->created_ms,
					   .changed_ms = INT64_MIN };
	if (!reader_object(&loader->reader, item, resource_fields, out_resource))
		return false;
	if (out_resource->changed_ms == INT64_MIN)
		out_resource->changed_ms = out_resource->created_ms;
	return !out_resource->policy ||
	       loader_document(loader, out_resource->policy, &out_resource->policy_text);
}

static bool add_bucket(struct loader *loader, const struct loader_account *account,
		       const struct json_value *item)
{
	struct resource bucket;

	if (!read_resource(loader, account, item, &bucket))
		return false;
	if (database_run(&loader->call,
			 "INSERT INTO bucket (name, account_id, region, created_ms, policy) VALUES"
			 " (:name, :account, :region, :created, :policy)",
			 DATABASE_VALUES(database_text("name", bucket.name),
					 database_text("account", account->id),
					 database_text("region", bucket.region),
					 database_integer("created", bucket.created_ms),
					 database_text("policy", bucket.policy_text))) < 0)
		return reader_fail(&loader->reader, item,
				   "expected a name that no other bucket in the world has");
	return loader_tags(loader, arn_bucket(&loader->call, bucket.name), bucket.tags);
}

static bool add_queue(struct loader *loader, const struct loader_account *account,
		      const struct json_value *item)
{
	struct resource queue;

	if (!read_resource(loader, account, item, &queue))
		return false;
	if (database_run(&loader->call,
			 "INSERT INTO queue (account_id, region, name, created_ms, changed_ms,"
			 " policy) VALUES (:account, :region, :name, :created, :changed, :policy)",
			 DATABASE_VALUES(database_text("account", account->id),
					 database_text("region", queue.region),
					 database_text("name", queue.name),
					 database_integer("created", queue.created_ms),
					 database_integer("changed", queue.changed_ms),
					 database_text("policy", queue.policy_text))) < 0)
		return reader_fail(&loader->reader, item,
				   "expected a name that no other queue of the account has there");
	return loader_tags(loader, arn_queue(&loader->call, queue.region, account->id, queue.name),
			   queue.tags);
}

bool loader_resources(struct loader *loader, const struct loader_account *account)
{
	const struct json_value *buckets = account->buckets, *queues = account->queues;

	for (const struct json_value *item = buckets ? buckets->first : NULL; item;
	     item = item->next) {
		if (!add_bucket(loader, account, item))
			return false;
	}
	for (const struct json_value *item = queues ? queues->first : NULL; item;
	     item = item->next) {
		if (!add_queue(loader, account, item))
			return false;
	}
	return true;
}
