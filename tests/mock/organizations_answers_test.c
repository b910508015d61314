/* What Organizations answers about organizations, accounts, OUs, delegates and tags. */
#include "tests/mock/organizations_script.h"

static const struct script_row rows[] = {
	{ "a new organization has all features, one root and SCPs enabled",
	  {
		  { NULL, "CreateOrganization", NULL,
		    "{'Organization':{'Id':'o- .. "
		    "'Arn':'arn:aws:organizations::123456789012:organization/o- .. "
		    "'FeatureSet':'ALL' .. "
		    "'MasterAccountArn':'arn:aws:organizations::123456789012:account/o- .. "
		    "/123456789012' .. 'MasterAccountId':'123456789012' .. "
		    "'MasterAccountEmail':'root@example.com' .. "
		    "'AvailablePolicyTypes':[{'Type':'SERVICE_CONTROL_POLICY','Status':'ENABLED'}]",
		    "org=Organization.Id" },
		  { NULL, "ListRoots", NULL,
		    "'Roots':[{'Id':'r- .. "
		    "'Arn':'arn:aws:organizations::123456789012:root/{org}/r- .. "
		    "'Name':'Root','PolicyTypes':[{'Type':'SERVICE_CONTROL_POLICY',"
		    "'Status':'ENABLED'}]",
		    "root=Roots.0.Id" },
		  { NULL, "DescribeAccount", "{'AccountId':'123456789012'}",
		    "'Status':'ACTIVE','State':'ACTIVE','Paths':['{org}/{root}/123456789012/'],"
		    "'JoinedMethod':'INVITED','JoinedTimestamp':1795424400" },
		  { NULL, "ListPoliciesForTarget",
		    "{'TargetId':'123456789012','Filter':'SERVICE_CONTROL_POLICY'}",
		    "p-FullAWSAccess" },
	  } },
	{ "an account is created in its own time, with its roles, tags and policies",
	  {
		  CREATE,
		  { NULL, "CreateAccount",
		    "{'Email':'a@example.com','AccountName':'a','RoleName':'Admin',"
		    "'Tags':[{'Key':'team','Value':'red'}]}",
		    "{'CreateAccountStatus':{'Id':'car- .. "
		    "','AccountName':'a','State':'IN_PROGRESS',"
		    "'RequestedTimestamp':1795424400}}",
		    "a_request=CreateAccountStatus.Id" },
		  { NULL, "later", "1999" },
		  { NULL, "DescribeCreateAccountStatus", "{'CreateAccountRequestId':'{a_request}'}",
		    "'State':'IN_PROGRESS'" },
		  { NULL, "later", "1" },
		  { NULL, "DescribeCreateAccountStatus", "{'CreateAccountRequestId':'{a_request}'}",
		    "'State':'SUCCEEDED','RequestedTimestamp':1795424400,"
		    "'CompletedTimestamp':1795424402,'AccountId':'",
		    "a=CreateAccountStatus.AccountId" },
		  { NULL, "ListAccounts", NULL, "'Accounts':[ .. {a} .. 'JoinedMethod':'CREATED'" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{a}'}",
		    "{'Tags':[{'Key':'team','Value':'red'}]}" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'p-FullAWSAccess'}", "{a}" },
		  { "{a}", "DescribeOrganization", NULL, "'MasterAccountId':'123456789012'" },
	  } },
	{ "a clock that stands still makes nobody wait",
	  {
		  CREATE,
		  ASK("a"),
		  { NULL, "DescribeCreateAccountStatus", "{'CreateAccountRequestId':'{a_request}'}",
		    "'State':'IN_PROGRESS'" },
		  GET("a"),
		  { NULL, "CloseAccount", "{'AccountId':'{a}'}", "{}" },
		  { NULL, "DescribeAccount", "{'AccountId':'{a}'}", "'PENDING_CLOSURE'" },
		  { NULL, "DescribeAccount", "{'AccountId':'{a}'}", "'State':'CLOSED'" },
	  } },
	{ "an account moves and its path with it",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u1"),
		  UNIT("{u1}", "u2"),
		  MEMBER("a"),
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{root}','DestinationParentId':'{u2}'}",
		    "{}" },
		  { NULL, "DescribeAccount", "{'AccountId':'{a}'}",
		    "'Paths':['{org}/{root}/{u1}/{u2}/{a}/']" },
		  { NULL, "ListParents", "{'ChildId':'{a}'}",
		    "{'Parents':[{'Id':'{u2}','Type':'ORGANIZATIONAL_UNIT'}]}" },
		  { NULL, "ListParents", "{'ChildId':'{u1}'}",
		    "{'Parents':[{'Id':'{root}','Type':'ROOT'}]}" },
		  { NULL, "ListAccountsForParent", "{'ParentId':'{u2}'}",
		    "'Accounts':[{'Id':'{a}'" },
		  { NULL, "ListChildren", "{'ParentId':'{u2}','ChildType':'ACCOUNT'}",
		    "{'Children':[{'Id':'{a}','Type':'ACCOUNT'}]}" },
		  { NULL, "ListChildren", "{'ParentId':'{u1}','ChildType':'ORGANIZATIONAL_UNIT'}",
		    "{'Children':[{'Id':'{u2}','Type':'ORGANIZATIONAL_UNIT'}]}" },
		  { NULL, "DescribeOrganizationalUnit", "{'OrganizationalUnitId':'{u2}'}",
		    "'Name':'u2','Path':'{org}/{root}/{u1}/{u2}/'" },
	  } },
	{ "an OU keeps its name when none or a blank one is given",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u"),
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'{u}'}",
		    "'Name':'u'" },
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'{u}','Name':null}",
		    "'Name':'u'" },
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'{u}','Name':' '}",
		    "'Name':'u'" },
		  { NULL, "UpdateOrganizationalUnit", "{'OrganizationalUnitId':'{u}','Name':'w'}",
		    "'Name':'w'" },
		  { NULL, "ListOrganizationalUnitsForParent", "{'ParentId':'{root}'}",
		    "{'OrganizationalUnits':[{'Id':'{u}' .. 'Name':'w'" },
	  } },
	{ "pages follow each other to the end",
	  {
		  CREATE,
		  ASK("a"),
		  LATER,
		  ASK("b"),
		  LATER,
		  { NULL, "ListAccounts", "{'MaxResults':2}", "'NextToken'", "token=NextToken" },
		  { NULL, "ListAccounts", "{'MaxResults':2,'NextToken':'{token}'}",
		    "{'Accounts':[{ .. }]}" },
		  { NULL, "ListCreateAccountStatus", "{'MaxResults':1}", "{a_request}",
		    "token2=NextToken" },
		  { NULL, "ListCreateAccountStatus", "{'NextToken':'{token2}'}",
		    "[{'Id':'{b_request}' .. }]}" },
	  } },
	{ "trusted access and delegates are listed both ways",
	  {
		  CREATE,
		  MEMBER("a"),
		  TRUST("iam.amazonaws.com"),
		  { NULL, "later", "1000" },
		  TRUST("iam.amazonaws.com"),
		  TRUST("config.amazonaws.com"),
		  { NULL, "ListAWSServiceAccessForOrganization", NULL,
		    "{'EnabledServicePrincipals':[{'ServicePrincipal':'config.amazonaws.com',"
		    "'DateEnabled':1795424403},{'ServicePrincipal':'iam.amazonaws.com',"
		    "'DateEnabled':1795424402}]}" },
		  DELEGATE("a", "iam.amazonaws.com"),
		  { NULL, "later", "1000" },
		  DELEGATE("a", "config.amazonaws.com"),
		  { NULL, "ListDelegatedAdministrators", NULL,
		    "{'DelegatedAdministrators':[{'Id':'{a}' .. 'Status':'ACTIVE','State':'ACTIVE',"
		    "'JoinedMethod':'CREATED' .. 'DelegationEnabledDate':1795424403}]}" },
		  { NULL, "ListDelegatedAdministrators",
		    "{'ServicePrincipal':'config.amazonaws.com'}",
		    "'DelegationEnabledDate':1795424404" },
		  { NULL, "ListDelegatedAdministrators", "{'ServicePrincipal':'sso.amazonaws.com'}",
		    "{'DelegatedAdministrators':[]}" },
		  { NULL, "ListDelegatedServicesForAccount", "{'AccountId':'{a}'}",
		    "{'DelegatedServices':[{'ServicePrincipal':'config.amazonaws.com',"
		    "'DelegationEnabledDate':1795424404},{'ServicePrincipal':'iam.amazonaws.com'" },
		  { NULL, "DeregisterDelegatedAdministrator",
		    "{'AccountId':'{a}','ServicePrincipal':'iam.amazonaws.com'}", "{}" },
		  { NULL, "DisableAWSServiceAccess", "{'ServicePrincipal':'iam.amazonaws.com'}",
		    "{}" },
		  { NULL, "ListAWSServiceAccessForOrganization", NULL,
		    "{'EnabledServicePrincipals':[{'ServicePrincipal':'config.amazonaws.com'" },
	  } },
	{ "tags are added, overwritten and taken away",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "TagResource",
		    "{'ResourceId':'{root}','Tags':[{'Key':'a','Value':''},{'Key':'b','Value':'1'}]"
		    "}",
		    "{}" },
		  { NULL, "TagResource", "{'ResourceId':'{root}','Tags':[{'Key':'b','Value':'2'}]}",
		    "{}" },
		  { NULL, "TagResource", "{'ResourceId':'{root}','Tags':[]}", "{}" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{root}'}",
		    "{'Tags':[{'Key':'a','Value':''},{'Key':'b','Value':'2'}]}" },
		  { NULL, "UntagResource", "{'ResourceId':'{root}','TagKeys':['a','absent']}",
		    "{}" },
		  { NULL, "UntagResource", "{'ResourceId':'{root}','TagKeys':[]}", "{}" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{root}'}",
		    "{'Tags':[{'Key':'b','Value':'2'}]}" },
	  } },
	{ "a deleted organization leaves nothing behind",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u"),
		  TRUST("iam.amazonaws.com"),
		  { NULL, "TagResource", "{'ResourceId':'{u}','Tags':[{'Key':'a','Value':''}]}",
		    "{}" },
		  { NULL, "DeleteOrganization", NULL, "{}" },
		  { NULL, "DescribeOrganization", NULL, "!AWSOrganizationsNotInUseException" },
		  CREATE,
		  { NULL, "ListAWSServiceAccessForOrganization", NULL,
		    "{'EnabledServicePrincipals':[]}" },
	  } },
};

int main(void)
{
	return check_table("organizations_answers", rows, script_body);
}
