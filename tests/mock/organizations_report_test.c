/* Reports of when anybody in a part of an organization last called what. */
#include "tests/support/world.h"

#define GENERATE "iam:GenerateOrganizationsAccessReport"
#define GET      "iam:GetOrganizationsAccessReport"
#define ROOT     "o-exampleorg/r-ab12"
#define UNIT     ROOT "/ou-ab12-workunit"
#define WORK     UNIT "/222222222222"
#define BEGIN(path, more)                                                                   \
	{                                                                                   \
		"admin", GENERATE, "{'EntityPath':'" path "'" more "}", "{'JobId':*", NULL, \
			"job=JobId"                                                         \
	}
#define LATER                                 \
	{                                     \
		"admin", "later", "60000", "" \
	}
#define FAILS(code, message)                                                       \
	{                                                                          \
		"admin", GET, "{'JobId':'{job}'}",                                 \
			"*'IsTruncated':false,'ErrorDetails':{'Message':'" message \
			"','Code':'" code "'}}*"                                   \
	}
#define NO_ENTITY                                  \
	FAILS("INVALID_ORGANIZATIONS_ENTITY_PATH", \
	      "The entity with the specified path does not exist in your organization.")
#define NO_POLICY                             \
	FAILS("INVALID_ORGANIZATIONS_POLICY", \
	      "The policy with the specified ID does not exist in your organization.")
#define NO_PERMISSION                                                                          \
	"*'ErrorDetails':{'Message':'Requester is not authorized to perform the required AWS " \
	"Organizations Describe* and List* actions.','Code':'ORGANIZATIONS_REPORT_ACCESS_"     \
	"DENIED'}*"
#define ONLY_IAM                                                                                \
	{                                                                                       \
		"admin", "organizations:CreatePolicy",                                          \
			"{'Name':'iam','Description':'','Type':'SERVICE_CONTROL_POLICY',"       \
			"'Content':'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':["          \
			"{\\'Effect\\':\\'Allow\\',\\'Action\\':[\\'iam:*\\',\\'s3:Get*\\',\\'" \
			"sqs:*\\'],"                                                            \
			"\\'Resource\\':\\'*\\'}]}'}",                                          \
			"{'Policy':*", NULL, "policy=Policy.PolicySummary.Id"                   \
	}
#define ATTACH(target)                                                          \
	{                                                                       \
		"admin", "organizations:AttachPolicy",                          \
			"{'PolicyId':'{policy}','TargetId':'" target "'}", "{}" \
	}
#define DETACH(policy, target)                                                    \
	{                                                                         \
		"admin", "organizations:DetachPolicy",                            \
			"{'PolicyId':'" policy "','TargetId':'" target "'}", "{}" \
	}
#define AUDIT                                                                  \
	{ "admin", "sts:AssumeRoot@eu-west-1",                                 \
	  "{'TargetPrincipal':'222222222222','TaskPolicyArn':{'arn':"          \
	  "'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'}}", \
	  "{'Credentials':*", "root" },                                        \
	{                                                                      \
		"root", "iam:ListAccessKeys", "{}", "{'AccessKeyMetadata':*"   \
	}
#define IAM                                        \
	"{'ServiceName':'AWS Identity and Access " \
	"Management','ServiceNamespace':'iam','Region':'us-east-1'"
#define S3  "{'ServiceName':'Amazon S3','ServiceNamespace':'s3','TotalAuthenticatedEntities':0}"
#define SQS "{'ServiceName':'Amazon SQS','ServiceNamespace':'sqs','TotalAuthenticatedEntities':0}"
#define USED                                                               \
	IAM ",'EntityPath':'" WORK "','LastAuthenticatedTime':1795424460," \
	    "'TotalAuthenticatedEntities':2}"

