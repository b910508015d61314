/*
 * detail.h - the structures of GetAccountAuthorizationDetails.
 */
#pragma once

#include "mock/iam/entity.h"
#include "mock/iam/managed_policy.h"

/* What is being filled. */
#define iam_details iam_get_account_authorization_details_out

/* Each appends one entry; the list has room for it. */
void iam_detail_user(struct call *call, struct iam_details *out, const struct iam_entity *user);
void iam_detail_group(struct call *call, struct iam_details *out, const struct iam_entity *group);
void iam_detail_role(struct call *call, struct iam_details *out, const struct iam_entity *role);
void iam_detail_policy(struct call *call, struct iam_details *out,
		       const struct iam_managed_policy *policy);
