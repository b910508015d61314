#include "tests/support/operation.h"

#define MEMBER "222222222222"
#define DENIED(operation)                                             \
	"AccessDeniedException: User: arn:aws:iam::" HANDLERS_ACCOUNT \
	":user/admin is not authorized to perform: account:" operation

static const char organization[] =
	"INSERT INTO organization VALUES"
	" ('o-exampleorg', '" HANDLERS_ACCOUNT "', 'ALL', 'r-ab12', 0);"
	"UPDATE account SET organization_id = 'o-exampleorg' WHERE id = '" HANDLERS_ACCOUNT "';"
	"INSERT INTO account (id, name, email, state, created_ms, organization_id, parent_id)"
	" VALUES ('" MEMBER "', 'shop', 'shop@example.com', 'PENDING_CLOSURE', 1000,"
	" 'o-exampleorg', 'r-ab12');"
	"INSERT INTO service_access VALUES ('o-exampleorg', 'account.amazonaws.com', 0)";

static const struct operation_story stories[] = {
	{ "one's own account is not a parameter",
	  NULL,
	  { { "GetPrimaryEmail", "{'AccountId':'" HANDLERS_ACCOUNT "'}",
	      DENIED("GetPrimaryEmail") } } },
	{ "a stranger's account is not shown",
	  NULL,
	  { { "GetAccountInformation", "{'AccountId':'999999999999'}",
	      DENIED("GetAccountInformation") } } },
	{ "without trusted access no member is shown",
	  "DELETE FROM service_access",
	  { { "GetPrimaryEmail", "{'AccountId':'" MEMBER "'}", DENIED("GetPrimaryEmail") } } },
	{ "an address that is taken is a conflict",
	  NULL,
	  { { "StartPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'Root@example.com'}",
	      "ConflictException: *" } } },
	{ "an address needs an @",
	  NULL,
	  { { "StartPrimaryEmailUpdate", "{'AccountId':'" MEMBER "','PrimaryEmail':'nobody'}",
	      "ValidationException: *" } } },
	{ "an update that was not started is not accepted",
	  NULL,
	  { { "AcceptPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'new@example.com','Otp':'123456'}",
	      "ResourceNotFoundException: *" } } },
	{ "a wrong password changes nothing",
	  "INSERT INTO primary_email_update VALUES ('" MEMBER "', 'new@example.com', '123456', 0)",
	  { { "AcceptPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'new@example.com','Otp':'123457'}",
	      "ValidationException: *" },
	    { "GetPrimaryEmail", "{'AccountId':'" MEMBER "'}",
	      "{'PrimaryEmail':'shop@example.com'}" } } },
	{ "a password is good for its own address only",
	  "INSERT INTO primary_email_update VALUES ('" MEMBER "', 'new@example.com', '123456', 0)",
	  { { "AcceptPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'old@example.com','Otp':'123456'}",
	      "ResourceNotFoundException: *" } } },
	{ "one's own account is shown",
	  NULL,
	  { { "GetAccountInformation", "{}",
	      "{'AccountId':'" HANDLERS_ACCOUNT "','AccountName':'Example',"
	      "'AccountCreatedDate':'2023-11-14T22:13:20Z','AccountState':'ACTIVE'}" } } },
	{ "an account that is being closed is suspended",
	  NULL,
	  { { "GetAccountInformation", "{'AccountId':'" MEMBER "'}",
	      "{'AccountId':'" MEMBER "','AccountName':'shop',"
	      "'AccountCreatedDate':'1970-01-01T00:00:01Z','AccountState':'SUSPENDED'}" } } },
	{ "a new address waits for its password",
	  "INSERT INTO primary_email_update VALUES ('" MEMBER "', 'new@example.com', '123456', 0)",
	  { { "StartPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'other@example.com'}",
	      "{'Status':'PENDING'}" },
	    { "GetPrimaryEmail", "{'AccountId':'" MEMBER "'}",
	      "{'PrimaryEmail':'shop@example.com'}" },
	    { "AcceptPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'new@example.com','Otp':'123456'}",
	      "ResourceNotFoundException: *" } } },
	{ "the right password changes the address",
	  "INSERT INTO primary_email_update VALUES ('" MEMBER "', 'new@example.com', '123456', 0)",
	  { { "AcceptPrimaryEmailUpdate",
	      "{'AccountId':'" MEMBER "','PrimaryEmail':'new@example.com','Otp':'123456'}",
	      "{'Status':'ACCEPTED'}" },
	    { "GetPrimaryEmail", "{'AccountId':'" MEMBER "'}",
	      "{'PrimaryEmail':'new@example.com'}" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, organization);
	handlers.principal.organization_id = "o-exampleorg";
	handlers.principal.is_management_account = true;
	operation_tell(&handlers, "account", fixture->row);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/account", stories, tells);
}
