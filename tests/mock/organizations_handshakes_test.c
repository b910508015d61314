/* Invitations and what becomes of them, and enabling all features. */
#include "tests/mock/organizations_script.h"

#define STRANGER                                                                    \
	{                                                                           \
		NULL, "given",                                                      \
			"INSERT INTO account (id, name, email, created_ms)"         \
			" VALUES ('222222222222', 'Other', 'other@example.com', 0)" \
	}
#define INVITE                                                                                 \
	{                                                                                      \
		NULL, "InviteAccountToOrganization",                                           \
			"{'Target':{'Id':'222222222222','Type':'ACCOUNT'}}", "'State':'OPEN'", \
			"h=Handshake.Id"                                                       \
	}
#define OTHER "222222222222"

static const struct script_row rows[] = {
	{ "an invitation's target has a form, and duplicate tags are seen before membership",
	  {
		  CREATE,
		  { NULL, "InviteAccountToOrganization", NULL,
		    "!InvalidInputException INVALID_PATTERN" },
		  { NULL, "InviteAccountToOrganization", "{'Target':{}}",
		    "!InvalidInputException INVALID_PARTY_TYPE_TARGET" },
		  { NULL, "InviteAccountToOrganization", "{'Target':{'Id':'x','Type':'GARBAGE'}}",
		    "!InvalidInputException INVALID_PARTY_TYPE_TARGET" },
		  { NULL, "ListHandshakesForOrganization", "{'Filter':{'ActionType':'GARBAGE'}}",
		    "!InvalidInputException INVALID_ENUM:FILTER_ACTION_TYPE" },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'o-1234567890','Type':'ORGANIZATION'}}",
		    "!InvalidInputException INVALID_PARTY_TYPE_TARGET: You specified an invalid "
		    "party "
		    "type as the target parameter." },
		  { NULL, "InviteAccountToOrganization", "{'Target':{'Id':'12','Type':'ACCOUNT'}}",
		    "!InvalidInputException INVALID_PATTERN: You provided a value that does not "
		    "match "
		    "the required pattern." },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'nobody','Type':'EMAIL'}}",
		    "!InvalidInputException INVALID_EMAIL_ADDRESS_TARGET: You specified an invalid "
		    "email address for the invited account owner." },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'123456789012','Type':'ACCOUNT'},"
		    "'Tags':[{'Key':'a','Value':''},{'Key':'a','Value':''}]}",
		    "!InvalidInputException DUPLICATE_TAG_KEY" },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'123456789012','Type':'ACCOUNT'}}",
		    "!HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION: The AWS "
		    "account is already a member of an organization." },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'root@example.com','Type':'EMAIL'}}", "'State':'OPEN'" },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'root@example.com','Type':'EMAIL'}}",
		    "!DuplicateHandshakeException: A handshake with the specified type and "
		    "parameters "
		    "already exists for the given parties." },
		  { NULL, "given",
		    "INSERT INTO setting VALUES ('organizations.invitations_per_day', '1')" },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'b@example.com','Type':'EMAIL'}}",
		    "!HandshakeConstraintViolationException HANDSHAKE_RATE_LIMIT_EXCEEDED" },
	  } },
	{ "each side may do its own and a third account sees nothing",
	  {
		  STRANGER,
		  CREATE,
		  MEMBER("a"),
		  INVITE,
		  { NULL, "AcceptHandshake", "{'HandshakeId':'{h}'}", "!AccessDeniedException" },
		  { NULL, "DeclineHandshake", "{'HandshakeId':'{h}'}", "!AccessDeniedException" },
		  { OTHER, "CancelHandshake", "{'HandshakeId':'{h}'}",
		    "!AccessDeniedException: You don't have permissions to access this resource." },
		  { "{a}", "DescribeHandshake", "{'HandshakeId':'{h}'}",
		    "!HandshakeNotFoundException: You specified a handshake that doesn't exist." },
		  { NULL, "DescribeHandshake", "{'HandshakeId':'h-12345678'}",
		    "!HandshakeNotFoundException" },
		  { NULL, "DescribeHandshake", NULL,
		    "!InvalidInputException INPUT_REQUIRED:HANDSHAKE_ID" },
	  } },
	{ "a handshake ends once",
	  {
		  STRANGER,
		  CREATE,
		  INVITE,
		  { NULL, "CancelHandshake", "{'HandshakeId':'{h}'}", "'State':'CANCELED'" },
		  { NULL, "CancelHandshake", "{'HandshakeId':'{h}'}",
		    "!HandshakeAlreadyInStateException: The handshake is already in the requested "
		    "state." },
		  { OTHER, "AcceptHandshake", "{'HandshakeId':'{h}'}",
		    "!InvalidHandshakeTransitionException" },
		  { NULL, "later", "1" },
		  INVITE,
		  { NULL, "later", "1296000000" },
		  { OTHER, "DescribeHandshake", "{'HandshakeId':'{h}'}", "'State':'CANCELED'" },
		  { NULL, "ListHandshakesForOrganization", NULL,
		    "'State':'CANCELED' .. 'State':'EXPIRED'" },
	  } },
	{ "an account that accepts is a member with the invitation's tags",
	  {
		  STRANGER,
		  CREATE,
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'other@example.com','Type':'EMAIL'},'Notes':'welcome',"
		    "'Tags':[{'Key':'a','Value':'b'}]}",
		    "{'Handshake':{'Id':'h- .. "
		    "'Arn':'arn:aws:organizations::123456789012:handshake/{org}/invite/h- .. "
		    "'Type':'ORGANIZATION'},{'Id':'other@example.com','Type':'EMAIL'}],"
		    "'State':'OPEN','RequestedTimestamp':1795424400,"
		    "'ExpirationTimestamp':1796720400,'Action':'INVITE','Resources':["
		    "{'Value':'{org}','Type':'ORGANIZATION','Resources':["
		    "{'Value':'root@example.com','Type':'MASTER_EMAIL'},"
		    "{'Value':'Example','Type':'MASTER_NAME'},"
		    "{'Value':'ALL','Type':'ORGANIZATION_FEATURE_SET'}]},"
		    "{'Value':'other@example.com','Type':'EMAIL'},"
		    "{'Value':'welcome','Type':'NOTES'}]}}",
		    "h=Handshake.Id" },
		  { OTHER, "ListHandshakesForAccount", "{'Filter':{'ActionType':'INVITE'}}",
		    "{h}" },
		  { OTHER, "ListHandshakesForAccount",
		    "{'Filter':{'ActionType':'INVITE','ParentHandshakeId':'{h}'}}",
		    "!InvalidInputException MAX_LIMIT_EXCEEDED_FILTER" },
		  { OTHER, "ListHandshakesForAccount", "{'NextToken':''}",
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
		  { OTHER, "AcceptHandshake", "{'HandshakeId':'{h}'}",
		    "{'Id':'222222222222','Type':'ACCOUNT'}],'State':'ACCEPTED'" },
		  { NULL, "DescribeAccount", "{'AccountId':'222222222222'}",
		    "'JoinedMethod':'INVITED','JoinedTimestamp':1795424400" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'222222222222'}",
		    "{'Tags':[{'Key':'a','Value':'b'}]}" },
		  { NULL, "ListPoliciesForTarget",
		    "{'TargetId':'222222222222','Filter':'SERVICE_CONTROL_POLICY'}",
		    "p-FullAWSAccess" },
		  { OTHER, "LeaveOrganization", NULL, "{}" },
	  } },
	{ "all features come when every invited member has agreed",
	  {
		  STRANGER,
		  { NULL, "CreateOrganization", "{'FeatureSet':'CONSOLIDATED_BILLING'}", NULL,
		    "org=Organization.Id" },
		  INVITE,
		  { OTHER, "AcceptHandshake", "{'HandshakeId':'{h}'}" },
		  { NULL, "EnableAllFeatures", NULL,
		    "'State':'REQUESTED' .. 'Action':'ENABLE_ALL_FEATURES'", "all=Handshake.Id" },
		  { NULL, "EnableAllFeatures", NULL,
		    "!HandshakeConstraintViolationException "
		    "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION" },
		  { NULL, "InviteAccountToOrganization",
		    "{'Target':{'Id':'b@example.com','Type':'EMAIL'}}",
		    "!HandshakeConstraintViolationException "
		    "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES" },
		  { NULL, "AcceptHandshake", "{'HandshakeId':'{all}'}",
		    "!InvalidHandshakeTransitionException" },
		  { OTHER, "ListHandshakesForAccount",
		    "{'Filter':{'ActionType':'APPROVE_ALL_FEATURES'}}", "PARENT_HANDSHAKE",
		    "one=Handshakes.0.Id" },
		  { NULL, "ListHandshakesForOrganization",
		    "{'Filter':{'ParentHandshakeId':'{all}'}}", "{one}" },
		  { OTHER, "AcceptHandshake", "{'HandshakeId':'{one}'}", "'State':'ACCEPTED'" },
		  { NULL, "AcceptHandshake", "{'HandshakeId':'{all}'}", "'State':'ACCEPTED'" },
		  { NULL, "DescribeOrganization", NULL, "'FeatureSet':'ALL'" },
		  { NULL, "EnableAllFeatures", NULL,
		    "!HandshakeConstraintViolationException ORGANIZATION_ALREADY_HAS_ALL_FEATURES: "
		    "All features are already enabled on this organization." },
	  } },
};

int main(void)
{
	return check_table("organizations_handshakes", rows, script_body);
}
