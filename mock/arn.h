/*
 * arn.h - Amazon Resource Names of what the mock holds.
 *
 * Every text lives in the call's arena and names the call's partition, here
 * "aws". A path begins and ends with "/".
 * Organizations' ARNs carry the management account (documented).
 */
#pragma once

#include "mock/call.h"
#include "wire/arena.h"
#include "wire/base.h"

/* The partition in all of them: "aws", "aws-us-gov". */
const char *arn_partition(const struct call *call);

/* The text after "arn:PARTITION:" if that is the call's partition, or NULL. */
const char *arn_local(const struct call *call, const char *arn);

/* "arn:aws:iam::ACCOUNT:root" */
const char *arn_root_user(const struct call *call, const char *account_id);

/* "arn:aws:iam::ACCOUNT:TYPE/PATH/NAME"; @type is user, role, group, policy, mfa,
 * instance-profile... An AWS-managed policy has the account "aws". A NULL path is "/". */
const char *arn_iam(const struct call *call, const char *account_id, const char *type,
		    const char *path, const char *name);

/* "arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION"; without the role's path (recorded). */
const char *arn_assumed_role(const struct call *call, const char *account_id, const char *role_name,
			     const char *session_name);

/* "arn:aws:sts::ACCOUNT:federated-user/NAME" */
const char *arn_federated_user(const struct call *call, const char *account_id, const char *name);

/* "arn:aws:organizations::MANAGEMENT:organization/o-x" */
const char *arn_organization(const struct call *call, const char *management_id,
			     const char *organization_id);

/*
 * "arn:aws:organizations::MANAGEMENT:TYPE/o-x/ID"; @type is root, ou, account
 * or resourcepolicy.
 */
const char *arn_organizations(const struct call *call, const char *management_id,
			      const char *organization_id, const char *type, const char *id);

/*
 * "arn:aws:organizations::MANAGEMENT:policy/o-x/service_control_policy/p-x";
 * @policy_type is the enum's value, "SERVICE_CONTROL_POLICY". With a NULL or
 * empty organization the AWS-managed "arn:aws:organizations::aws:policy/...".
 */
const char *arn_organizations_policy(const struct call *call, const char *management_id,
				     const char *organization_id, const char *policy_type,
				     const char *id);

/* "arn:aws:organizations::MANAGEMENT:handshake/o-x/invite/h-x" */
const char *arn_handshake(const struct call *call, const char *management_id,
			  const char *organization_id, const char *action, const char *id);

/* "arn:aws:s3:::BUCKET" */
const char *arn_bucket(const struct call *call, const char *name);

/* "arn:aws:sqs:REGION:ACCOUNT:QUEUE" */
const char *arn_queue(const struct call *call, const char *region, const char *account_id,
		      const char *name);

/*
 * The account of an ARN, copied into @arena; NULL if the text is not an ARN
 * with twelve digits there.
 */
const char *arn_account(struct arena *arena, const char *arn);

/* Whether the text is twelve digits. */
bool arn_is_account_id(const char *text);
