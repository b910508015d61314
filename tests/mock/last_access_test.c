/* When principals last called what, and the reports that say so. */
#include <string.h>

#include "mock/iam/service_grant.h"
#include "tests/support/world.h"

#define ADMIN               "arn:aws:iam::111111111111:user/admin"
#define LIMITED             "arn:aws:iam::111111111111:user/limited"
#define ADMINS              "arn:aws:iam::aws:policy/AdministratorAccess"
#define GENERATE            "iam:GenerateServiceLastAccessedDetails"
#define GET                 "iam:GetServiceLastAccessedDetails"
#define ENTITIES            "iam:GetServiceLastAccessedDetailsWithEntities"
#define GRANTING            "iam:ListPoliciesGrantingServiceAccess"
#define DOCUMENT(statement) "'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[" statement "]}'"
#define ALLOW(action) \
	"{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'" action "\\',\\'Resource\\':\\'*\\'}"
#define PUT(user, name, document)                                     \
	{                                                             \
		"admin", "iam:PutUserPolicy",                         \
			"{'UserName':'" user "','PolicyName':'" name  \
			"','PolicyDocument':" DOCUMENT(document) "}", \
			"{}"                                          \
	}
#define BEGIN(arn, more)                                                                        \
	{                                                                                       \
		"admin", GENERATE, "{'Arn':'" arn "'" more "}", "{'JobId':*", NULL, "job=JobId" \
	}
#define LATER                                 \
	{                                     \
		"admin", "later", "60000", "" \
	}
#define NOBODY_ELSE "404 NoSuchEntity: Job {job} does not exist."

