#include "tests/support/check.h"

#include <string.h>

#include "client/rollout/risk.h"
#include "client/rollout/show_audit.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define NOW_MS (1000 * DAY_MS)

enum { CREDENTIALS_MAX = 3 };

#define KEY(is_status, is_usage, days_ago)                                                 \
	{                                                                                  \
		.kind = CREDENTIAL_ACCESS_KEY, .status = (is_status), .usage = (is_usage), \
		.used_ms = NOW_MS - (days_ago)*DAY_MS, .used_service = "s3"                \
	}
#define CERTIFICATE(is_status)                                        \
	{                                                             \
		.kind = CREDENTIAL_CERTIFICATE, .status = (is_status) \
	}
#define PASSWORD                            \
	{                                   \
		.kind = CREDENTIAL_PASSWORD \
	}
#define MFA(is_kind)                                                 \
	{                                                            \
		.kind = CREDENTIAL_MFA_DEVICE, .mfa_kind = (is_kind) \
	}

static const struct row {
	const char *name;
	enum risk risk;
	const char *keys, *mfa; /* their cells; NULL: a dash */
	size_t count;
	struct credential credentials[CREDENTIALS_MAX];
	enum credential_kind unseen; /* CREDENTIAL_KINDS: everything was seen */
	const char *skipped;
} rows[] = {
	{ "a key whose last use is not known counts as used",
	  RISK_KEY_IN_USE,
	  "1 (use unknown)",
	  NULL,
	  1,
	  { KEY("Active", USAGE_UNKNOWN, 0) },
	  CREDENTIAL_KINDS },
	{ "a key used yesterday is in use",
	  RISK_KEY_IN_USE,
	  "1 (used 1d, s3)",
	  NULL,
	  1,
	  { KEY("Active", USAGE_KNOWN, 1) },
	  CREDENTIAL_KINDS },
	{ "a key used ninety days ago is in use",
	  RISK_KEY_IN_USE,
	  "1 (used 90d, s3)",
	  NULL,
	  1,
	  { KEY("Active", USAGE_KNOWN, 90) },
	  CREDENTIAL_KINDS },
	{ "a key used ninety-one days ago is only active",
	  RISK_ACTIVE_KEY,
	  "1 (used 91d, s3)",
	  NULL,
	  1,
	  { KEY("Active", USAGE_KNOWN, 91) },
	  CREDENTIAL_KINDS },
	{ "of two keys the one in use speaks",
	  RISK_KEY_IN_USE,
	  "2 (used today, s3)",
	  NULL,
	  2,
	  { KEY("Active", USAGE_NEVER, 0), KEY("Active", USAGE_KNOWN, 0) },
	  CREDENTIAL_KINDS },
	{ "of two used keys the one used last speaks",
	  RISK_KEY_IN_USE,
	  "2 (used 3d, s3)",
	  NULL,
	  2,
	  { KEY("Active", USAGE_KNOWN, 3), KEY("Active", USAGE_KNOWN, 40) },
	  CREDENTIAL_KINDS },
	{ "an inactive key used yesterday does not speak before an active one",
	  RISK_ACTIVE_KEY,
	  "2 (never used)",
	  NULL,
	  2,
	  { KEY("Inactive", USAGE_KNOWN, 1), KEY("Active", USAGE_NEVER, 0) },
	  CREDENTIAL_KINDS },
	{ "an inactive key is inactive",
	  RISK_INACTIVE,
	  "1 (inactive)",
	  NULL,
	  1,
	  { KEY("Inactive", USAGE_KNOWN, 1) },
	  CREDENTIAL_KINDS },
	{ "a status that AWS did not say counts as active",
	  RISK_ACTIVE_KEY,
	  "1 (never used)",
	  NULL,
	  1,
	  { KEY(NULL, USAGE_NEVER, 0) },
	  CREDENTIAL_KINDS },
	{ "a password without MFA",
	  RISK_PASSWORD_WITHOUT_MFA,
	  NULL,
	  NULL,
	  1,
	  { PASSWORD },
	  CREDENTIAL_KINDS },
	{ "a password beside unseen MFA devices counts as one without",
	  RISK_PASSWORD_WITHOUT_MFA,
	  NULL,
	  "?",
	  1,
	  { PASSWORD },
	  CREDENTIAL_MFA_DEVICE },
	{ "a password with MFA stands behind a certificate",
	  RISK_ACTIVE_CERTIFICATE,
	  NULL,
	  "virtual",
	  3,
	  { PASSWORD, MFA("virtual"), CERTIFICATE("Active") },
	  CREDENTIAL_KINDS },
	{ "a password with MFA",
	  RISK_PASSWORD_WITH_MFA,
	  NULL,
	  "FIDO",
	  2,
	  { PASSWORD, MFA("security key") },
	  CREDENTIAL_KINDS },
	{ "an expired certificate is inactive",
	  RISK_INACTIVE,
	  NULL,
	  NULL,
	  1,
	  { CERTIFICATE("Expired") },
	  CREDENTIAL_KINDS },
	{ "MFA devices alone",
	  RISK_MFA_DEVICE,
	  NULL,
	  "2 mixed",
	  2,
	  { MFA("hardware"), MFA("virtual") },
	  CREDENTIAL_KINDS },
	{ "MFA devices of one kind are counted",
	  RISK_MFA_DEVICE,
	  NULL,
	  "2 virtual",
	  2,
	  { MFA("virtual"), MFA("virtual") },
	  CREDENTIAL_KINDS },
	{ "unseen keys are unknown, not clean",
	  RISK_UNKNOWN,
	  "?",
	  NULL,
	  0,
	  { { 0 } },
	  CREDENTIAL_ACCESS_KEY },
	{ "nothing is clean", RISK_NONE, NULL, NULL, 0, { { 0 } }, CREDENTIAL_KINDS },
	{ "a skipped account says nothing",
	  RISK_SKIPPED,
	  "",
	  "",
	  0,
	  { { 0 } },
	  CREDENTIAL_KINDS,
	  "SUSPENDED" },
};

