#include "mock/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mock/call.h"
#include "mock/database.h"
#include "tests/support/check.h"

#define LONG       "a unit with a name of many words and letters"
#define HEAD       "{\"mattock\":1,"
#define MANAGEMENT "\"organization\":{\"management\":\"111111111111\"}"
#define ACCOUNT    "\"accounts\":[{\"id\":\"222222222222\",\"name\":\"a\""

/* A scenario, and the fault without the file's name, or a statement that must find a row. */
static const struct row {
	const char *name, *text, *fault, *sql;
} rows[] = {
	{ "what is no JSON is refused", "{\n  \"mattock\": 1,\n  oops\n}", ":3:3: ", NULL },
	{ "another version is refused", "{\"mattock\":2}", ":1:12: mattock: expected 1", NULL },
	{ "a partition that is none is refused", "{\"mattock\":1,\"partition\":\"aws-moon\"}",
	  ":1:26: partition: expected a partition such as", NULL },
	{ "a missing version is refused", "{}", ":1:1: the document: expected a member \"mattock\"",
	  NULL },
	{ "an unknown member is refused", HEAD "\n\"acounts\":[]}",
	  ":2:11: acounts: there is no member of that name here", NULL },
	{ "a member that comes twice is refused", HEAD "\"seed\":1,\n\"seed\":2}",
	  ":2:8: seed: this member comes twice", NULL },
	{ "another kind is refused", HEAD "\"accounts\":{}}",
	  "accounts: expected an array, found an object", NULL },
	{ "an account id has twelve digits", HEAD "\"accounts\":[{\"id\":\"22\",\"name\":\"a\"}]}",
	  "accounts[0].id: expected an account id of twelve digits", NULL },
	{ "two accounts do not share an id",
	  HEAD ACCOUNT "},{\"id\":\"222222222222\",\"name\":\"b\"}]}",
	  "accounts[1]: expected an id and an email that no other account has", NULL },
	{ "a unit has to be there", HEAD MANAGEMENT "," ACCOUNT ",\"unit\":\"Nowhere\"}]}",
	  "accounts[0]: expected \"root\", the path of a unit", NULL },
	{ "a third root key is refused", HEAD ACCOUNT ",\"root\":{\"keys\":[{},{},{}]}}]}",
	  "accounts[0].root.keys: expected at most 2", NULL },
	{ "a status is one of AWS's",
	  HEAD ACCOUNT ",\"root\":{\"keys\":[{\"status\":\"active\"}]}}]}",
	  "accounts[0].root.keys[0].status: expected one of \"Active\", \"Inactive\"", NULL },
	{ "a time has to be one", HEAD ACCOUNT ",\"root\":{\"keys\":[{\"created\":\"-3y\"}]}}]}",
	  "created: expected a time such as", NULL },
	{ "an access is of a service or an action",
	  HEAD ACCOUNT ",\"root\":{\"accesses\":[{\"action\":\"IAM\",\"last\":\"-1d\"}]}}]}",
	  "accounts[0].root.accesses[0].action: expected a service or an action", NULL },
	{ "an access has a time", HEAD ACCOUNT ",\"root\":{\"accesses\":[{\"action\":\"iam\"}]}}]}",
	  "accounts[0].root.accesses[0]: expected a member \"last\"", NULL },
	{ "an access is told once",
	  HEAD ACCOUNT ",\"users\":[{\"name\":\"u\",\"accesses\":[{\"action\":\"iam:GetUser\","
		       "\"last\":\"-1d\"},{\"action\":\"iam:GetUser\",\"last\":\"-2d\"}]}]}]}",
	  "accounts[0].users[0].accesses[1]: expected an action that is told once", NULL },
	{ "a role has accesses",
	  HEAD ACCOUNT ",\"roles\":[{\"name\":\"r\",\"trust\":{\"Version\":\"2012-10-17\","
		       "\"Statement\":[]},\"accesses\":[{\"action\":\"s3:GetObject\",\"last\":"
		       "\"2026-01-01T00:00:00Z\",\"region\":\"eu-west-1\"}]}]}]}",
	  NULL,
	  "SELECT 1 FROM last_access JOIN iam_role ON unique_id = owner_id WHERE service = 's3'"
	  " AND action = 'GetObject' AND last_region = 'eu-west-1' AND last_ms = 1767225600000" },
	{ "a policy has to be one",
	  HEAD MANAGEMENT ",\"callers\":{\"x\":{\"account\":\"111111111111\",\"user\":\"x\","
			  "\"policies\":[{\"Statement\":[{\"Effect\":\"Maybe\"}]}]}}}",
	  "callers.x.policies[0]: expected a policy: ", NULL },
	{ "a caller is one principal",
	  HEAD MANAGEMENT ",\"callers\":{\"x\":{\"account\":"
			  "\"111111111111\"}}}",
	  "callers.x: expected one of \"user\", \"role\" and \"root\": true", NULL },
	{ "a caller is of an account of the scenario",
	  HEAD MANAGEMENT ",\"callers\":{\"x\":{\"account\":\"333333333333\",\"user\":\"x\"}}}",
	  "callers.x.account: expected the id of an account of this scenario", NULL },
	{ "the management account need not be written down", HEAD MANAGEMENT "}", NULL,
	  "SELECT 1 FROM account WHERE id = '111111111111' AND joined_method = 'INVITED'" },
	{ "a member has the administrator's role", HEAD MANAGEMENT "," ACCOUNT "}]}", NULL,
	  "SELECT 1 FROM iam_role WHERE account_id = '222222222222' AND name = "
	  "'OrganizationAccountAccessRole'" },
	{ "a policy is attached where it says",
	  HEAD "\"organization\":{\"management\":\"111111111111\",\"units\":[{\"name\":\"A\","
	       "\"units\":[{\"name\":\"B\",\"id\":\"ou-aaaa-bbbbbbbb\"}]}],\"policyTypes\":"
	       "[\"SERVICE_CONTROL_POLICY\"],\"policies\":[{\"name\":\"p\",\"content\":"
	       "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}},"
	       "\"attach\":[\"A/B\"]}]}}",
	  NULL,
	  "SELECT 1 FROM policy_attachment JOIN organization_policy p ON p.organization_id ="
	  " policy_attachment.organization_id AND p.id = policy_id WHERE target_id = "
	  "'ou-aaaa-bbbbbbbb' AND p.name = 'p' -- scan: a test" },
	{ "a time is relative to the clock",
	  HEAD "\"clock\":\"2026-01-11T00:00:00Z\"," ACCOUNT
	       ",\"root\":{\"password\":{\"created\":\"-10d\"}}}]}",
	  NULL,
	  "SELECT 1 FROM login_profile WHERE owner_id = '222222222222' AND created_ms = "
	  "1767225600000" },
	{ "units below each other may have long names",
	  HEAD "\"organization\":{\"management\":\"111111111111\",\"units\":[{\"name\":\"" LONG
	       "\",\"units\":[{\"name\":\"" LONG "\",\"units\":[{\"name\":\"" LONG
	       "\",\"units\":[{\"name\":\"a\"},{\"name\":\"b\"}]}]}]}]}}",
	  NULL,
	  "SELECT 1 FROM (SELECT count(DISTINCT id) AS units FROM organizational_unit) WHERE units "
	  "= 5 -- scan: a test" },
	{ "a template makes accounts",
	  HEAD MANAGEMENT ",\"accountTemplates\":[{\"count\":3,\"firstId\":\"500000000000\","
			  "\"name\":\"app-{n}\",\"root\":{\"mfa\":[\"virtual\"]}}]}",
	  NULL,
	  "SELECT 1 FROM account JOIN mfa_device ON owner_id = account.id WHERE account.id = "
	  "'500000000002' AND name = 'app-3'" },
};

static void load_row(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	char path[] = "/tmp/mattock-scenario-XXXXXX";
	int fd = mkstemp(path);
	const struct scenario_options options = { .file = path, .has_seed = true };
	struct scenario_settings settings;
	struct database *database;
	struct fault fault;
	struct call call = { .arena = &fixture->arena };
	bool is_loaded;

	assert_int_equal(write(fd, row->text, strlen(row->text)), strlen(row->text));
	close(fd);
	assert_true(database_open(NULL, &fault, &database));
	is_loaded = scenario_load(database, &options, &fault, &settings);
	unlink(path);
	call.database = database;
	if (row->fault) {
		assert_false(is_loaded);
		if (strncmp(fault.message, path, strlen(path)) != 0 ||
		    !strstr(fault.message, row->fault))
			fail_msg("%s", fault.message);
		assert_int_equal(database_number(&call, "SELECT count(*) FROM account -- scan: all",
						 DATABASE_NO_VALUES, -1),
				 0);
	} else {
		if (!is_loaded)
			fail_msg("%s", fault.message);
		assert_true(database_exists(&call, row->sql, DATABASE_NO_VALUES));
	}
	database_close(database);
}

int main(void)
{
	return check_table("mock/scenario", rows, load_row);
}
