/* Who may call what, and what others ask about an organization. */
#include <string.h>

#include "mock/organizations/access.h"
#include "mock/organizations/lookup.h"
#include "mock/resource.h"
#include "model/organizations_api.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

/* A management account, a delegate in an OU below another, a member at the root, a stranger. */
static const char organization[] =
	"INSERT INTO organization VALUES ('o-1234567890', '123456789012', 'ALL', 'r-root', 0);"
	"UPDATE account SET organization_id = 'o-1234567890', parent_id = 'r-root';"
	"INSERT INTO organizational_unit VALUES"
	" ('ou-root-11111111', 'o-1234567890', 'r-root', 'upper', 0),"
	" ('ou-root-22222222', 'o-1234567890', 'ou-root-11111111', 'lower', 0);"
	"INSERT INTO account (id, name, email, created_ms, organization_id, parent_id) VALUES"
	" ('222222222222', 'delegate', 'd@x.com', 0, 'o-1234567890', 'ou-root-22222222'),"
	" ('333333333333', 'member', 'm@x.com', 0, 'o-1234567890', 'r-root'),"
	" ('444444444444', 'stranger', 's@x.com', 0, NULL, NULL);"
	"INSERT INTO delegated_administrator VALUES"
	" ('o-1234567890', '222222222222', 'account.amazonaws.com', 0);"
	"INSERT INTO organization_policy VALUES ('o-1234567890', 'p-11111111',"
	" 'SERVICE_CONTROL_POLICY', 'one', '', '{}'), ('o-1234567890', 'p-22222222', 'TAG_POLICY',"
	" 'two', '', '{}');"
	"INSERT INTO policy_attachment (organization_id, policy_id, target_id) VALUES"
	" ('o-1234567890', 'p-11111111', 'r-root'), ('o-1234567890', 'p-FullAWSAccess', 'r-root'),"
	" ('o-1234567890', 'p-22222222', 'r-root'),"
	" ('o-1234567890', 'p-FullAWSAccess', 'ou-root-22222222'),"
	" ('o-1234567890', 'p-11111111', '222222222222');";

static struct handlers_fixture *start(struct fixture *fixture, const char *more)
{
	struct handlers_fixture *handlers = arena_new(&fixture->arena, struct handlers_fixture);

	handlers_start(handlers, &fixture->arena);
	handlers_given(handlers, organization);
	if (more)
		handlers_given(handlers, more);
	return handlers;
}

static const struct access_row {
	const char *name;
	const char *account_id, *operation;
	const char *target_id; /* of DescribeEffectivePolicy */
	enum access expected;
} access_rows[] = {
	{ "a member may not list accounts unless it is delegated", "333333333333", "ListAccounts",
	  NULL, ACCESS_BY_DELEGATION },
	{ "a member may not read policies", "333333333333", "DescribePolicy", NULL,
	  ACCESS_BY_DELEGATION },
	{ "a member may not enable all features", "333333333333", "EnableAllFeatures", NULL,
	  ACCESS_BY_DELEGATION },
	{ "a delegate may not change policies unless it is delegated", "222222222222",
	  "UpdatePolicy", NULL, ACCESS_BY_DELEGATION },
	{ "a delegate may not enable trusted access", "222222222222", "EnableAWSServiceAccess",
	  NULL, ACCESS_BY_DELEGATION },
	{ "a member may not see another account's effective policy", "333333333333",
	  "DescribeEffectivePolicy", "222222222222", ACCESS_BY_DELEGATION },
	{ "a member may see its own effective policy", "333333333333", "DescribeEffectivePolicy",
	  "333333333333", ACCESS_GRANTED },
	{ "a member need not name itself for that", "333333333333", "DescribeEffectivePolicy", NULL,
	  ACCESS_GRANTED },
	{ "a member may describe the organization", "333333333333", "DescribeOrganization", NULL,
	  ACCESS_GRANTED },
	{ "a member may leave", "333333333333", "LeaveOrganization", NULL, ACCESS_GRANTED },
	{ "a delegate of any service may list accounts", "222222222222", "ListAccounts", NULL,
	  ACCESS_GRANTED },
	{ "a delegate may read the delegation policy", "222222222222", "DescribeResourcePolicy",
	  NULL, ACCESS_GRANTED },
	{ "the management account does as its own policies say", "123456789012", "CreateAccount",
	  NULL, ACCESS_OWN },
	{ "an account outside is left to the handler", "444444444444", "ListAccounts", NULL,
	  ACCESS_OWN },
};

static void access_body(void **state)
{
	struct fixture *fixture = *state;
	const struct access_row *row = fixture->row;
	struct handlers_fixture *handlers = start(fixture, NULL);
	struct organizations_describe_effective_policy_in in = { .target_id = row->target_id };

	handlers->principal.account_id = row->account_id;
	handlers->call.operation = api_operation_by_name(&organizations_api, row->operation);
	assert_non_null(handlers->call.operation);
	assert_int_equal(access_of(&handlers->call, &in), row->expected);
	handlers_stop(handlers);
}

