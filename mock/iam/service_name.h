/*
 * service_name.h - AWS's services by the prefix of their actions, as reports of last accesses list
 * them.
 *
 * The names are those of AWS's service authorization reference, as iam-data 0.21 collected them
 * on 2026-09-26 (documented); IAM's is recorded.
 */
#pragma once

#include "mock/iam/iam.h"

struct iam_service_name {
	const char *prefix; /* "s3" */
	const char *name;   /* "Amazon S3" */
};

/* All of them, sorted by prefix, in the call's arena; returns how many. */
size_t iam_service_names(struct call *call, const struct iam_service_name **out_names);