static const struct world_story stories[] = {
	{ "a path and a policy have their form",
	  { { "admin", GENERATE, "{'EntityPath':'bad'}",
	      "400 ValidationError: 2 validation errors detected: *" },
	    { "admin", GENERATE, "{'EntityPath':'" ROOT "','OrganizationsPolicyId':'bad'}",
	      "400 ValidationError: *" },
	    { "admin", GET, "{'JobId':'short'}", "400 ValidationError: *" } } },
	{ "another organization's path is refused at once",
	  { { "admin", GENERATE, "{'EntityPath':'o-otherexample/r-ab12'}",
	      "403 AccessDenied: The organization ID in the specified entity path is different "
	      "than your organization ID." },
	    { "limited", GENERATE, "{'EntityPath':'" ROOT "'}",
	      "403 AccessDenied: User: arn:aws:iam::111111111111:user/limited is not "
	      "authorized to perform: " GENERATE " on resource: *" } } },
	{ "a path that leads nowhere fails in the job",
	  { BEGIN(ROOT "/ou-ab12-otherone", ""), LATER, NO_ENTITY, BEGIN(UNIT "/", ""), LATER,
	    NO_ENTITY, BEGIN("o-exampleorg/r-cd34", ""), LATER, NO_ENTITY,
	    BEGIN(ROOT "/222222222222", ""), LATER, NO_ENTITY } },
	{ "so does a policy that is not there or no SCP",
	  { BEGIN(ROOT, ",'OrganizationsPolicyId':'p-12345678'"), LATER, NO_POLICY,
	    BEGIN(ROOT, ",'OrganizationsPolicyId':'p-norobots1'"), LATER, NO_POLICY } },
	{ "and a caller that may not read the organization, or is a member",
	  { { "boss", GENERATE, "{'EntityPath':'" WORK "'}", "{'JobId':*", NULL, "job=JobId" },
	    LATER,
	    { "boss", GET, "{'JobId':'{job}'}", NO_PERMISSION },
	    { "admin", GET, "{'JobId':'{job}'}", "404 NoSuchEntity: Job {job} does not exist." },
	    { "admin", "iam:PutUserPolicy",
	      "{'UserName':'limited','PolicyName':'p','PolicyDocument':'{\\'Version\\':"
	      "\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':"
	      "[\\'iam:*\\',\\'organizations:Describe*\\'],\\'Resource\\':\\'*\\'}]}'}",
	      "{}" },
	    { "limited", GENERATE, "{'EntityPath':'" ROOT "'}", "{'JobId':*", NULL, "other=JobId" },
	    LATER,
	    { "limited", GET, "{'JobId':'{other}'}", NO_PERMISSION } } },
	{ "a part without members says which services its SCPs leave",
	  { ONLY_IAM,
	    { "admin", "organizations:CreateOrganizationalUnit",
	      "{'ParentId':'r-ab12','Name':'Empty'}", "{'OrganizationalUnit':*", NULL,
	      "unit=OrganizationalUnit.Id" },
	    ATTACH("{unit}"),
	    DETACH("p-FullAWSAccess", "{unit}"),
	    BEGIN(ROOT "/{unit}", ""),
	    { "admin", GET, "{'JobId':'{job}'}",
	      "{'JobStatus':'IN_PROGRESS','JobCreationDate':1795424400,'IsTruncated':false}" },
	    { "admin", GET, "{'JobId':'{job}'}",
	      "{'JobStatus':'COMPLETED','JobCreationDate':1795424400,'JobCompletionDate':"
	      "1795424400,'NumberOfServicesAccessible':3,'NumberOfServicesNotAccessed':3,"
	      "'AccessDetails':[" IAM ",'TotalAuthenticatedEntities':0}," S3 "," SQS
	      "],'IsTruncated':false}" } } },
	{ "a root session and a user are two of an account, and the management account is none",
	  { ONLY_IAM,
	    ATTACH("222222222222"),
	    DETACH("p-FullAWSAccess", "222222222222"),
	    LATER,
	    AUDIT,
	    { "boss", "iam:ListUsers", "{}", "{'Users':*" },
	    BEGIN(WORK, ""),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}", "*'AccessDetails':[" USED "," S3 "," SQS "]*" },
	    BEGIN(ROOT, ",'OrganizationsPolicyId':'{policy}'"),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}",
	      "*'AccessDetails':[" USED "," S3 "," SQS "]*" } } },
	{ "a policy that is attached nowhere has services without data",
	  { ONLY_IAM,
	    LATER,
	    AUDIT,
	    BEGIN(ROOT, ",'OrganizationsPolicyId':'{policy}'"),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}",
	      "*'NumberOfServicesNotAccessed':3,'AccessDetails':[" IAM
	      ",'TotalAuthenticatedEntities':0}," S3 "," SQS "]*" },
	    BEGIN(ROOT "/111111111111", ""),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}','SortKey':'LAST_AUTHENTICATED_TIME_DESCENDING'}",
	      "*'NumberOfServicesAccessible':456,'NumberOfServicesNotAccessed':453,'AccessDetails':"
	      "[" IAM ",'EntityPath':'" ROOT "/111111111111','LastAuthenticatedTime':1795424520,"
	      "'TotalAuthenticatedEntities':1},{'ServiceName':'AWS Security Token Service',"
	      "'ServiceNamespace':'sts','Region':'eu-west-1','EntityPath':'" ROOT
	      "/111111111111','LastAuthenticatedTime':1795424460,*" } } },
	{ "the same question within minutes is the same job, and pages are of one order",
	  { ONLY_IAM,
	    BEGIN(ROOT, ",'OrganizationsPolicyId':'{policy}'"),
	    LATER,
	    { "admin", GENERATE, "{'EntityPath':'" ROOT "','OrganizationsPolicyId':'{policy}'}",
	      "{'JobId':'{job}'}" },
	    { "admin", GET,
	      "{'JobId':'{job}','MaxItems':1,'SortKey':'SERVICE_NAMESPACE_DESCENDING'}",
	      "*'AccessDetails':[" SQS "],'IsTruncated':true*", NULL, "page=Marker" },
	    { "admin", GET,
	      "{'JobId':'{job}','Marker':'{page}','SortKey':'SERVICE_NAMESPACE_DESCENDING'}",
	      "*'AccessDetails':[" S3 "," IAM "*" },
	    { "admin", GET, "{'JobId':'{job}','Marker':'{page}'}",
	      "400 InvalidInput: The marker passed in the request was invalid." },
	    { "admin", GET, "{'JobId':'{job}','Marker':'invalid'}",
	      "400 ValidationError: Invalid Marker." },
	    { "admin", "later", "300000", "" },
	    { "admin", GENERATE, "{'EntityPath':'" ROOT "','OrganizationsPolicyId':'{policy}'}",
	      "{'JobId':*", NULL, "other=JobId" },
	    { "admin", GET, "{'JobId':'{other}'}", "{'JobStatus':'IN_PROGRESS',*" } } },
};

int main(void)
{
	return check_table("mock/organizations_report", stories, world_body);
}
