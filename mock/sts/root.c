#include <string.h>
#include <strings.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/organizations/lookup.h"
#include "mock/setting.h"
#include "mock/sts/sts.h"

enum { ROOT_SESSION_S = 900 };

#define IAM_SERVICE "iam.amazonaws.com"

/*
 * The five task policies and the feature that each needs (recorded). Neither
 * feature implies the other, whatever the documentation suggests.
 */
static const struct task {
	const char *name; /* of the policy, below /root-task/ */
	const char *feature;
	const char *words; /* the feature in messages */
} tasks[] = {
	{ "IAMAuditRootUserCredentials", "RootCredentialsManagement",
	  "Root credentials management" },
	{ "IAMCreateRootUserPassword", "RootCredentialsManagement", "Root credentials management" },
	{ "IAMDeleteRootUserCredentials", "RootCredentialsManagement",
	  "Root credentials management" },
	{ "S3UnlockBucketPolicy", "RootSessions", "Root sessions" },
	{ "SQSUnlockQueuePolicy", "RootSessions", "Root sessions" },
};

static const struct task *find_task(const struct call *call,
				    const struct sts_policy_descriptor_type *policy)
{
	for (size_t i = 0; i < ARRAY_LEN(tasks); i++) {
		const char *arn = arn_iam(call, "aws", "policy", "/root-task/", tasks[i].name);

		if (policy->arn && strcmp(policy->arn, arn) == 0)
			return &tasks[i];
	}
	return NULL;
}

/* The account of "123456789012" or "arn:aws:iam::123456789012:root"; NULL for anything else. */
static const char *target_account(struct call *call, const char *target)
{
	const char *account;

	if (arn_is_account_id(target))
		return target;
	account = arn_account(call->arena, target);
	if (!account || strcmp(target, arn_root_user(call, account)) != 0)
		return NULL;
	return account;
}

/* Validation comes before authorization (recorded). */
enum api_status sts_assume_root_check(struct call *call, const void *input)
{
	const struct sts_assume_root_in *in = input;

	/* Only regional endpoints know the operation (recorded). */
	if (call->host && strcasecmp(call->host, "sts.amazonaws.com") == 0)
		return call_fail(call, &sts_invalid_action, "Unknown Operation");
	if (!target_account(call, in->target_principal))
		return call_fail(call, &sts_validation_error,
				 "Request must contain a valid target principal");
	if (!find_task(call, in->task_policy_arn))
		return call_fail(call, &sts_validation_error,
				 "Request must contain valid AWS managed task policy ARN");
	return API_OK;
}

/*
 * Whether an account that is being closed may still be a target. What AWS
 * does is not known: refused unless the setting says otherwise.
 */
static bool takes_inactive(struct call *call)
{
	return strcmp(setting_text(call, "sts.assume_root.inactive_target", "refuse"), "allow") ==
	       0;
}

/* Whether the caller's account may take root sessions at all, and of this account. */
static bool is_eligible(struct call *call, const char *target)
{
	static const char target_state[] = "SELECT a.state FROM account a"
					   " JOIN organization o ON o.id = a.organization_id"
					   " WHERE a.id = :id AND o.id = :organization"
					   " AND o.management_account_id <> a.id";
	const struct principal *caller = call->principal;
	const char *state;

	if (!caller->organization_id)
		return false;
	if (!caller->is_management_account &&
	    !lookup_is_delegated(call, caller->account_id, IAM_SERVICE))
		return false;
	state = database_string(
		call, target_state,
		DATABASE_VALUES(database_text("id", target),
				database_text("organization", caller->organization_id)));
	return state && (strcmp(state, "ACTIVE") == 0 || takes_inactive(call));
}

enum api_status sts_assume_root(struct call *call, const struct sts_assume_root_in *in,
				struct sts_assume_root_out *out)
{
	const struct task *task = find_task(call, in->task_policy_arn);
	const char *target = target_account(call, in->target_principal);
	const char *organization = call->principal->organization_id;

	if (!is_eligible(call, target))
		return sts_deny(call, "sts:AssumeRoot", arn_root_user(call, target));
	if (!lookup_has_service_access(call, organization, IAM_SERVICE))
		return call_fail(call, &sts_access_denied,
				 "Service not enabled for AWS Organizations.");
	if (!lookup_has_feature(call, organization, task->feature))
		return call_fail(call, &sts_access_denied,
				 "%s feature is not enabled for your AWS Organization.",
				 task->words);
	out->source_identity = call->principal->source_identity;
	out->credentials = sts_credentials_issue(
		call, &(struct session_request){
			      .kind = "root",
			      .account_id = target,
			      .issuer_id = target,
			      .task_policy_arn = in->task_policy_arn->arn,
			      .source_identity = call->principal->source_identity,
			      .duration_s = in->duration_seconds.is_set ? in->duration_seconds.value
									: ROOT_SESSION_S,
		      });
	return API_OK;
}
