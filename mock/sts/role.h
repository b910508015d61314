/*
 * role.h - roles, as the operations that assume them need them.
 */
#pragma once

#include "mock/call.h"
#include "model/sts_api.h"

/* Texts are owned by the call's arena. */
struct sts_role {
	const char *unique_id;
	const char *account_id;
	const char *name;
	const char *path;
	int64_t max_session_s;
};

/* Refuses what is no ARN of IAM's, before authorization; the text is recorded. */
MUST_USE enum api_status sts_role_check_arn(struct call *call, const char *role_arn);

/* The role of an ARN, which must be written as it is stored; false if there is none. */
MUST_USE bool sts_role_find(struct call *call, const char *arn, struct sts_role *out_role);

/* The length of the session; a role assumed from a role's session lasts an hour at most. */
MUST_USE enum api_status sts_role_duration(struct call *call, const struct sts_role *role,
					   struct api_integer wanted_s, int64_t *out_duration_s);

/* The session of a role, as AWS answers it. */
const struct sts_assumed_role_user *sts_role_user(struct call *call, const struct sts_role *role,
						  const char *session_name);
