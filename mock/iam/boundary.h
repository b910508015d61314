/*
 * boundary.h - managed policies as permissions boundaries.
 */
#pragma once

#include "mock/iam/iam.h"

/* CreateRole answers these too though its contract lists only one (recorded): InvalidInput if the
 * ARN is none of a policy, NoSuchEntity if there is no such policy (recorded).
 */
enum api_status iam_boundary_check(struct call *call, const char *policy_arn);
