/*
 * service_grant.h - which services a policy lets its bearer reach at all.
 *
 * As reports of last accesses ask it: an action of the service is enough, and
 * neither resources nor conditions of an Allow count. A Deny takes a service
 * away if it takes all of it: every action, on every resource, without a
 * condition. That AWS draws the line there is assumed.
 */
#pragma once

#include "policy/request.h"

/* What of a service a set of pooled policies leaves. */
enum iam_service_grant {
	IAM_SERVICE_UNMENTIONED,
	IAM_SERVICE_GRANTED,
	IAM_SERVICE_DENIED,
};

/* @prefix is a service's, "s3". A NULL document says nothing. */
enum iam_service_grant iam_service_grant_of(const struct policy_document *document,
					    const char *prefix);

/* The same of several policies: one grant suffices, one denial kills. */
enum iam_service_grant iam_service_grant_of_set(const struct policy_set *set, const char *prefix);
