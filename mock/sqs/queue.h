/*
 * queue.h - naming a queue: its URL, its ARN, its row.
 */
#pragma once

#include "mock/call.h"

/* A queue's names; strings live in the call's arena. */
struct sqs_queue_name {
	const char *account_id;
	const char *region;
	const char *name;
};

/*
 * Reads the account and the name from the last two segments of a queue's URL;
 * the region is the request's. False if the text is not such a URL.
 */
MUST_USE bool sqs_queue_parse(struct call *call, const char *url, struct sqs_queue_name *out_name);

/* "arn:aws:sqs:REGION:ACCOUNT:NAME" */
const char *sqs_queue_arn(struct call *call, const struct sqs_queue_name *name);

/* The URL under which this server answers for the queue. */
const char *sqs_queue_url(struct call *call, const struct sqs_queue_name *name);
