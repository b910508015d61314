/*
 * unlock_sqs.c - queue policies. A queue is looked for in the region of the command.
 */
#include <string.h>

#include "client/rollout/unlock.h"
#include "model/sqs_client.h"

static const char policy_attribute[] = "Policy";

static bool find(struct unlock *unlock, struct fault *fault)
{
	const struct sqs_get_queue_url_in in = { .queue_name = unlock->name };
	struct sqs_get_queue_url_out out;

	if (!sqs_get_queue_url(&unlock->root, &in, &out, fault))
		return fault_prefix(fault, "queue %s in %s", unlock->name,
				    unlock->root.region.name);
	unlock->address = out.queue_url;
	return true;
}

static bool read_policy(struct unlock *unlock, const char **out_document, struct fault *fault)
{
	const char *names[] = { policy_attribute };
	const struct sqs_get_queue_attributes_in in = {
		.queue_url = unlock->address,
		.attribute_names = { .is_set = true, .len = ARRAY_LEN(names), .items = names },
	};
	struct sqs_get_queue_attributes_out out;

	*out_document = NULL;
	if (!sqs_get_queue_attributes(&unlock->root, &in, &out, fault))
		return false;
	for (size_t i = 0; i < out.attributes.len; i++)
		if (!strcmp(out.attributes.items[i].key, policy_attribute))
			*out_document = out.attributes.items[i].value;
	return true;
}

static bool write_policy(struct unlock *unlock, const char *document, struct fault *fault)
{
	struct sqs_queue_attribute_map_entry entries[] = { { policy_attribute, document } };
	const struct sqs_set_queue_attributes_in in = {
		.queue_url = unlock->address,
		.attributes = { .is_set = true, .len = ARRAY_LEN(entries), .items = entries },
	};
	struct sqs_set_queue_attributes_out out;

	return sqs_set_queue_attributes(&unlock->root, &in, &out, fault);
}

/* An empty text is how SQS removes a policy (documented). */
static bool remove_policy(struct unlock *unlock, struct fault *fault)
{
	return write_policy(unlock, "", fault);
}

const struct unlock_service unlock_sqs = {
	.name = "sqs",
	.noun = "queue",
	.task = CLIENT_TASK_UNLOCK_SQS,
	.find = find,
	.read = read_policy,
	.write = write_policy,
	.remove = remove_policy,
};
