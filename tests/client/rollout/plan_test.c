#include "tests/support/check.h"

#include <string.h>

#include "client/rollout/plan.h"

#define DAY_MS (24 * 3600 * (int64_t)1000)
#define NOW_MS (20000 * DAY_MS)
#define SEEN                                                                      \
	{                                                                         \
		{ .presence = PRESENCE_ABSENT }, { .presence = PRESENCE_ABSENT }, \
			{ .presence = PRESENCE_ABSENT },                          \
		{                                                                 \
			.presence = PRESENCE_ABSENT                               \
		}                                                                 \
	}
#define KEY(...)                                                                         \
	{                                                                                \
		.kind = CREDENTIAL_ACCESS_KEY, .id = "AKIAROOTKEY000000001", __VA_ARGS__ \
	}
#define PASSWORD                                                  \
	{                                                         \
		.kind = CREDENTIAL_PASSWORD, .usage = USAGE_NEVER \
	}

static const struct row {
	const char *name;
	struct audit_account account;
	struct credential credentials[2];
	bool without_keys; /* the settings leave access keys out */
	bool gates_item;   /* PLAN_GATE_ITEM */
	enum plan_decision decision;
	enum plan_decision items[2];
	const char *why;     /* part of the account's reason; NULL: none */
	const char *warning; /* part of its warning; NULL: there is none */
} rows[] = {
	{ .name = "an account that nobody looked at is not planned",
	  .account = { .id = "222222222222" },
	  .credentials = { PASSWORD },
	  .decision = PLAN_UNKNOWN },
	{ .name = "an account with one unseen kind is not touched at all",
	  .account = { .id = "222222222222",
		       .kinds = { { .presence = PRESENCE_ABSENT },
				  { .presence = PRESENCE_UNKNOWN, .why = "throttled out" },
				  { .presence = PRESENCE_ABSENT },
				  { .presence = PRESENCE_PRESENT, .count = 1 } } },
	  .credentials = { PASSWORD },
	  .decision = PLAN_UNKNOWN,
	  .why = "throttled out" },
	{ .name = "the management account is skipped by name",
	  .account = { .id = "111111111111", .kinds = SEEN },
	  .credentials = { PASSWORD },
	  .decision = PLAN_SKIPPED,
	  .why = "management account" },
	{ .name = "a skipped account stays skipped",
	  .account = { .id = "222222222222", .skipped = "account is SUSPENDED" },
	  .decision = PLAN_SKIPPED,
	  .why = "SUSPENDED" },
	{ .name = "a key used yesterday is refused with its service and region",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage = USAGE_KNOWN, .used_ms = NOW_MS - DAY_MS,
			       .used_service = "s3", .used_region = "eu-west-1") },
	  .decision = PLAN_REFUSED,
	  .items = { PLAN_REFUSED },
	  .why = "(s3, eu-west-1), less than 90 days ago" },
	{ .name = "a key of unknown use is refused",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage_unknown_why = "AccessDenied") },
	  .decision = PLAN_REFUSED,
	  .items = { PLAN_REFUSED },
	  .why = "AccessDenied" },
	{ .name = "a refused key holds back the password of its account",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage = USAGE_KNOWN, .used_ms = NOW_MS - DAY_MS), PASSWORD },
	  .decision = PLAN_REFUSED,
	  .items = { PLAN_REFUSED, PLAN_REFUSED } },
	{ .name = "the key that signs this run is refused",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { { .kind = CREDENTIAL_ACCESS_KEY,
			     .id = "AKIAOWNKEY0000000001",
			     .usage = USAGE_NEVER } },
	  .decision = PLAN_REFUSED,
	  .items = { PLAN_REFUSED },
	  .why = "signs this very run" },
	{ .name = "a kind that was not asked for is refused",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage = USAGE_NEVER), PASSWORD },
	  .without_keys = true,
	  .gates_item = true,
	  .decision = PLAN_DELETE,
	  .items = { PLAN_REFUSED, PLAN_DELETE } },
	{ .name = "a protected account is kept whole, with gates by item too",
	  .account = { .id = "222222222222", .kinds = SEEN, .protected_why = "protected by file" },
	  .credentials = { KEY(.usage = USAGE_NEVER), PASSWORD },
	  .gates_item = true,
	  .decision = PLAN_REFUSED,
	  .items = { PLAN_REFUSED, PLAN_REFUSED },
	  .why = "protected by file" },
	{ .name = "a mailbox that nobody reads does not matter where the password stays",
	  .account = { .id = "222222222222", .kinds = SEEN, .mailbox_doubt = "nobody reads it" },
	  .credentials = { KEY(.usage = USAGE_NEVER) },
	  .decision = PLAN_DELETE,
	  .items = { PLAN_DELETE } },
	{ .name = "a password that is the last way in goes with a warning",
	  .account = { .id = "222222222222", .kinds = SEEN, .mailbox_doubt = "nobody reads it" },
	  .credentials = { PASSWORD },
	  .decision = PLAN_DELETE,
	  .items = { PLAN_DELETE },
	  .warning = "the root mailbox is the last way in, and nobody reads it" },
	{ .name = "a password that was used lately goes with a warning",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { { .kind = CREDENTIAL_PASSWORD,
			     .usage = USAGE_KNOWN,
			     .used_ms = NOW_MS - DAY_MS } },
	  .decision = PLAN_DELETE,
	  .items = { PLAN_DELETE },
	  .warning = "somebody signed in with the root password on 2024-10-03" },
	{
		.name = "one that was used before the days of the gate goes without",
		.account = { .id = "222222222222", .kinds = SEEN },
		.credentials = { { .kind = CREDENTIAL_PASSWORD,
				   .usage = USAGE_KNOWN,
				   .used_ms = NOW_MS - 90 * DAY_MS } },
		.decision = PLAN_DELETE,
		.items = { PLAN_DELETE },
	},
	{ .name = "the caller's own account goes with a warning",
	  .account = { .id = "333333333333", .kinds = SEEN },
	  .credentials = { PASSWORD },
	  .decision = PLAN_DELETE,
	  .items = { PLAN_DELETE },
	  .warning = "this run is made from this very account" },
	{ .name = "with gates by item only the key itself is held back",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage = USAGE_KNOWN, .used_ms = NOW_MS - DAY_MS), PASSWORD },
	  .gates_item = true,
	  .decision = PLAN_DELETE,
	  .items = { PLAN_REFUSED, PLAN_DELETE } },
	{ .name = "an account without credentials needs nothing",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .decision = PLAN_NOTHING,
	  .why = "no root credentials" },
	{ .name = "a key last used exactly 90 days ago may go",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage = USAGE_KNOWN, .used_ms = NOW_MS - 90 * DAY_MS) },
	  .decision = PLAN_DELETE,
	  .items = { PLAN_DELETE } },
	{ .name = "a key that was never used and a password may go",
	  .account = { .id = "222222222222", .kinds = SEEN },
	  .credentials = { KEY(.usage = USAGE_NEVER), PASSWORD },
	  .decision = PLAN_DELETE,
	  .items = { PLAN_DELETE, PLAN_DELETE } },
};