static struct audit_account account_of(const struct row *row, struct credential *credentials)
{
	struct audit_account account = { .id = "1",
					 .name = "",
					 .credentials = credentials,
					 .credential_count = row->count,
					 .skipped = row->skipped };

	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		account.kinds[i].presence = i == row->unseen ? PRESENCE_UNKNOWN : PRESENCE_ABSENT;
	for (size_t i = 0; i < row->count; i++) {
		struct audit_kind *kind = &account.kinds[credentials[i].kind];

		kind->presence = PRESENCE_PRESENT;
		kind->count++;
	}
	return account;
}

static void assert_cell(const char *got, const char *want)
{
	if (want)
		assert_string_equal(got, want);
	else
		assert_null(got);
}

static void judges(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct credential credentials[CREDENTIALS_MAX];
	struct audit_account account;

	memcpy(credentials, row->credentials, sizeof(credentials));
	account = account_of(row, credentials);
	assert_string_equal(risk_name(risk_of_account(&account, NOW_MS)), risk_name(row->risk));
	assert_cell(show_audit_cell(&t->arena, &account, CREDENTIAL_ACCESS_KEY, NOW_MS).text,
		    row->keys);
	assert_cell(show_audit_cell(&t->arena, &account, CREDENTIAL_MFA_DEVICE, NOW_MS).text,
		    row->mfa);
}

static const struct order_row {
	const char *name;
	const char *order;
	const char *want; /* ids */
} order_rows[] = {
	{ "by risk, equals by id", "risk", "3124" },
	{ "by account", "account", "1234" },
	{ "by name, equals by id", "name", "4231" },
	{ "another word gives the order that is meant otherwise", "size", "1234" },
};

static void sorts(void **state)
{
	struct fixture *t = *state;
	const struct order_row *row = t->row;
	struct audit_account accounts[] = {
		{ .id = "4", .name = "a", .skipped = "SUSPENDED" },
		{ .id = "1", .name = "c" },
		{ .id = "3",
		  .name = "b",
		  .credentials = &(struct credential){ .kind = CREDENTIAL_PASSWORD },
		  .credential_count = 1 },
		{ .id = "2", .name = "b" },
	};
	struct audit audit = { .accounts = accounts, .account_count = ARRAY_LEN(accounts) };

	risk_sort(&audit, risk_order_named(row->order, RISK_ORDER_ACCOUNT));
	for (size_t i = 0; i < ARRAY_LEN(accounts); i++)
		assert_int_equal(accounts[i].id[0], row->want[i]);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, judges),
		CHECK_TABLE(order_rows, sorts),
	};

	return check_tables("client/rollout/risk", tables, ARRAY_LEN(tables));
}
