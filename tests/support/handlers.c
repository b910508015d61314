#include "tests/support/handlers.h"

#include "tests/support/check.h"

void handlers_start(struct handlers_fixture *fixture, struct arena *arena)
{
	struct fault fault;

	*fixture = (struct handlers_fixture){ 0 };
	if (!database_open(NULL, &fault, &fixture->database))
		fail_msg("%s", fault.message);
	database_check_plans(fixture->database);
	fixture->random = random_seeded(1);
	fixture->principal = (struct principal){
		.kind = PRINCIPAL_USER,
		.account_id = HANDLERS_ACCOUNT,
		.arn = "arn:aws:iam::" HANDLERS_ACCOUNT ":user/admin",
		.policy_arn = "arn:aws:iam::" HANDLERS_ACCOUNT ":user/admin",
		.user_id = "AIDA22222222222222222",
		.unique_id = "AIDA22222222222222222",
		.name = "admin",
		.access_key_id = "AKIAIOSFODNN7EXAMPLE",
	};
	fixture->call = (struct call){
		.arena = arena,
		.database = fixture->database,
		.random = &fixture->random,
		.now_ms = HANDLERS_NOW_MS,
		.principal = &fixture->principal,
		.region = "us-east-1",
		.host = "127.0.0.1",
		.base_url = "http://127.0.0.1:4000",
		.request_id = "00000000-0000-4000-8000-000000000000",
		.source_ip = "127.0.0.1",
		.user_agent = "test",
	};
	database_begin(fixture->database);
	handlers_given(fixture,
		       "INSERT INTO account (id, name, email, created_ms) VALUES "
		       "('" HANDLERS_ACCOUNT "', 'Example', 'root@example.com', 1700000000000);"
		       "INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) "
		       "VALUES ('AIDA22222222222222222', '" HANDLERS_ACCOUNT
		       "', 'admin', '/', 1700000000000);");
}

void handlers_stop(struct handlers_fixture *fixture)
{
	if (database_problem(fixture->database))
		fail_msg("%s", database_problem(fixture->database));
	assert_true(database_commit(fixture->database));
	database_close(fixture->database);
}

void handlers_given(struct handlers_fixture *fixture, const char *sql)
{
	struct fault fault;

	if (!database_script(fixture->database, sql, &fault))
		fail_msg("%s", fault.message);
}