static const struct world_story stories[] = {
	{ "a report is about something that is there",
	  { { "admin", GENERATE, "{'Arn':'arn:aws:iam::111111111111:user/nobody'}",
	      "404 NoSuchEntity: ARN arn:aws:iam::111111111111:user/nobody does not exist." },
	    { "admin", GENERATE, "{'Arn':'arn:aws:iam::222222222222:user/boss'}",
	      "404 NoSuchEntity: *" },
	    { "admin", GENERATE, "{'Arn':'arn-of-nothing-at-all'}", "400 InvalidInput: *" },
	    { "admin", GENERATE, "{'Arn':'arn:aws:iam::aws:policy/AmazonEC2FullAccess'}",
	      "501 NotImplemented: *" },
	    { "admin", GENERATE, "{'Arn':'" ADMIN "','Granularity':'X'}",
	      "400 ValidationError: *" },
	    { "admin", GET, "{'JobId':'short'}", "400 ValidationError: *" },
	    { "admin", GET, "{'JobId':'12345678-1234-1234-1234-123456789012'}",
	      "404 NoSuchEntity: Job 12345678-1234-1234-1234-123456789012 does not exist." } } },
	{ "a report needs permission for its resource, and is its caller's",
	  { { "limited", GENERATE, "{'Arn':'" LIMITED "'}",
	      "403 AccessDenied: User: " LIMITED " is not authorized to perform: " GENERATE
	      " on resource: *" },
	    BEGIN(LIMITED, ""),
	    PUT("limited", "p", ALLOW("iam:*")),
	    { "limited", GET, "{'JobId':'{job}'}", NOBODY_ELSE },
	    { "limited", ENTITIES, "{'JobId':'{job}','ServiceNamespace':'iam'}", NOBODY_ELSE },
	    { "boss", GET, "{'JobId':'{job}'}", NOBODY_ELSE },
	    { "admin", "iam:GetOrganizationsAccessReport", "{'JobId':'{job}'}", NOBODY_ELSE } } },
	{ "a report is in progress until it is done, also with a clock that stands still",
	  { BEGIN(LIMITED, ""),
	    { "admin", GET, "{'JobId':'{job}'}",
	      "{'JobStatus':'IN_PROGRESS','JobType':'SERVICE_LEVEL','JobCreationDate':1795424400,"
	      "'ServicesLastAccessed':[],'IsTruncated':false}" },
	    { "admin", GET, "{'JobId':'{job}'}",
	      "{'JobStatus':'COMPLETED','JobType':'SERVICE_LEVEL','JobCreationDate':1795424400,"
	      "'ServicesLastAccessed':[],'JobCompletionDate':1795424400,'IsTruncated':false}" } } },
	{ "services are listed that policies grant, with the last call of each, also a refused one",
	  { PUT("limited", "p", ALLOW("s3:Get*") "," ALLOW("organizations:*")),
	    { "limited", "organizations:DescribeOrganization@us-east-1", "{}",
	      "{'Organization':*" },
	    { "limited", "iam:ListUsers", "{}", "403 AccessDenied: *" },
	    BEGIN(LIMITED, ""),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}",
	      "{'JobStatus':'COMPLETED','JobType':'SERVICE_LEVEL','JobCreationDate':1795424400,"
	      "'ServicesLastAccessed':[{'ServiceName':'AWS Organizations','LastAuthenticated':"
	      "1795424400,'ServiceNamespace':'organizations','LastAuthenticatedEntity':'" LIMITED
	      "','LastAuthenticatedRegion':'us-east-1','TotalAuthenticatedEntities':1},"
	      "{'ServiceName':'Amazon S3','ServiceNamespace':'s3','TotalAuthenticatedEntities':0}"
	      "],'JobCompletionDate':1795424401,'IsTruncated':false}" },
	    PUT("limited", "p", ALLOW("iam:*")),
	    BEGIN(LIMITED, ""),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}", "{'JobStatus':'COMPLETED',*" } } },
	{ "actions are told where they are asked for, and only what was called",
	  { PUT("limited", "p", ALLOW("sts:*")),
	    { "limited", "sts:GetCallerIdentity@eu-west-1", "{}", "{'Arn':*" },
	    LATER,
	    { "limited", "sts:GetSessionToken", "{}", "{'Credentials':*", "session" },
	    LATER,
	    { "session", "sts:GetCallerIdentity", "{}", "{'Arn':*" },
	    BEGIN(LIMITED, ",'Granularity':'ACTION_LEVEL'"),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}",
	      "*'TrackedActionsLastAccessed':[{'ActionName':'GetCallerIdentity',"
	      "'LastAccessedEntity':'" LIMITED "','LastAccessedTime':1795424520,"
	      "'LastAccessedRegion':'us-east-1'},{'ActionName':'GetSessionToken',"
	      "'LastAccessedEntity':'" LIMITED "','LastAccessedTime':1795424460,"
	      "'LastAccessedRegion':'us-east-1'}]}]*" },
	    { "admin", ENTITIES, "{'JobId':'{job}','ServiceNamespace':'iam'}",
	      "404 NoSuchEntity: The service iam is not among *" } } },
	{ "a group's report is about its users, the latest first",
	  { { "admin", "iam:CreateGroup", "{'GroupName':'all'}", "{'Group':*" },
	    { "admin", "iam:PutGroupPolicy",
	      "{'GroupName':'all','PolicyName':'p','PolicyDocument':" DOCUMENT(ALLOW("iam:*")) "}",
	      "{}" },
	    { "admin", "iam:AddUserToGroup", "{'GroupName':'all','UserName':'admin'}", "{}" },
	    { "admin", "iam:AddUserToGroup", "{'GroupName':'all','UserName':'limited'}", "{}" },
	    LATER,
	    { "limited", "iam:ListUsers", "{}", "{'Users':*" },
	    BEGIN("arn:aws:iam::111111111111:group/all", ""),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}'}",
	      "*'ServicesLastAccessed':[{'ServiceName':'AWS Identity and Access Management',"
	      "'LastAuthenticated':1795424460,'ServiceNamespace':'iam',"
	      "'LastAuthenticatedEntity':'arn:aws:iam::111111111111:user/*" },
	    { "admin", ENTITIES, "{'JobId':'{job}','ServiceNamespace':'iam','MaxItems':1}",
	      "*'EntityDetailsList':[{'EntityInfo':{'Arn':'" LIMITED
	      "','Name':'limited','Type':'USER',"
	      "'Id':*",
	      NULL, "page=Marker" },
	    { "admin", ENTITIES,
	      "{'JobId':'{job}','ServiceNamespace':'iam','MaxItems':1,'Marker':'{page}'}",
	      "*'EntityDetailsList':[{'EntityInfo':{'Arn':'" ADMIN "'*" },
	    { "admin", ENTITIES, "{'JobId':'{job}','ServiceNamespace':'sts','Marker':'{page}'}",
	      "404 NoSuchEntity: *" } } },
	{ "a policy's report is about whoever has it, and a page is of one report",
	  { BEGIN(ADMINS, ""),
	    LATER,
	    { "admin", GET, "{'JobId':'{job}','MaxItems':1}",
	      "*'ServicesLastAccessed':[{'ServiceName':'AWS App2Container',"
	      "'ServiceNamespace':'a2c','TotalAuthenticatedEntities':0}]*",
	      NULL, "page=Marker" },
	    { "admin", GET, "{'JobId':'{job}','MaxItems':1,'Marker':'{page}'}",
	      "*'ServicesLastAccessed':[{'ServiceName':'Alexa for Business',*" },
	    { "admin", GET, "{'JobId':'{job}','Marker':'invalid'}",
	      "400 ValidationError: Invalid Marker." },
	    { "admin", ENTITIES, "{'JobId':'{job}','ServiceNamespace':'iam'}",
	      "*'EntityDetailsList':[{'EntityInfo':{'Arn':'" ADMIN "'*" },
	    { "admin", GENERATE, "{'Arn':'" ADMINS "'}", "{'JobId':*", NULL, "other=JobId" },
	    LATER,
	    { "admin", GET, "{'JobId':'{other}','Marker':'{page}'}",
	      "400 InvalidInput: The marker passed in the request was invalid." } } },
	{ "policies that grant a service are named by their holder or their ARN",
	  { { "admin", GRANTING,
	      "{'Arn':'arn:aws:iam::111111111111:user/nobody','ServiceNamespaces':['s3']}",
	      "404 NoSuchEntity: ARN arn:aws:iam::111111111111:user/nobody does not exist." },
	    { "admin", GRANTING, "{'Arn':'" ADMINS "','ServiceNamespaces':['s3']}",
	      "404 NoSuchEntity: *" },
	    { "admin", GRANTING, "{'Arn':'" LIMITED "','ServiceNamespaces':['no-service']}",
	      "400 InvalidInput: *" },
	    PUT("limited", "own", ALLOW("s3:ListAllMyBuckets")),
	    { "admin", "iam:CreateGroup", "{'GroupName':'all'}", "{'Group':*" },
	    { "admin", "iam:AttachGroupPolicy",
	      "{'GroupName':'all','PolicyArn':'arn:aws:iam::aws:policy/ReadOnlyAccess'}", "{}" },
	    { "admin", "iam:AddUserToGroup", "{'GroupName':'all','UserName':'limited'}", "{}" },
	    { "admin", GRANTING, "{'Arn':'" LIMITED "','ServiceNamespaces':['s3','ec2','iam']}",
	      "{'PoliciesGrantingServiceAccess':[{'ServiceNamespace':'s3','Policies':["
	      "{'PolicyName':'own','PolicyType':'INLINE','EntityType':'USER','EntityName':"
	      "'limited'},{'PolicyName':'ReadOnlyAccess','PolicyType':'MANAGED','PolicyArn':"
	      "'arn:aws:iam::aws:policy/ReadOnlyAccess'}]},{'ServiceNamespace':'ec2',"
	      "'Policies':[]},{'ServiceNamespace':'iam','Policies':[{'PolicyName':"
	      "'ReadOnlyAccess','PolicyType':'MANAGED','PolicyArn':"
	      "'arn:aws:iam::aws:policy/ReadOnlyAccess'}]}],'IsTruncated':false}" },
	    { "admin", GRANTING,
	      "{'Arn':'" LIMITED "','ServiceNamespaces':['s3'],'Marker':'invalid'}",
	      "400 ValidationError: Invalid Marker." } } },
};

