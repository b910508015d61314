#include "mock/arn.h"
#include "mock/database.h"
#include "mock/scenario/loader.h"
#include "policy/document.h"

/* A bucket or a queue. */
struct resource {
	const char *name, *region;
	const struct json_value *policy, *tags;
};

static const struct reader_field resource_fields[] = {
	{ "name", READER_TEXT, offsetof(struct resource, name), true },
	{ "region", READER_TEXT, offsetof(struct resource, region), false, NULL,
	  reader_expected_region },
	{ "policy", READER_OBJECT, offsetof(struct resource, policy) },
	{ "tags", READER_OBJECT, offsetof(struct resource, tags) },
	{ NULL },
};

static bool read_resource(struct loader *loader, const struct json_value *item,
			  struct resource *out_resource)
{
	const struct policy_document *document;
	struct fault fault;

	*out_resource = (struct resource){ .region = "us-east-1" };
	if (!reader_object(&loader->reader, item, resource_fields, out_resource))
		return false;
	if (out_resource->policy &&
	    !policy_document_compile(loader->call.arena, out_resource->policy, &fault, &document))
		return reader_fail(&loader->reader, out_resource->policy, "expected a policy: %s",
				   fault.message);
	return true;
}

static const char *policy_text(struct loader *loader, const struct resource *resource)
{
	return resource->policy ? reader_compact(&loader->reader, resource->policy) : NULL;
}

static bool add_bucket(struct loader *loader, const struct loader_account *account,
		       const struct json_value *item)
{
	struct resource bucket;

	if (!read_resource(loader, item, &bucket))
		return false;
	if (database_run(&loader->call,
			 "INSERT INTO bucket (name, account_id, region, created_ms, policy) VALUES"
			 " (:name, :account, :region, :created, :policy)",
			 DATABASE_VALUES(database_text("name", bucket.name),
					 database_text("account", account->id),
					 database_text("region", bucket.region),
					 database_integer("created", account->created_ms),
					 database_text("policy", policy_text(loader, &bucket)))) <
	    0)
		return reader_fail(&loader->reader, item,
				   "expected a name that no other bucket in the world has");
	return loader_tags(loader, arn_bucket(&loader->call, bucket.name), bucket.tags);
}

static bool add_queue(struct loader *loader, const struct loader_account *account,
		      const struct json_value *item)
{
	struct resource queue;

	if (!read_resource(loader, item, &queue))
		return false;
	if (database_run(&loader->call,
			 "INSERT INTO queue (account_id, region, name, created_ms, changed_ms,"
			 " policy) VALUES (:account, :region, :name, :created, :created, :policy)",
			 DATABASE_VALUES(database_text("account", account->id),
					 database_text("region", queue.region),
					 database_text("name", queue.name),
					 database_integer("created", account->created_ms),
					 database_text("policy", policy_text(loader, &queue)))) < 0)
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
