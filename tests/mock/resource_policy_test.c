#include "mock/resource_policy.h"

#include "tests/support/check.h"
#include "tests/support/handlers.h"

#define QUEUE "arn:aws:sqs:us-east-1:" HANDLERS_ACCOUNT ":jobs"
#define ROLE  "arn:aws:iam::" HANDLERS_ACCOUNT ":role/ops/reader"

static const char resources[] =
	"INSERT INTO bucket VALUES ('locked', '" HANDLERS_ACCOUNT "', 'us-east-1', 0, 'B'),"
	" ('open', '" HANDLERS_ACCOUNT "', 'us-east-1', 0, NULL);"
	"INSERT INTO queue VALUES ('" HANDLERS_ACCOUNT "', 'us-east-1', 'jobs', 0, 0, 'Q', '{}');"
	"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy, created_ms)"
	" VALUES ('AROA1', '" HANDLERS_ACCOUNT "', 'reader', '/ops/', 'T', 0)";

static const struct row {
	const char *name;
	const char *action;
	const char *arn;
	const char *document; /* NULL: none */
	enum principal_kind caller;
	bool is_missing;  /* there is no such resource */
	bool is_stranger; /* the caller is of another account */
} rows[] = {
	{ "an unknown bucket has no owner", "s3:GetBucketPolicy", "arn:aws:s3:::nothing", NULL,
	  PRINCIPAL_USER, .is_missing = true },
	{ "an unknown queue has no owner", "sqs:GetQueueUrl", QUEUE "2", NULL, PRINCIPAL_USER,
	  .is_missing = true },
	{ "a role's path must be right", "sts:AssumeRole",
	  "arn:aws:iam::" HANDLERS_ACCOUNT ":role/reader", NULL, PRINCIPAL_USER,
	  .is_missing = true },
	{ "a role's letters must be right", "sts:AssumeRole",
	  "arn:aws:iam::" HANDLERS_ACCOUNT ":role/ops/Reader", NULL, PRINCIPAL_USER,
	  .is_missing = true },
	{ "a role is a resource of IAM's actions without its trust policy", "iam:GetRole", ROLE,
	  NULL, PRINCIPAL_USER, .is_missing = true },
	{ "a bucket's policy binds users", "s3:DeleteBucketPolicy", "arn:aws:s3:::locked", "B",
	  PRINCIPAL_USER },
	{ "a bucket's policy binds root users in other actions", "s3:ListBucket",
	  "arn:aws:s3:::locked", "B", PRINCIPAL_ROOT_SESSION },
	{ "a bucket's policy binds root users of other accounts", "s3:DeleteBucketPolicy",
	  "arn:aws:s3:::locked", "B", PRINCIPAL_ROOT, .is_stranger = true },
	{ "a bucket's policy binds objects", "s3:GetObject", "arn:aws:s3:::locked/a/b", "B",
	  PRINCIPAL_USER },
	{ "a bucket may have no policy", "s3:ListBucket", "arn:aws:s3:::open", NULL,
	  PRINCIPAL_USER },
	{ "a queue's policy binds users", "sqs:SetQueueAttributes", QUEUE, "Q", PRINCIPAL_USER },
	{ "a queue's policy binds root users in other actions", "sqs:DeleteQueue", QUEUE, "Q",
	  PRINCIPAL_ROOT },
	{ "a trust policy decides who assumes a role", "sts:AssumeRole", ROLE, "T",
	  PRINCIPAL_USER },
	{ "a trust policy decides who tags a session", "sts:TagSession", ROLE, "T",
	  PRINCIPAL_USER },
	{ "no bucket policy locks out the owning root user", "s3:DeleteBucketPolicy",
	  "arn:aws:s3:::locked", NULL, PRINCIPAL_ROOT },
	{ "no bucket policy locks out the owner's root session", "s3:PutBucketPolicy",
	  "arn:aws:s3:::locked", NULL, PRINCIPAL_ROOT_SESSION },
	{ "no queue policy locks out the owner's root session", "sqs:SetQueueAttributes", QUEUE,
	  NULL, PRINCIPAL_ROOT_SESSION },
};

static void finds(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct resource_policy policy;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, resources);
	handlers.principal.kind = row->caller;
	if (row->is_stranger)
		handlers.principal.account_id = "222222222222";
	resource_policy_find(&handlers.call, row->action, row->arn, &policy);
	if (row->is_missing)
		assert_null(policy.account_id);
	else
		assert_string_equal(policy.account_id, HANDLERS_ACCOUNT);
	if (row->document)
		assert_string_equal(policy.document, row->document);
	else
		assert_null(policy.document);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/resource_policy", rows, finds);
}
