#include "mock/sqs/queue.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/sqs/sqs.h"

static const struct database_column queue_columns[] = {
	{ "account_id", offsetof(struct sqs_queue_state, name.account_id), COLUMN_TEXT },
	{ "region", offsetof(struct sqs_queue_state, name.region), COLUMN_TEXT },
	{ "name", offsetof(struct sqs_queue_state, name.name), COLUMN_TEXT },
	{ "policy", offsetof(struct sqs_queue_state, policy), COLUMN_TEXT },
	{ "attributes", offsetof(struct sqs_queue_state, attributes), COLUMN_TEXT },
	{ "created_ms", offsetof(struct sqs_queue_state, created_ms), COLUMN_INTEGER },
	{ "changed_ms", offsetof(struct sqs_queue_state, changed_ms), COLUMN_INTEGER },
	{ NULL },
};

static const struct database_row queue_row = { sizeof(struct sqs_queue_state), queue_columns };

bool sqs_queue_parse(struct call *call, const char *url, struct sqs_queue_name *out_name)
{
	const char *name = strrchr(url, '/');
	const char *account = name;

	if (!name || !name[1])
		return false;
	while (account > url && account[-1] != '/')
		account--;
	if (account == url)
		return false;
	*out_name = (struct sqs_queue_name){
		.account_id = arena_strndup(call->arena, account, (size_t)(name - account)),
		.region = call->region,
		.name = name + 1,
	};
	return arn_is_account_id(out_name->account_id);
}

const char *sqs_queue_arn(struct call *call, const struct sqs_queue_name *name)
{
	return arn_queue(call, name->region, name->account_id, name->name);
}

const char *sqs_queue_url(struct call *call, const struct sqs_queue_name *name)
{
	return arena_printf(call->arena, "%s/%s/%s", call->base_url, name->account_id, name->name);
}

bool sqs_queue_find(struct call *call, const struct sqs_queue_name *name,
		    struct sqs_queue_state *out_queue)
{
	static const char by_name[] = "SELECT account_id, region, name, policy, attributes,"
				      " created_ms, changed_ms FROM queue"
				      " WHERE account_id = :account_id AND region = :region"
				      " AND name = :name";

	return database_row(call, by_name,
			    DATABASE_VALUES(database_text("account_id", name->account_id),
					    database_text("region", name->region),
					    database_text("name", name->name)),
			    &queue_row, out_queue);
}

static enum api_status fail_no_queue(struct call *call)
{
	return call_fail_common(call, 400, "QueueDoesNotExist",
				"The specified queue does not exist.");
}

enum api_status sqs_queue_open(struct call *call, const char *url,
			       struct sqs_queue_state *out_queue)
{
	struct sqs_queue_name name;

	if (!sqs_queue_parse(call, url, &name))
		return call_fail_common(call, 404, "InvalidAddress",
					"The address %s is not valid for this endpoint.", url);
	if (!sqs_queue_find(call, &name, out_queue))
		return fail_no_queue(call);
	return API_OK;
}

static enum api_status check_url(struct call *call, const char *url)
{
	struct sqs_queue_state queue;

	return sqs_queue_open(call, url, &queue);
}

enum api_status sqs_delete_queue_check(struct call *call, const void *input)
{
	return check_url(call, ((const struct sqs_delete_queue_in *)input)->queue_url);
}

enum api_status sqs_get_queue_attributes_check(struct call *call, const void *input)
{
	return check_url(call, ((const struct sqs_get_queue_attributes_in *)input)->queue_url);
}

enum api_status sqs_set_queue_attributes_check(struct call *call, const void *input)
{
	return check_url(call, ((const struct sqs_set_queue_attributes_in *)input)->queue_url);
}

enum api_status sqs_get_queue_url_check(struct call *call, const void *input)
{
	const struct sqs_get_queue_url_in *in = input;
	struct sqs_queue_state queue;
	struct sqs_queue_name name = {
		.account_id = in->queue_owner_aws_account_id ? in->queue_owner_aws_account_id
							     : call->principal->account_id,
		.region = call->region,
		.name = in->queue_name,
	};

	return sqs_queue_find(call, &name, &queue) ? API_OK : fail_no_queue(call);
}
