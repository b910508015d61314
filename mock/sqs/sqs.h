/*
 * sqs.h - what the handlers of SQS share.
 *
 * SQS is here for what unlocking a queue's policy touches: queues with their
 * attributes, and no messages.
 */
#pragma once

#include "mock/call.h"
#include "mock/sqs/queue.h"
#include "model/sqs_api.h"

struct sqs_queue_state {
	struct sqs_queue_name name;
	const char *policy;     /* or NULL */
	const char *attributes; /* JSON object of those that were set */
	int64_t created_ms;
	int64_t changed_ms;
};

/* Whether the queue is there; its texts live in the call's arena. */
MUST_USE bool sqs_queue_find(struct call *call, const struct sqs_queue_name *name,
			     struct sqs_queue_state *out_queue);

/* The queue of a URL, or QueueDoesNotExist or InvalidAddress. */
MUST_USE enum api_status sqs_queue_open(struct call *call, const char *url,
					struct sqs_queue_state *out_queue);

/*
 * Takes over the settable attributes of a request: the policy apart, the
 * others joined with @before, a JSON object. Refuses unknown names and values
 * out of range.
 */
MUST_USE enum api_status sqs_attributes_read(struct call *call,
					     const struct sqs_queue_attribute_map *map,
					     struct sqs_queue_state *queue);

/* The attributes of a queue that @names ask for ("All" for every one). */
MUST_USE enum api_status sqs_attributes_write(struct call *call,
					      const struct sqs_queue_state *queue,
					      const struct sqs_attribute_name_list *names,
					      struct sqs_queue_attribute_map *out_map);

/* The value of an attribute that is set or has a default, or NULL. */
const char *sqs_attribute_value(struct call *call, const struct sqs_queue_state *queue,
				const char *name);

/* Checks that come before authorization: the queue is there. See mock/gate.h. */
enum api_status sqs_delete_queue_check(struct call *call, const void *input);
enum api_status sqs_get_queue_attributes_check(struct call *call, const void *input);
enum api_status sqs_get_queue_url_check(struct call *call, const void *input);
enum api_status sqs_set_queue_attributes_check(struct call *call, const void *input);

/* The handlers. */
enum api_status sqs_create_queue(struct call *call, const struct sqs_create_queue_in *in,
				 struct sqs_create_queue_out *out);
enum api_status sqs_delete_queue(struct call *call, const struct sqs_delete_queue_in *in,
				 struct sqs_delete_queue_out *out);
enum api_status sqs_get_queue_url(struct call *call, const struct sqs_get_queue_url_in *in,
				  struct sqs_get_queue_url_out *out);
enum api_status sqs_list_queues(struct call *call, const struct sqs_list_queues_in *in,
				struct sqs_list_queues_out *out);
enum api_status sqs_get_queue_attributes(struct call *call,
					 const struct sqs_get_queue_attributes_in *in,
					 struct sqs_get_queue_attributes_out *out);
enum api_status sqs_set_queue_attributes(struct call *call,
					 const struct sqs_set_queue_attributes_in *in,
					 struct sqs_set_queue_attributes_out *out);

extern const struct sqs_handlers sqs_handlers;
