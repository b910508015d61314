#include <string.h>

#include "mock/iam/handlers.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

#define MEMBER "222222222222"

/* The caller's account manages an organization with trusted access and one member. */
static const char organization[] =
	"INSERT INTO organization VALUES"
	" ('o-exampleorg', '" HANDLERS_ACCOUNT "', 'ALL', 'r-ab12', 0);"
	"INSERT INTO account (id, name, email, created_ms, organization_id)"
	" VALUES ('" MEMBER "', 'm', 'm@example.com', 0, 'o-exampleorg');"
	"UPDATE account SET organization_id = 'o-exampleorg' WHERE id = '" HANDLERS_ACCOUNT "';"
	"INSERT INTO service_access VALUES ('o-exampleorg', 'iam.amazonaws.com', 0);";

#define DELEGATE                                     \
	"INSERT INTO delegated_administrator VALUES" \
	" ('o-exampleorg', '" MEMBER "', 'iam.amazonaws.com', 0);"
#define BOTH                                                                        \
	"INSERT INTO organization_feature VALUES ('o-exampleorg', 'RootSessions')," \
	" ('o-exampleorg', 'RootCredentialsManagement');"

enum operation { LIST, ENABLE_CREDENTIALS, ENABLE_SESSIONS, DISABLE_CREDENTIALS, DISABLE_SESSIONS };

static const struct row {
	const char *name;
	const char *code;     /* NULL: it succeeds */
	const char *expected; /* the message, or the enabled features */
	const char *given;
	const char *account; /* of the caller; NULL: the management account */
	enum operation operation;
} rows[] = {
	{ "an account in no organization has no features", "OrganizationNotFoundException", NULL,
	  "UPDATE account SET organization_id = NULL" },
	{ "consolidated billing has no features", "OrganizationNotInAllFeaturesModeException", NULL,
	  "UPDATE organization SET feature_set = 'CONSOLIDATED_BILLING'" },
	{ "without trusted access the features are hidden", "ServiceAccessNotEnabledException",
	  "Trusted Access for IAM not enabled by organization of input account 123456789012.",
	  BOTH "DELETE FROM service_access" },
	{ "without trusted access nothing can be enabled", "ServiceAccessNotEnabledException",
	  "Trusted Access for IAM not enabled by organization of input account 123456789012.",
	  "DELETE FROM service_access", NULL, ENABLE_SESSIONS },
	{ "a member that is no delegate may not list",
	  "AccountNotManagementOrDelegatedAdministratorException",
	  "Input account 222222222222 is neither management account nor delegated admin.", BOTH,
	  MEMBER },
	{ "a delegate of another service may not list",
	  "AccountNotManagementOrDelegatedAdministratorException",
	  "Input account 222222222222 is neither management account nor delegated admin.",
	  "INSERT INTO delegated_administrator VALUES"
	  " ('o-exampleorg', '" MEMBER "', 'account.amazonaws.com', 0)",
	  MEMBER },
	{ "a delegate may not enable", "CallerIsNotManagementAccountException",
	  "Caller account 222222222222 is not management account of the organization and cannot "
	  "enable IAM features.",
	  DELEGATE, MEMBER, ENABLE_CREDENTIALS },
	{ "a new organization has none", NULL, "" },
	{ "both are listed in AWS's order", NULL, "RootSessions RootCredentialsManagement ", BOTH },
	{ "a delegate may list", NULL, "RootSessions RootCredentialsManagement ", BOTH DELEGATE,
	  MEMBER },
	{ "a delegate may disable", NULL, "RootCredentialsManagement ", BOTH DELEGATE, MEMBER,
	  DISABLE_SESSIONS },
	{ "enabling one answers what is on", NULL, "RootCredentialsManagement ", NULL, NULL,
	  ENABLE_CREDENTIALS },
	{ "enabling twice succeeds", NULL, "RootSessions RootCredentialsManagement ", BOTH, NULL,
	  ENABLE_SESSIONS },
	{ "disabling what is off succeeds", NULL, "", NULL, NULL, DISABLE_CREDENTIALS },
};

/* The five output structs have the same members; this one's name stands for them. */
struct answer {
	const char *organization_id;
	struct iam_features_list_type features;
};

#define RUN(word, index)                                                               \
	do {                                                                           \
		struct iam_##word##_out out = { 0 };                                   \
		call->operation = &iam_operations[index];                              \
		status = iam_##word(call, &(const struct iam_##word##_in){ 0 }, &out); \
		answer->organization_id = out.organization_id;                         \
		answer->features = out.enabled_features;                               \
	} while (0)

static enum api_status run(struct call *call, enum operation operation, struct answer *answer)
{
	enum api_status status = API_FAILED;
	switch (operation) {
	case LIST:
		RUN(list_organizations_features, IAM_LIST_ORGANIZATIONS_FEATURES);
		break;
	case ENABLE_CREDENTIALS:
		RUN(enable_organizations_root_credentials_management,
		    IAM_ENABLE_ORGANIZATIONS_ROOT_CREDENTIALS_MANAGEMENT);
		break;
	case ENABLE_SESSIONS:
		RUN(enable_organizations_root_sessions, IAM_ENABLE_ORGANIZATIONS_ROOT_SESSIONS);
		break;
	case DISABLE_CREDENTIALS:
		RUN(disable_organizations_root_credentials_management,
		    IAM_DISABLE_ORGANIZATIONS_ROOT_CREDENTIALS_MANAGEMENT);
		break;
	case DISABLE_SESSIONS:
		RUN(disable_organizations_root_sessions, IAM_DISABLE_ORGANIZATIONS_ROOT_SESSIONS);
		break;
	}
	return status;
}

static void check_features(struct fixture *fixture, const struct answer *answer,
			   const char *expected)
{
	const char *names = "";
	for (size_t i = 0; i < answer->features.len; i++)
		names = arena_printf(&fixture->arena, "%s%s ", names, answer->features.items[i]);
	assert_string_equal(answer->organization_id, "o-exampleorg");
	assert_true(answer->features.is_set);
	assert_string_equal(names, expected);
}

static void answers(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct handlers_fixture handlers;
	struct answer answer = { 0 };

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, organization);
	if (row->given)
		handlers_given(&handlers, row->given);
	if (row->account)
		handlers.principal.account_id = row->account;
	enum api_status status = run(&handlers.call, row->operation, &answer);
	if (row->code) {
		assert_int_equal(status, API_FAILED);
		assert_string_equal(handlers.call.error.code, row->code);
		assert_int_equal(handlers.call.error.http_status, 400);
		if (row->expected)
			assert_string_equal(handlers.call.error.message, row->expected);
	} else {
		assert_int_equal(status, API_OK);
		check_features(fixture, &answer, row->expected);
	}
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/iam_features", rows, answers);
}
