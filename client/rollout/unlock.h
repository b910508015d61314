/*
 * unlock.h - the policy of a bucket or queue, read and changed by a root session.
 *
 * The two unlock tasks let a root session read, replace and remove such a
 * policy and find its owner's buckets and queues, and nothing else: the
 * region of a bucket comes from ListBuckets or from the answer that refuses,
 * and a queue is asked for by name in one region after the other.
 */
#pragma once

#include "client/client.h"
#include "wire/fault.h"

/* A place for a policy and the session that reaches it. */
struct unlock {
	const char *account_id;
	const char *name;    /* of the bucket or queue */
	const char *address; /* of a queue: its URL, found by unlock_open */
	const char *note;    /* what could not be looked at while it was found; or NULL */
	struct client root;  /* its region is that of the bucket or queue */
};

/* How to work with one service's policies. */
struct unlock_service {
	const char *name; /* "s3" */
	const char *noun; /* "bucket" */
	enum client_task task;
	const char *const
		*actions;         /* that manage a policy, NULL-terminated: "s3:GetBucketPolicy" */
	const char *every_action; /* "s3:*" */
	const char *(*arn)(const struct unlock *unlock);
	/* Finds the place and turns the session to its region. */
	bool (*find)(struct unlock *unlock, struct fault *fault);
	/* The document, or NULL if there is none. */
	bool (*read)(struct unlock *unlock, const char **out_document, struct fault *fault);
	bool (*write)(struct unlock *unlock, const char *document, struct fault *fault);
	bool (*remove)(struct unlock *unlock, struct fault *fault);
};

/* The service of that name: "s3" or "sqs". FAULT_USAGE names both. */
MUST_USE bool unlock_service_by_name(const char *name, const struct unlock_service **out_service,
				     struct fault *fault);

/*
 * Takes a root session for the task and finds the bucket or queue. End with
 * unlock_done(). Answers live in the arena of @client.
 */
MUST_USE bool unlock_open(struct client *client, const struct unlock_service *service,
			  struct unlock *unlock, struct fault *fault);

void unlock_done(struct unlock *unlock);

extern const struct unlock_service unlock_s3, unlock_sqs;
