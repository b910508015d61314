#include "client/predict/task_actions.h"

#include <string.h>

#include "wire/buffer.h"

static const struct task_action audit[] = {
	{ "iam:ListAccessKeys", TASK_ON_ROOT },
	{ "iam:ListSigningCertificates", TASK_ON_ROOT },
	{ "iam:GetLoginProfile", TASK_ON_ROOT },
	{ "iam:ListMFADevices", TASK_ON_ROOT },
	{ "iam:GetAccountSummary", TASK_ON_NOTHING },
	{ "iam:GetUser", TASK_ON_ROOT },
	{ "iam:GetAccessKeyLastUsed", TASK_ON_ROOT },
};

static const struct task_action create_password[] = {
	{ "iam:CreateLoginProfile", TASK_ON_ROOT },
	{ "iam:GetLoginProfile", TASK_ON_ROOT },
};

static const struct task_action delete_credentials[] = {
	{ "iam:DeleteAccessKey", TASK_ON_ROOT },
	{ "iam:DeleteSigningCertificate", TASK_ON_ROOT },
	{ "iam:DeleteLoginProfile", TASK_ON_ROOT },
	{ "iam:DeactivateMFADevice", TASK_ON_ROOT },
	{ "iam:DeleteVirtualMFADevice", TASK_ON_MFA },
	{ "iam:ListAccessKeys", TASK_ON_ROOT },
	{ "iam:ListSigningCertificates", TASK_ON_ROOT },
	{ "iam:GetLoginProfile", TASK_ON_ROOT },
	{ "iam:ListMFADevices", TASK_ON_ROOT },
	{ "iam:GetUser", TASK_ON_ROOT },
	{ "iam:GetAccessKeyLastUsed", TASK_ON_ROOT },
};

static const struct task_action unlock_bucket[] = {
	{ "s3:DeleteBucketPolicy", TASK_ON_BUCKET },
	{ "s3:PutBucketPolicy", TASK_ON_BUCKET },
	{ "s3:GetBucketPolicy", TASK_ON_BUCKET },
	{ "s3:ListAllMyBuckets", TASK_ON_NOTHING },
};

static const struct task_action unlock_queue[] = {
	{ "sqs:SetQueueAttributes", TASK_ON_QUEUE },
	{ "sqs:GetQueueAttributes", TASK_ON_QUEUE },
	{ "sqs:ListQueues", TASK_ON_NOTHING },
	{ "sqs:GetQueueUrl", TASK_ON_QUEUE },
};

#define ACTIONS(table)                  \
	{                               \
		table, ARRAY_LEN(table) \
	}

static const struct task_actions all[CLIENT_TASK_COUNT] = {
	[CLIENT_TASK_AUDIT] = ACTIONS(audit),
	[CLIENT_TASK_CREATE_PASSWORD] = ACTIONS(create_password),
	[CLIENT_TASK_DELETE] = ACTIONS(delete_credentials),
	[CLIENT_TASK_UNLOCK_S3] = ACTIONS(unlock_bucket),
	[CLIENT_TASK_UNLOCK_SQS] = ACTIONS(unlock_queue),
};

struct task_actions task_actions_of(enum client_task task)
{
	return all[task];
}

/*
 * What people look for among the tasks and AWS has no task policy for
 * (documented: "Tasks that require root user credentials").
 */
static const struct {
	const char *name, *what;
} root_user_only[] = {
	{ "billing-access", "letting IAM users see billing" },
	{ "close-account", "closing an account as its own root user" },
	{ "govcloud-sign-up", "signing up for GovCloud" },
	{ "marketplace-seller", "registering as a seller of reserved instances" },
	{ "restore-admin", "giving the last administrator's permissions back" },
	{ "s3-mfa-delete", "turning MFA delete of a bucket on or off" },
	{ "tax-invoices", "seeing certain tax invoices" },
};

static bool refuse_unknown(const char *name, const char *tasks, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(root_user_only); i++)
		if (strcmp(root_user_only[i].name, name) == 0)
			return fault_set(
				fault, FAULT_USAGE,
				"%s is no task: AWS has no root session for %s, only the root "
				"user of the account can do it. `mattock recover ACCOUNT` lets it "
				"set a password by its mailbox; it signs in, sets up MFA and does "
				"it; `mattock relock ACCOUNT` takes the password away again",
				name, root_user_only[i].what);
	return fault_set(fault, FAULT_USAGE, "there is no task \"%s\"; tasks are: %s", name, tasks);
}

bool task_find(const char *name, enum client_task *out_task, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer names;

	buffer_init(&names, &arena, 64);
	for (int task = 0; task < CLIENT_TASK_COUNT; task++) {
		const char *known = client_task_name((enum client_task)task);

		buffer_printf(&names, "%s%s", task ? ", " : "", known);
		if (strcmp(known, name) != 0)
			continue;
		*out_task = (enum client_task)task;
		return true;
	}
	return refuse_unknown(name, names.data, fault);
}
