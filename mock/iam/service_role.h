/*
 * service_role.h - which service-linked roles there are.
 */
#pragma once

#include "wire/base.h"

struct iam_service_role {
	const char *service; /* "batch.amazonaws.com" */
	const char *name;    /* "AWSServiceRoleForBatch" */
	const char *policy;  /* the name of its managed policy below /aws-service-role/ */
	const char *description;
	bool takes_suffix; /* CustomSuffix is allowed */
};

/* The role of a service, or NULL if the mock knows none. */
const struct iam_service_role *iam_service_role_find(const char *service);
