#include "tests/support/operation.h"

#define TRUST                                                                                  \
	"{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Action\\':\\'sts:AssumeRole\\'," \
	"\\'Effect\\':\\'Allow\\',\\'Principal\\':{\\'Service\\':\\'ec2.amazonaws.com\\'}}]}"
#define ORDERED                                                                            \
	"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22" \
	"Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22ec2.amazonaws.com%22%7D%2C%22" \
	"Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"
#define CREATE  "{'RoleName':'worker','AssumeRolePolicyDocument':'" TRUST "'}"
#define WORKER  "{'RoleName':'worker'}"
#define PROFILE "{'InstanceProfileName':'p'}"
#define PAIR    "{'InstanceProfileName':'p','RoleName':'worker'}"
#define BATCH   "{'AWSServiceName':'batch.amazonaws.com'}"

static const char worker[] =
	"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy, description,"
	" created_ms) VALUES ('AROAWORKER11111111111', '" HANDLERS_ACCOUNT
	"', 'worker', '/', '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":"
	"\"sts:AssumeRole\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
	"\"ec2.amazonaws.com\"}}]}', 'Works', 1700000000000);";

static const struct operation_story stories[] = {
	{ "an unknown role is named in the refusal",
	  NULL,
	  { { "GetRole", WORKER, "NoSuchEntity: The role with name worker cannot be found." },
	    { "TagRole", "{'RoleName':'worker','Tags':[{'Key':'a','Value':'1'}]}",
	      "NoSuchEntity: The role with name worker cannot be found." },
	    { "GetRolePolicy", "{'RoleName':'worker','PolicyName':'p'}",
	      "NoSuchEntity: The role with name worker cannot be found." },
	    { "ListInstanceProfilesForRole", WORKER,
	      "NoSuchEntity: The role with name worker cannot be found." } } },
	{ "a trust policy is JSON",
	  NULL,
	  { { "CreateRole", "{'RoleName':'worker','AssumeRolePolicyDocument':'{'}",
	      "MalformedPolicyDocument: This policy contains invalid Json" } } },
	{ "a trust policy names users that exist",
	  NULL,
	  { { "CreateRole",
	      "{'RoleName':'worker','AssumeRolePolicyDocument':'{\\'Version\\':\\'2012-10-17\\',"
	      "\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'sts:AssumeRole\\',"
	      "\\'Principal\\':{\\'AWS\\':\\'arn:aws:iam::123456789012:user/nobody\\'}}]}'}",
	      "MalformedPolicyDocument: Invalid principal in policy: "
	      "\"AWS\":\"arn:aws:iam::123456789012:user/nobody\"" } } },
	{ "a role's name is unique",
	  worker,
	  { { "CreateRole", CREATE,
	      "EntityAlreadyExists: Role with name worker already exists." } } },
	{ "a boundary that is not there is refused in CreateRole too",
	  NULL,
	  { { "CreateRole",
	      "{'RoleName':'worker','AssumeRolePolicyDocument':'" TRUST
	      "','PermissionsBoundary':'arn:aws:iam::123456789012:policy/none'}",
	      "NoSuchEntity: Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is "
	      "not attachable." } } },
	{ "a principal that is deleted leaves its id behind, and a renamed one its new ARN",
	  "INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) VALUES"
	  " ('AIDABOB11111111111111', '" HANDLERS_ACCOUNT "', 'bob', '/', 0);"
	  "INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy, created_ms)"
	  " VALUES ('AROAWORKER11111111111', '" HANDLERS_ACCOUNT
	  "', 'worker', '/', '{\"AWS\":\"arn:aws:iam::123456789012:user/bob\"}', 0);",
	  { { "UpdateUser", "{'UserName':'bob','NewUserName':'rob'}", "{}" },
	    { "GetRole", WORKER,
	      "{'Role':{'Path':'/','RoleName':'worker','RoleId':'AROAWORKER11111111111','Arn':"
	      "'arn:aws:iam::123456789012:role/worker','CreateDate':0,"
	      "'AssumeRolePolicyDocument':'%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A123456789012"
	      "%3Auser%2Frob%22%7D',*" },
	    { "DeleteUser", "{'UserName':'rob'}", "{}" },
	    { "GetRole", WORKER,
	      "{'Role':{'Path':'/','RoleName':'worker','RoleId':'AROAWORKER11111111111','Arn':"
	      "'arn:aws:iam::123456789012:role/worker','CreateDate':0,"
	      "'AssumeRolePolicyDocument':'%7B%22AWS%22%3A%22AIDABOB11111111111111%22%7D',*" } } },
	{ "an instance profile takes one role and holds it",
	  worker,
	  { { "AddRoleToInstanceProfile", PAIR,
	      "NoSuchEntity: Instance Profile p cannot be found." },
	    { "CreateInstanceProfile", PROFILE,
	      "{'InstanceProfile':{'Path':'/','InstanceProfileName':'p',*" },
	    { "RemoveRoleFromInstanceProfile", PAIR,
	      "NoSuchEntity: Role worker in Instance Profile p cannot be found." },
	    { "AddRoleToInstanceProfile", PAIR, "{}" },
	    { "AddRoleToInstanceProfile", PAIR,
	      "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1" },
	    { "DeleteRole", WORKER,
	      "DeleteConflict: Cannot delete entity, must remove roles from instance profile "
	      "first." },
	    { "DeleteInstanceProfile", PROFILE,
	      "DeleteConflict: Cannot delete entity, must remove roles from instance profile "
	      "first." },
	    { "RemoveRoleFromInstanceProfile", PAIR, "{}" } } },
	{ "a service-linked role is AWS's",
	  NULL,
	  { { "CreateServiceLinkedRole", BATCH,
	      "{'Role':{'Path':'/aws-service-role/batch.amazonaws.com/',*" },
	    { "CreateServiceLinkedRole", BATCH,
	      "InvalidInput: Service role name AWSServiceRoleForBatch has been taken in this "
	      "account, please try a different suffix." },
	    { "DeleteRole", "{'RoleName':'AWSServiceRoleForBatch'}",
	      "UnmodifiableEntity: Cannot perform the operation on the protected role "
	      "'AWSServiceRoleForBatch' - this role is only modifiable by AWS" },
	    { "ListAttachedRolePolicies", "{'RoleName':'AWSServiceRoleForBatch'}",
	      "{'AttachedPolicies':[{'PolicyName':'BatchServiceRolePolicy','PolicyArn':"
	      "'arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy'}],"
	      "'IsTruncated':false}" },
	    { "DeleteServiceLinkedRole", "{'RoleName':'AWSServiceRoleForBatch'}",
	      "{'DeletionTaskId':'task/aws-service-role/batch.amazonaws.com/"
	      "AWSServiceRoleForBatch/*" },
	    { "GetRole", "{'RoleName':'AWSServiceRoleForBatch'}", "NoSuchEntity: *" } } },
	{ "not every service takes a suffix",
	  NULL,
	  { { "CreateServiceLinkedRole",
	      "{'AWSServiceName':'batch.amazonaws.com','CustomSuffix':'x'}",
	      "InvalidInput: Custom suffix is not allowed for batch.amazonaws.com" },
	    { "CreateServiceLinkedRole",
	      "{'AWSServiceName':'autoscaling.amazonaws.com','CustomSuffix':'x'}",
	      "{'Role':{'Path':'/aws-service-role/autoscaling.amazonaws.com/','RoleName':"
	      "'AWSServiceRoleForAutoScaling_x',*" } } },
	{ "GetRole orders the statement and shows what was never used",
	  worker,
	  { { "GetRole", WORKER,
	      "{'Role':{'Path':'/','RoleName':'worker','RoleId':'AROAWORKER11111111111',"
	      "'Arn':'arn:aws:iam::123456789012:role/worker','CreateDate':1700000000,"
	      "'AssumeRolePolicyDocument':'" ORDERED
	      "','Description':'Works','MaxSessionDuration':3600,'RoleLastUsed':{}}}" } } },
	{ "UpdateRole keeps what it is not told",
	  worker,
	  { { "UpdateRole", "{'RoleName':'worker','MaxSessionDuration':7200}", "{}" },
	    { "UpdateRole", "{'RoleName':'worker','Description':'Rests'}", "{}" },
	    { "ListRoles", "{}",
	      "{'Roles':[{'Path':'/','RoleName':'worker','RoleId':'AROAWORKER11111111111',"
	      "'Arn':'arn:aws:iam::123456789012:role/worker','CreateDate':1700000000,"
	      "'AssumeRolePolicyDocument':'" ORDERED
	      "','Description':'Rests','MaxSessionDuration':7200}],'IsTruncated':false}" },
	    { "UpdateRoleDescription", "{'RoleName':'worker','Description':'Plays'}",
	      "{'Role':{'Path':'/','RoleName':'worker','RoleId':'AROAWORKER11111111111',"
	      "'Arn':'arn:aws:iam::123456789012:role/worker','CreateDate':1700000000,"
	      "'AssumeRolePolicyDocument':'" ORDERED "','Description':'Plays'}}" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/iam_roles", stories, tells);
}