/* How many of the row's credentials are filled in. */
static size_t credential_count(const struct row *row)
{
	size_t count = 0;

	while (count < ARRAY_LEN(row->credentials) &&
	       (row->credentials[count].id || row->credentials[count].usage))
		count++;
	return count;
}

static void decides(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct audit_account account = row->account;
	struct audit audit = {
		.management_account_id = "111111111111",
		.caller_account_id = "333333333333",
		.caller_access_key_id = "AKIAOWNKEY0000000001",
		.taken_ms = NOW_MS,
		.accounts = &account,
		.account_count = 1,
	};
	struct plan_settings settings = plan_settings_default();
	struct plan plan;

	account.credentials = (struct credential *)(uintptr_t)row->credentials;
	account.credential_count = credential_count(row);
	settings.kinds[CREDENTIAL_ACCESS_KEY] = !row->without_keys;
	settings.gate_scope = row->gates_item ? PLAN_GATE_ITEM : PLAN_GATE_ACCOUNT;
	plan = plan_make(&t->arena, &audit, &settings, NOW_MS);
	assert_int_equal(plan.accounts[0].decision, row->decision);
	for (size_t i = 0; i < plan.accounts[0].item_count; i++)
		assert_int_equal(plan.accounts[0].items[i].decision, row->items[i]);
	if (row->why)
		assert_non_null(strstr(plan.accounts[0].why, row->why));
	if (row->decision == PLAN_DELETE)
		assert_null(plan.accounts[0].why);
	assert_int_equal(plan.accounts[0].warning != NULL, row->warning != NULL);
	if (row->warning)
		assert_non_null(strstr(plan.accounts[0].warning, row->warning));
	assert_int_equal(plan_totals(&plan).accounts[row->decision], 1);
}

int main(void)
{
	return check_table("client/rollout/plan", rows, decides);
}
