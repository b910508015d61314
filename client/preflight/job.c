#include "client/preflight/job.h"

#include <string.h>

#include "wire/buffer.h"

/* Whoever takes root sessions asks first whether they can be had. */
#define CALLS_READY                                                                                \
	"organizations:DescribeOrganization", "organizations:ListAWSServiceAccessForOrganization", \
		"organizations:ListDelegatedAdministrators", "iam:ListOrganizationsFeatures"

/* And which accounts there are. */
#define CALLS_ACCOUNTS                                           \
	"organizations:ListAccounts", "organizations:ListRoots", \
		"organizations:ListOrganizationalUnitsForParent"

static const struct job jobs[] = {
	{ .name = "enable",
	  .needs_management = true,
	  .calls = { CALLS_READY, "organizations:EnableAWSServiceAccess",
		     "iam:EnableOrganizationsRootCredentialsManagement",
		     "iam:EnableOrganizationsRootSessions" } },
	{ .name = "audit",
	  .has_tasks = true,
	  .feature = READY_CREDENTIALS_MANAGEMENT,
	  .tasks = { [CLIENT_TASK_AUDIT] = true },
	  .calls = { CALLS_READY, CALLS_ACCOUNTS } },
	{ .name = "plan",
	  .has_tasks = true,
	  .feature = READY_CREDENTIALS_MANAGEMENT,
	  .tasks = { [CLIENT_TASK_AUDIT] = true },
	  .needs_mailbox = true,
	  .calls = { CALLS_READY, CALLS_ACCOUNTS } },
	{ .name = "apply",
	  .has_tasks = true,
	  .feature = READY_CREDENTIALS_MANAGEMENT,
	  .tasks = { [CLIENT_TASK_AUDIT] = true, [CLIENT_TASK_DELETE] = true },
	  .needs_mailbox = true,
	  .calls = { CALLS_READY, CALLS_ACCOUNTS } },
	{ .name = "recover",
	  .has_tasks = true,
	  .feature = READY_CREDENTIALS_MANAGEMENT,
	  .tasks = { [CLIENT_TASK_CREATE_PASSWORD] = true },
	  .needs_mailbox = true,
	  .calls = { CALLS_READY, CALLS_ACCOUNTS } },
	{ .name = "unlock-s3",
	  .has_tasks = true,
	  .feature = READY_ROOT_SESSIONS,
	  .tasks = { [CLIENT_TASK_UNLOCK_S3] = true },
	  .calls = { CALLS_READY } },
	{ .name = "unlock-sqs",
	  .has_tasks = true,
	  .feature = READY_ROOT_SESSIONS,
	  .tasks = { [CLIENT_TASK_UNLOCK_SQS] = true },
	  .calls = { CALLS_READY } },
};

static const struct job *by_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(jobs); i++)
		if (strcmp(jobs[i].name, name) == 0)
			return &jobs[i];
	return NULL;
}

bool job_is_name(const char *word)
{
	return by_name(word) != NULL;
}

bool job_find(const char *name, const struct job **out_job, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer names;

	*out_job = by_name(name);
	if (*out_job)
		return true;
	buffer_init(&names, &arena, 64);
	for (size_t i = 0; i < ARRAY_LEN(jobs); i++)
		buffer_printf(&names, "%s%s", i ? ", " : "", jobs[i].name);
	return fault_set(fault, FAULT_USAGE, "there is no job \"%s\"; jobs are: %s", name,
			 names.data);
}
