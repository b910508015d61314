#include "tests/support/check.h"

#include "client/rollout/audit.h"

#define ABSENT                              \
	{                                   \
		.presence = PRESENCE_ABSENT \
	}
#define PRESENT                                          \
	{                                                \
		.presence = PRESENCE_PRESENT, .count = 1 \
	}
#define UNSEEN                                                \
	{                                                     \
		.presence = PRESENCE_UNKNOWN, .why = "denied" \
	}

static const struct row {
	const char *name;
	struct audit_account account;
	enum audit_verdict verdict;
	bool is_incomplete;
	const char *why;
} rows[] = {
	{ "an account that nobody looked at is unknown, not clean",
	  { 0 },
	  AUDIT_UNKNOWN,
	  true,
	  NULL },
	{ "one unseen kind keeps an account from being clean",
	  { .kinds = { ABSENT, ABSENT, UNSEEN, ABSENT } },
	  AUDIT_UNKNOWN,
	  true,
	  "denied" },
	{ "a found key does not hide that another kind was not seen",
	  { .kinds = { PRESENT, UNSEEN, ABSENT, ABSENT } },
	  AUDIT_FOUND,
	  true,
	  "denied" },
	{ "a skipped account is neither clean nor unknown",
	  { .skipped = "account is SUSPENDED" },
	  AUDIT_SKIPPED,
	  false,
	  "account is SUSPENDED" },
	{ "a password alone is a finding",
	  { .kinds = { ABSENT, ABSENT, ABSENT, PRESENT } },
	  AUDIT_FOUND,
	  false,
	  NULL },
	{ "an account is clean when all four kinds were seen to be absent",
	  { .kinds = { ABSENT, ABSENT, ABSENT, ABSENT } },
	  AUDIT_CLEAN,
	  false,
	  NULL },
};

static void judges(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;

	assert_int_equal(audit_account_verdict(&row->account), row->verdict);
	assert_int_equal(audit_account_is_incomplete(&row->account), row->is_incomplete);
	if (row->why)
		assert_string_equal(audit_account_why(&row->account), row->why);
	else
		assert_null(audit_account_why(&row->account));
}

static const struct summary_row {
	const char *name;
	enum presence listed;
	bool is_read, has;
	enum presence after;
} summary_rows[] = {
	{ "a key in the summary that the list lacks makes the kind unknown", PRESENCE_ABSENT, true,
	  true, PRESENCE_UNKNOWN },
	{ "a key in the list that the summary lacks makes the kind unknown", PRESENCE_PRESENT, true,
	  false, PRESENCE_UNKNOWN },
	{ "the summary does not turn unknown into absent", PRESENCE_UNKNOWN, true, false,
	  PRESENCE_UNKNOWN },
	{ "a summary that could not be read changes nothing", PRESENCE_ABSENT, false, true,
	  PRESENCE_ABSENT },
	{ "an agreeing summary changes nothing", PRESENCE_PRESENT, true, true, PRESENCE_PRESENT },
};

static void cross_checks(void **state)
{
	struct fixture *t = *state;
	const struct summary_row *row = t->row;
	struct audit_account account = {
		.kinds = { { .presence = row->listed }, ABSENT, ABSENT, ABSENT },
		.summary = { .is_read = row->is_read, .has = { row->has } },
	};

	audit_account_cross_check(&t->arena, &account);
	assert_int_equal(account.kinds[0].presence, row->after);
	assert_int_equal(account.kinds[1].presence, PRESENCE_ABSENT);
}

static const struct mfa_row {
	const char *name;
	const char *serial;
	const char *kind;
} mfa_rows[] = {
	{ "a serial number that is no ARN is a hardware token", "GAHT12345678", "hardware" },
	{ "an ARN with mfa is virtual", "arn:aws:iam::222222222222:mfa/root-account-mfa-device",
	  "virtual" },
	{ "an ARN with u2f is a security key", "arn:aws:iam::222222222222:u2f/root-account/key-1",
	  "security key" },
};

static void names_mfa(void **state)
{
	struct fixture *t = *state;
	const struct mfa_row *row = t->row;

	assert_string_equal(credential_mfa_kind(row->serial), row->kind);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, judges),
		CHECK_TABLE(summary_rows, cross_checks),
		CHECK_TABLE(mfa_rows, names_mfa),
	};

	return check_tables("client/rollout/audit", tables, ARRAY_LEN(tables));
}
