#include "mock/sts/session.h"

#include "tests/support/check.h"
#include "tests/support/handlers.h"

static const char count_all[] = "SELECT count(*) FROM session /* scan: a test's few rows */";
static const char count_old[] = "SELECT count(*) FROM session WHERE access_key_id GLOB 'OLD*'"
				" /* scan: a test's few rows */";

static const struct row {
	const char *name;
	const char *given;
	int64_t old_left; /* of the sessions given, after many were issued */
} rows[] = {
	{ "a session that expired more than a day ago is forgotten",
	  "INSERT INTO session (access_key_id, secret, token, kind, account_id, issuer_id,"
	  " issued_ms, expires_ms) VALUES"
	  " ('OLD1', 's', 't', 'user', '" HANDLERS_ACCOUNT "', 'x', 0, 1795337999000)",
	  0 },
	{ "a session that expired within the day is remembered",
	  "INSERT INTO session (access_key_id, secret, token, kind, account_id, issuer_id,"
	  " issued_ms, expires_ms) VALUES"
	  " ('OLD1', 's', 't', 'user', '" HANDLERS_ACCOUNT "', 'x', 0, 1795338001000)",
	  1 },
	{ "beyond the most, those that were issued first are forgotten",
	  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100010)"
	  " INSERT INTO session (access_key_id, secret, token, kind, account_id, issuer_id,"
	  " issued_ms, expires_ms) SELECT 'OLD' || i, 's', 't', 'user', '" HANDLERS_ACCOUNT
	  "', 'x', 0, 1795424400000 + i FROM n",
	  -1 },
};

static void forgets(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const struct session_request request = {
		.kind = "user",
		.account_id = HANDLERS_ACCOUNT,
		.issuer_id = "AIDA22222222222222222",
		.duration_s = 900,
	};
	struct session_credentials issued;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, row->given);
	for (int i = 0; i < 1000; i++)
		session_issue(&handlers.call, &request, &issued);
	if (row->old_left >= 0)
		assert_int_equal(database_number(&handlers.call, count_old, DATABASE_NO_VALUES, -1),
				 row->old_left);
	else
		assert_true(database_number(&handlers.call, count_all, DATABASE_NO_VALUES, -1) <
			    SESSION_MAX + 1000);
	assert_true(database_exists(&handlers.call,
				    "SELECT 1 FROM session WHERE access_key_id = :id",
				    DATABASE_VALUES(database_text("id", issued.access_key_id))));
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/sts_session", rows, forgets);
}
