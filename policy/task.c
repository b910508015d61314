#include "policy/task.h"

#include <string.h>

#include "model/partition.h"

#define TASK_ARN(NAME)   "arn:aws:iam::aws:policy/root-task/" NAME
#define ONLY_ASSUME_ROOT "Use this managed policy only with the STS AssumeRoot action."

static const char audit_document[] =
	"{\n"
	"    \"Version\": \"2012-10-17\",\n"
	"    \"Statement\": [\n"
	"        {\n"
	"            \"Sid\": \"DenyAllOtherActionsOnAnyResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"NotAction\": [\n"
	"                \"iam:ListAccessKeys\",\n"
	"                \"iam:ListSigningCertificates\",\n"
	"                \"iam:GetLoginProfile\",\n"
	"                \"iam:ListMFADevices\",\n"
	"                \"iam:GetAccountSummary\",\n"
	"                \"iam:GetUser\",\n"
	"                \"iam:GetAccessKeyLastUsed\"\n"
	"            ],\n"
	"            \"Resource\": \"*\"\n"
	"        },\n"
	"        {\n"
	"            \"Sid\": \"DenyAuditingCredentialsOnNonRootUserResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"Action\": [\n"
	"                \"iam:ListAccessKeys\",\n"
	"                \"iam:ListSigningCertificates\",\n"
	"                \"iam:GetLoginProfile\",\n"
	"                \"iam:ListMFADevices\",\n"
	"                \"iam:GetUser\",\n"
	"                \"iam:GetAccessKeyLastUsed\"\n"
	"            ],\n"
	"            \"NotResource\": \"arn:aws:iam::*:root\"\n"
	"        }\n"
	"    ]\n"
	"}";

static const char create_password_document[] =
	"{\n"
	"    \"Version\": \"2012-10-17\",\n"
	"    \"Statement\": [\n"
	"        {\n"
	"            \"Sid\": \"DenyAllOtherActionsOnAnyResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"NotAction\": [\n"
	"                \"iam:CreateLoginProfile\",\n"
	"                \"iam:GetLoginProfile\"\n"
	"            ],\n"
	"            \"Resource\": \"*\"\n"
	"        },\n"
	"        {\n"
	"            \"Sid\": \"DenyCreatingPasswordOnNonRootUserResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"Action\": [\n"
	"                \"iam:CreateLoginProfile\",\n"
	"                \"iam:GetLoginProfile\"\n"
	"            ],\n"
	"            \"NotResource\": \"arn:aws:iam::*:root\"\n"
	"        }\n"
	"    ]\n"
	"}";

static const char delete_credentials_document[] =
	"{\n"
	"    \"Version\": \"2012-10-17\",\n"
	"    \"Statement\": [\n"
	"        {\n"
	"            \"Sid\": \"DenyAllOtherActionsOnAnyResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"NotAction\": [\n"
	"                \"iam:DeleteAccessKey\",\n"
	"                \"iam:DeleteSigningCertificate\",\n"
	"                \"iam:DeleteLoginProfile\",\n"
	"                \"iam:DeactivateMFADevice\",\n"
	"                \"iam:DeleteVirtualMFADevice\",\n"
	"                \"iam:ListAccessKeys\",\n"
	"                \"iam:ListSigningCertificates\",\n"
	"                \"iam:GetLoginProfile\",\n"
	"                \"iam:ListMFADevices\",\n"
	"                \"iam:GetUser\",\n"
	"                \"iam:GetAccessKeyLastUsed\"\n"
	"            ],\n"
	"            \"Resource\": \"*\"\n"
	"        },\n"
	"        {\n"
	"            \"Sid\": \"DenyDeletingRootUserCredentialsOnNonRootUserResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"Action\": [\n"
	"                \"iam:DeleteAccessKey\",\n"
	"                \"iam:DeleteSigningCertificate\",\n"
	"                \"iam:DeleteLoginProfile\",\n"
	"                \"iam:DeactivateMFADevice\",\n"
	"                \"iam:DeleteVirtualMFADevice\",\n"
	"                \"iam:ListAccessKeys\",\n"
	"                \"iam:ListSigningCertificates\",\n"
	"                \"iam:GetLoginProfile\",\n"
	"                \"iam:ListMFADevices\",\n"
	"                \"iam:GetUser\",\n"
	"                \"iam:GetAccessKeyLastUsed\"\n"
	"            ],\n"
	"            \"NotResource\": \"arn:aws:iam::*:root\"\n"
	"        }\n"
	"    ]\n"
	"}";

static const char unlock_bucket_document[] =
	"{\n"
	"    \"Version\": \"2012-10-17\",\n"
	"    \"Statement\": [\n"
	"        {\n"
	"            \"Sid\": \"DenyAllOtherActionsOnAnyResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"NotAction\": [\n"
	"                \"s3:DeleteBucketPolicy\",\n"
	"                \"s3:PutBucketPolicy\",\n"
	"                \"s3:GetBucketPolicy\",\n"
	"                \"s3:ListAllMyBuckets\"\n"
	"            ],\n"
	"            \"Resource\": \"*\"\n"
	"        },\n"
	"        {\n"
	"            \"Sid\": \"DenyManagingBucketPolicyForNonRootCallers\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"Action\": [\n"
	"                \"s3:DeleteBucketPolicy\",\n"
	"                \"s3:PutBucketPolicy\",\n"
	"                \"s3:GetBucketPolicy\",\n"
	"                \"s3:ListAllMyBuckets\"\n"
	"            ],\n"
	"            \"Resource\": \"*\",\n"
	"            \"Condition\": {\n"
	"                \"StringNotLike\": {\n"
	"                    \"aws:PrincipalArn\": \"arn:aws:iam::*:root\"\n"
	"                }\n"
	"            }\n"
	"        }\n"
	"    ]\n"
	"}";

