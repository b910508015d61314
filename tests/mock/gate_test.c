#include "mock/gate.h"

#include "mock/sts/sts.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

#define BAD_TOKEN "The security token included in the request is invalid."
#define ANY_ROLE  "arn:aws:iam::" HANDLERS_ACCOUNT ":role/reader"

static const struct row {
	const char *name;
	const char *service;
	const char *operation;
	enum principal_kind caller;
	const char *code; /* NULL: goes on to authorization */
	const char *message;
	bool is_root; /* a session of the root user */
	bool has_mfa;
} rows[] = {
	{ "a root user assumes no role", "sts", "AssumeRole", PRINCIPAL_ROOT, "AccessDenied",
	  "Roles may not be assumed by root accounts." },
	{ "a root session assumes no role", "sts", "AssumeRole", PRINCIPAL_ROOT_SESSION,
	  "AccessDenied", "Roles may not be assumed by root accounts." },
	{ "a root user's token session assumes no role", "sts", "AssumeRole",
	  PRINCIPAL_USER_SESSION, "AccessDenied", "Roles may not be assumed by root accounts.",
	  .is_root = true },
	{ "a token session gets no token", "sts", "GetSessionToken", PRINCIPAL_USER_SESSION,
	  "AccessDenied", "Cannot call GetSessionToken with session credentials", .has_mfa = true },
	{ "a role session gets no token", "sts", "GetSessionToken", PRINCIPAL_ROLE_SESSION,
	  "AccessDenied", "Cannot call GetSessionToken with session credentials" },
	{ "a role session gets no federation token", "sts", "GetFederationToken",
	  PRINCIPAL_ROLE_SESSION, "AccessDenied",
	  "Cannot call GetFederationToken with session credentials" },
	{ "a federated user calls nothing else in STS", "sts", "DecodeAuthorizationMessage",
	  PRINCIPAL_FEDERATED_SESSION, "AccessDenied", NULL },
	{ "a federated user assumes no role", "sts", "AssumeRole", PRINCIPAL_FEDERATED_SESSION,
	  "AccessDenied", NULL },
	{ "a federated user calls nothing in IAM", "iam", "ListUsers", PRINCIPAL_FEDERATED_SESSION,
	  "InvalidClientTokenId", BAD_TOKEN },
	{ "a token session without MFA calls nothing in IAM", "iam", "ListUsers",
	  PRINCIPAL_USER_SESSION, "InvalidClientTokenId", BAD_TOKEN },
	{ "a token session with MFA calls IAM", "iam", "ListUsers", PRINCIPAL_USER_SESSION, NULL,
	  NULL, .has_mfa = true },
	{ "a token session without MFA assumes a role", "sts", "AssumeRole", PRINCIPAL_USER_SESSION,
	  NULL, NULL },
	{ "a federated user asks who it is", "sts", "GetCallerIdentity",
	  PRINCIPAL_FEDERATED_SESSION, NULL, NULL },
	{ "a federated user calls Organizations", "organizations", "ListAccounts",
	  PRINCIPAL_FEDERATED_SESSION, NULL, NULL },
	{ "a user gets a token", "sts", "GetSessionToken", PRINCIPAL_USER, NULL, NULL },
	{ "a root user calls IAM", "iam", "ListUsers", PRINCIPAL_ROOT, NULL, NULL },
};

static void gates(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct sts_assume_role_in in = { .role_arn = ANY_ROLE };
	struct handlers_fixture handlers;
	enum api_status status;

	handlers_start(&handlers, &fixture->arena);
	handlers.call.operation =
		api_operation_by_name(api_service_by_name(row->service), row->operation);
	handlers.principal.kind = row->caller;
	if (row->is_root)
		handlers.principal.name = NULL;
	if (row->caller != PRINCIPAL_USER && row->caller != PRINCIPAL_ROOT)
		handlers.principal.issued_ms = HANDLERS_NOW_MS;
	handlers.principal.mfa_ms = row->has_mfa ? HANDLERS_NOW_MS : 0;
	status = gate_check(&handlers.call, &in);
	assert_int_equal(status, row->code ? API_FAILED : API_OK);
	if (row->code)
		assert_string_equal(handlers.call.error.code, row->code);
	if (row->message)
		assert_string_equal(handlers.call.error.message, row->message);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/gate", rows, gates);
}
