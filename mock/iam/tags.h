/*
 * tags.h - tags of IAM's resources, by ARN.
 *
 * Keys of roles and users are compared without letter case, those of managed
 * policies and the rest with it (recorded). At most 50 a resource.
 */
#pragma once

#include "mock/iam/iam.h"

enum { IAM_TAGS_MAX = 50 };

/* How a kind of resource compares its tag keys. */
enum iam_tag_case { IAM_TAGS_EXACT, IAM_TAGS_ANY_CASE };

/* What a request brings. */
struct iam_tag_request {
	const struct iam_tag *tags;
	size_t count;
	enum iam_tag_case compare;
};

/* A request of a list of tags of the contract. */
#define IAM_TAG_REQUEST(list, compare) \
	(&(const struct iam_tag_request){ (list).items, (list).len, (compare) })

/* All tags of a resource, by key; returns how many. */
size_t iam_tags_of(struct call *call, const char *arn, struct iam_tag **out_tags);

/* Fails with InvalidInput "Duplicate tag keys found." or on AWS's own prefix "aws:". */
enum api_status iam_tags_check(struct call *call, const struct iam_tag_request *request);

/* Adds or overwrites; more than 50 in the end fails with LimitExceeded. */
enum api_status iam_tags_put(struct call *call, const char *arn,
			     const struct iam_tag_request *request);

/* Removes some; a key that is not there is no error. */
void iam_tags_remove(struct call *call, const char *arn, const char *const *keys, size_t count,
		     enum iam_tag_case compare);

/* Forgets all tags of a resource that is deleted. */
void iam_tags_drop(struct call *call, const char *arn);

/* Moves all tags when a resource is renamed. */
void iam_tags_move(struct call *call, const char *from_arn, const char *to_arn);
