/* Who pays another organization's bills. */
#include "tests/mock/organizations_script.h"

#define OTHER "222222222222"
#define STRANGERS                                                                  \
	{                                                                          \
		NULL, "given",                                                     \
			"INSERT INTO account (id, name, email, created_ms) VALUES" \
			" ('222222222222', 'Other', 'other@example.com', 0),"      \
			" ('333333333333', 'Third', 'third@example.com', 0)"       \
	}
#define ORGANIZATIONS                                                            \
	STRANGERS, CREATE,                                                       \
	{                                                                        \
		OTHER, "CreateOrganization", NULL, NULL, "other=Organization.Id" \
	}
#define JANUARY "1798761600"
#define WISH(id, type, start)                                                                  \
	"{'Type':'BILLING','Target':{'Id':'" id "','Type':'" type "'},'StartTimestamp':" start \
	",'SourceName':'a customer','Notes':'please'}"
#define INVITE(id, type, start) \
	NULL, "InviteOrganizationToTransferResponsibility", WISH(id, type, start)
#define INVITED                                                        \
	{                                                              \
		INVITE(OTHER, "ACCOUNT", JANUARY), "'State':'OPEN'",   \
			"h=Handshake.Id t=Handshake.Resources.0.Value" \
	}
#define ACCEPTED                                                                        \
	{                                                                               \
		OTHER, "AcceptHandshake", "{'HandshakeId':'{h}'}", "'State':'ACCEPTED'" \
	}
#define DESCRIBE(caller, expected)                                                 \
	{                                                                          \
		caller, "DescribeResponsibilityTransfer", "{'Id':'{t}'}", expected \
	}
#define TERMINATE(caller, more, expected)                                                   \
	{                                                                                   \
		caller, "TerminateResponsibilityTransfer", "{'Id':'{t}'" more "}", expected \
	}
#define NOT_THERE                                                                   \
	"!ResponsibilityTransferNotFoundException: You specified a responsibility " \
	"transfer that doesn't exist."

