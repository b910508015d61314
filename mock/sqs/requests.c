#include <string.h>

#include "mock/database.h"
#include "mock/name_token.h"
#include "mock/sqs/sqs.h"

enum { NAME_MAX_LEN = 80, LIST_MAX = 1000 };

static bool is_queue_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_";
	size_t len = strlen(name);
	size_t plain = strspn(name, letters);

	return len >= 1 && len <= NAME_MAX_LEN &&
	       (plain == len || (plain > 0 && strcmp(name + plain, ".fifo") == 0));
}

static struct sqs_queue_name own_name(const struct call *call, const char *name)
{
	return (struct sqs_queue_name){ call->principal->account_id, call->region, name };
}

static void store_queue(struct call *call, const struct sqs_queue_state *queue)
{
	static const char replace[] =
		"INSERT INTO queue (account_id, region, name, created_ms, changed_ms, policy,"
		" attributes) VALUES (:account_id, :region, :name, :created_ms, :changed_ms,"
		" :policy, :attributes) ON CONFLICT (account_id, region, name) DO UPDATE SET"
		" changed_ms = :changed_ms, policy = :policy, attributes = :attributes";

	database_run(call, replace,
		     DATABASE_VALUES(database_text("account_id", queue->name.account_id),
				     database_text("region", queue->name.region),
				     database_text("name", queue->name.name),
				     database_integer("created_ms", queue->created_ms),
				     database_integer("changed_ms", queue->changed_ms),
				     database_text("policy", queue->policy),
				     database_text("attributes", queue->attributes)));
}

/* Creating a queue again is harmless as long as no attribute asked for differs. */
static enum api_status check_same(struct call *call, const struct sqs_create_queue_in *in,
				  const struct sqs_queue_state *queue)
{
	for (size_t i = 0; i < in->attributes.len; i++) {
		const struct sqs_queue_attribute_map_entry *wish = &in->attributes.items[i];
		const char *value = sqs_attribute_value(call, queue, wish->key);

		if (!value || strcmp(value, wish->value) != 0)
			return call_fail(call, &sqs_queue_name_exists,
					 "A queue already exists with the same name and a different"
					 " value for attribute %s",
					 wish->key);
	}
	return API_OK;
}

enum api_status sqs_create_queue(struct call *call, const struct sqs_create_queue_in *in,
				 struct sqs_create_queue_out *out)
{
	struct sqs_queue_state queue = {
		.name = own_name(call, in->queue_name),
		.attributes = "{}",
		.created_ms = call->now_ms,
		.changed_ms = call->now_ms,
	};
	struct sqs_queue_state before;

	if (!is_queue_name(in->queue_name))
		return call_fail_common(call, 400, "InvalidParameterValue",
					"Can only include alphanumeric characters, hyphens, or"
					" underscores. 1 to 80 in length");
	if (sqs_attributes_read(call, &in->attributes, &queue) != API_OK)
		return API_FAILED;
	out->queue_url = sqs_queue_url(call, &queue.name);
	if (sqs_queue_find(call, &queue.name, &before))
		return check_same(call, in, &before);
	store_queue(call, &queue);
	return API_OK;
}

enum api_status sqs_delete_queue(struct call *call, const struct sqs_delete_queue_in *in,
				 struct sqs_delete_queue_out *out)
{
	static const char delete[] = "DELETE FROM queue WHERE account_id = :account_id"
				     " AND region = :region AND name = :name";
	struct sqs_queue_state queue;

	UNUSED(out);
	if (sqs_queue_open(call, in->queue_url, &queue) != API_OK)
		return API_FAILED;
	database_run(call, delete,
		     DATABASE_VALUES(database_text("account_id", queue.name.account_id),
				     database_text("region", queue.name.region),
				     database_text("name", queue.name.name)));
	return API_OK;
}

enum api_status sqs_get_queue_url(struct call *call, const struct sqs_get_queue_url_in *in,
				  struct sqs_get_queue_url_out *out)
{
	struct sqs_queue_name name = own_name(call, in->queue_name);

	if (in->queue_owner_aws_account_id)
		name.account_id = in->queue_owner_aws_account_id;
	out->queue_url = sqs_queue_url(call, &name);
	return API_OK;
}

struct listed {
	const char *name;
};

static const struct database_column listed_columns[] = {
	{ "name", offsetof(struct listed, name), COLUMN_TEXT },
	{ NULL },
};

static const struct database_row listed_row = { sizeof(struct listed), listed_columns };

static const char page[] = "SELECT name FROM queue"
			   " WHERE account_id = :account_id AND region = :region AND name > :after"
			   " AND substr(name, 1, length(:prefix)) = :prefix"
			   " ORDER BY name LIMIT :limit";

/* A page goes on only if the request gave its size (documented). */
static void write_page(struct call *call, const struct sqs_list_queues_in *in,
		       const struct listed *rows, size_t count, struct sqs_list_queues_out *out)
{
	size_t limit = in->max_results.is_set ? (size_t)in->max_results.value : LIST_MAX;
	size_t shown = count < limit ? count : limit;

	out->queue_urls.is_set = shown > 0;
	out->queue_urls.len = shown;
	out->queue_urls.items = arena_array(call->arena, shown, sizeof(*out->queue_urls.items));
	for (size_t i = 0; i < shown; i++) {
		struct sqs_queue_name name = own_name(call, rows[i].name);

		out->queue_urls.items[i] = sqs_queue_url(call, &name);
	}
	if (in->max_results.is_set && count > shown)
		out->next_token = name_token_write(call, rows[shown - 1].name);
}

enum api_status sqs_list_queues(struct call *call, const struct sqs_list_queues_in *in,
				struct sqs_list_queues_out *out)
{
	const char *after = name_token_read(call, in->next_token);
	int64_t limit = in->max_results.is_set ? in->max_results.value : LIST_MAX;
	struct listed *rows;
	size_t count;

	if (!after || limit < 1 || limit > LIST_MAX)
		return call_fail_common(call, 400, "InvalidParameterValue",
					"Value for parameter %s is invalid. Reason: %s",
					after ? "MaxResults" : "NextToken",
					after ? "MaxResults must be an integer between 1 and 1000."
					      : "Invalid or expired next token.");
	count = database_rows(
		call, page,
		DATABASE_VALUES(
			database_text("account_id", call->principal->account_id),
			database_text("region", call->region), database_text("after", after),
			database_text("prefix", in->queue_name_prefix ? in->queue_name_prefix : ""),
			database_integer("limit", limit + 1)),
		&listed_row, &rows);
	write_page(call, in, rows, count, out);
	return API_OK;
}

enum api_status sqs_get_queue_attributes(struct call *call,
					 const struct sqs_get_queue_attributes_in *in,
					 struct sqs_get_queue_attributes_out *out)
{
	struct sqs_queue_state queue;

	if (sqs_queue_open(call, in->queue_url, &queue) != API_OK)
		return API_FAILED;
	return sqs_attributes_write(call, &queue, &in->attribute_names, &out->attributes);
}

enum api_status sqs_set_queue_attributes(struct call *call,
					 const struct sqs_set_queue_attributes_in *in,
					 struct sqs_set_queue_attributes_out *out)
{
	struct sqs_queue_state queue;

	UNUSED(out);
	if (sqs_queue_open(call, in->queue_url, &queue) != API_OK ||
	    sqs_attributes_read(call, &in->attributes, &queue) != API_OK)
		return API_FAILED;
	queue.changed_ms = call->now_ms;
	store_queue(call, &queue);
	return API_OK;
}
