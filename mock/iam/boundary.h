/*
 * boundary.h - managed policies as permissions boundaries.
 */
#pragma once

#include "mock/iam/iam.h"

/*
 * Whether an ARN may be a boundary: InvalidInput if it is none of a policy,
 * NoSuchEntity if there is no such policy (recorded). CreateRole answers both,
 * though its contract lists one only.
 */
enum api_status iam_boundary_check(struct call *call, const char *policy_arn);
