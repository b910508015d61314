#include "mock/sqs/sqs.h"

const struct sqs_handlers sqs_handlers = {
	.create_queue = sqs_create_queue,
	.delete_queue = sqs_delete_queue,
	.get_queue_attributes = sqs_get_queue_attributes,
	.get_queue_url = sqs_get_queue_url,
	.list_queues = sqs_list_queues,
	.set_queue_attributes = sqs_set_queue_attributes,
};
