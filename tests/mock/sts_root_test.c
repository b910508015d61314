#include <string.h>

#include "mock/gate.h"
#include "mock/sts/sts.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

#define TASK   "arn:aws:iam::aws:policy/root-task/"
#define MEMBER "222222222222"
#define DENIED                                                                              \
	"User: arn:aws:iam::" HANDLERS_ACCOUNT ":user/admin is not authorized to perform: " \
	"sts:AssumeRoot on resource: arn:aws:iam::"

/* An organization of the caller's account, a member, a closing one, and both features. */
static const char organization[] =
	"INSERT INTO organization VALUES"
	" ('o-exampleorg', '" HANDLERS_ACCOUNT "', 'ALL', 'r-ab12', 0);"
	"INSERT INTO account (id, name, email, state, created_ms, organization_id, parent_id)"
	" VALUES ('" MEMBER "', 'm', 'm@example.com', 'ACTIVE', 0, 'o-exampleorg', 'r-ab12'),"
	" ('333333333333', 's', 's@example.com', 'SUSPENDED', 0, 'o-exampleorg', 'r-ab12'),"
	" ('444444444444', 'x', 'x@example.com', 'ACTIVE', 0, NULL, NULL);"
	"UPDATE account SET organization_id = 'o-exampleorg' WHERE id = '" HANDLERS_ACCOUNT "';"
	"INSERT INTO service_access VALUES ('o-exampleorg', 'iam.amazonaws.com', 0);"
	"INSERT INTO organization_feature VALUES ('o-exampleorg', 'RootCredentialsManagement'),"
	" ('o-exampleorg', 'RootSessions');";

static const struct row {
	const char *name;
	const char *target;
	const char *task;
	const char *code; /* NULL: a session is issued */
	const char *message;
	const char *given; /* SQL before the call */
	const char *host;
	enum principal_kind caller;
	bool is_delegate; /* the caller's account is a member */
} rows[] = {
	{ "the global endpoint does not know the operation", MEMBER, TASK "S3UnlockBucketPolicy",
	  "InvalidAction", "Unknown Operation", .host = "sts.amazonaws.com" },
	{ "a user is no target", "arn:aws:iam::222222222222:user/root", TASK "S3UnlockBucketPolicy",
	  "ValidationError", "Request must contain a valid target principal" },
	{ "thirteen digits are no target", "2222222222222", TASK "S3UnlockBucketPolicy",
	  "ValidationError", "Request must contain a valid target principal" },
	{ "another managed policy is no task", MEMBER, "arn:aws:iam::aws:policy/ReadOnlyAccess",
	  "ValidationError", "Request must contain valid AWS managed task policy ARN" },
	{ "a task of a name nobody knows is no task", MEMBER, TASK "Everything", "ValidationError",
	  "Request must contain valid AWS managed task policy ARN" },
	{ "the target's form is looked at before the task", "nobody-at-all", TASK "Everything",
	  "ValidationError", "Request must contain a valid target principal" },
	{ "a root user may not ask", MEMBER, TASK "S3UnlockBucketPolicy", "AccessDenied", NULL,
	  .caller = PRINCIPAL_ROOT },
	{ "the management account is no target", HANDLERS_ACCOUNT, TASK "S3UnlockBucketPolicy",
	  "AccessDenied", DENIED HANDLERS_ACCOUNT ":root" },
	{ "the management account's root ARN is no target",
	  "arn:aws:iam::" HANDLERS_ACCOUNT ":root", TASK "S3UnlockBucketPolicy", "AccessDenied",
	  DENIED HANDLERS_ACCOUNT ":root" },
	{ "an account outside the organization is no target", "444444444444",
	  TASK "S3UnlockBucketPolicy", "AccessDenied", DENIED "444444444444:root" },
	{ "an account that nobody has is no target", "999999999999", TASK "S3UnlockBucketPolicy",
	  "AccessDenied", DENIED "999999999999:root" },
	{ "a suspended account is no target", "333333333333", TASK "S3UnlockBucketPolicy",
	  "AccessDenied", DENIED "333333333333:root" },
	{ "a member that is no delegate may not ask", MEMBER, TASK "S3UnlockBucketPolicy",
	  "AccessDenied", DENIED MEMBER ":root",
	  .given = "UPDATE organization SET management_account_id = '333333333333'",
	  .is_delegate = true },
	{ "an ineligible target is refused before trusted access is looked at", HANDLERS_ACCOUNT,
	  TASK "S3UnlockBucketPolicy", "AccessDenied", DENIED HANDLERS_ACCOUNT ":root",
	  .given = "DELETE FROM service_access" },
	{ "without trusted access nothing is given", MEMBER, TASK "IAMAuditRootUserCredentials",
	  "AccessDenied", "Service not enabled for AWS Organizations.",
	  .given = "DELETE FROM service_access" },
	{ "root sessions do not give credentials tasks", MEMBER, TASK "IAMAuditRootUserCredentials",
	  "AccessDenied",
	  "Root credentials management feature is not enabled for your AWS Organization.",
	  .given = "DELETE FROM organization_feature WHERE feature <> 'RootSessions'" },
	{ "credentials management does not give the queue task", MEMBER,
	  TASK "SQSUnlockQueuePolicy", "AccessDenied",
	  "Root sessions feature is not enabled for your AWS Organization.",
	  .given = "DELETE FROM organization_feature WHERE feature = 'RootSessions'" },
	{ "a setting lets suspended accounts be targets", "333333333333",
	  TASK "S3UnlockBucketPolicy", NULL, NULL,
	  .given = "INSERT INTO setting VALUES ('sts.assume_root.inactive_target', 'allow')" },
	{ "the delegate of IAM may ask", MEMBER, TASK "IAMDeleteRootUserCredentials", NULL, NULL,
	  .given = "UPDATE organization SET management_account_id = '333333333333';"
		   "INSERT INTO delegated_administrator VALUES"
		   " ('o-exampleorg', '" HANDLERS_ACCOUNT "', 'iam.amazonaws.com', 0)",
	  .is_delegate = true },
	{ "password recovery needs credentials management alone", MEMBER,
	  TASK "IAMCreateRootUserPassword", NULL, NULL,
	  .given = "DELETE FROM organization_feature WHERE feature = 'RootSessions'" },
	{ "a member's root ARN is a target", "arn:aws:iam::" MEMBER ":root",
	  TASK "S3UnlockBucketPolicy", NULL, NULL },
	{ "a regional host knows the operation", MEMBER, TASK "S3UnlockBucketPolicy", NULL, NULL,
	  .host = "sts.us-east-1.amazonaws.com" },
};

