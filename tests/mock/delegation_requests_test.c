/* Requests of a provider for access: who sees them, and their states. */
#include "tests/support/world.h"

#define CREATE   "iam:CreateDelegationRequest"
#define LIST     "iam:ListDelegationRequests"
#define ADMIN    "arn:aws:iam::111111111111:user/admin"
#define BOSS     "arn:aws:iam::222222222222:user/boss"
#define TEMPLATE "arn:aws:iam::aws:delegation-template/provider/setup"
#define WISH_OF(workflow, more)                                                    \
	"{'Description':'Set it up','Permissions':{'PolicyTemplateArn':'" TEMPLATE \
	"','Parameters':[{'Name':'bucket','Values':['b'],'Type':'string'}]},"      \
	"'RequestorWorkflowId':'" workflow "','NotificationChannel':"              \
	"'arn:aws:sns:us-east-1:111111111111:topic','SessionDuration':3600" more "}"
#define MADE(more)                                                                        \
	{                                                                                 \
		"admin", CREATE, WISH_OF("workflow", more), "{'ConsoleDeepLink':*", NULL, \
			"id=DelegationRequestId"                                          \
	}
#define DO(caller, operation, answer)                                              \
	{                                                                          \
		caller, "iam:" operation, "{'DelegationRequestId':'{id}'}", answer \
	}
#define NOTE(caller, operation, answer)                                                            \
	{                                                                                          \
		caller, "iam:" operation, "{'DelegationRequestId':'{id}','Notes':'noted'}", answer \
	}
#define NOT_THERE "404 NoSuchEntity: The delegation request with id {id} cannot be found."
#define IN(state) "400 InvalidInput: The delegation request is in state " state "."
#define STATE(caller, state)                                                          \
	{                                                                             \
		caller, "iam:GetDelegationRequest", "{'DelegationRequestId':'{id}'}", \
			"*'State':'" state "'*"                                       \
	}
#define LATER(ms)                        \
	{                                \
		"admin", "later", ms, "" \
	}