static const struct script_row rows[] = {
	{ "an invitation has a target and begins with a month that leaves a day to accept",
	  {
		  { INVITE(OTHER, "ACCOUNT", JANUARY), "!AWSOrganizationsNotInUseException" },
		  ORGANIZATIONS,
		  { NULL, "InviteOrganizationToTransferResponsibility", NULL,
		    "!InvalidInputException INPUT_REQUIRED:TYPE" },
		  { INVITE("o-1234567890", "ORGANIZATION", JANUARY),
		    "!InvalidInputException INVALID_PARTY_TYPE_TARGET" },
		  { INVITE("12", "ACCOUNT", JANUARY), "!InvalidInputException INVALID_PATTERN" },
		  { INVITE("nobody", "EMAIL", JANUARY),
		    "!InvalidInputException INVALID_EMAIL_ADDRESS_TARGET" },
		  { INVITE(OTHER, "ACCOUNT", "1798761601"),
		    "!InvalidInputException START_DATE_NOT_BEGINNING_OF_DAY" },
		  { INVITE(OTHER, "ACCOUNT", "1798848000"),
		    "!InvalidInputException START_DATE_NOT_BEGINNING_OF_MONTH" },
		  { INVITE(OTHER, "ACCOUNT", "1793491200"),
		    "!InvalidInputException START_DATE_TOO_EARLY" },
		  { INVITE("123456789012", "ACCOUNT", JANUARY),
		    "!HandshakeConstraintViolationException SOURCE_AND_TARGET_CANNOT_MATCH" },
		  { INVITE("ROOT@example.com", "EMAIL", JANUARY),
		    "!HandshakeConstraintViolationException SOURCE_AND_TARGET_CANNOT_MATCH" },
		  INVITED,
		  { INVITE("other@example.com", "EMAIL", JANUARY), "!DuplicateHandshakeException" },
		  ACCEPTED,
		  { INVITE(OTHER, "ACCOUNT", JANUARY), "!HandshakeConstraintViolationException "
						       "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS" },
	  } },
	{ "a transfer is nobody else's, and only the owner of an organization accepts it",
	  {
		  ORGANIZATIONS,
		  { INVITE("333333333333", "ACCOUNT", JANUARY), NULL,
		    "h=Handshake.Id t=Handshake.Resources.0.Value" },
		  DESCRIBE(OTHER, NOT_THERE),
		  TERMINATE(OTHER, "", NOT_THERE),
		  { OTHER, "UpdateResponsibilityTransfer", "{'Id':'{t}','Name':'x'}", NOT_THERE },
		  { NULL, "DescribeResponsibilityTransfer", "{'Id':'rt-12345678'}", NOT_THERE },
		  { NULL, "DescribeResponsibilityTransfer", "{'Id':'bad'}",
		    "!InvalidInputException INVALID_PATTERN:ID" },
		  { NULL, "ListInboundResponsibilityTransfers",
		    "{'Type':'BILLING','Id':'rt-12345678'}", NOT_THERE },
		  { NULL, "ListInboundResponsibilityTransfers", "{'Type':'GARBAGE'}",
		    "!InvalidInputException INVALID_ENUM:TYPE" },
		  { OTHER, "AcceptHandshake", "{'HandshakeId':'{h}'}",
		    "!HandshakeNotFoundException" },
		  { "333333333333", "AcceptHandshake", "{'HandshakeId':'{h}'}",
		    "!AWSOrganizationsNotInUseException" },
		  { "333333333333", "DescribeResponsibilityTransfer", "{'Id':'{t}'}",
		    "!AWSOrganizationsNotInUseException" },
		  TERMINATE(NULL, "", "!InvalidResponsibilityTransferTransitionException"),
	  } },
	{ "both sides see a transfer from their side, from the invitation on",
	  {
		  ORGANIZATIONS,
		  { INVITE("other@example.com", "EMAIL", JANUARY),
		    "{'Handshake':{'Id':'h- .. "
		    "'Arn':'arn:aws:organizations::123456789012:handshake/{org}/"
		    "transfer_responsibility/h- .. "
		    "'State':'OPEN','RequestedTimestamp':1795424400,'ExpirationTimestamp':"
		    "1796720400,'Action':'TRANSFER_RESPONSIBILITY','Resources':[{'Value':'rt- .. "
		    "'Type':'RESPONSIBILITY_TRANSFER'},{'Value':'BILLING','Type':'TRANSFER_TYPE'},"
		    "{'Value':'2027-01-01T00:00:00Z','Type':'TRANSFER_START_TIMESTAMP'},"
		    "{'Value':'123456789012','Type':'MANAGEMENT_ACCOUNT'},"
		    "{'Value':'root@example.com','Type':'MANAGEMENT_EMAIL'},"
		    "{'Value':'Example','Type':'MANAGEMENT_NAME'},"
		    "{'Value':'other@example.com','Type':'EMAIL'},"
		    "{'Value':'please','Type':'NOTES'}]}}",
		    "h=Handshake.Id t=Handshake.Resources.0.Value" },
		  DESCRIBE(NULL,
			   "{'ResponsibilityTransfer':{'Arn':'arn:aws:organizations::123456789012:"
			   "transfer/{org}/billing/inbound/{t}','Name':'a customer','Id':'{t}',"
			   "'Type':'BILLING','Status':'REQUESTED','Source':{'ManagementAccountId':"
			   "'222222222222','ManagementAccountEmail':'other@example.com'},'Target':{"
			   "'ManagementAccountId':'123456789012','ManagementAccountEmail':"
			   "'root@example.com'},'StartTimestamp':1798761600,"
			   "'ActiveHandshakeId':'{h}'}}"),
		  { OTHER, "ListHandshakesForAccount",
		    "{'Filter':{'ActionType':'TRANSFER_RESPONSIBILITY'}}", "{h}" },
		  ACCEPTED,
		  DESCRIBE(OTHER, "'Arn':'arn:aws:organizations::222222222222:transfer/{other}/"
				  "billing/outbound/{t}' .. 'Status':'ACCEPTED'"),
		  { NULL, "ListInboundResponsibilityTransfers", "{'Type':'BILLING','Id':'{t}'}",
		    "'Status':'ACCEPTED'" },
		  { NULL, "ListOutboundResponsibilityTransfers", "{'Type':'BILLING'}",
		    "{'ResponsibilityTransfers':[]}" },
		  { OTHER, "ListOutboundResponsibilityTransfers", "{'Type':'BILLING'}", "{t}" },
		  { NULL, "UpdateResponsibilityTransfer", "{'Id':'{t}','Name':'renamed'}",
		    "'Name':'renamed'" },
		  DESCRIBE(OTHER, "'Name':'renamed'"),
	  } },
	{ "a transfer that is not accepted ends with its invitation",
	  {
		  ORGANIZATIONS,
		  INVITED,
		  { OTHER, "DeclineHandshake", "{'HandshakeId':'{h}'}", "'State':'DECLINED'" },
		  DESCRIBE(NULL, "'Status':'DECLINED'"),
		  { INVITE(OTHER, "ACCOUNT", JANUARY), NULL,
		    "h2=Handshake.Id t2=Handshake.Resources.0.Value" },
		  { NULL, "CancelHandshake", "{'HandshakeId':'{h2}'}" },
		  { NULL, "DescribeResponsibilityTransfer", "{'Id':'{t2}'}",
		    "'Status':'CANCELED'" },
		  { INVITE(OTHER, "ACCOUNT", "1796083200"), "'ExpirationTimestamp':1795996800,",
		    "t3=Handshake.Resources.0.Value" },
		  { NULL, "later", "604800000" },
		  { NULL, "DescribeResponsibilityTransfer", "{'Id':'{t3}'}", "'Status':'EXPIRED'" },
		  { NULL, "ListInboundResponsibilityTransfers", "{'Type':'BILLING','MaxResults':2}",
		    "'Id':'rt- .. 'Id':'rt- .. 'NextToken'", "next=NextToken" },
		  { NULL, "ListInboundResponsibilityTransfers",
		    "{'Type':'BILLING','MaxResults':2,'NextToken':'{next}'}", "'Id':'rt-" },
		  { OTHER, "ListInboundResponsibilityTransfers",
		    "{'Type':'BILLING','NextToken':'{next}'}",
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
	  } },
	{ "either side withdraws, at the end of a month, once",
	  {
		  ORGANIZATIONS,
		  INVITED,
		  ACCEPTED,
		  TERMINATE(NULL, ",'EndTimestamp':1801440000",
			    "!InvalidInputException END_DATE_NOT_END_OF_MONTH"),
		  TERMINATE(NULL, ",'EndTimestamp':1793491199",
			    "!InvalidInputException END_DATE_TOO_EARLY"),
		  TERMINATE(OTHER, "", "'Status':'WITHDRAWN' .. 'EndTimestamp':1801439999"),
		  TERMINATE(NULL, "", "!ResponsibilityTransferAlreadyInStatusException"),
		  DESCRIBE(NULL, "'Status':'WITHDRAWN' .. 'EndTimestamp':1801439999"),
		  { NULL, "DeleteOrganization", NULL },
		  DESCRIBE(OTHER, NOT_THERE),
	  } },
	{ "an organization has one that pays for it",
	  {
		  ORGANIZATIONS,
		  { "333333333333", "CreateOrganization" },
		  INVITED,
		  { "333333333333", "InviteOrganizationToTransferResponsibility",
		    WISH(OTHER, "ACCOUNT", JANUARY), NULL, "h2=Handshake.Id" },
		  ACCEPTED,
		  { OTHER, "AcceptHandshake", "{'HandshakeId':'{h2}'}",
		    "!ConstraintViolationException "
		    "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION" },
	  } },
	{ "the side that pays tags a transfer",
	  {
		  ORGANIZATIONS,
		  { NULL, "InviteOrganizationToTransferResponsibility",
		    "{'Type':'BILLING','Target':{'Id':'222222222222','Type':'ACCOUNT'},"
		    "'StartTimestamp':" JANUARY
		    ",'SourceName':'x','Tags':[{'Key':'a','Value':'b'}]}",
		    NULL, "t=Handshake.Resources.0.Value" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'{t}'}",
		    "{'Tags':[{'Key':'a','Value':'b'}]}" },
		  { NULL, "ListTagsForResource", "{'ResourceId':'rt-12345678'}",
		    "!TargetNotFoundException" },
	  } },
};

int main(void)
{
	return check_table("mock/organizations_transfers", rows, script_body);
}
