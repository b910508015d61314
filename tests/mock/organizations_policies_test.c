/* Policies of an organization, where they are attached, and the delegation policy. */
#include "tests/mock/organizations_script.h"

#define DOCUMENT                                                                     \
	"{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Deny\\'," \
	"\\'Action\\':\\'s3:DeleteBucket\\',\\'Resource\\':\\'*\\'}]}"
#define POLICY(label)                                                                            \
	{                                                                                        \
		NULL, "CreatePolicy",                                                            \
			"{'Name':'" label "','Description':'d','Type':'SERVICE_CONTROL_POLICY'," \
			"'Content':'" DOCUMENT "'}",                                             \
			NULL, label "=Policy.PolicySummary.Id"                                   \
	}
#define ATTACH(label, target)                                                                    \
	{                                                                                        \
		NULL, "AttachPolicy", "{'PolicyId':'{" label "}','TargetId':'" target "'}", "{}" \
	}
#define MALFORMED                                                                            \
	"!MalformedPolicyDocumentException: The provided policy document does not meet the " \
	"requirements of the specified policy type."

static const struct script_row refused[] = {
	{ "a policy's document must be one of its type, and not too long",
	  {
		  CREATE,
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'','Type':'SERVICE_CONTROL_POLICY','Content':'no'}",
		    MALFORMED },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'','Type':'SERVICE_CONTROL_POLICY','Content':"
		    "'{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Deny\\',"
		    "\\'Principal\\':\\'*\\',\\'Action\\':\\'*\\',\\'Resource\\':\\'*\\'}]}'}",
		    MALFORMED },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'','Type':'RESOURCE_CONTROL_POLICY','Content':"
		    "'" DOCUMENT "'}",
		    MALFORMED },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'','Type':'TAG_POLICY','Content':'[]'}", MALFORMED },
		  { NULL, "given",
		    "INSERT INTO setting VALUES ('organizations.scp_characters', '20')" },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'','Type':'SERVICE_CONTROL_POLICY',"
		    "'Content':'" DOCUMENT "'}",
		    "!ConstraintViolationException POLICY_CONTENT_LIMIT_EXCEEDED: You have "
		    "exceeded "
		    "the maximum policy size." },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'','Type':'GARBAGE','Content':'{}'}",
		    "!InvalidInputException INVALID_ENUM:TYPE: You specified an invalid value." },
	  } },
	{ "a name is used once for a type, and the number of policies is a quota",
	  {
		  CREATE,
		  POLICY("p"),
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'d','Type':'SERVICE_CONTROL_POLICY',"
		    "'Content':'" DOCUMENT "'}",
		    "!DuplicatePolicyException: A policy with the specified name and type already "
		    "exists." },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'d','Type':'TAG_POLICY',"
		    "'Content':'{\\'tags\\':{}}'}" },
		  POLICY("q"),
		  { NULL, "UpdatePolicy", "{'PolicyId':'{q}','Name':'p'}",
		    "!DuplicatePolicyException" },
		  { NULL, "DeletePolicy", "{'PolicyId':'{p}'}", "{}" },
		  { NULL, "UpdatePolicy", "{'PolicyId':'{q}','Name':'p'}" },
		  { NULL, "given", "INSERT INTO setting VALUES ('organizations.scps', '1')" },
		  { NULL, "CreatePolicy",
		    "{'Name':'r','Description':'d','Type':'SERVICE_CONTROL_POLICY',"
		    "'Content':'" DOCUMENT "'}",
		    "!ConstraintViolationException POLICY_NUMBER_LIMIT_EXCEEDED" },
	  } },
	{ "what is attached is in use, what is AWS's does not change",
	  {
		  CREATE,
		  ROOT,
		  POLICY("p"),
		  ATTACH("p", "{root}"),
		  { NULL, "DeletePolicy", "{'PolicyId':'{p}'}",
		    "!PolicyInUseException: The specified policy is in use and cannot be "
		    "deleted." },
		  { NULL, "UpdatePolicy", "{'PolicyId':'p-FullAWSAccess','Name':'x'}",
		    "!InvalidInputException IMMUTABLE_POLICY" },
		  { NULL, "DeletePolicy", "{'PolicyId':'p-FullAWSAccess'}",
		    "!InvalidInputException IMMUTABLE_POLICY" },
		  { NULL, "UpdatePolicy", "{'PolicyId':'{p}','Content':'{}'}", MALFORMED },
		  { NULL, "UpdatePolicy", "{'PolicyId':'{p}','Content':''}",
		    "!InvalidInputException MIN_LENGTH_EXCEEDED:CONTENT" },
	  } },
	{ "policies and targets that are not there are not found",
	  {
		  CREATE,
		  ROOT,
		  POLICY("p"),
		  { NULL, "DescribePolicy", "{'PolicyId':'p-12345678'}",
		    "!PolicyNotFoundException" },
		  { NULL, "UpdatePolicy", "{'PolicyId':'p-12345678'}", "!PolicyNotFoundException" },
		  { NULL, "DeletePolicy", "{'PolicyId':'p-12345678'}", "!PolicyNotFoundException" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'p-12345678'}",
		    "!PolicyNotFoundException" },
		  { NULL, "AttachPolicy", "{'PolicyId':'p-12345678','TargetId':'{root}'}",
		    "!PolicyNotFoundException" },
		  { NULL, "AttachPolicy", "{'PolicyId':'{p}','TargetId':'999999999999'}",
		    "!TargetNotFoundException" },
		  { NULL, "DetachPolicy", "{'PolicyId':'p-12345678','TargetId':'{root}'}",
		    "!PolicyNotFoundException" },
		  { NULL, "DetachPolicy", "{'PolicyId':'{p}','TargetId':'r-zzzz'}",
		    "!TargetNotFoundException" },
		  { NULL, "DetachPolicy", "{'PolicyId':'{p}','TargetId':'{root}'}",
		    "!PolicyNotAttachedException" },
		  { NULL, "ListPoliciesForTarget",
		    "{'TargetId':'r-zzzz','Filter':'SERVICE_CONTROL_POLICY'}",
		    "!TargetNotFoundException" },
		  { NULL, "EnablePolicyType", "{'RootId':'r-zzzz','PolicyType':'TAG_POLICY'}",
		    "!RootNotFoundException" },
		  { NULL, "DisablePolicyType", "{'RootId':'r-zzzz','PolicyType':'TAG_POLICY'}",
		    "!RootNotFoundException" },
	  } },
	{ "a target has one SCP at least and ten at most",
	  {
		  CREATE,
		  ROOT,
		  POLICY("p"),
		  POLICY("q"),
		  { NULL, "given",
		    "INSERT INTO setting VALUES ('organizations.scps_per_target', '2')" },
		  { NULL, "DetachPolicy", "{'PolicyId':'p-FullAWSAccess','TargetId':'{root}'}",
		    "!ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED" },
		  ATTACH("p", "{root}"),
		  { NULL, "AttachPolicy", "{'PolicyId':'{p}','TargetId':'{root}'}",
		    "!DuplicatePolicyAttachmentException: A policy with the specified name and "
		    "type "
		    "already exists." },
		  { NULL, "AttachPolicy", "{'PolicyId':'{q}','TargetId':'{root}'}",
		    "!ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED: You "
		    "have attached the maximum number of policies to the specified target." },
		  { NULL, "DetachPolicy", "{'PolicyId':'p-FullAWSAccess','TargetId':'{root}'}",
		    "{}" },
		  { NULL, "DetachPolicy", "{'PolicyId':'{p}','TargetId':'{root}'}",
		    "!ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED" },
	  } },
	{ "a type is enabled once, and before anything of it is attached",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "EnablePolicyType",
		    "{'RootId':'{root}','PolicyType':'SERVICE_CONTROL_POLICY'}",
		    "!PolicyTypeAlreadyEnabledException: The specified policy type is already "
		    "enabled." },
		  { NULL, "DisablePolicyType", "{'RootId':'{root}','PolicyType':'TAG_POLICY'}",
		    "!PolicyTypeNotEnabledException: This operation can be performed only for "
		    "enabled "
		    "policy types." },
		  { NULL, "CreatePolicy",
		    "{'Name':'t','Description':'','Type':'TAG_POLICY','Content':'{\\'tags\\':{}}'}",
		    "'Content':'{\\'tags\\':{}}'", "t=Policy.PolicySummary.Id" },
		  { NULL, "AttachPolicy", "{'PolicyId':'{t}','TargetId':'{root}'}",
		    "!PolicyTypeNotEnabledException: This operation can be performed only for "
		    "enabled "
		    "policy types." },
	  } },
	{ "an organization for consolidated billing has no policy types",
	  {
		  { NULL, "CreateOrganization", "{'FeatureSet':'CONSOLIDATED_BILLING'}",
		    "'AvailablePolicyTypes':[]" },
		  ROOT,
		  { NULL, "EnablePolicyType",
		    "{'RootId':'{root}','PolicyType':'SERVICE_CONTROL_POLICY'}",
		    "!PolicyTypeNotAvailableForOrganizationException" },
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'d','Type':'SERVICE_CONTROL_POLICY',"
		    "'Content':'" DOCUMENT "'}",
		    "!PolicyTypeNotAvailableForOrganizationException" },
	  } },
	{ "a new organization may start without SCPs, as a setting says",
	  {
		  { NULL, "given",
		    "INSERT INTO setting VALUES ('organizations.scp_at_start', '0')" },
		  CREATE,
		  { NULL, "ListRoots", NULL, "'PolicyTypes':[]", "root=Roots.0.Id" },
		  POLICY("p"),
		  { NULL, "AttachPolicy", "{'PolicyId':'{p}','TargetId':'{root}'}",
		    "!PolicyTypeNotEnabledException" },
	  } },
	{ "a delegation policy names accounts of the organization and what can be delegated",
	  {
		  CREATE,
		  { NULL, "DescribeResourcePolicy", NULL,
		    "!ResourcePolicyNotFoundException: No resource-based policy found." },
		  { NULL, "DeleteResourcePolicy", NULL, "!ResourcePolicyNotFoundException" },
		  { NULL, "PutResourcePolicy", "{'Content':'no'}",
		    "!InvalidInputException INVALID_RESOURCE_POLICY_JSON: This resource-based "
		    "policy "
		    "contains invalid JSON." },
		  { NULL, "PutResourcePolicy",
		    "{'Content':'{\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Principal\\':"
		    "{\\'AWS\\':\\'999999999999\\'},\\'Action\\':\\'organizations:ListAccounts\\',"
		    "\\'Resource\\':\\'*\\'}}'}",
		    "!InvalidInputException INVALID_RESOURCE_POLICY_JSON" },
		  { NULL, "PutResourcePolicy",
		    "{'Content':'{\\'Statement\\':{\\'Effect\\':\\'Allow\\',\\'Principal\\':\\'*\\'"
		    ","
		    "\\'Action\\':\\'organizations:CreateAccount\\',\\'Resource\\':\\'*\\'}}'}",
		    "!InvalidInputException UNSUPPORTED_ACTION_IN_RESOURCE_POLICY: "
		    "organizations:CreateAccount is not a supported action for this resource-based "
		    "policy." },
	  } },
	{ "an effective policy is an account's, of a type that is enabled",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "DescribeEffectivePolicy", NULL,
		    "!InvalidInputException INPUT_REQUIRED:POLICY_TYPE" },
		  { NULL, "DescribeEffectivePolicy",
		    "{'PolicyType':'TAG_POLICY','TargetId':'{root}'}",
		    "!InvalidInputException TARGET_NOT_SUPPORTED: You specified a target that is "
		    "not "
		    "currently supported." },
		  { NULL, "DescribeEffectivePolicy",
		    "{'PolicyType':'TAG_POLICY','TargetId':'999999999999'}",
		    "!TargetNotFoundException" },
		  { NULL, "DescribeEffectivePolicy", "{'PolicyType':'TAG_POLICY'}",
		    "!EffectivePolicyNotFoundException: The specified policy type is not enabled. "
		    "Enable that policy type on your organization root and then retry." },
		  { NULL, "EnablePolicyType", "{'RootId':'{root}','PolicyType':'TAG_POLICY'}" },
		  { NULL, "DescribeEffectivePolicy", "{'PolicyType':'TAG_POLICY'}",
		    "{'EffectivePolicy':{'PolicyContent':'{}','LastUpdatedTimestamp':1795424400,"
		    "'TargetId':'123456789012','PolicyType':'TAG_POLICY'}}" },
	  } },
};

