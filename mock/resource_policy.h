/*
 * resource_policy.h - the policy that a resource carries itself.
 *
 * Roles have a trust policy, buckets and queues may have a policy. This is
 * the one place where the authorize stage finds them.
 */
#pragma once

#include "mock/call.h"

struct resource_policy {
	const char *account_id; /* that owns the resource; NULL: no such resource */
	const char *document;   /* NULL: the resource has no policy */
	bool is_trust;          /* must contain an Allow, whatever identity policies say */
};

/*
 * Finds the policy that decides @action on the resource @arn; texts live in
 * the call's arena. A bucket's policy does not bind the root user of the
 * account that owns it for s3:GetBucketPolicy, PutBucketPolicy and
 * DeleteBucketPolicy (documented), nor a queue's for SQS's four unlock
 * actions (assumed from the task policy): it is then left out.
 */
void resource_policy_find(struct call *call, const char *action, const char *arn,
			  struct resource_policy *out_policy);
