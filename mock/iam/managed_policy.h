/*
 * managed_policy.h - managed policies as rows: the account's own and AWS's.
 */
#pragma once

#include "mock/iam/iam.h"

struct iam_managed_policy {
	const char *arn;        /* first, so that it pages lists */
	const char *id;         /* ANPA... */
	const char *account_id; /* "aws" for AWS's own */
	const char *name, *path;
	const char *description; /* or NULL */
	const char *default_version;
	int64_t latest_version;
	int64_t created_ms, updated_ms;
};

#define IAM_MANAGED_POLICY_COLUMNS                                              \
	"arn, unique_id, account_id, name, path, description, default_version," \
	" latest_version, created_ms, updated_ms"

extern const struct database_row iam_managed_policy_form;

/* Whether a text has the form of a managed policy's ARN. */
bool iam_managed_policy_is_arn(const char *arn);

/* Whether it is the ARN of a policy of the caller's account, whether or not there is one. */
bool iam_managed_policy_is_own(struct call *call, const char *arn);

/* Finds a policy the account can use: its own or one of AWS's catalogue. */
MUST_USE bool iam_managed_policy_exists(struct call *call, const char *arn,
					struct iam_managed_policy *out_policy);

/* The same, or NoSuchEntity "Policy x was not found." */
enum api_status iam_managed_policy_find(struct call *call, const char *arn,
					struct iam_managed_policy *out_policy);

/*
 * The same, or NoSuchEntity "Policy x does not exist or is not attachable."
 * With the setting iam.unknown_aws_policies = attach every ARN of AWS's is
 * believed; what is not in the catalogue is then known by name only.
 */
enum api_status iam_managed_policy_find_attachable(struct call *call, const char *arn,
						   struct iam_managed_policy *out_policy);

/*
 * Takes a policy of AWS's by its name, which has its path but no first "/": a
 * row without a version, which grants nothing. One that is there already stays
 * as it is. Those of the catalogue have their version and dates.
 */
void iam_managed_policy_take_name(struct call *call, const char *name);

/* Takes the policy of this ARN, or all policies, of AWS's catalogue; an unknown ARN is nothing. */
void iam_managed_policy_learn(struct call *call, const char *arn);
void iam_managed_policy_learn_all(struct call *call);

/* Refuses, with NotImplemented, what needs the document of a policy that is known by name only. */
enum api_status iam_managed_policy_fail_unread(struct call *call,
					       const struct iam_managed_policy *policy);

/* How many entities of the caller's account it is attached to, or is the boundary of. */
int64_t iam_managed_policy_attachments(struct call *call, const char *arn);
int64_t iam_managed_policy_boundary_uses(struct call *call, const char *arn);

/* What CreatePolicy and ListPolicies show: neither description nor tags (recorded). */
struct iam_policy iam_shape_policy(struct call *call, const struct iam_managed_policy *policy);