#define DENY "'Effect':'Deny','Resource':'*'"

/* What of a service a document leaves. */
static const struct grant_row {
	const char *name;
	const char *statements; /* ' stands for " */
	const char *prefix;
	enum iam_service_grant grant;
} grants[] = {
	{ "a policy of another service grants nothing",
	  "{'Effect':'Allow','Action':'s3:*','Resource':'*'}", "s3express",
	  IAM_SERVICE_UNMENTIONED },
	{ "an action that is null names nothing",
	  "{'Effect':'Allow','Action':[null],'Resource':'*'}", "s3", IAM_SERVICE_UNMENTIONED },
	{ "a denial of everything denies", "{" DENY ",'Action':'*'}", "s3", IAM_SERVICE_DENIED },
	{ "a denial of the whole service outweighs a grant",
	  "{'Effect':'Allow','Action':'*','Resource':'*'},{" DENY ",'Action':'s3:*'}", "s3",
	  IAM_SERVICE_DENIED },
	{ "so does one of everything else", "{" DENY ",'NotAction':'iam:*'}", "s3",
	  IAM_SERVICE_DENIED },
	{ "which leaves what it excepts",
	  "{'Effect':'Allow','Action':'*','Resource':'*'},{" DENY ",'NotAction':'iam:GetUser'}",
	  "iam", IAM_SERVICE_GRANTED },
	{ "a denial on one resource does not take the service away",
	  "{'Effect':'Allow','Action':'s3:*','Resource':'*'},"
	  "{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::b'}",
	  "s3", IAM_SERVICE_GRANTED },
	{ "nor does one on all but one",
	  "{'Effect':'Allow','Action':'s3:*','Resource':'*'},"
	  "{'Effect':'Deny','Action':'s3:*','NotResource':'*'}",
	  "s3", IAM_SERVICE_GRANTED },
	{ "nor does a denial with a condition",
	  "{'Effect':'Allow','Action':'s3:*','Resource':'*'},{" DENY
	  ",'Action':'s3:*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}",
	  "s3", IAM_SERVICE_GRANTED },
	{ "nor does a denial of some actions",
	  "{'Effect':'Allow','Action':'s3:*','Resource':'*'},{" DENY ",'Action':'s3:Get*'}", "s3",
	  IAM_SERVICE_GRANTED },
	{ "one action in any letters grants",
	  "{'Effect':'Allow','Action':'S3:GetObject',"
	  "'Resource':'arn:aws:s3:::b/*'}",
	  "s3", IAM_SERVICE_GRANTED },
	{ "a service may be a pattern", "{'Effect':'Allow','Action':'s?:Get*','Resource':'*'}",
	  "s3", IAM_SERVICE_GRANTED },
	{ "all but one action of a service grants it",
	  "{'Effect':'Allow','NotAction':'s3:GetObject','Resource':'*'}", "s3",
	  IAM_SERVICE_GRANTED },
	{ "all but a service grants others, and not it",
	  "{'Effect':'Allow','NotAction':'s3:*','Resource':'*'}", "s3", IAM_SERVICE_UNMENTIONED },
};

static void leaves(void **state)
{
	struct fixture *fixture = *state;
	const struct grant_row *row = fixture->row;
	const struct policy_document *document = NULL;
	char *text = arena_printf(&fixture->arena, "{'Version':'2012-10-17','Statement':[%s]}",
				  row->statements);
	struct fault fault;

	for (char *at = text; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	if (!policy_document_parse(&fixture->arena, text, strlen(text), &fault, &document))
		fail_msg("%s: %s", text, fault.message);
	assert_int_equal(iam_service_grant_of(document, row->prefix), row->grant);
}

static const struct check_table tables[] = {
	CHECK_TABLE(stories, world_body),
	CHECK_TABLE(grants, leaves),
};

int main(void)
{
	return check_tables("mock/last_access", tables, ARRAY_LEN(tables));
}