static const struct script_row answered[] = {
	{ "a policy comes back as it was sent and its update shows what was asked for",
	  {
		  CREATE,
		  { NULL, "CreatePolicy",
		    "{'Name':'p','Description':'old','Type':'SERVICE_CONTROL_POLICY',"
		    "'Content':'" DOCUMENT "','Tags':[{'Key':'a','Value':'b'}]}",
		    "{'Policy':{'PolicySummary':{'Id':'p- .. "
		    "'Arn':'arn:aws:organizations::123456789012:policy/{org}/"
		    "service_control_policy/p-"
		    " .. 'Name':'p','Description':'old','Type':'SERVICE_CONTROL_POLICY',"
		    "'AwsManaged':false},'Content':'" DOCUMENT "'}}",
		    "p=Policy.PolicySummary.Id" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{p}'}",
		    "{'Tags':[{'Key':'a','Value':'b'}]}" },
		  { NULL, "UpdatePolicy", "{'PolicyId':'{p}','Description':''}",
		    "/{p}','Description':'','Type':'SERVICE_CONTROL_POLICY','AwsManaged':false}" },
		  { NULL, "UpdatePolicy", "{'PolicyId':'{p}','Name':' '}",
		    "/{p}','Name':' ','Type':'SERVICE_CONTROL_POLICY','AwsManaged':false}" },
		  { NULL, "DescribePolicy", "{'PolicyId':'{p}'}",
		    "'Name':' ','Description':'old','Type'" },
	  } },
	{ "AWS's own policy is listed first and read as AWS writes it",
	  {
		  CREATE,
		  POLICY("q"),
		  { NULL, "ListPolicies", "{'Filter':'SERVICE_CONTROL_POLICY'}",
		    "{'Policies':[{'Id':'p-FullAWSAccess','Arn':'arn:aws:organizations::aws:policy/"
		    "service_control_policy/p-FullAWSAccess','Name':'FullAWSAccess',"
		    "'Description':'Allows access to every operation',"
		    "'Type':'SERVICE_CONTROL_POLICY','AwsManaged':true},{'Id':'{q}'" },
		  { NULL, "ListPolicies", "{'Filter':'TAG_POLICY'}", "{'Policies':[]}" },
		  { NULL, "DescribePolicy", "{'PolicyId':'p-FullAWSAccess'}",
		    "'Content':'{\\n  \\'Version\\': \\'2012-10-17\\',\\n  \\'Statement\\': [\\n   "
		    " {\\n"
		    "      \\'Effect\\': \\'Allow\\',\\n      \\'Action\\': \\'*\\',\\n"
		    "      \\'Resource\\': \\'*\\'\\n    }\\n  ]\\n}'" },
	  } },
	{ "attachments are listed both ways, in their order",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u"),
		  POLICY("p"),
		  ATTACH("p", "{u}"),
		  ATTACH("p", "123456789012"),
		  { NULL, "ListPoliciesForTarget",
		    "{'TargetId':'{u}','Filter':'SERVICE_CONTROL_POLICY'}",
		    "{'Policies':[{'Id':'p-FullAWSAccess' .. {'Id':'{p}'" },
		  { NULL, "ListPoliciesForTarget",
		    "{'TargetId':'{u}','Filter':'SERVICE_CONTROL_POLICY','MaxResults':1}",
		    "'NextToken'", "token=NextToken" },
		  { NULL, "ListPoliciesForTarget",
		    "{'TargetId':'{u}','Filter':'SERVICE_CONTROL_POLICY','NextToken':'{token}'}",
		    "{'Policies':[{'Id':'{p}' .. }]}" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'{p}'}",
		    "{'Targets':[{'TargetId':'{u}','Arn':'arn:aws:organizations::123456789012:ou/"
		    "{org}/"
		    "{u}','Name':'u','Type':'ORGANIZATIONAL_UNIT'},{'TargetId':'123456789012','Arn'"
		    ":"
		    "'arn:aws:organizations::123456789012:account/{org}/123456789012',"
		    "'Name':'Example','Type':'ACCOUNT'}]}" },
	  } },
	{ "disabling a type detaches all of it and enabling attaches AWS's own",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "u"),
		  POLICY("p"),
		  ATTACH("p", "{u}"),
		  { NULL, "DisablePolicyType",
		    "{'RootId':'{root}','PolicyType':'SERVICE_CONTROL_POLICY'}",
		    "{'Root':{'Id':'{root}' .. 'Name':'Root','PolicyTypes':[]}}" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'{p}'}", "{'Targets':[]}" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'p-FullAWSAccess'}",
		    "{'Targets':[]}" },
		  { NULL, "EnablePolicyType",
		    "{'RootId':'{root}','PolicyType':'SERVICE_CONTROL_POLICY'}",
		    "'PolicyTypes':[{'Type':'SERVICE_CONTROL_POLICY','Status':'ENABLED'}]" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'p-FullAWSAccess'}",
		    "{root} .. {u} .. 123456789012" },
		  { NULL, "ListTargetsForPolicy", "{'PolicyId':'{p}'}", "{'Targets':[]}" },
	  } },
	{ "RCPs are enabled with AWS's own, which stays, and are kept in a normal form",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "EnablePolicyType",
		    "{'RootId':'{root}','PolicyType':'RESOURCE_CONTROL_POLICY'}",
		    "'PolicyTypes':[{'Type':'RESOURCE_CONTROL_POLICY','Status':'PENDING_ENABLE'},"
		    "{'Type':'SERVICE_CONTROL_POLICY','Status':'ENABLED'}]" },
		  { NULL, "ListPolicies", "{'Filter':'RESOURCE_CONTROL_POLICY'}",
		    "'Arn':'arn:aws:organizations::aws:policy/resource_control_policy/"
		    "p-RCPFullAWSAccess','Name':'RCPFullAWSAccess',"
		    "'Description':'Allows access to every resource'" },
		  { NULL, "DetachPolicy", "{'PolicyId':'p-RCPFullAWSAccess','TargetId':'{root}'}",
		    "!InvalidInputException NON_DETACHABLE_POLICY" },
		  { NULL, "CreatePolicy",
		    "{'Name':'r','Description':'','Type':'RESOURCE_CONTROL_POLICY','Content':"
		    "'{ \\'Statement\\': {\\'Effect\\':\\'Deny\\', \\'Principal\\':\\'*\\',"
		    "\\'Action\\':\\'SQS:*\\',\\'Resource\\':\\'*\\'} }'}",
		    "'Content':'{\\'Version\\':\\'2008-10-17\\',\\'Statement\\':[{\\'Effect\\':"
		    "\\'Deny\\',\\'Principal\\':\\'*\\',\\'Action\\':\\'SQS:*\\',\\'Resource\\':\\'"
		    "*\\'}]}'" },
	  } },
	{ "a delegation policy is kept compact, with its id and its tags",
	  {
		  CREATE,
		  { NULL, "PutResourcePolicy",
		    "{'Content':'{ \\'Statement\\': {\\'Effect\\':\\'Allow\\', \\'Principal\\':"
		    "{\\'AWS\\':[\\'123456789012\\']},\\'Action\\':\\'organizations:Describe*\\',"
		    "\\'Resource\\':\\'*\\'} }','Tags':[{'Key':'a','Value':'b'}]}",
		    "{'ResourcePolicy':{'ResourcePolicySummary':{'Id':'rp- .. "
		    "'Arn':'arn:aws:organizations::123456789012:resourcepolicy/{org}/rp- .. "
		    "'Content':'{\\'Version\\':\\'2008-10-17\\',\\'Statement\\':{\\'Effect\\':"
		    "\\'Allow\\',\\'Principal\\':{\\'AWS\\':[\\'arn:aws:iam::123456789012:root\\']}"
		    ","
		    "\\'Action\\':\\'organizations:Describe*\\',\\'Resource\\':\\'*\\'}}'",
		    "rp=ResourcePolicy.ResourcePolicySummary.Id" },
		  { NULL, "PutResourcePolicy",
		    "{'Content':'{\\'Statement\\':{\\'Effect\\':\\'Deny\\',\\'Principal\\':\\'*\\',"
		    "\\'Action\\':\\'organizations:ListAccounts\\',\\'Resource\\':\\'*\\'}}',"
		    "'Tags':[{'Key':'c','Value':'d'}]}",
		    "!ConstraintViolationException "
		    "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED: Adding tags on "
		    "updating "
		    "an existing resource-based policy is not supported." },
		  { NULL, "PutResourcePolicy",
		    "{'Content':'{\\'Statement\\':{\\'Effect\\':\\'Deny\\',\\'Principal\\':\\'*\\',"
		    "\\'Action\\':\\'organizations:ListAccounts\\',\\'Resource\\':\\'*\\'}}','Tags'"
		    ":[]}",
		    "'Id':'{rp}'" },
		  { NULL, "DescribeResourcePolicy", NULL, "'Id':'{rp}' .. ListAccounts" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{rp}'}",
		    "{'Tags':[{'Key':'a','Value':'b'}]}" },
		  { NULL, "DeleteResourcePolicy", NULL, "{}" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{rp}'}",
		    "!TargetNotFoundException" },
	  } },
};

int main(void)
{
	static const struct check_table tables[] = {
		CHECK_TABLE(refused, script_body),
		CHECK_TABLE(answered, script_body),
	};

	return check_tables("organizations_policies", tables, ARRAY_LEN(tables));
}
