#include "mock/iam/aws_policies.h"
#include "tests/support/operation.h"

#define DOCUMENT                                                                      \
	"{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\'," \
	"\\'Action\\':\\'s3:*\\',\\'Resource\\':\\'*\\'}]}"
#define CODED                                                                              \
	"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22" \
	"Allow%22%2C%22Action%22%3A%22s3%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D"
#define ARN           "arn:aws:iam::" HANDLERS_ACCOUNT ":policy/reader"
#define CREATE        "{'PolicyName':'reader','PolicyDocument':'" DOCUMENT "'}"
#define ADMINISTRATOR "arn:aws:iam::aws:policy/AdministratorAccess"
#define BILLING       "arn:aws:iam::aws:policy/job-function/Billing"

static const struct operation_story stories[] = {
	{ "a text that is no ARN cannot be attached",
	  NULL,
	  { { "AttachUserPolicy", "{'UserName':'admin','PolicyArn':'longpolicynamebutnoarn'}",
	      "ValidationError: ARN longpolicynamebutnoarn is not valid." } } },
	{ "a policy that is not there cannot be attached, detached or read",
	  NULL,
	  { { "AttachUserPolicy", "{'UserName':'admin','PolicyArn':'" ARN "'}",
	      "NoSuchEntity: Policy " ARN " does not exist or is not attachable." },
	    { "DetachUserPolicy", "{'UserName':'admin','PolicyArn':'" ARN "'}",
	      "NoSuchEntity: Policy " ARN " was not found." },
	    { "GetPolicyVersion", "{'PolicyArn':'" ARN "','VersionId':'v1'}",
	      "NoSuchEntity: Policy " ARN " version v1 does not exist or is not attachable." },
	    { "ListEntitiesForPolicy", "{'PolicyArn':'" ARN "'}",
	      "NoSuchEntity: Policy " ARN " does not exist or is not attachable." },
	    { "DeletePolicy", "{'PolicyArn':'" ARN "'}",
	      "NoSuchEntity: Policy " ARN " was not found." },
	    { "TagPolicy", "{'PolicyArn':'" ARN "','Tags':[{'Key':'a','Value':'1'}]}",
	      "NoSuchEntity: Policy " ARN " was not found." } } },
	{ "AWS's policies cannot be changed, whether there is one or not",
	  NULL,
	  { { "DeletePolicy", "{'PolicyArn':'arn:aws:iam::aws:policy/Nothing'}",
	      "AccessDenied: Cannot delete policies outside your own account." },
	    { "SetDefaultPolicyVersion", "{'PolicyArn':'" ADMINISTRATOR "','VersionId':'v1'}",
	      "AccessDenied: Cannot update policies outside your own account." },
	    { "DeletePolicyVersion", "{'PolicyArn':'" ADMINISTRATOR "','VersionId':'v1'}",
	      "AccessDenied: Cannot delete policy versions for policies outside your own "
	      "account." } } },
	{ "a task policy is for sessions only",
	  NULL,
	  { { "AttachUserPolicy",
	      "{'UserName':'admin','PolicyArn':"
	      "'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'}",
	      "PolicyNotAttachable: Cannot attach AWS reserved policy to an IAM user." } } },
	{ "a boundary is a policy that exists",
	  NULL,
	  { { "PutUserPermissionsBoundary",
	      "{'UserName':'admin','PermissionsBoundary':'arn:aws:iam::123456789012:no/policy'}",
	      "InvalidInput: ARN arn:aws:iam::123456789012:no/policy is not valid." },
	    { "PutUserPermissionsBoundary", "{'UserName':'admin','PermissionsBoundary':'" ARN "'}",
	      "NoSuchEntity: Scope ARN: " ARN " does not exist or is not attachable." } } },
	{ "a document that is none is refused",
	  NULL,
	  { { "CreatePolicy", "{'PolicyName':'p','PolicyDocument':'{'}",
	      "MalformedPolicyDocument: Syntax errors in policy." },
	    { "PutUserPolicy", "{'UserName':'admin','PolicyName':'p','PolicyDocument':'{'}",
	      "MalformedPolicyDocument: Syntax errors in policy." } } },
	{ "a policy's name is unique and its versions are at most five",
	  NULL,
	  { { "CreatePolicy", CREATE, "{'Policy':{'PolicyName':'reader','PolicyId':'ANPA*" },
	    { "CreatePolicy", CREATE,
	      "EntityAlreadyExists: A policy called reader already exists. Duplicate names are not "
	      "allowed." },
	    { "CreatePolicyVersion", "{'PolicyArn':'" ARN "','PolicyDocument':'" DOCUMENT "'}",
	      "{'PolicyVersion':{'VersionId':'v2','IsDefaultVersion':false,"
	      "'CreateDate':1795424400}}" },
	    { "DeletePolicyVersion", "{'PolicyArn':'" ARN "','VersionId':'v1'}",
	      "DeleteConflict: Cannot delete the default version of a policy." },
	    { "DeletePolicy", "{'PolicyArn':'" ARN "'}", "DeleteConflict: *" },
	    { "DeletePolicyVersion", "{'PolicyArn':'" ARN "','VersionId':'v2'}", "{}" },
	    { "CreatePolicyVersion",
	      "{'PolicyArn':'" ARN "','PolicyDocument':'" DOCUMENT "','SetAsDefault':true}",
	      "{'PolicyVersion':{'VersionId':'v3','IsDefaultVersion':true,"
	      "'CreateDate':1795424400}}" },
	    { "ListPolicyVersions", "{'PolicyArn':'" ARN "'}",
	      "{'Versions':[{'VersionId':'v3','IsDefaultVersion':true,'CreateDate':1795424400},"
	      "{'VersionId':'v1','IsDefaultVersion':false,'CreateDate':1795424400}],"
	      "'IsTruncated':false}" } } },
	{ "an attached policy is not deleted",
	  NULL,
	  { { "CreatePolicy", CREATE, "{'Policy':{*" },
	    { "AttachUserPolicy", "{'UserName':'admin','PolicyArn':'" ARN "'}", "{}" },
	    { "DeletePolicy", "{'PolicyArn':'" ARN "'}",
	      "DeleteConflict: Cannot delete a policy attached to entities." },
	    { "ListEntitiesForPolicy", "{'PolicyArn':'" ARN "'}",
	      "{'PolicyGroups':[],'PolicyUsers':[{'UserName':'admin',"
	      "'UserId':'AIDA22222222222222222'}],'PolicyRoles':[],'IsTruncated':false}" },
	    { "ListAttachedUserPolicies", "{'UserName':'admin'}",
	      "{'AttachedPolicies':[{'PolicyName':'reader','PolicyArn':'" ARN
	      "'}],'IsTruncated':false}" },
	    { "DetachUserPolicy", "{'UserName':'admin','PolicyArn':'" ARN "'}", "{}" },
	    { "DeletePolicy", "{'PolicyArn':'" ARN "'}", "{}" } } },
	{ "AWS's policies can be attached and read",
	  NULL,
	  { { "AttachUserPolicy", "{'UserName':'admin','PolicyArn':'" ADMINISTRATOR "'}", "{}" },
	    { "GetPolicy", "{'PolicyArn':'" ADMINISTRATOR "'}",
	      "{'Policy':{'PolicyName':'AdministratorAccess','PolicyId':'ANPAIWMBCKSKIEE64ZLYK',"
	      "'Arn':'" ADMINISTRATOR "','Path':'/','DefaultVersionId':'v1','AttachmentCount':1,"
	      "'PermissionsBoundaryUsageCount':0,'IsAttachable':true,*" },
	    { "ListPolicies", "{'Scope':'AWS','OnlyAttached':true}",
	      "{'Policies':[{'PolicyName':'AdministratorAccess',*" },
	    { "ListPolicies", "{'Scope':'Local'}", "{'Policies':[],'IsTruncated':false}" } } },
	{ "a policy that AWS does not have is refused",
	  NULL,
	  { { "AttachUserPolicy",
	      "{'UserName':'admin','PolicyArn':'arn:aws:iam::aws:policy/RootFullAccess'}",
	      "NoSuchEntity: Policy arn:aws:iam::aws:policy/RootFullAccess does not exist or "
	      "is not attachable." },
	    { "AttachUserPolicy",
	      "{'UserName':'admin','PolicyArn':'arn:aws:iam::aws:policy/Billing'}",
	      "NoSuchEntity: Policy arn:aws:iam::aws:policy/Billing does not exist or "
	      "is not attachable." } } },
	{ "a policy whose document is not known is attached, described and never shown",
	  NULL,
	  { { "GetPolicyVersion", "{'PolicyArn':'" BILLING "','VersionId':'v30'}",
	      "NotImplemented: Mattock knows the policy " BILLING
	      " by its name, not its document." },
	    { "ListPolicyVersions", "{'PolicyArn':'" BILLING "'}",
	      "NotImplemented: Mattock knows the policy " BILLING
	      " by its name, not its document." },
	    { "GetPolicyVersion", "{'PolicyArn':'" BILLING "','VersionId':'v99'}",
	      "NoSuchEntity: Policy " BILLING " version v99 does not exist or is not attachable." },
	    { "AttachUserPolicy", "{'UserName':'admin','PolicyArn':'" BILLING "'}", "{}" },
	    { "GetPolicy", "{'PolicyArn':'" BILLING "'}",
	      "{'Policy':{'PolicyName':'Billing','PolicyId':'ANPA*" } } },
	{ "or taken by its name, if the namespace says so",
	  "INSERT INTO setting VALUES ('iam.unknown_aws_policies', 'attach');",
	  { { "AttachUserPolicy",
	      "{'UserName':'admin','PolicyArn':'arn:aws:iam::aws:policy/new/RootFullAccess'}",
	      "{}" },
	    { "ListAttachedUserPolicies", "{'UserName':'admin'}",
	      "{'AttachedPolicies':[{'PolicyName':'RootFullAccess','PolicyArn':"
	      "'arn:aws:iam::aws:policy/new/RootFullAccess'}],'IsTruncated':false}" } } },
	{ "inline policies keep their first spelling and Get echoes the request's",
	  NULL,
	  { { "PutUserPolicy",
	      "{'UserName':'admin','PolicyName':'Inline','PolicyDocument':'" DOCUMENT "'}", "{}" },
	    { "PutUserPolicy",
	      "{'UserName':'admin','PolicyName':'INLINE','PolicyDocument':'" DOCUMENT "'}", "{}" },
	    { "ListUserPolicies", "{'UserName':'admin'}",
	      "{'PolicyNames':['Inline'],'IsTruncated':false}" },
	    { "GetUserPolicy", "{'UserName':'admin','PolicyName':'inline'}",
	      "{'UserName':'admin','PolicyName':'inline','PolicyDocument':'" CODED "'}" },
	    { "DeleteUserPolicy", "{'UserName':'admin','PolicyName':'inline'}", "{}" },
	    { "GetUserPolicy", "{'UserName':'admin','PolicyName':'inline'}",
	      "NoSuchEntity: The user policy with name inline cannot be found." } } },
	{ "a policy's tags differ by letter case",
	  NULL,
	  { { "CreatePolicy", CREATE, "{'Policy':{*" },
	    { "TagPolicy",
	      "{'PolicyArn':'" ARN "','Tags':[{'Key':'a','Value':'1'},{'Key':'A','Value':'2'}]}",
	      "{}" },
	    { "ListPolicyTags", "{'PolicyArn':'" ARN "'}",
	      "{'Tags':[{'Key':'A','Value':'2'},{'Key':'a','Value':'1'}],'IsTruncated':false}" },
	    { "TagPolicy",
	      "{'PolicyArn':'" ARN "','Tags':[{'Key':'a','Value':'1'},{'Key':'a','Value':'2'}]}",
	      "InvalidInput: Duplicate tag keys found." },
	    { "ListPolicyTags", "{'PolicyArn':'" ARN "','MaxItems':1}",
	      "{'Tags':[{'Key':'A','Value':'2'}],'IsTruncated':true,'Marker':'1'}" },
	    { "ListPolicyTags", "{'PolicyArn':'" ARN "','Marker':'1'}",
	      "{'Tags':[{'Key':'a','Value':'1'}],'IsTruncated':false}" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	iam_aws_policies_install(&handlers.call);
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/iam_policies", stories, tells);
}
