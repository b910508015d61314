/* What Organizations refuses about organizations, accounts, OUs, delegates and tags. */
#include "tests/mock/organizations_script.h"

static const struct script_row rows[] = {
	{ "an account without an organization is told so",
	  {
		  { NULL, "DescribeOrganization", NULL,
		    "!AWSOrganizationsNotInUseException: Your account is not a member of an "
		    "organization." },
		  { NULL, "ListAccounts", NULL, "!AWSOrganizationsNotInUseException" },
		  { NULL, "ListRoots", NULL, "!AWSOrganizationsNotInUseException" },
		  { NULL, "DeleteOrganization", NULL, "!AWSOrganizationsNotInUseException" },
		  { NULL, "LeaveOrganization", NULL, "!AWSOrganizationsNotInUseException" },
		  { NULL, "ListAWSServiceAccessForOrganization", NULL,
		    "!AWSOrganizationsNotInUseException" },
		  { NULL, "DescribeResourcePolicy", NULL, "!AWSOrganizationsNotInUseException" },
	  } },
	{ "an account begins one organization only",
	  {
		  CREATE,
		  { NULL, "CreateOrganization", "{'FeatureSet':'ALL'}",
		    "!AlreadyInOrganizationException: The AWS account is already a member of an "
		    "organization." },
	  } },
	{ "an organization with members is not deleted",
	  {
		  CREATE,
		  MEMBER("a"),
		  { NULL, "DeleteOrganization", NULL,
		    "!OrganizationNotEmptyException: To delete an organization you must first "
		    "remove "
		    "all member accounts (except the master)." },
	  } },
	{ "what is not there is not found, each in its own words",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "DescribeAccount", "{'AccountId':'999999999999'}",
		    "!AccountNotFoundException: You specified an account that doesn't exist." },
		  { NULL, "DescribeOrganizationalUnit",
		    "{'OrganizationalUnitId':'ou-abcd-12345678'}",
		    "!OrganizationalUnitNotFoundException" },
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'ou-abcd-12345678'}",
		    "!OrganizationalUnitNotFoundException" },
		  { NULL, "DeleteOrganizationalUnit", "{'OrganizationalUnitId':'ou-abcd-12345678'}",
		    "!OrganizationalUnitNotFoundException" },
		  { NULL, "CreateOrganizationalUnit", "{'ParentId':'r-zzzz','Name':'x'}",
		    "!ParentNotFoundException" },
		  { NULL, "ListAccountsForParent", "{'ParentId':'ou-abcd-12345678'}",
		    "!ParentNotFoundException" },
		  { NULL, "ListOrganizationalUnitsForParent", "{'ParentId':'r-zzzz'}",
		    "!ParentNotFoundException" },
		  { NULL, "ListChildren", "{'ParentId':'r-zzzz','ChildType':'ACCOUNT'}",
		    "!ParentNotFoundException" },
		  { NULL, "ListParents", "{'ChildId':'999999999999'}", "!ChildNotFoundException" },
		  { NULL, "DescribeCreateAccountStatus",
		    "{'CreateAccountRequestId':'car-12345678'}",
		    "!CreateAccountStatusNotFoundException" },
		  { NULL, "TagResource", "{'ResourceId':'999999999999','Tags':[]}",
		    "!TargetNotFoundException: You specified a target that doesn't exist." },
		  { NULL, "UntagResource", "{'ResourceId':'p-12345678','TagKeys':['a']}",
		    "!TargetNotFoundException" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'rp-12345678'}",
		    "!TargetNotFoundException" },
		  { NULL, "CloseAccount", "{'AccountId':'999999999999'}",
		    "!AccountNotFoundException" },
		  { NULL, "RemoveAccountFromOrganization", "{'AccountId':'999999999999'}",
		    "!AccountNotFoundException" },
	  } },
	{ "a move names where the account is and where it goes",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u"),
		  MEMBER("a"),
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'r-zzzz','DestinationParentId':'{u}'}",
		    "!SourceParentNotFoundException" },
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{root}','DestinationParentId':'r-zzzz'}",
		    "!DestinationParentNotFoundException" },
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{u}','DestinationParentId':'{root}'}",
		    "!AccountNotFoundException: You specified an account that doesn't exist." },
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{root}','DestinationParentId':'{root}'}",
		    "!DuplicateAccountException" },
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{root}','DestinationParentId':'{u}'}",
		    "{}" },
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{root}','DestinationParentId':'{u}'}",
		    "!AccountNotFoundException" },
	  } },
	{ "OUs have a depth, unlike names and nothing in them when they go",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u1"),
		  { NULL, "CreateOrganizationalUnit", "{'ParentId':'{root}','Name':'u1'}",
		    "!DuplicateOrganizationalUnitException" },
		  UNIT("{u1}", "u2"),
		  UNIT("{u2}", "u3"),
		  UNIT("{u3}", "u4"),
		  UNIT("{u4}", "u5"),
		  { NULL, "CreateOrganizationalUnit", "{'ParentId':'{u5}','Name':'u6'}",
		    "!ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED" },
		  { NULL, "DeleteOrganizationalUnit", "{'OrganizationalUnitId':'{u4}'}",
		    "!OrganizationalUnitNotEmptyException" },
		  { NULL, "DeleteOrganizationalUnit", "{'OrganizationalUnitId':'{u5}'}", "{}" },
		  { NULL, "DeleteOrganizationalUnit", "{'OrganizationalUnitId':'{u4}'}", "{}" },
		  UNIT("{root}", "v"),
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'{v}','Name':'u1'}",
		    "!DuplicateOrganizationalUnitException" },
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'{v}','Name':''}",
		    "!InvalidInputException MIN_LENGTH_EXCEEDED:NAME" },
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'v','Name':'x'}",
		    "!InvalidInputException INVALID_PATTERN:ORGANIZATIONAL_UNIT_ID" },
	  } },
	{ "the number of OUs is a quota",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "given", "INSERT INTO setting VALUES ('organizations.units', '1')" },
		  UNIT("{root}", "u1"),
		  { NULL, "CreateOrganizationalUnit", "{'ParentId':'{root}','Name':'u2'}",
		    "!ConstraintViolationException OU_NUMBER_LIMIT_EXCEEDED" },
	  } },
	{ "an e-mail address that is taken fails later, two at once at once",
	  {
		  CREATE,
		  { NULL, "CreateAccount", "{'Email':'ROOT@example.com','AccountName':'again'}",
		    "'AccountName':'again' .. 'State':'IN_PROGRESS'", "r=CreateAccountStatus.Id" },
		  { NULL, "CreateAccount", "{'Email':'root@example.com','AccountName':'again'}",
		    "!ConcurrentModificationException: AWS Organizations can't complete your "
		    "request "
		    "because it conflicts with another attempt to modify the same entity. Try "
		    "again "
		    "later." },
		  { NULL, "later", "2000" },
		  { NULL, "DescribeCreateAccountStatus", "{'CreateAccountRequestId':'{r}'}",
		    "'State':'FAILED' .. 'CompletedTimestamp' .. "
		    "'FailureReason':'EMAIL_ALREADY_EXISTS'" },
		  { NULL, "ListCreateAccountStatus", "{'States':['FAILED']}", "{r}" },
		  { NULL, "ListCreateAccountStatus", "{'States':['SUCCEEDED']}",
		    "'CreateAccountStatuses':[]" },
		  { NULL, "ListAccounts", NULL, "'Accounts':[{ .. }]" },
	  } },
	{ "accounts and creations have quotas",
	  {
		  CREATE,
		  { NULL, "given",
		    "INSERT INTO setting VALUES ('organizations.accounts', '4'),"
		    " ('organizations.creations', '2')" },
		  ASK("a"),
		  ASK("b"),
		  { NULL, "CreateAccount", "{'Email':'c@example.com','AccountName':'c'}",
		    "!TooManyRequestsException: AWS Organizations can't complete your request "
		    "because another request is already in progress. Try again later." },
		  LATER,
		  ASK("c"),
		  { NULL, "CreateAccount", "{'Email':'d@example.com','AccountName':'d'}",
		    "!ConstraintViolationException ACCOUNT_NUMBER_LIMIT_EXCEEDED: You have "
		    "exceeded "
		    "the allowed number of AWS accounts." },
	  } },
	{ "trusted access is for services that AWS knows, and needs all features",
	  {
		  { NULL, "CreateOrganization", "{'FeatureSet':'CONSOLIDATED_BILLING'}",
		    "'FeatureSet':'CONSOLIDATED_BILLING'" },
		  { NULL, "EnableAWSServiceAccess", "{'ServicePrincipal':'iam.amazonaws.com'}",
		    "!ConstraintViolationException ORGANIZATION_NOT_IN_ALL_FEATURES_MODE" },
		  { NULL, "DeleteOrganization", NULL, "{}" },
		  CREATE,
		  { NULL, "EnableAWSServiceAccess",
		    "{'ServicePrincipal':'no-such-service.amazonaws.com'}",
		    "!InvalidInputException UNRECOGNIZED_SERVICE_PRINCIPAL: You specified an "
		    "unrecognized service principal." },
		  { NULL, "EnableAWSServiceAccess", NULL,
		    "!InvalidInputException INPUT_REQUIRED:SERVICE_PRINCIPAL" },
	  } },
	{ "a delegate needs trusted access, an active account and no registration yet",
	  {
		  CREATE,
		  MEMBER("a"),
		  { NULL, "RegisterDelegatedAdministrator",
		    "{'AccountId':'{a}','ServicePrincipal':'iam.amazonaws.com'}",
		    "!ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED: You must enable "
		    "service access before you delegate an administrator for this service. Call "
		    "the "
		    "AWS API EnableAWSServiceAccess first." },
		  TRUST("iam.amazonaws.com"),
		  { NULL, "RegisterDelegatedAdministrator",
		    "{'AccountId':'123456789012','ServicePrincipal':'iam.amazonaws.com'}",
		    "!ConstraintViolationException "
		    "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR: "
		    "You cannot register management account/yourself as delegated administrator "
		    "for "
		    "your organization." },
		  { NULL, "RegisterDelegatedAdministrator",
		    "{'AccountId':'999999999999','ServicePrincipal':'iam.amazonaws.com'}",
		    "!AccountNotFoundException" },
		  { NULL, "DeregisterDelegatedAdministrator",
		    "{'AccountId':'{a}','ServicePrincipal':'iam.amazonaws.com'}",
		    "!AccountNotRegisteredException: The provided account is not a registered "
		    "delegated administrator for your organization." },
		  { NULL, "ListDelegatedServicesForAccount", "{'AccountId':'{a}'}",
		    "!AccountNotRegisteredException" },
		  DELEGATE("a", "iam.amazonaws.com"),
		  { NULL, "RegisterDelegatedAdministrator",
		    "{'AccountId':'{a}','ServicePrincipal':'iam.amazonaws.com'}",
		    "!AccountAlreadyRegisteredException: The provided account is already a "
		    "delegated "
		    "administrator for your organization." },
		  { NULL, "DisableAWSServiceAccess", "{'ServicePrincipal':'iam.amazonaws.com'}",
		    "!ConstraintViolationException "
		    "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE: "
		    "You have delegated administrator/s for this service. De-register them in "
		    "order "
		    "to disable service access." },
		  { NULL, "RemoveAccountFromOrganization", "{'AccountId':'{a}'}",
		    "!ConstraintViolationException "
		    "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG" },
		  { NULL, "given", "UPDATE account SET state = 'SUSPENDED' WHERE id = '{a}'" },
		  TRUST("sso.amazonaws.com"),
		  { NULL, "RegisterDelegatedAdministrator",
		    "{'AccountId':'{a}','ServicePrincipal':'sso.amazonaws.com'}",
		    "!ConstraintViolationException "
		    "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR" },
	  } },
	{ "one bad tag refuses them all",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "TagResource", "{'ResourceId':'{root}'}",
		    "!InvalidInputException INPUT_REQUIRED:TAGS" },
		  { NULL, "TagResource",
		    "{'ResourceId':'{root}','Tags':[{'Key':'a','Value':'1'},{'Key':'b'}]}",
		    "!InvalidInputException INPUT_REQUIRED:TAGS_2_MEMBER_VALUE" },
		  { NULL, "TagResource",
		    "{'ResourceId':'{root}','Tags':[{'Key':'a','Value':'1'},{'Key':'a','Value':'2'}"
		    "]}",
		    "!InvalidInputException DUPLICATE_TAG_KEY: Your request includes duplicate tag "
		    "keys." },
		  { NULL, "TagResource",
		    "{'ResourceId':'{root}','Tags':[{'Key':'aws:a','Value':'1'}]}",
		    "!InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER" },
		  { NULL, "TagResource",
		    "{'ResourceId':'{root}','Tags':[{'Key':'k','Value':'bad(value)'}]}",
		    "!InvalidInputException INVALID_PATTERN:TAGS_1_MEMBER_VALUE: You provided a "
		    "value "
		    "that does not match the required pattern." },
		  { NULL, "CreateAccount",
		    "{'Email':'a@example.com','AccountName':'a','Tags':[{'Key':'a','Value':''},"
		    "{'Key':'a','Value':''}]}",
		    "!InvalidInputException DUPLICATE_TAG_KEY" },
		  { NULL, "UntagResource", "{'ResourceId':'{root}'}",
		    "!InvalidInputException INPUT_REQUIRED:TAG_KEYS" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{root}'}", "{'Tags':[]}" },
	  } },
	{ "a page's token is bound to its list and an empty one is none",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u1"),
		  UNIT("{root}", "u2"),
		  UNIT("{u1}", "u3"),
		  { NULL, "ListAccounts", "{'NextToken':''}",
		    "!InvalidInputException INVALID_NEXT_TOKEN: You specified an invalid value for "
		    "nextToken. You must get the value from the response to a previous call to the "
		    "API." },
		  { NULL, "ListAccounts", "{'NextToken':'Z2FyYmFnZQ=='}",
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
		  { NULL, "ListAccounts", "{'MaxResults':0}",
		    "!InvalidInputException MIN_VALUE_EXCEEDED:MAX_RESULTS" },
		  { NULL, "ListAccounts", "{'MaxResults':21}",
		    "!InvalidInputException MAX_VALUE_EXCEEDED:MAX_RESULTS" },
		  { NULL, "ListOrganizationalUnitsForParent",
		    "{'ParentId':'{root}','MaxResults':1}", NULL, "token=NextToken" },
		  { NULL, "ListOrganizationalUnitsForParent",
		    "{'ParentId':'{u1}','NextToken':'{token}'}",
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
		  { NULL, "ListChildren",
		    "{'ParentId':'{root}','ChildType':'ORGANIZATIONAL_UNIT','NextToken':'{token}'}",
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
		  { NULL, "ListOrganizationalUnitsForParent",
		    "{'ParentId':'{root}','NextToken':'{token}'}", "'OrganizationalUnits':[{" },
	  } },
	{ "the management account neither leaves nor closes",
	  {
		  CREATE,
		  { NULL, "LeaveOrganization", NULL, "!MasterCannotLeaveOrganizationException" },
		  { NULL, "RemoveAccountFromOrganization", "{'AccountId':'123456789012'}",
		    "!MasterCannotLeaveOrganizationException" },
		  { NULL, "CloseAccount", "{'AccountId':'123456789012'}",
		    "!ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT" },
	  } },
	{ "a created account waits four days before it leaves",
	  {
		  CREATE,
		  MEMBER("a"),
		  { NULL, "RemoveAccountFromOrganization", "{'AccountId':'{a}'}",
		    "!ConstraintViolationException WAIT_PERIOD_ACTIVE: This operation requires a "
		    "wait "
		    "period.  Try again later." },
		  { NULL, "later", "345600000" },
		  { "{a}", "LeaveOrganization", NULL, "{}" },
		  { "{a}", "DescribeOrganization", NULL, "!AWSOrganizationsNotInUseException" },
	  } },
	{ "an account closes once and only so many do",
	  {
		  CREATE,
		  MEMBER("a"),
		  MEMBER("b"),
		  { NULL, "given", "INSERT INTO setting VALUES ('organizations.closures', '1')" },
		  { NULL, "CloseAccount", "{'AccountId':'{a}'}", "{}" },
		  { NULL, "DescribeAccount", "{'AccountId':'{a}'}",
		    "'Status':'PENDING_CLOSURE' .. 'State':'PENDING_CLOSURE'" },
		  { NULL, "CloseAccount", "{'AccountId':'{a}'}", "!ConflictException" },
		  LATER,
		  { NULL, "DescribeAccount", "{'AccountId':'{a}'}",
		    "'Status':'SUSPENDED' .. 'State':'CLOSED'" },
		  { NULL, "CloseAccount", "{'AccountId':'{a}'}",
		    "!AccountAlreadyClosedException: The provided account is already closed." },
		  { NULL, "CloseAccount", "{'AccountId':'{b}'}",
		    "!ConstraintViolationException CLOSE_ACCOUNT_QUOTA_EXCEEDED: You have exceeded "
		    "close account quota for the past 30 days." },
	  } },
};

int main(void)
{
	return check_table("organizations_refusals", rows, script_body);
}
