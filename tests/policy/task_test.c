#include "tests/support/check.h"

#include <string.h>

#include "policy/evaluate.h"
#include "policy/task.h"

#define ROOT       "arn:aws:iam::222222222222:root"
#define TASK(NAME) "arn:aws:iam::aws:policy/root-task/" NAME

/* What a root session may do; AWS's documents are deny-only. */
static const struct row {
	const char *name;
	const char *task, *action, *resource;
	enum policy_verdict expected;
} rows[] = {
	{ "audit does not delete keys", TASK("IAMAuditRootUserCredentials"), "iam:DeleteAccessKey",
	  ROOT, POLICY_EXPLICITLY_DENIED },
	{ "audit does not look at users", TASK("IAMAuditRootUserCredentials"), "iam:ListAccessKeys",
	  "arn:aws:iam::222222222222:user/bob", POLICY_EXPLICITLY_DENIED },
	{ "audit lists root's keys", TASK("IAMAuditRootUserCredentials"), "iam:ListAccessKeys",
	  ROOT, POLICY_ALLOWED },
	{ "audit reads the summary", TASK("IAMAuditRootUserCredentials"), "iam:GetAccountSummary",
	  "*", POLICY_ALLOWED },
	{ "deleting cannot read the summary", TASK("IAMDeleteRootUserCredentials"),
	  "iam:GetAccountSummary", "*", POLICY_EXPLICITLY_DENIED },
	{ "deleting cannot deactivate a key", TASK("IAMDeleteRootUserCredentials"),
	  "iam:UpdateAccessKey", ROOT, POLICY_EXPLICITLY_DENIED },
	{ "deleting deletes root's password", TASK("IAMDeleteRootUserCredentials"),
	  "iam:DeleteLoginProfile", ROOT, POLICY_ALLOWED },
	{ "a password can be created", TASK("IAMCreateRootUserPassword"), "iam:CreateLoginProfile",
	  ROOT, POLICY_ALLOWED },
	{ "creating a password lists no keys", TASK("IAMCreateRootUserPassword"),
	  "iam:ListAccessKeys", ROOT, POLICY_EXPLICITLY_DENIED },
	{ "a bucket cannot be read", TASK("S3UnlockBucketPolicy"), "s3:GetObject",
	  "arn:aws:s3:::b/o", POLICY_EXPLICITLY_DENIED },
	{ "a bucket's policy can be deleted", TASK("S3UnlockBucketPolicy"), "s3:DeleteBucketPolicy",
	  "arn:aws:s3:::b", POLICY_ALLOWED },
	{ "another account's queue cannot be read", TASK("SQSUnlockQueuePolicy"),
	  "sqs:GetQueueAttributes", "arn:aws:sqs:us-east-1:333333333333:q",
	  POLICY_EXPLICITLY_DENIED },
	{ "a queue's policy can be replaced", TASK("SQSUnlockQueuePolicy"),
	  "sqs:SetQueueAttributes", "arn:aws:sqs:us-east-1:222222222222:q", POLICY_ALLOWED },
};

static void check_task(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const struct policy_task *task = policy_task_find(row->task);
	struct policy_source source = { .arn = row->task };
	struct policy_set session = { &source, 1 };
	struct policy_arn resource = policy_arn_split(row->resource, strlen(row->resource), false);
	struct policy_context context;
	struct policy_request request = {
		.principal = { .kind = POLICY_ASSUMED_ROOT,
			       .arn = ROOT,
			       .account_id = "222222222222" },
		.action = row->action,
		.resource = row->resource,
		.context = &context,
		.session = &session,
	};
	struct policy_decision decision;
	struct fault fault = { 0 };

	assert_non_null(task);
	policy_context_init(&context, &fixture->arena);
	policy_context_add(&context, "aws:PrincipalArn", ROOT);
	policy_context_add(&context, "aws:PrincipalAccount", "222222222222");
	if (resource.count == POLICY_ARN_SEGMENTS && resource.len[POLICY_ARN_ACCOUNT])
		policy_context_add(&context, "aws:ResourceAccount",
				   arena_strndup(&fixture->arena,
						 resource.segment[POLICY_ARN_ACCOUNT],
						 resource.len[POLICY_ARN_ACCOUNT]));
	if (!policy_document_parse(&fixture->arena, task->document, strlen(task->document), &fault,
				   &source.document))
		fail_msg("%s", fault.message);
	for (uint32_t i = 0; i < source.document->statement_count; i++)
		assert_int_equal(source.document->statements[i].effect, POLICY_DENY);
	policy_evaluate(&request, &decision);
	assert_int_equal(decision.verdict, row->expected);
}

static const struct unknown {
	const char *name;
	const char *arn;
} unknown_rows[] = {
	{ "another managed policy is no task", "arn:aws:iam::aws:policy/AdministratorAccess" },
	{ "the name alone is no task", "IAMAuditRootUserCredentials" },
	{ "a task that AWS does not have", TASK("IAMReadRootUserPassword") },
};

static void check_unknown(void **state)
{
	const struct fixture *fixture = *state;
	const struct unknown *row = fixture->row;

	assert_null(policy_task_find(row->arn));
}

/* A task's document names resources, so it is another text in another partition. */
static const struct partition_row {
	const char *name;
	const char *partition;
	const char *names, *never_names; /* what the document has, and what it must not have */
} partition_rows[] = {
	{ "in China no ARN is of aws", "aws-cn", "\"arn:aws-cn:", "\"arn:aws:" },
	{ "in GovCloud no ARN is of aws", "aws-us-gov", "\"arn:aws-us-gov:", "\"arn:aws:" },
	{ "elsewhere the document is AWS's own", "aws", "\"arn:aws:", "\"arn:aws-" },
};

static void check_partition(void **state)
{
	struct fixture *fixture = *state;
	const struct partition_row *row = fixture->row;
	const struct policy_task *task = policy_task_find(TASK("SQSUnlockQueuePolicy"));
	const char *document = policy_task_document(&fixture->arena, task, row->partition);

	assert_non_null(strstr(document, row->names));
	assert_null(strstr(document, row->never_names));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(unknown_rows, check_unknown),
		CHECK_TABLE(partition_rows, check_partition),
		CHECK_TABLE(rows, check_task),
	};

	return check_tables("policy/task", tables, ARRAY_LEN(tables));
}
