#include "mock/iam/aws_policies.h"

#include "mock/arn.h"
#include "model/partition.h"
#include "policy/task.h"
#include "wire/clock.h"

/* Texts as AWS publishes them, in one line; versions and dates where they are known. */
struct aws_policy {
	const char *name;
	const char *path; /* NULL: "/" */
	const char *id;
	const char *created;
	const char *version; /* NULL: "v1" */
	const char *description;
	const char *document;
};

#define POLICY(statements) "{\"Version\":\"2012-10-17\",\"Statement\":[" statements "]}"
#define ALLOW(actions, resource) \
	"{\"Effect\":\"Allow\",\"Action\":[" actions "],\"Resource\":\"" resource "\"}"

/* What the broad read-only policies say about these services; of others Mattock speaks nothing. */
#define READ_ONLY                                                               \
	"\"iam:Generate*\",\"iam:Get*\",\"iam:List*\",\"iam:Simulate*\","       \
	"\"organizations:Describe*\",\"organizations:List*\",\"account:Get*\"," \
	"\"account:List*\",\"sts:GetAccessKeyInfo\""

static const struct aws_policy policies[] = {
	{ "AdministratorAccess", .id = "ANPAIWMBCKSKIEE64ZLYK", .created = "2015-02-06T18:39:46Z",
	  .description = "Provides full access to AWS services and resources.",
	  .document = POLICY("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}") },
	{ "PowerUserAccess", .id = "ANPAJYRXTHIB4FOVS3ZXS", .created = "2015-02-06T18:39:47Z",
	  .description = "Provides full access to AWS services and resources, but does not allow "
			 "management of Users and groups.",
	  .document =
		  POLICY("{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\","
			 "\"account:*\"],\"Resource\":\"*\"}," ALLOW(
				 "\"account:GetAccountInformation\",\"account:GetPrimaryEmail\","
				 "\"account:ListRegions\",\"iam:CreateServiceLinkedRole\","
				 "\"iam:DeleteServiceLinkedRole\",\"iam:ListRoles\","
				 "\"organizations:DescribeOrganization\"",
				 "*")) },
	{ "IAMFullAccess", .id = "ANPAI7XKCFMBPM3QQRRVQ", .created = "2015-02-06T18:40:38Z",
	  .version = "v2",
	  .description = "Provides full access to IAM via the AWS Management Console.",
	  .document = POLICY(ALLOW(
		  "\"iam:*\",\"organizations:DescribeAccount\","
		  "\"organizations:DescribeOrganization\","
		  "\"organizations:DescribeOrganizationalUnit\",\"organizations:DescribePolicy\","
		  "\"organizations:ListChildren\",\"organizations:ListParents\","
		  "\"organizations:ListPoliciesForTarget\",\"organizations:ListRoots\","
		  "\"organizations:ListPolicies\",\"organizations:ListTargetsForPolicy\"",
		  "*")) },
	{ "IAMReadOnlyAccess", .id = "ANPAJKSO7NDY4T57MWDSQ", .created = "2015-02-06T18:40:39Z",
	  .version = "v4",
	  .description = "Provides read only access to IAM via the AWS Management Console.",
	  .document = POLICY(ALLOW("\"iam:GenerateCredentialReport\","
				   "\"iam:GenerateServiceLastAccessedDetails\",\"iam:Get*\","
				   "\"iam:List*\",\"iam:SimulateCustomPolicy\","
				   "\"iam:SimulatePrincipalPolicy\"",
				   "*")) },
	{ "IAMUserChangePassword", .id = "ANPAJ4L4MM2A7QIEB56MS", .created = "2016-11-15T00:25:16Z",
	  .version = "v2",
	  .description = "Provides the ability for an IAM user to change their own password.",
	  .document = POLICY(
		  ALLOW("\"iam:ChangePassword\"", "arn:aws:iam::*:user/${aws:username}") "," ALLOW(
			  "\"iam:GetAccountPasswordPolicy\"", "*")) },
	{ "AWSOrganizationsFullAccess", .id = "ANPAJZXBNRCJKNLQHSB5M",
	  .created = "2018-11-06T20:31:57Z",
	  .description = "Provides full access to AWS Organizations.",
	  .document = POLICY(ALLOW("\"organizations:*\"", "*") "," ALLOW(
		  "\"account:PutAlternateContact\",\"account:DeleteAlternateContact\","
		  "\"account:GetAlternateContact\",\"account:GetContactInformation\","
		  "\"account:PutContactInformation\",\"account:ListRegions\","
		  "\"account:EnableRegion\",\"account:DisableRegion\"",
		  "*") ","
		       "{\"Effect\":\"Allow\",\"Action\":\"iam:CreateServiceLinkedRole\","
		       "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"iam:AWSServiceName\":"
		       "\"organizations.amazonaws.com\"}}}") },
	{ "AWSOrganizationsReadOnlyAccess", .id = "ANPAJY5RQATUV77PEPVOM",
	  .created = "2018-11-06T20:32:38Z",
	  .description = "Provides read-only access to AWS Organizations.",
	  .document = POLICY(
		  ALLOW("\"organizations:Describe*\",\"organizations:List*\"",
			"*") "," ALLOW("\"account:GetAlternateContact\","
				       "\"account:GetContactInformation\",\"account:ListRegions\","
				       "\"account:GetRegionOptStatus\"",
				       "*")) },
	{ "AWSOrganizationsServiceTrustPolicy", "/aws-service-role/", "ANPAIQH6ROMVVECFVRJPK",
	  "2017-10-10T23:04:07Z", "v2",
	  "A policy to allow AWS Organizations to share trust with other approved AWS Services "
	  "for the purpose of simplifying customer configuration.",
	  POLICY("{\"Sid\":\"AllowDeletionOfServiceLinkedRoleForOrganizations\","
		 "\"Effect\":\"Allow\",\"Action\":[\"iam:DeleteRole\"],\"Resource\":"
		 "[\"arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*\"]},"
		 "{\"Sid\":\"AllowCreationOfServiceLinkedRoles\",\"Effect\":\"Allow\","
		 "\"Action\":[\"iam:CreateServiceLinkedRole\"],\"Resource\":\"*\"}") },
	{ "ReadOnlyAccess", .id = "ANPAILL3HVNFSB6DCOWYQ", .created = "2015-02-06T18:39:48Z",
	  .description = "Provides read-only access to AWS services and resources.",
	  .document = POLICY(ALLOW(READ_ONLY ",\"s3:Get*\",\"s3:List*\",\"s3:Describe*\","
					     "\"sqs:Get*\",\"sqs:List*\",\"sqs:Receive*\"",
				   "*")) },
	{ "SecurityAudit", .id = "ANPAIX2T3QCXHR2OGGCTO", .created = "2015-02-06T18:41:01Z",
	  .description = "The security audit template grants access to read security "
			 "configuration metadata.",
	  .document = POLICY(ALLOW(READ_ONLY ",\"s3:GetAccountPublicAccessBlock\","
					     "\"s3:GetBucket*\",\"s3:ListAllMyBuckets\","
					     "\"sqs:GetQueueAttributes\",\"sqs:ListQueues\"",
				   "*")) },
	{ "ViewOnlyAccess", "/job-function/", "ANPAID22R6XPJATWOFDK6", "2016-11-10T17:20:15Z", NULL,
	  "This policy grants permissions to view resources and basic metadata across all AWS "
	  "services.",
	  POLICY(ALLOW("\"iam:List*\",\"iam:GetAccountSummary\",\"iam:GetLoginProfile\","
		       "\"organizations:List*\","
		       "\"s3:ListAllMyBuckets\",\"s3:ListBucket\",\"sqs:ListQueues\"",
		       "*")) },
	{ "AmazonS3FullAccess", .id = "ANPAIFIR6V6BVTRAHWINE", .created = "2015-02-06T18:40:58Z",
	  .version = "v2",
	  .description = "Provides full access to all buckets via the AWS Management Console.",
	  .document = POLICY(ALLOW("\"s3:*\",\"s3-object-lambda:*\"", "*")) },
	{ "AmazonS3ReadOnlyAccess", .id = "ANPAIZTJ4DXE7G6AGAE6M",
	  .created = "2015-02-06T18:40:59Z", .version = "v3",
	  .description = "Provides read only access to all buckets via the AWS Management Console.",
	  .document = POLICY(ALLOW("\"s3:Get*\",\"s3:List*\",\"s3:Describe*\","
				   "\"s3-object-lambda:Get*\",\"s3-object-lambda:List*\"",
				   "*")) },
	{ "AmazonSQSFullAccess", .id = "ANPAI65L554VRJ33ECQS6", .created = "2015-02-06T18:41:07Z",
	  .description = "Provides full access to Amazon SQS via the AWS Management Console.",
	  .document = POLICY(ALLOW("\"sqs:*\"", "*")) },
	{ "AWSLambdaBasicExecutionRole", "/service-role/", "ANPAJNCQGXC42545SKXIK",
	  "2015-04-09T15:03:43Z", NULL, "Provides write permissions to CloudWatch Logs.",
	  POLICY(ALLOW("\"logs:CreateLogGroup\",\"logs:CreateLogStream\",\"logs:PutLogEvents\"",
		       "*")) },
};