static const char unlock_queue_document[] =
	"{\n"
	"    \"Version\": \"2012-10-17\",\n"
	"    \"Statement\": [\n"
	"        {\n"
	"            \"Sid\": \"DenyAllOtherActionsOnAnyResource\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"NotAction\": [\n"
	"                \"sqs:SetQueueAttributes\",\n"
	"                \"sqs:GetQueueAttributes\",\n"
	"                \"sqs:ListQueues\",\n"
	"                \"sqs:GetQueueUrl\"\n"
	"            ],\n"
	"            \"Resource\": \"*\"\n"
	"        },\n"
	"        {\n"
	"            \"Sid\": \"DenyGettingQueueAttributesOnNonOwnQueue\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"Action\": \"sqs:GetQueueAttributes\",\n"
	"            \"Resource\": \"arn:aws:sqs:*:*:*\",\n"
	"            \"Condition\": {\n"
	"                \"StringNotEqualsIfExists\": {\n"
	"                    \"aws:ResourceAccount\": \"${aws:PrincipalAccount}\"\n"
	"                }\n"
	"            }\n"
	"        },\n"
	"        {\n"
	"            \"Sid\": \"DenyActionsForNonRootUser\",\n"
	"            \"Effect\": \"Deny\",\n"
	"            \"Action\": [\n"
	"                \"sqs:SetQueueAttributes\",\n"
	"                \"sqs:GetQueueAttributes\",\n"
	"                \"sqs:ListQueues\",\n"
	"                \"sqs:GetQueueUrl\"\n"
	"            ],\n"
	"            \"Resource\": \"*\",\n"
	"            \"Condition\": {\n"
	"                \"StringNotLike\": {\n"
	"                    \"aws:PrincipalArn\": \"arn:aws:iam::*:root\"\n"
	"                }\n"
	"            }\n"
	"        }\n"
	"    ]\n"
	"}";

const struct policy_task policy_tasks[POLICY_TASK_COUNT] = {
	{
		.name = "IAMAuditRootUserCredentials",
		.arn = TASK_ARN("IAMAuditRootUserCredentials"),
		.id = "ANPAZKAPJZG4BDSCREYVS",
		.created = "2024-11-06T22:27:58Z",
		.feature = "RootCredentialsManagement",
		.description =
			"Audits the root user credentials of a member account. " ONLY_ASSUME_ROOT,
		.document = audit_document,
	},
	{
		.name = "IAMCreateRootUserPassword",
		.arn = TASK_ARN("IAMCreateRootUserPassword"),
		.id = "ANPAZKAPJZG4OEGTN7YT5",
		.created = "2024-11-06T22:32:59Z",
		.feature = "RootCredentialsManagement",
		.description = "Creates a password for the root user of a member account without "
			       "one. " ONLY_ASSUME_ROOT,
		.document = create_password_document,
	},
	{
		.name = "IAMDeleteRootUserCredentials",
		.arn = TASK_ARN("IAMDeleteRootUserCredentials"),
		.id = "ANPAZKAPJZG4CX73XKORQ",
		.created = "2024-11-06T22:47:58Z",
		.feature = "RootCredentialsManagement",
		.description =
			"Deletes the root user credentials of a member account. " ONLY_ASSUME_ROOT,
		.document = delete_credentials_document,
	},
	{
		.name = "S3UnlockBucketPolicy",
		.arn = TASK_ARN("S3UnlockBucketPolicy"),
		.id = "ANPAZKAPJZG4OALTIPZOF",
		.created = "2024-11-06T21:55:56Z",
		.feature = "RootSessions",
		.description = "Removes a bucket policy that denies everyone. " ONLY_ASSUME_ROOT,
		.document = unlock_bucket_document,
	},
	{
		.name = "SQSUnlockQueuePolicy",
		.arn = TASK_ARN("SQSUnlockQueuePolicy"),
		.id = "ANPAZKAPJZG4HPZI4FDUV",
		.created = "2024-11-06T21:51:02Z",
		.feature = "RootSessions",
		.description = "Removes a queue policy that denies everyone. " ONLY_ASSUME_ROOT,
		.document = unlock_queue_document,
	},
};

const char *policy_task_document(struct arena *arena, const struct policy_task *task,
				 const char *partition)
{
	return partition_text(arena, partition, task->document);
}

const struct policy_task *policy_task_find(const char *arn)
{
	static const char place[] = ":iam::aws:policy/root-task/";
	const char *rest = strncmp(arn, "arn:", 4) == 0 ? strchr(arn + 4, ':') : NULL;

	if (!rest || strncmp(rest, place, sizeof(place) - 1) != 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(policy_tasks); i++)
		if (strcmp(policy_tasks[i].name, rest + sizeof(place) - 1) == 0)
			return &policy_tasks[i];
	return NULL;
}