static void start(struct handlers_fixture *handlers, struct fixture *fixture)
{
	const struct row *row = fixture->row;

	handlers_start(handlers, &fixture->arena);
	handlers_given(handlers, organization);
	if (row->given)
		handlers_given(handlers, row->given);
	handlers->call.operation = &sts_operations[STS_ASSUME_ROOT];
	if (row->host)
		handlers->call.host = row->host;
	handlers->principal.kind = row->caller ? row->caller : PRINCIPAL_USER;
	handlers->principal.organization_id = "o-exampleorg";
	handlers->principal.is_management_account = !row->is_delegate;
	handlers->principal.source_identity = "ada";
}

static void answers(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct sts_policy_descriptor_type task = { row->task };
	struct sts_assume_root_in in = { .target_principal = row->target,
					 .task_policy_arn = &task };
	struct sts_assume_root_out out = { 0 };
	struct handlers_fixture handlers;
	enum api_status status;

	start(&handlers, fixture);
	status = gate_check(&handlers.call, &in);
	if (status == API_OK)
		status = sts_assume_root(&handlers.call, &in, &out);
	if (row->code) {
		assert_int_equal(status, API_FAILED);
		assert_string_equal(handlers.call.error.code, row->code);
		if (row->message)
			assert_string_equal(handlers.call.error.message, row->message);
	} else {
		assert_int_equal(status, API_OK);
		assert_memory_equal(out.credentials->access_key_id, "ASIA", 4);
		assert_string_equal(out.source_identity, "ada");
		assert_int_equal(out.credentials->expiration.ms, HANDLERS_NOW_MS + 900 * 1000);
	}
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/sts_root", rows, answers);
}