static const struct world_story stories[] = {
	{ "a request has a form, a topic and a workflow of its own",
	  { { "limited", CREATE, WISH_OF("workflow", ""), "403 AccessDenied: *" },
	    { "admin", CREATE, "{'Description':'x'}", "400 ValidationError: *" },
	    { "admin", CREATE,
	      "{'Description':'x','Permissions':{'PolicyTemplateArn':'" TEMPLATE
	      "'},'RequestorWorkflowId':'workflow',"
	      "'NotificationChannel':'mail','SessionDuration':300}",
	      "400 InvalidInput: The notification channel must be the ARN of an SNS topic." },
	    { "admin", CREATE, WISH_OF("workflow", ",'OwnerAccountId':'12'"),
	      "400 ValidationError: *" },
	    MADE(""),
	    { "admin", CREATE, WISH_OF("workflow", ""),
	      "409 EntityAlreadyExists: A delegation request with the workflow id workflow already "
	      "exists." } } },
	{ "a request for one account is no other's",
	  { MADE(",'OwnerAccountId':'222222222222'"),
	    DO("admin", "AssociateDelegationRequest", NOT_THERE),
	    DO("admin", "GetDelegationRequest", NOT_THERE),
	    DO("admin", "AcceptDelegationRequest", NOT_THERE),
	    DO("boss", "AcceptDelegationRequest", IN("UNASSIGNED")),
	    { "boss", "iam:GetDelegationRequest", "{'DelegationRequestId':'12345678-1234-1234'}",
	      "404 NoSuchEntity: The delegation request with id 12345678-1234-1234 cannot be "
	      "found." },
	    DO("boss", "AssociateDelegationRequest", "{}"),
	    DO("boss", "AssociateDelegationRequest", IN("ASSIGNED")),
	    DO("boss", "SendDelegationToken", IN("ASSIGNED")),
	    DO("tester", "AcceptDelegationRequest", "403 AccessDenied: *") } },
	{ "a request is taken up, approved, accepted and ends with its token",
	  { MADE(""),
	    { "boss", LIST, "{}", "{'DelegationRequests':[],'isTruncated':false}" },
	    DO("boss", "AssociateDelegationRequest", "{}"),
	    NOTE("boss", "UpdateDelegationRequest", "{}"),
	    DO("boss", "AcceptDelegationRequest", "{}"),
	    { "boss", "iam:GetDelegationRequest",
	      "{'DelegationRequestId':'{id}','DelegationPermissionCheck':true}",
	      "{'DelegationRequest':{'DelegationRequestId':'{id}','OwnerAccountId':'222222222222',"
	      "'Description':'Set it up','Permissions':{'PolicyTemplateArn':'" TEMPLATE
	      "','Parameters':[{'Name':'bucket','Values':['b'],'Type':'string'}]},'OwnerId':'" BOSS
	      "','ApproverId':'" BOSS "','State':'ACCEPTED','ExpirationTime':1796029200,"
	      "'RequestorId':'111111111111','RequestorName':'management','CreateDate':1795424400,"
	      "'SessionDuration':3600,'Notes':'noted','OnlySendByOwner':false,'UpdatedTime':"
	      "1795424400},'PermissionCheckStatus':'COMPLETE','PermissionCheckResult':'UNSURE'}" },
	    DO("boss", "SendDelegationToken", "{}"),
	    STATE("boss", "FINALIZED"),
	    NOTE("boss", "RejectDelegationRequest", IN("FINALIZED")),
	    { "boss", LIST, "{'OwnerId':'" BOSS "'}", "{'DelegationRequests':[{*" },
	    { "boss", LIST, "{'OwnerId':'arn:aws:iam::222222222222:user/tagged'}",
	      "{'DelegationRequests':[],'isTruncated':false}" } } },
	{ "a rejected request cannot be accepted any more",
	  { MADE(""),
	    DO("boss", "AssociateDelegationRequest", "{}"),
	    DO("boss", "AcceptDelegationRequest", "{}"),
	    NOTE("boss", "RejectDelegationRequest", "{}"),
	    { "boss", "iam:GetDelegationRequest", "{'DelegationRequestId':'{id}'}",
	      "*'RejectionReason':'noted'*" },
	    DO("boss", "AcceptDelegationRequest", IN("REJECTED")),
	    NOTE("boss", "UpdateDelegationRequest", IN("REJECTED")) } },
	{ "nobody's request waits a day and others a week from their last step",
	  { MADE(""),
	    LATER("86399999"),
	    STATE("admin", "UNASSIGNED"),
	    LATER("1"),
	    STATE("boss", "EXPIRED"),
	    DO("boss", "AssociateDelegationRequest", IN("EXPIRED")),
	    { "admin", CREATE, WISH_OF("second", ""), "{'ConsoleDeepLink':*", NULL,
	      "id=DelegationRequestId" },
	    LATER("86399999"),
	    DO("boss", "AssociateDelegationRequest", "{}"),
	    LATER("604799999"),
	    STATE("boss", "ASSIGNED"),
	    LATER("1"),
	    STATE("boss", "EXPIRED") } },
	{ "where only the owner sends the token an approver does not",
	  { MADE(",'OnlySendByOwner':true"),
	    { "boss", "iam:PutUserPolicy",
	      "{'UserName':'tagged','PolicyName':'p','PolicyDocument':'{\\'Version\\':"
	      "\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':"
	      "\\'iam:*DelegationRequest\\',\\'Resource\\':\\'*\\'}]}'}",
	      "{}" },
	    DO("tester", "AssociateDelegationRequest", "{}"),
	    DO("boss", "AcceptDelegationRequest", "{}"),
	    DO("boss", "SendDelegationToken",
	       "403 AccessDenied: The token of this delegation request can be sent by its owner "
	       "only.") } },
	{ "requests come in the order they were made, page by page",
	  { MADE(""),
	    DO("boss", "AssociateDelegationRequest", "{}"),
	    LATER("1000"),
	    { "admin", CREATE, WISH_OF("second", ""), "{'ConsoleDeepLink':*", NULL,
	      "second=DelegationRequestId" },
	    { "boss", "iam:AssociateDelegationRequest", "{'DelegationRequestId':'{second}'}",
	      "{}" },
	    { "boss", LIST, "{'MaxItems':1}",
	      "{'DelegationRequests':[{'DelegationRequestId':'{id}',*", NULL, "page=Marker" },
	    { "boss", LIST, "{'MaxItems':1,'Marker':'{page}'}",
	      "{'DelegationRequests':[{'DelegationRequestId':'{second}',*" },
	    { "boss", LIST, "{'Marker':'invalid'}", "400 ValidationError: Invalid Marker." } } },
};

int main(void)
{
	return check_table("mock/delegation_requests", stories, world_body);
}