static const struct resource_row {
	const char *name;
	const char *type, *id, *expected;
} resource_rows[] = {
	{ "a policy that is not there matches no statement about one", "policy", "p-99999999",
	  "arn:aws:organizations::123456789012:policy/o-1234567890/-/p-99999999" },
	{ "a policy's ARN has its type", "policy", "p-22222222",
	  "arn:aws:organizations::123456789012:policy/o-1234567890/tag_policy/p-22222222" },
	{ "AWS's own policy has AWS's ARN", "policy", "p-FullAWSAccess",
	  "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess" },
	{ "an OU's ARN says ou", "organizationalunit", "ou-root-11111111",
	  "arn:aws:organizations::123456789012:ou/o-1234567890/ou-root-11111111" },
	{ "without an id the account is the caller's", "account", NULL,
	  "arn:aws:organizations::123456789012:account/o-1234567890/123456789012" },
	{ "a root is a root", "root", "r-root",
	  "arn:aws:organizations::123456789012:root/o-1234567890/r-root" },
};

static void resource_body(void **state)
{
	struct fixture *fixture = *state;
	const struct resource_row *row = fixture->row;
	struct handlers_fixture *handlers = start(fixture, NULL);

	assert_string_equal(access_resource(&handlers->call, row->type, row->id), row->expected);
	handlers_stop(handlers);
}

static const struct owner_row {
	const char *name;
	const char *account_id, *operation, *expected;
} owner_rows[] = {
	{ "what a member lists is the management account's", "333333333333", "ListAccounts",
	  "123456789012" },
	{ "so is what it reads of the organization itself", "333333333333", "DescribeOrganization",
	  "123456789012" },
	{ "an account outside has only its own", "444444444444", "CreateOrganization",
	  "444444444444" },
};

static void owner_body(void **state)
{
	struct fixture *fixture = *state;
	const struct owner_row *row = fixture->row;
	struct handlers_fixture *handlers = start(fixture, NULL);
	struct resource resource;

	handlers->principal.account_id = row->account_id;
	handlers->call.operation = api_operation_by_name(&organizations_api, row->operation);
	void *in = arena_alloc(&fixture->arena, handlers->call.operation->input_size);

	resource_of(&handlers->call, &handlers->call.operation->authorize[0].resources[0], in,
		    &resource);
	assert_string_equal(resource.arn, "*");
	assert_string_equal(resource.account_id, row->expected);
	handlers_stop(handlers);
}

static const struct chain_row {
	const char *name;
	const char *more, *account_id;
	const char *expected; /* "TARGET:POLICY,POLICY;" for each level; "" if not enabled */
} chain_rows[] = {
	{ "an account outside has no levels", NULL, "444444444444", "" },
	{ "a type that is not enabled has no levels", NULL, "222222222222", "" },
	{ "levels go from the root to the account, policies in the order they were attached",
	  "INSERT INTO policy_type VALUES ('o-1234567890', 'SERVICE_CONTROL_POLICY', 'ENABLED')",
	  "222222222222",
	  "r-root:p-11111111,p-FullAWSAccess;ou-root-11111111:;"
	  "ou-root-22222222:p-FullAWSAccess;222222222222:p-11111111;" },
};

static void chain_body(void **state)
{
	struct fixture *fixture = *state;
	const struct chain_row *row = fixture->row;
	struct handlers_fixture *handlers = start(fixture, row->more);
	struct lookup_chain chain =
		lookup_policy_chain(&handlers->call, row->account_id, "SERVICE_CONTROL_POLICY");
	const char *text = "";

	for (size_t i = 0; i < chain.level_count; i++) {
		const struct lookup_level *level = &chain.levels[i];

		text = arena_printf(&fixture->arena, "%s%s:", text, level->target_id);
		for (size_t j = 0; j < level->policy_count; j++)
			text = arena_printf(&fixture->arena, "%s%s%s", text, j ? "," : "",
					    level->policies[j].id);
		text = arena_printf(&fixture->arena, "%s;", text);
	}
	assert_string_equal(text, row->expected);
	assert_int_equal(chain.is_enabled, row->expected[0] != '\0');
	handlers_stop(handlers);
}

static const struct path_row {
	const char *name;
	const char *account_id, *expected;
} path_rows[] = {
	{ "an account outside has no path", "444444444444", NULL },
	{ "a path names the organization, the root, the OUs and the account", "222222222222",
	  "o-1234567890/r-root/ou-root-11111111/ou-root-22222222/222222222222/" },
};

static void path_body(void **state)
{
	struct fixture *fixture = *state;
	const struct path_row *row = fixture->row;
	struct handlers_fixture *handlers = start(fixture, NULL);
	struct call *call = &handlers->call;
	struct lookup_organization own;
	bool is_inside = lookup_organization_of(call, row->account_id, &own);
	const char *path = is_inside ? lookup_path(call, &own, row->account_id) : NULL;

	if (row->expected)
		assert_string_equal(path, row->expected);
	else
		assert_null(path);
	handlers_stop(handlers);
}

int main(void)
{
	static const struct check_table tables[] = {
		CHECK_TABLE(access_rows, access_body), CHECK_TABLE(resource_rows, resource_body),
		CHECK_TABLE(owner_rows, owner_body),   CHECK_TABLE(chain_rows, chain_body),
		CHECK_TABLE(path_rows, path_body),
	};

	return check_tables("organizations_access", tables, ARRAY_LEN(tables));
}