static void install(struct call *call, const struct aws_policy *policy)
{
	const char *version = policy->version ? policy->version : "v1";
	const char *path = policy->path ? policy->path : "/";
	const char *arn = arn_iam(call, "aws", "policy", path, policy->name);
	int64_t created_ms = 0;

	if (!clock_parse_iso(policy->created, &created_ms))
		created_ms = 0;
	database_run(call,
		     "INSERT INTO managed_policy (arn, unique_id, account_id, name, path,"
		     " description, default_version, latest_version, created_ms, updated_ms)"
		     " VALUES (:arn, :id, 'aws', :name, :path, :description, :version,"
		     " CAST(substr(:version, 2) AS INTEGER), :created, :created)",
		     DATABASE_VALUES(database_text("arn", arn), database_text("id", policy->id),
				     database_text("name", policy->name),
				     database_text("path", path),
				     database_text("description", policy->description),
				     database_text("version", version),
				     database_integer("created", created_ms)));
	database_run(
		call,
		"INSERT INTO managed_policy_version (policy_arn, version, document, created_ms)"
		" VALUES (:arn, :version, :document, :created)",
		DATABASE_VALUES(
			database_text("arn", arn), database_text("version", version),
			database_text("document", partition_text(call->arena, arn_partition(call),
								 policy->document)),
			database_integer("created", created_ms)));
}

void iam_aws_policies_install(struct call *call)
{
	for (size_t i = 0; i < ARRAY_LEN(policies); i++)
		install(call, &policies[i]);
	for (size_t i = 0; i < POLICY_TASK_COUNT; i++) {
		const struct policy_task *task = &policy_tasks[i];
		const struct aws_policy policy = {
			.name = task->name,
			.path = "/root-task/",
			.id = task->id,
			.created = task->created,
			.description = task->description,
			.document = task->document,
		};
		install(call, &policy);
	}
}
